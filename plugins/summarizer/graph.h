/* graph.h: how alike the sentences of a short list are, and what follows from it for each. */
#ifndef SUMMARIZER_GRAPH_H
#define SUMMARIZER_GRAPH_H
#include "article.h"

enum { MOST_LISTED = 200 };

struct listed {
    uint32_t sentence;
    float earlier, later; /* sums of similarities to what stands before and behind */
    float strong_earlier, strong_later; /* the same without similarities below 0.3 x the largest */
    float most; /* largest similarity to another */
    float first; /* to the first of the list */
};

struct graph {
    struct listed v[MOST_LISTED];
    uint32_t n;
    float similarity[MOST_LISTED][MOST_LISTED]; /* cosines; of [i][k] only k < i */
    struct pair {
        float similarity;
        uint8_t later, earlier;
    } pairs[MOST_LISTED * (MOST_LISTED - 1) / 2]; /* the similar ones */
    uint32_t pairs_n;
    struct cell { /* a term in a listed sentence; term.cell is the last one of the term */
        uint32_t before; /* the cell before of the same term, or NO_TERM */
        uint32_t listed;
    } * cells;
    uint32_t used, room;
};

static inline float graph_similarity(const struct graph *g, uint32_t i, uint32_t k) {
    return i > k ? g->similarity[i][k] : i < k ? g->similarity[k][i] : 0;
}
static inline const struct sentence *graph_sentence(const struct graph *g, const struct article *a,
                                                    uint32_t i) {
    return &a->v[g->v[i].sentence];
}

/* Lists at most `most` (2 ... MOST_LISTED) sentences of the article that may be picked: its head, and of the rest the nearest to
 * the whole, in the order of the text; compares all of them. Work grows with tokens x most. 0, or -1: no memory. */
int graph_build(struct graph *, struct article *, uint32_t most);
void graph_free(struct graph *);

#endif
