/* overlap.c: of mentions that overlap, the longer one stays. */
#include "overlap.h"
#include <stdlib.h>
#include <string.h>

struct claim {
    uint32_t length, index;
};

static int longer_first(const void *a, const void *b) {
    const struct claim *x = a, *y = b;
    if (x->length != y->length) return x->length < y->length ? 1 : -1;
    return x->index < y->index ? -1 : x->index > y->index;
}

static int by_place(const void *a, const void *b) {
    const struct mention *x = a, *y = b;
    return x->first < y->first ? -1 : x->first > y->first;
}

int overlaps_remove(struct mentions *m, uint8_t *taken, uint32_t words) {
    struct claim *claims = malloc((m->n + 1) * sizeof *claims);
    if (!claims) return -1;
    if (words) memset(taken, 0, words);
    for (uint32_t i = 0; i < m->n; i++) claims[i] = (struct claim){m->v[i].last - m->v[i].first, i};
    if (m->n == 0) return free(claims), 0;
    qsort(claims, m->n, sizeof *claims, longer_first);
    for (uint32_t i = 0; i < m->n; i++) {
        struct mention *it = &m->v[claims[i].index];
        if (memchr(taken + it->first, 1, claims[i].length))
            it->type = TYPE_NONE;
        else
            memset(taken + it->first, 1, claims[i].length);
    }
    free(claims);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < m->n; i++)
        if (m->v[i].type) m->v[kept++] = m->v[i];
    m->n = kept;
    if (kept) qsort(m->v, kept, sizeof *m->v, by_place);
    return 0;
}
