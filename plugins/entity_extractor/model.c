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
    static const char magic[] = "pipeline weights 1\nplugin=entity_extractor\nfeatures=1\n";
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

typedef int16_t short_lanes __attribute__((vector_size(2 * LANES)));
typedef int32_t lanes __attribute__((vector_size(4 * LANES)));

void model_emissions(const struct model *m, const struct features *f, uint32_t begin, uint32_t end,
                     int32_t (*emission)[LANES]) {
    uint32_t rows[MOST_ROWS];
    for (uint32_t i = begin; i < end; i++) {
        const int n = features_rows(f, i, 0, rows);
        for (int k = 0; k < n; k++)
            __builtin_prefetch(m->rows + (size_t)(rows[k] & m->mask) * LANES);
        short_lanes sum = {0}, row; /* the trainer keeps weights so small that no sum overflows */
        for (int k = 0; k < n; k++) {
            memcpy(&row, m->rows + (size_t)(rows[k] & m->mask) * LANES, sizeof row);
            sum += row;
        }
        const lanes wide = __builtin_convertvector(sum, lanes);
        memcpy(emission[i - begin], &wide, sizeof wide);
    }
}

/* Takes for each label the best label before it; the lower one of equal ones. */
static void best_step(const int32_t step[LANES][LANES], lanes *score, uint8_t *back) {
    lanes best, from = {0}, row;
    memcpy(&row, step[0], sizeof row);
    best = (*score)[0] + row;
    for (int p = 1; p < LABELS; p++) {
        memcpy(&row, step[p], sizeof row);
        const lanes sum = (*score)[p] + row;
        const lanes better = sum > best;
        best = (sum & better) | (best & ~better);
        from = (better & p) | (from & ~better);
    }
    for (int k = 0; k < LANES; k++) back[k] = (uint8_t)from[k];
    *score = best;
}

void viterbi(const int32_t step[LANES][LANES], const int32_t (*emission)[LANES], uint32_t n,
             uint8_t *back, uint8_t *labels) {
    lanes score, here;
    for (int k = 0; k < LANES; k++) score[k] = k == LABEL_NONE ? 0 : never;
    for (uint32_t i = 0; i < n; i++) {
        memcpy(&here, emission[i], sizeof here);
        best_step(step, &score, back + (size_t)i * LANES);
        score += here;
        for (int k = LABELS; k < LANES; k++) score[k] = never;
    }
    int best = LABEL_NONE;
    int32_t top = 2 * never;
    for (int k = 0; k < LABELS; k++) { /* an open span may not end here */
        const int32_t sum = score[k] + (label_may_follow(k, LABEL_NONE) ? 0 : never);
        if (sum > top) top = sum, best = k;
    }
    for (uint32_t i = n; i-- > 0;) {
        labels[i] = (uint8_t)best;
        best = back[(size_t)i * LANES + (size_t)best];
    }
}
