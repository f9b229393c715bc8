/* grams.c: rolling hashes of runs of units, sketches, fingerprints, sets. */
#include "grams.h"
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static uint64_t finish(uint64_t h) {
    h = (h ^ h >> 32) * 0x9fb21c651e98df25u;
    return h ^ h >> 29;
}

/* A polynomial in BASE over the forms, modulo 2^64; BASE^size takes out the one that leaves. */
static const uint64_t BASE = 0x9e3779b97f4a7c15u;

uint32_t grams_hash(const uint32_t *v, uint32_t n, uint32_t size, uint64_t *out) {
    if (!n) return 0;
    if (n < size) size = n;
    uint64_t h = 0, power = 1;
    for (uint32_t i = 0; i < size; i++) {
        h = h * BASE + (v[i] & ~3u) + 1;
        power *= BASE;
    }
    out[0] = finish(h);
    for (uint32_t i = size; i < n; i++) {
        h = h * BASE + (v[i] & ~3u) + 1 - power * ((uint64_t)(v[i - size] & ~3u) + 1);
        out[i - size + 1] = finish(h);
    }
    return n - size + 1;
}

enum { CELLS = 256, SPARE_ROOM = 1024 };

/* Sorts evenly spread values below `limit`: counting by their leading bits, then insertion. Repeated values go. */
static uint32_t sort_spread(uint32_t *v, uint32_t n, uint64_t limit) {
    uint32_t start[CELLS + 1] = {0}, spare[SPARE_ROOM], kept = 0;
    unsigned shift = 0;
    while ((limit - 1) >> shift >= CELLS) shift++;
    for (uint32_t i = 0; i < n; i++) start[(v[i] >> shift) + 1]++;
    for (uint32_t c = 0; c < CELLS; c++) start[c + 1] += start[c];
    for (uint32_t i = 0; i < n; i++) spare[start[v[i] >> shift]++] = v[i];
    for (uint32_t i = 0; i < n; i++) {
        const uint32_t x = spare[i];
        uint32_t at = kept;
        for (; at && v[at - 1] >= x; at--)
            if (v[at - 1] == x) break;
        if (at && v[at - 1] == x) continue;
        for (uint32_t j = kept++; j > at; j--) v[j] = v[j - 1];
        v[at] = x;
    }
    return kept;
}

/* The k smallest of those below `limit`. When `out` is full the k smallest so far stay, and lower the limit. */
static uint32_t smallest(const uint64_t *grams, uint32_t n, uint32_t k, uint64_t limit,
                         uint32_t *out) {
    const uint32_t room = 2 * k + BOTTOM_SPARE;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < n; i++) {
        const uint32_t s = gram_sample(grams[i]);
        out[kept] = s;
        kept += s < limit;
        if (kept < room) continue;
        kept = sort_spread(out, kept, limit);
        if (kept < k) continue;
        kept = k;
        limit = (uint64_t)out[k - 1] + 1;
    }
    kept = sort_spread(out, kept, limit);
    return kept < k ? kept : k;
}

/* Samples are evenly spread: the k smallest lie below about k / n of the range. A text that repeats itself has fewer there. */
uint32_t grams_bottom(const uint64_t *grams, uint32_t n, uint32_t k, uint32_t *out) {
    const uint64_t all = (uint64_t)1 << 32;
    const uint64_t limit = n <= 2 * k ? all : all / n * (k + k / 4 + 24);
    const uint32_t found = smallest(grams, n, k, limit < all ? limit : all, out);
    return found < k && limit < all ? smallest(grams, n, k, all, out) : found;
}

/* The index of the smaller one, the later of equal ones. */
static uint32_t least_of(const uint64_t *grams, uint32_t a, uint32_t b) {
    return grams[b] <= grams[a] ? b : a;
}

/* The least of four is that of two pairs: which one it is chance decides, and so there is no branch on it. */
uint32_t grams_winnow(const uint64_t *grams, uint32_t n, uint32_t *out) {
    uint32_t kept = 0, last = UINT32_MAX, pairs[WINNOW_WINDOW - 1] = {0};
    if (n < WINNOW_WINDOW) {
        for (uint32_t i = 1; i < n; i++) pairs[0] = least_of(grams, pairs[0], i);
        out[0] = pairs[0];
        return n > 0;
    }
    pairs[0] = least_of(grams, 0, 1);
    pairs[1] = least_of(grams, 1, 2);
    for (uint32_t i = 0; i + WINNOW_WINDOW <= n; i++) {
        pairs[2] = least_of(grams, i + 2, i + 3);
        const uint32_t least = least_of(grams, pairs[0], pairs[2]);
        out[kept] = least;
        kept += least != last;
        last = least;
        pairs[0] = pairs[1];
        pairs[1] = pairs[2];
    }
    return kept;
}

/* A byte of bits for each slot: 16 bits or more for each hash. */
static int reserve(struct gram_set *s, uint32_t n) {
    size_t slots = 64;
    while (slots < (size_t)n * 2) slots *= 2;
    if (slots > s->room) {
        gram_set_free(s);
        s->slots = malloc(slots * sizeof *s->slots);
        s->v = malloc(slots / 2 * sizeof *s->v);
        s->bits = malloc(slots);
        if (!s->slots || !s->v || !s->bits) return -1;
        s->room = slots;
    }
    memset(s->slots, 0, slots * sizeof *s->slots);
    memset(s->bits, 0, slots);
    s->mask = (uint32_t)slots - 1;
    s->n = 0;
    return 0;
}

static uint32_t bit_of(const struct gram_set *s, uint64_t g) {
    return (uint32_t)(g >> 32) & (s->mask << 3 | 7);
}

int gram_set_fill(struct gram_set *s, const uint64_t *grams, uint32_t n) {
    if (reserve(s, n)) return -1;
    for (uint32_t i = 0; i < n; i++) {
        const uint64_t g = grams[i] + !grams[i];
        uint32_t at = (uint32_t)g & s->mask;
        while (s->slots[at] && s->slots[at] != g) at = (at + 1) & s->mask;
        s->v[s->n] = g;
        s->n += !s->slots[at];
        s->slots[at] = g;
        s->bits[bit_of(s, g) >> 3] |= (uint8_t)(1 << (g >> 32 & 7));
    }
    return 0;
}

static bool has(const struct gram_set *s, uint64_t g) {
    for (uint32_t at = (uint32_t)g & s->mask; s->slots[at]; at = (at + 1) & s->mask)
        if (s->slots[at] == g) return true;
    return false;
}

/* Most sets share little: nearly all that is not there is known by its bit. */
uint32_t gram_set_shared(const struct gram_set *a, const struct gram_set *b) {
    if (a->n < b->n) return gram_set_shared(b, a);
    uint32_t shared = 0;
    for (uint32_t i = 0; i < b->n; i++) {
        const uint64_t g = b->v[i];
        if (a->bits[bit_of(a, g) >> 3] >> (g >> 32 & 7) & 1) shared += has(a, g);
    }
    return shared;
}

void gram_set_free(struct gram_set *s) {
    free(s->slots);
    free(s->v);
    free(s->bits);
    *s = (struct gram_set){0};
}
