/* query.h: words that the reader asks for. */
#ifndef SUMMARIZER_QUERY_H
#define SUMMARIZER_QUERY_H
#include "graph.h"

enum { MOST_ASKED = 64 };

struct query {
    uint64_t stems[MOST_ASKED];
    uint32_t n;
};

/* Adds the words of a string; what is beyond MOST_ASKED is left out. */
void query_add(struct query *, pl_str words);
/* Adds to each listed sentence's score what the asked words in it are worth. */
void query_raise(const struct query *, struct article *, const struct graph *, double *score);

#endif
