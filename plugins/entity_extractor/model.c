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

typedef uint64_t quad __attribute__((vector_size(32), aligned(8), may_alias));

/* Two sums of 32 bytes at a time, the second one of what the first one was: any changed, moved or lost byte shows, four times sooner than
 * in a hash that withstands intent. */
WIDE uint64_t model_checksum(const void *body, size_t n) {
    quad sums[2] = {{0}, {0}};
    for (const quad *p = body, *end = p + n / sizeof *p; p < end; p++) {
        sums[0] += *p;
        sums[1] += sums[0];
    }
    return XXH3_64bits(sums, sizeof sums);
}

int model_read(struct model *m, pl_str file) {
    static const char magic[] = "pipeline weights 2\nplugin=entity_extractor\nfeatures=5\n";
    char header[MODEL_HEADER + 1];
    if (file.n < MODEL_HEADER || memcmp(file.p, magic, sizeof magic - 1)) return -1;
    memcpy(header, file.p, MODEL_HEADER);
    header[MODEL_HEADER] = 0;
    const uint64_t rows = header_number(header, "\nrows=", 10), body = file.n - MODEL_HEADER;
    if (rows == 0 || rows & (rows - 1) || rows > 1u << 24 ||
        body != (LANES + rows) * LANES * sizeof *m->rows)
        return -1;
    if (header_number(header, "\nchecksum=", 16) != model_checksum(file.p + MODEL_HEADER, body))
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

/* Labels after which no span is open. */
static const uint8_t closed[] = {LABEL_NONE, LABEL_ONLY, LABEL_ONLY + 1, LABEL_ONLY + 2,
                                 LABEL_NORP, LABEL_LAST, LABEL_LAST + 1, LABEL_LAST + 2};

typedef int32_t half __attribute__((vector_size(4 * LANES / 2), aligned(4), may_alias));
#define HALF(p) (*(half *)(void *)(p))
#define HALF_OF(p) (*(const half *)(const void *)(p))

/* The best label before each of those in the lower half, which begin something; of equal ones the lowest. */
static inline __attribute__((always_inline)) void
best_begin(const int32_t step[LANES][LANES], const int32_t *score, int32_t *best, int32_t *back) {
    half top = HALF_OF(step[LABEL_NONE]) + score[LABEL_NONE], from = {LABEL_NONE};
    for (size_t c = 1; c < sizeof closed; c++) {
        const half sum = HALF_OF(step[closed[c]]) + score[closed[c]], better = sum > top;
        top = (sum & better) | (top & ~better);
        from = (better & closed[c]) | (from & ~better);
    }
    HALF(best) = top;
    HALF(back) = from;
}

/* The steps to those in the upper half, which go on with a span, from its first word and from an inside one. */
struct inner_steps {
    int32_t first[LANES / 2], inside[LANES / 2];
};

static struct inner_steps inner_steps_of(const int32_t step[LANES][LANES]) {
    struct inner_steps s;
    for (int k = 0; k < LANES / 2; k++) {
        const int to = LABEL_INSIDE + k, type = to < LABELS ? label_type(to) : 0;
        s.first[k] = step[LABEL_FIRST + type][to];
        s.inside[k] = step[LABEL_INSIDE + type][to];
    }
    return s;
}

/* The best label before each of those: the first or an inside word of its own type. */
static inline __attribute__((always_inline)) void
best_inner(const struct inner_steps *s, const int32_t *score, int32_t *best, int32_t *back) {
    static const half type = {0, 1, 2, 0, 1, 2};
    const half first = __builtin_shuffle(HALF_OF(score), type + LABEL_FIRST) + HALF_OF(s->first);
    const half inside = __builtin_shuffle(HALF_OF(score + LABEL_INSIDE), type) + HALF_OF(s->inside);
    const half better = inside > first;
    HALF(best + LABEL_INSIDE) = (inside & better) | (first & ~better);
    HALF(back + LABEL_INSIDE) = type + LABEL_FIRST + (better & (LABEL_INSIDE - LABEL_FIRST));
}

WIDE void viterbi(const int32_t step[LANES][LANES], const int32_t (*emission)[LANES], uint32_t n,
                  int32_t (*back)[LANES], uint8_t *labels) {
    const struct inner_steps inner = inner_steps_of(step);
    int32_t score[LANES], best[LANES];
    for (int k = 0; k < LANES; k++) score[k] = k == LABEL_NONE ? 0 : never;
    for (uint32_t i = 0; i < n; i++) {
        best_begin(step, score, best, back[i]);
        best_inner(&inner, score, best, back[i]);
        HALF(score) = HALF(best) + HALF_OF(emission[i]);
        HALF(score + LANES / 2) = HALF(best + LANES / 2) + HALF_OF(emission[i] + LANES / 2);
    }
    int label = LABEL_NONE;
    for (size_t c = 1; c < sizeof closed; c++) /* an open span may not end here */
        if (score[closed[c]] > score[label]) label = closed[c];
    for (uint32_t i = n; i-- > 0;) {
        labels[i] = (uint8_t)label;
        label = back[i][label];
    }
}
