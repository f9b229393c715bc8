/* cluster.h: which document of those that are alike is kept.
 *
 * Documents alike are joined by edges, each of which was verified. In each connected component a representative is chosen, takes
 * those alike with it, and the rest choose again; so "duplicate of X" holds for X itself, not for a friend of a friend. */
#ifndef DEDUPER_CLUSTER_H
#define DEDUPER_CLUSTER_H
#include "compare.h"
#include "corpus.h"

enum keep { KEEP_BEST, KEEP_FIRST, KEEP_LONGEST, KEEP_OLDEST };

struct edge {
    uint32_t a, b; /* numbers of documents */
    uint16_t similarity; /* ten thousandths, rounded down */
    uint16_t rule;
};
struct edges {
    struct edge *v;
    size_t n, room;
};
/* 0, or -1 without memory. */
int edges_add(struct edges *, uint32_t a, uint32_t b, const struct likeness *);

/* For each document: the one that it is a duplicate of, or itself. */
struct outcome {
    uint32_t of;
    uint16_t similarity, rule;
};

/* How alike two documents are that no edge joins, as compare_friends. 0, or -1: the run cannot go on. */
typedef int likeness_of(void *, uint32_t a, uint32_t b, struct likeness *);

/* Decides. `of`: room for corpus->n. 0, or -1 without memory. */
int cluster(const struct corpus *, const struct edges *, enum keep, likeness_of *, void *,
            struct outcome *of);
#endif
