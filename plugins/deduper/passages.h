/* passages.h: runs of words that two documents share. */
#ifndef DEDUPER_PASSAGES_H
#define DEDUPER_PASSAGES_H
#include "compare.h"

/* Units [a, a + n) of one and [b, b + n) of the other are equal. */
struct passage {
    uint32_t a, b, n;
};
/* Begin with .of = UINT32_MAX. */
struct passages {
    struct passage *v;
    uint32_t n, room;
    uint32_t of; /* the document whose fingerprints are in the table */
    struct fingerprint {
        uint64_t gram;
        uint32_t place; /* of the gram, from 1; 0: free */
    } * table; /* open addressing */
    uint32_t slots, mask;
};

/* Finds the longest runs of at least `least` units; those that are shared for less, or lie in one found before in `b`, are left
 * out. Linear in both. 0, or -1 without memory. */
int passages_find(struct passages *, struct reading *a, struct reading *b, uint32_t least);
void passages_free(struct passages *);
#endif
