/* article.h: what is known of a document's sentences before they are compared: counts, openings, quotation, centrality. */
#ifndef SUMMARIZER_ARTICLE_H
#define SUMMARIZER_ARTICLE_H
#include "importance.h"

/* May a sentence be picked? */
enum standing {
    NEVER, /* title, byline, caption, leftover: only when the document is nothing else */
    POOR, /* a fragment, half a quotation: only when better ones are used up */
    GOOD
};

struct sentence {
    pl_span span; /* without a dateline */
    uint32_t first, end; /* tokens */
    uint32_t terms, terms_end; /* its terms, each once: see article.distinct */
    uint32_t position; /* among the sentences that may be picked */
    uint32_t spaced; /* words as wc counts them: what the caps are about */
    uint32_t words, content, capitals, numbers, frequent;
    uint16_t opening, cues; /* CUE_ bits of the first words, of all words */
    uint8_t standing, quotes, question, unfinished, whole_paragraph, starts_paragraph, half_quote,
        opens_weakly;
    float centroid; /* cosine to the document */
    float norm; /* length of its vector: each term once, by idf */
    float idf; /* sum over its terms */
    float frequency; /* mean count of its terms in the document */
    float hits; /* sum of the importance of its terms */
};

struct article {
    pl_str text;
    pl_array tokens;
    struct terms terms;
    struct sentence *v;
    uint32_t n, room;
    uint32_t body; /* sentences that are not NEVER */
    uint32_t spaced; /* of the whole text */
    uint32_t *term; /* of each token, or NO_TERM */
    uint32_t *distinct; /* the terms of the sentences one after another, each once in a sentence */
    uint32_t term_room, distinct_room;
    uint32_t stamps; /* the last stamp that was given to terms */
};

static inline const pl_token *article_token(const struct article *a, uint32_t i) {
    return pl_at(a->tokens, i);
}

static inline int has_capital(const pl_token *k) {
    return (1 << PL_TITLE | 1 << PL_UPPER | 1 << PL_MIXED) >> PL_CASE(k->shape) & 1;
}

/* Reads the document. `rarity` NULL: words weigh by how many of the document's own sentences hold them. 0, or -1: no memory. */
int article_read(struct article *, pl_str text, pl_array tokens, pl_array sentences,
                 const struct rarity *, const struct cues *, const struct importance *);
/* Numbers the sentences that may be picked; when there is none, all may. Call it when every standing is final. */
void article_number(struct article *);
void article_free(struct article *);

#endif
