/* survey.h: everything that is measured of one document before sentences are chosen. */
#ifndef SUMMARIZER_SURVEY_H
#define SUMMARIZER_SURVEY_H
#include "features.h"

struct survey {
    struct article article;
    struct graph graph;
    float features[MOST_LISTED][FEATURE_COUNT]; /* of the listed sentences */
};

struct material {
    pl_str text, title; /* the title may be empty */
    pl_array tokens, sentences;
    const pl_span *excluded; /* parts of the text that are never picked: zones */
    uint32_t excluded_n;
    uint32_t most; /* sentences to list: see graph_build */
    const struct rarity *rarity; /* NULL: see article_read */
    const struct cues *cues;
    const struct importance *importance;
};

/* 0, or -1 when memory is gone. */
int survey_document(struct survey *, const struct material *);
void survey_free(struct survey *);

#endif
