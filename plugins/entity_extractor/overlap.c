/* overlap.c: of mentions that overlap, the longer one stays. */
#include "overlap.h"
#include <stdlib.h>
#include <string.h>

static uint32_t length_of(const struct mention *m) { return m->last - m->first; }

/* The numbers of the mentions, the longest first, those of one length in their order. `start` has a zero for each length. */
static void longest_first(const struct mentions *m, uint32_t longest, uint32_t *start,
                          uint32_t *order) {
    for (uint32_t i = 0; i < m->n; i++) start[length_of(&m->v[i])]++;
    for (uint32_t length = longest + 1, at = 0; length-- > 0;) {
        const uint32_t n = start[length];
        start[length] = at;
        at += n;
    }
    for (uint32_t i = 0; i < m->n; i++) order[start[length_of(&m->v[i])]++] = i;
}

/* The mention gets its words if all of them are free. `owners` has the number of a mention, from 1, for each word. */
static void claim(uint32_t *owners, const struct mention *m, uint32_t number) {
    for (uint32_t i = m->first; i < m->last; i++)
        if (owners[i]) return;
    for (uint32_t i = m->first; i < m->last; i++) owners[i] = number;
}

/* Those that own their words, by place. */
static void gather(struct mentions *m, const uint32_t *owners, uint32_t words,
                   struct mention *kept) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < words; i++) {
        if (!owners[i]) continue;
        kept[n] = m->v[owners[i] - 1];
        i = kept[n++].last - 1;
    }
    memcpy(m->v, kept, n * sizeof *kept);
    m->n = n;
}

int overlaps_remove(struct mentions *m, uint32_t words) {
    uint32_t longest = 0;
    if (!m->n) return 0;
    for (uint32_t i = 0; i < m->n; i++)
        if (length_of(&m->v[i]) > longest) longest = length_of(&m->v[i]);
    struct mention *kept = malloc(m->n * sizeof *kept);
    uint32_t *owners = calloc((size_t)words + longest + 1 + m->n, sizeof *owners),
             *order = owners + words + longest + 1;
    if (!kept || !owners) return free(kept), free(owners), -1;
    longest_first(m, longest, owners + words, order);
    for (uint32_t i = 0; i < m->n; i++) claim(owners, &m->v[order[i]], order[i] + 1);
    gather(m, owners, words, kept);
    free(kept);
    free(owners);
    return 0;
}
