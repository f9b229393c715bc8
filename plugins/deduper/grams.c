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
    for (uint32_t i = 0; i < n; i++) start[v[i] * (uint64_t)CELLS / limit + 1]++;
    for (uint32_t c = 0; c < CELLS; c++) start[c + 1] += start[c];
    for (uint32_t i = 0; i < n; i++) spare[start[v[i] * (uint64_t)CELLS / limit]++] = v[i];
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

uint32_t grams_winnow(const uint64_t *grams, uint32_t n, uint32_t window, uint32_t *out) {
    uint32_t kept = 0, least = 0; /* `least`: index of the smallest in the current window */
    for (uint32_t i = 0; i < n; i++) {
        if (i - least >= window) {
            least = i - window + 1;
            for (uint32_t j = least + 1; j < i; j++)
                if (grams[j] <= grams[least]) least = j;
        }
        if (grams[i] <= grams[least]) least = i;
        const bool full = i + 1 >= window || i + 1 == n;
        if (full && (!kept || out[kept - 1] != least)) out[kept++] = least;
    }
    return kept;
}

static int reserve(struct gram_set *s, size_t slots) {
    if (slots > s->room) {
        free(s->v);
        s->room = 0;
        if (!(s->v = malloc(slots * sizeof *s->v))) return -1;
        s->room = slots;
    }
    memset(s->v, 0, slots * sizeof *s->v);
    s->mask = (uint32_t)slots - 1;
    s->n = 0;
    return 0;
}

int gram_set_fill(struct gram_set *s, const uint64_t *grams, uint32_t n) {
    size_t slots = 64;
    while (slots < (size_t)n * 2) slots *= 2;
    if (reserve(s, slots)) return -1;
    for (uint32_t i = 0; i < n; i++) {
        const uint64_t g = grams[i] + !grams[i];
        uint32_t at = (uint32_t)g & s->mask;
        while (s->v[at] && s->v[at] != g) at = (at + 1) & s->mask;
        s->n += !s->v[at];
        s->v[at] = g;
    }
    return 0;
}

static bool has(const struct gram_set *s, uint64_t g) {
    for (uint32_t at = (uint32_t)g & s->mask; s->v[at]; at = (at + 1) & s->mask)
        if (s->v[at] == g) return true;
    return false;
}

uint32_t gram_set_shared(const struct gram_set *a, const struct gram_set *b) {
    if (a->n < b->n) return gram_set_shared(b, a);
    uint32_t shared = 0;
    if (!b->n) return 0;
    for (uint32_t i = 0; i <= b->mask; i++) shared += b->v[i] && has(a, b->v[i]);
    return shared;
}

void gram_set_free(struct gram_set *s) {
    free(s->v);
    *s = (struct gram_set){0};
}
