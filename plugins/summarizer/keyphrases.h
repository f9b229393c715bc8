/* keyphrases.h: the phrases that say what a document is about. */
#ifndef SUMMARIZER_KEYPHRASES_H
#define SUMMARIZER_KEYPHRASES_H
#include "graph.h"

enum { MOST_PHRASES = 8192, MOST_KEYPHRASES = 100, PHRASE_WORDS = 4 };

struct phrase {
    uint64_t stems; /* hash of the terms in their order */
    uint64_t surface; /* hash of the spelling that is shown */
    pl_span span; /* its first occurrence */
    uint32_t terms[PHRASE_WORDS];
    double worth; /* sum over its words */
    float score;
    uint32_t entity; /* the number of one that it is, from 1; 0: none */
    uint16_t count, votes; /* votes: of the spelling, see keyphrases.c */
    uint8_t words, is_name; /* is_name: all words have capitals */
};

struct keyphrases {
    struct phrase v[MOST_PHRASES];
    uint32_t n;
    uint32_t picked[MOST_KEYPHRASES]; /* numbers in v, best first */
    uint32_t picked_n;
    /* private */
    struct ranked {
        float score;
        uint32_t phrase;
    } heap[MOST_PHRASES];
    uint32_t repeated[MOST_PHRASES]; /* those of several words that come more than once */
    struct slot { /* of phrases of several words; those of one word are found by their terms */
        uint32_t phrase, epoch;
    } slots[2 * MOST_PHRASES];
    uint32_t mask, now;
};

/* Finds at most `most` phrases in the listed sentences. `entities`: layer ents, whose names are phrases; may be empty. */
void keyphrases_find(struct keyphrases *, struct article *, const struct graph *, pl_array entities,
                     uint32_t most);

#endif
