/* pairs.c: a buffer of pairs that is sorted and added up when it is full. */
#include "pairs.h"
#include <stdlib.h>
#include <string.h>

enum {
    DIGIT = 11,
    CELLS = 1 << DIGIT,
    MOST = (1 << PAIR_COUNT_BITS) - 1,
    LEAST_ROOM = 4096 /* enough for a test to fill */
};

static void sort_digit(const uint64_t *from, uint64_t *to, size_t n, unsigned shift) {
    size_t start[CELLS + 1] = {0};
    for (size_t i = 0; i < n; i++) start[(from[i] >> shift & (CELLS - 1)) + 1]++;
    for (int c = 0; c < CELLS; c++) start[c + 1] += start[c];
    for (size_t i = 0; i < n; i++) to[start[from[i] >> shift & (CELLS - 1)]++] = from[i];
}

uint64_t *sort_numbers(uint64_t *v, uint64_t *spare, size_t n, unsigned low) {
    uint64_t differing = 0;
    for (size_t i = 1; i < n; i++) differing |= v[i] ^ v[0];
    for (unsigned shift = low; shift < 64; shift += DIGIT) {
        if (!(differing >> shift & (CELLS - 1))) continue;
        sort_digit(v, spare, n, shift);
        uint64_t *const swap = v;
        v = spare;
        spare = swap;
    }
    return v;
}

int pairs_open(struct pairs *p, size_t bytes) {
    p->room = bytes / (2 * sizeof *p->v);
    if (p->room < LEAST_ROOM) p->room = LEAST_ROOM;
    p->n = 0;
    p->spilled = false;
    p->v = malloc(p->room * sizeof *p->v);
    p->spare = malloc(p->room * sizeof *p->v);
    return p->v && p->spare ? 0 : -1;
}

static void add_up(struct pairs *p) {
    uint64_t *const sorted = sort_numbers(p->v, p->spare, p->n, PAIR_COUNT_BITS);
    size_t kept = 0;
    for (size_t i = 0; i < p->n; i++) {
        const uint64_t count = sorted[i] & MOST;
        if (!kept || (sorted[kept - 1] ^ sorted[i]) >> PAIR_COUNT_BITS)
            sorted[kept++] = sorted[i];
        else
            sorted[kept - 1] +=
                (sorted[kept - 1] & MOST) + count > MOST ? MOST - (sorted[kept - 1] & MOST) : count;
    }
    p->spare = sorted == p->v ? p->spare : p->v;
    p->v = sorted;
    p->n = kept;
}

static int spill_all(struct pairs *p, uint32_t least) {
    int rc = 0;
    for (size_t i = 0; i < p->n && !rc; i++)
        if ((p->v[i] & MOST) >= least)
            rc = p->spill(p->to, p->v[i] >> PAIR_COUNT_BITS, (uint32_t)(p->v[i] & MOST));
    p->n = 0;
    return rc;
}

static int make_room(struct pairs *p) {
    add_up(p);
    if (p->n < p->room / 2) return 0;
    p->spilled = true;
    return spill_all(p, 1);
}

int pairs_add(struct pairs *p, uint32_t a, uint32_t b) {
    const uint64_t low = a < b ? a : b, high = a < b ? b : a;
    p->v[p->n++] = (low << PAIR_BITS | high) << PAIR_COUNT_BITS | 1;
    return p->n < p->room ? 0 : make_room(p);
}

int pairs_finish(struct pairs *p, uint32_t least) {
    add_up(p);
    return spill_all(p, p->spilled ? 1 : least);
}

void pairs_free(struct pairs *p) {
    free(p->v);
    free(p->spare);
    p->v = p->spare = NULL;
}
