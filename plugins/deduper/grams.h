/* grams.h: hashes of runs of units, small samples of them, and whole sets of them. */
#ifndef DEDUPER_GRAMS_H
#define DEDUPER_GRAMS_H
#include <stddef.h>
#include <stdint.h>

/* The hashes of all runs of `size` forms in v[0 .. n), of the whole when it is shorter. Returns how many; `out` has room for n. */
uint32_t grams_hash(const uint32_t *v, uint32_t n, uint32_t size, uint64_t *out);

/* A gram is sampled by the upper half of its hash. */
static inline uint32_t gram_sample(uint64_t gram) { return (uint32_t)(gram >> 32); }

/* The k smallest different samples, sorted: a bottom-k sketch (Broder 1997). `out` has room for 2 k + 64. Returns how many. */
uint32_t grams_bottom(const uint64_t *grams, uint32_t n, uint32_t k, uint32_t *out);
enum { BOTTOM_SPARE = 64 };

/* The smallest of each WINNOW_WINDOW hashes in a row, the rightmost of equal ones (Schleimer, Wilkerson, Aiken 2003), as rising
 * indices into `grams`. Returns how many it wrote to `out`, which has room for n, and one at least. */
uint32_t grams_winnow(const uint64_t *grams, uint32_t n, uint32_t *out);
enum { WINNOW_WINDOW = 4 };

/* A set of hashes; memory is kept from one filling to the next. */
struct gram_set {
    uint64_t *v; /* n different ones, by first place */
    uint64_t *slots; /* open addressing; 0: free */
    uint8_t *bits; /* a Bloom filter of one bit a hash */
    uint32_t n, mask;
    size_t room; /* slots */
};
/* 0, or -1 without memory. */
int gram_set_fill(struct gram_set *, const uint64_t *grams, uint32_t n);
uint32_t gram_set_shared(const struct gram_set *, const struct gram_set *);
void gram_set_free(struct gram_set *);
#endif
