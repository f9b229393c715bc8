/* model.c: sums weights and finds the best labels. */
#include "model.h"
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

static const int32_t never = -(1 << 28); /* a stretch of MOST_STRETCH words cannot sum up to that */

int label_may_follow(int from, int to) {
    const int open =
        from != LABEL_NONE && (label_place(from) == SPAN_FIRST || label_place(from) == SPAN_INSIDE);
    const int goes_on =
        to != LABEL_NONE && (label_place(to) == SPAN_INSIDE || label_place(to) == SPAN_LAST);
    if (open != goes_on) return 0;
    return !open || label_type(from) == label_type(to);
}

/* The value of "key=" in the header, 0 when it has none. */
static uint64_t header_number(const char *header, const char *key, int base) {
    const char *at = strstr(header, key);
    return at ? strtoull(at + strlen(key), NULL, base) : 0;
}

int model_read(struct model *m, pl_str file) {
    static const char magic[] = "pipeline weights 1\nplugin=entity_extractor\nfeatures=2\n";
    char header[MODEL_HEADER + 1];
    if (file.n < MODEL_HEADER || memcmp(file.p, magic, sizeof magic - 1)) return -1;
    memcpy(header, file.p, MODEL_HEADER);
    header[MODEL_HEADER] = 0;
    const uint64_t rows = header_number(header, "\nrows=", 10), body = file.n - MODEL_HEADER;
    if (rows == 0 || rows & (rows - 1) || rows > 1u << 24 ||
        body != (LANES + rows) * LANES * sizeof *m->rows)
        return -1;
    if (header_number(header, "\nchecksum=", 16) != XXH3_64bits(file.p + MODEL_HEADER, body))
        return -1;
    const int16_t *steps = (const void *)(file.p + MODEL_HEADER);
    for (int from = 0; from < LANES; from++)
        for (int to = 0; to < LANES; to++)
            m->step[from][to] = from < LABELS && to < LABELS && label_may_follow(from, to)
                                    ? steps[from * LANES + to]
                                    : never;
    m->rows = steps + LANES * LANES;
    m->mask = (uint32_t)rows - 1;
    return 0;
}

typedef int32_t four __attribute__((vector_size(16)));

void model_emissions(const struct model *m, const struct features *f, uint32_t begin, uint32_t end,
                     int32_t (*emission)[LANES]) {
    for (uint32_t i = begin; i < end; i++)
        features_sum(f, i, m->rows, m->mask, emission[i - begin]);
}

/* Labels after which no span is open. */
static const uint8_t closed[] = {LABEL_NONE, LABEL_ONLY, LABEL_ONLY + 1, LABEL_ONLY + 2,
                                 LABEL_NORP, LABEL_LAST, LABEL_LAST + 1, LABEL_LAST + 2};

/* The best label before each of four labels from `to` on that begin something; of equal ones the lowest. */
static inline void best_begin(const int32_t step[LANES][LANES], const int32_t *score, int to,
                              int32_t *best, uint8_t *back) {
    four top, from = {0}, row;
    memcpy(&row, &step[LABEL_NONE][to], sizeof row);
    top = row + score[LABEL_NONE];
    for (size_t c = 1; c < sizeof closed; c++) {
        memcpy(&row, &step[closed[c]][to], sizeof row);
        const four sum = row + score[closed[c]], better = sum > top;
        top = (sum & better) | (top & ~better);
        from = (better & closed[c]) | (from & ~better);
    }
    memcpy(best + to, &top, sizeof top);
    for (int k = 0; k < 4; k++) back[to + k] = (uint8_t)from[k];
}

/* The best label before one that goes on: the first or an inside word of its own type. */
static inline void best_inside(const int32_t step[LANES][LANES], const int32_t *score, int to,
                               int type, int32_t *best, uint8_t *back) {
    const int32_t first = score[LABEL_FIRST + type] + step[LABEL_FIRST + type][to];
    const int32_t inside = score[LABEL_INSIDE + type] + step[LABEL_INSIDE + type][to];
    best[to] = inside > first ? inside : first;
    back[to] = (uint8_t)(type + (inside > first ? LABEL_INSIDE : LABEL_FIRST));
}

void viterbi(const int32_t step[LANES][LANES], const int32_t (*emission)[LANES], uint32_t n,
             uint8_t *back, uint8_t *labels) {
    int32_t score[LANES], best[LANES];
    for (int k = 0; k < LANES; k++) score[k] = k == LABEL_NONE ? 0 : never;
    for (uint32_t i = 0; i < n; i++) {
        uint8_t *b = back + (size_t)i * LANES;
        best_begin(step, score, 0, best, b);
        best_begin(step, score, 4, best, b);
        for (int type = 0; type < MODEL_TYPES; type++) {
            best_inside(step, score, LABEL_INSIDE + type, type, best, b);
            best_inside(step, score, LABEL_LAST + type, type, best, b);
        }
        for (int k = 0; k < LABELS; k++) score[k] = best[k] + emission[i][k];
    }
    int label = LABEL_NONE;
    for (size_t c = 1; c < sizeof closed; c++) /* an open span may not end here */
        if (score[closed[c]] > score[label]) label = closed[c];
    for (uint32_t i = n; i-- > 0;) {
        labels[i] = (uint8_t)label;
        label = back[(size_t)i * LANES + (size_t)label];
    }
}
