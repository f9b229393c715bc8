/* merge.c: many sorted runs of one file become one: a heap of the runs by their current record. */
#include <stdlib.h>
#include "support/memory.h"
#include "engine/sorted.h"

struct heap {
    struct blocks *runs; /* as many as there are runs; equal records: the lower index is first */
    uint32_t *v, n; /* indices of runs; v[0] has the least record */
};

static bool comes_before(const struct heap *h, uint32_t a, uint32_t b) {
    const int by_record = record_compare(&h->runs[a].record, &h->runs[b].record);
    return by_record ? by_record < 0 : a < b;
}

/* Puts run `x` in its place at or below the empty place `i`. */
static void sift_down(struct heap *h, uint32_t i, uint32_t x) {
    for (uint32_t child; (child = 2 * i + 1) < h->n; i = child) {
        if (child + 1 < h->n && comes_before(h, h->v[child + 1], h->v[child])) child++;
        if (comes_before(h, x, h->v[child])) break;
        h->v[i] = h->v[child];
    }
    h->v[i] = x;
}

/* Opens the runs; those without records stay out of the heap. */
static int heap_fill(struct heap *h, struct records_sorted *from, const struct run *runs,
                     size_t n) {
    for (uint32_t i = 0; i < n; i++) {
        struct blocks *b = &h->runs[i];
        sorted_walk(from, b);
        b->end = runs[i].end;
        blocks_jump(b, runs[i].at);
        const int rc = blocks_next(b);
        if (rc == PL_ESTOP) return PL_ESTOP;
        if (rc == PL_OK) h->v[h->n++] = i;
    }
    for (uint32_t i = h->n / 2; i-- > 0;) sift_down(h, i, h->v[i]);
    return PL_OK;
}

static int heap_drain(struct heap *h, struct records_sorted *to) {
    while (h->n) {
        const uint32_t least = h->v[0];
        if (sorted_add(to, &h->runs[least].record, h->runs[least].far_at)) return PL_ESTOP;
        const int rc = blocks_next(&h->runs[least]);
        if (rc == PL_ESTOP) return PL_ESTOP;
        if (rc == PL_OK)
            sift_down(h, 0, least);
        else if (--h->n)
            sift_down(h, 0, h->v[h->n]);
    }
    return sorted_flush(to);
}

int merge_runs(struct records_sorted *from, const struct run *runs, size_t n,
               struct records_sorted *to) {
    struct heap h = {.runs = checked(calloc(n + 1, sizeof *h.runs)),
                     .v = checked(calloc(n + 1, sizeof *h.v))};
    int rc = heap_fill(&h, from, runs, n);
    if (rc == PL_OK) rc = heap_drain(&h, to);
    for (size_t i = 0; i < n; i++) blocks_free(&h.runs[i]);
    free(h.runs);
    free(h.v);
    return rc;
}
