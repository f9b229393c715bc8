/* feature_set.h: hashed features under construction, as the cells of one look of the model. */
#ifndef CLEANER_FEATURE_SET_H
#define CLEANER_FEATURE_SET_H
#include "model.h"

struct set {
    uint32_t *cell, n, base;
    uint8_t *group; /* of each cell, or NULL */
};

/* One feature: a kind and its value. */
static inline void put(struct set *s, uint32_t kind, uint32_t value) {
    const uint64_t key = (uint64_t)kind << 32 | value;
    if (s->group) s->group[s->n] = (uint8_t)(kind / 10);
    s->cell[s->n++] = s->base + (uint32_t)(key * 0x9e3779b97f4a7c15u >> (64 - MODEL_BITS));
}

/* The number of bounds, in ascending order, that v has reached. */
static inline uint32_t bucket(uint32_t v, const uint16_t *bounds) {
    uint32_t n = 0;
    for (; *bounds; bounds++) n += v >= *bounds;
    return n;
}

/* n of `all` in quarters and a class of its own for none and all. */
static inline uint32_t share(uint32_t n, uint32_t all) {
    if (!all || !n) return 0;
    return n >= all ? 5 : 1 + 4 * n / all;
}
#endif
