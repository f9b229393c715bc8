/* model.h: a linear model with BILOU labels: weights, and the best labels of a stretch of words. */
#ifndef ENTITY_MODEL_H
#define ENTITY_MODEL_H
#include "features.h"
#include "types.h"

/* Label 0 is none; then the first and the only words of a person, an organisation, a place, a NORP (which is one word); then the
 * inside and last words. So the labels that go on with a span are the upper half of the lanes. */
enum {
    LABEL_NONE,
    LABEL_FIRST,
    LABEL_ONLY = 4,
    LABEL_NORP = 7,
    LABEL_INSIDE,
    LABEL_LAST = 11,
    LABELS = 14,
    LANE_LOC = LABELS, /* no labels: what speaks for a place that does not govern, */
    LANE_FAC, /* and for a building */
    MODEL_TYPES = 3
};
enum place_in_span { SPAN_FIRST, SPAN_ONLY, SPAN_INSIDE, SPAN_LAST };
static inline int label_of(int type, enum place_in_span place) {
    static const uint8_t base[] = {LABEL_FIRST, LABEL_ONLY, LABEL_INSIDE, LABEL_LAST};
    return base[place] + type;
}
static inline enum place_in_span label_place(int label) {
    return label < LABEL_ONLY    ? SPAN_FIRST
           : label <= LABEL_NORP ? SPAN_ONLY
           : label < LABEL_LAST  ? SPAN_INSIDE
                                 : SPAN_LAST;
}
/* 0 person, 1 organisation, 2 place, 3 NORP. */
static inline int label_type(int label) {
    static const uint8_t base[] = {LABEL_FIRST, LABEL_ONLY, LABEL_INSIDE, LABEL_LAST};
    return label - base[label_place(label)];
}
/* What kind of place a span is by the sums of those lanes over its words. */
static inline enum type place_kind(int32_t loc, int32_t fac) {
    return loc > 0 && loc >= fac ? LOC : fac > 0 ? FAC : GPE;
}
/* May `to` follow `from`? The outside of a stretch counts as LABEL_NONE. */
int label_may_follow(int from, int to);

/* The weight file: a header of text, then transitions, then rows. */
enum { MODEL_HEADER = 1024 };
struct model {
    const int16_t *rows; /* of LANES weights */
    uint32_t mask;
    int32_t step[LANES][LANES]; /* [from][to]; far below zero where it must not be */
};

/* Of `n` bytes, a multiple of 32. */
uint64_t model_checksum(const void *body, size_t n);
/* Takes a mapped weight file. 0, or -1 when it is none, is damaged or made for other features. */
int model_read(struct model *, pl_str file);

/* The best labels of `n` words by their emissions. `back` has room for n rows. */
void viterbi(const int32_t step[LANES][LANES], const int32_t (*emission)[LANES], uint32_t n,
             int32_t (*back)[LANES], uint8_t *labels);
#endif
