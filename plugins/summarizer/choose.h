/* choose.h: which of the listed sentences make the summary. */
#ifndef SUMMARIZER_CHOOSE_H
#define SUMMARIZER_CHOOSE_H
#include "graph.h"

/* All caps hold at once; 0 means no such cap. */
struct budget {
    uint32_t sentences, words,
        characters; /* characters: code points, with a line feed between sentences */
    double ratio; /* words of the summary / words of the text */
    double redundancy; /* a sentence more similar than this to a chosen one is not taken */
    double lambda; /* what repeating the chosen ones costs, against the score */
};

struct pick {
    uint32_t listed;
    pl_span span; /* the sentence, or what the caps leave of it */
};

/* Picks greedily, best first, into out[graph->n]; `score` per listed sentence. Returns how many; at least one if anything is
 * listed. *was_cut: not even one sentence was within the caps, and the best was cut off at a token. */
uint32_t choose(struct article *, const struct graph *, const double *score, const struct budget *,
                struct pick *out, int *was_cut);

#endif
