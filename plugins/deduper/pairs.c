/* pairs.c: a buffer of pairs that is sorted and added up when it is full. */
#include "pairs.h"
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum {
    DIGIT = 11,
    CELLS = 1 << DIGIT,
    CACHED = 1 << 15, /* numbers: with their copy half a megabyte */
    FEW = 48,
    MOST = (1 << PAIR_COUNT_BITS) - 1,
    LEAST_ROOM = 4096 /* enough for a test to fill */
};

/* start[c]: where those of the cell begin; they end where the next one does. */
static void count_cells(const uint64_t *v, size_t n, unsigned shift, size_t start[CELLS + 1]) {
    memset(start, 0, (CELLS + 1) * sizeof *start);
    for (size_t i = 0; i < n; i++) start[(v[i] >> shift & (CELLS - 1)) + 1]++;
    for (int c = 0; c < CELLS; c++) start[c + 1] += start[c];
}

static void sort_digit(const uint64_t *from, uint64_t *to, size_t n, unsigned shift) {
    size_t start[CELLS + 1];
    count_cells(from, n, shift, start);
    for (size_t i = 0; i < n; i++) to[start[from[i] >> shift & (CELLS - 1)]++] = from[i];
}

static uint64_t differing(const uint64_t *v, size_t n) {
    uint64_t bits = 0;
    for (size_t i = 1; i < n; i++) bits |= v[i] ^ v[0];
    return bits;
}

static void sort_few(uint64_t *v, size_t n, unsigned low) {
    for (size_t i = 1; i < n; i++) {
        const uint64_t x = v[i];
        size_t at = i;
        for (; at && v[at - 1] >> low > x >> low; at--) v[at] = v[at - 1];
        v[at] = x;
    }
}

/* Digit by digit from the lowest, for what fits the cache. */
static uint64_t *sort_small(uint64_t *v, uint64_t *spare, size_t n, unsigned low) {
    const uint64_t bits = differing(v, n);
    for (unsigned shift = low; shift < 64; shift += DIGIT) {
        if (!(bits >> shift & (CELLS - 1))) continue;
        sort_digit(v, spare, n, shift);
        uint64_t *const swap = v;
        v = spare;
        spare = swap;
    }
    return v;
}

/* What does not fit the cache is dealt out by the highest digit that differs, and then sorted hand by hand. */
uint64_t *sort_numbers(uint64_t *v, uint64_t *spare, size_t n, unsigned low) {
    const uint64_t bits = n > CACHED ? differing(v, n) >> low : 0;
    if (!bits) return sort_small(v, spare, n, low);
    const unsigned highest = low + 63 - (unsigned)__builtin_clzll(bits),
                   shift = highest < low + DIGIT ? low : highest - DIGIT + 1;
    size_t start[CELLS + 1], begin = 0;
    count_cells(v, n, shift, start);
    for (size_t i = 0; i < n; i++) spare[start[v[i] >> shift & (CELLS - 1)]++] = v[i];
    for (int c = 0; c < CELLS; begin = start[c++]) {
        const size_t size = start[c] - begin;
        if (size <= FEW)
            sort_few(spare + begin, size, low);
        else if (sort_small(spare + begin, v + begin, size, low) != spare + begin)
            memcpy(spare + begin, v + begin, size * sizeof *v);
    }
    return spare;
}

/* Large pages, where the system has them: the buffers are gone through in an order that misses nearly every small one. */
static uint64_t *large(size_t n) {
    enum { HUGE_PAGE = 2 << 20 };
    const size_t bytes = n * sizeof(uint64_t);
    if (bytes < HUGE_PAGE) return malloc(bytes);
    uint64_t *p = aligned_alloc(HUGE_PAGE, (bytes + HUGE_PAGE - 1) & -(size_t)HUGE_PAGE);
    if (p) madvise(p, bytes, MADV_HUGEPAGE);
    return p;
}

int pairs_open(struct pairs *p, size_t bytes) {
    p->room = bytes / (2 * sizeof *p->v);
    if (p->room < LEAST_ROOM) p->room = LEAST_ROOM;
    pairs_begin(p);
    p->v = large(p->room);
    p->spare = large(p->room);
    return p->v && p->spare ? 0 : -1;
}

void pairs_begin(struct pairs *p) {
    p->n = 0;
    p->spilled = false;
}

static bool is_same_pair(uint64_t a, uint64_t b) { return !((a ^ b) >> PAIR_COUNT_BITS); }

/* Of a pair with several numbers all but the last one are full. */
static void add_up(struct pairs *p) {
    uint64_t *const sorted = sort_numbers(p->v, p->spare, p->n, PAIR_COUNT_BITS);
    size_t kept = 0;
    for (size_t i = 0; i < p->n; i++) {
        uint64_t next = sorted[i];
        if (kept && is_same_pair(sorted[kept - 1], next)) {
            const uint64_t room = MOST - (sorted[kept - 1] & MOST), count = next & MOST;
            sorted[kept - 1] += count < room ? count : room;
            if (count <= room) continue;
            next -= room;
        }
        sorted[kept++] = next;
    }
    p->spare = sorted == p->v ? p->spare : p->v;
    p->v = sorted;
    p->n = kept;
}

static int spill_all(struct pairs *p, uint32_t least) {
    int rc = 0;
    for (size_t i = 0; i < p->n && !rc; i++)
        if ((p->v[i] & MOST) >= least || (i && is_same_pair(p->v[i - 1], p->v[i])))
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
