/* pairs.h: counts how often pairs of documents meet, in bounded memory.
 *
 * A pair is one number: the smaller document, the larger, the count; what a count cannot hold is in a number of its own. A full
 * buffer is sorted, equal pairs are added up, and when that frees too little all goes out through `spill`, to be added up by
 * whoever reads it. */
#ifndef DEDUPER_PAIRS_H
#define DEDUPER_PAIRS_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { PAIR_BITS = 30, PAIR_COUNT_BITS = 4 }; /* 2^30 documents */

struct pairs {
    uint64_t *v, *spare;
    size_t n, room;
    bool spilled;
    int (*spill)(void *to, uint64_t pair, uint32_t count);
    void *to;
};

static inline uint32_t pair_low(uint64_t pair) { return (uint32_t)(pair >> PAIR_BITS); }
static inline uint32_t pair_high(uint64_t pair) {
    return (uint32_t)pair & (((uint32_t)1 << PAIR_BITS) - 1);
}

/* `bytes`: what it may hold. 0, or -1 without memory. */
int pairs_open(struct pairs *, size_t bytes);
/* Begins to count anew in the same memory. */
void pairs_begin(struct pairs *);
/* 0, or what spill returned. */
int pairs_add(struct pairs *, uint32_t a, uint32_t b);
/* Spills what is left; pairs that met less than `least` times (at most 15) are left out if nothing was spilled before. */
int pairs_finish(struct pairs *, uint32_t least);
void pairs_free(struct pairs *);

/* Sorts by bits `low` and up, stable; returns where the result lies, `v` or `spare`. */
uint64_t *sort_numbers(uint64_t *v, uint64_t *spare, size_t n, unsigned low);
#endif
