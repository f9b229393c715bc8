/* terms.h: the words of one document as terms: inflections together, function words out, with counts and weights. */
#ifndef SUMMARIZER_TERMS_H
#define SUMMARIZER_TERMS_H
#include "cues.h"
#include "rarity.h"
#include "text-pipeline/pipeline.h"

#define NO_TERM UINT32_MAX

struct term {
    uint64_t stem;
    uint32_t count; /* tokens of the document: by those who read them */
    uint32_t first,
        capitals; /* sentence of the first one; how many have a capital that no sentence start explains */
    float importance; /* see importance.h */
    uint8_t is_number, is_speech; /* is_speech: "said", "told" */
    float habit; /* see rarity.h */
    float idf; /* the table's, or one made from the document itself */
    float weight; /* (1 + ln count) x idf: the document's vector; set by terms_weigh */
    uint32_t stamp, cell; /* for those who walk over sentences: last one that had it, see graph.h */
    uint32_t phrase; /* these two: see keyphrases.c */
    double worth;
};

struct terms {
    struct term *v;
    uint32_t n, room;
    float norm; /* length of the document's vector */
    uint32_t most[12]; /* counts of the most frequent terms */
    uint32_t least_frequent; /* the last of these */
    int failed; /* memory was gone while terms were read */
    const struct rarity *rarity;
    const struct cues *cues;
    /* private: from the token hash to what is known of the form, and from the stem to its term */
    struct form {
        uint64_t key;
        uint32_t term;
        uint16_t cues, epoch;
    } * forms;
    uint32_t mask, used, room_mask;
    uint16_t epoch;
};

struct reading {
    uint32_t term, cues;
};

/* Begins a document of so many tokens. `rarity` may be NULL: then idf is 0. 0, or -1 when memory is gone. */
int terms_begin(struct terms *, uint32_t tokens, const struct rarity *, const struct cues *);
/* Where a key stands or would stand. */
static inline struct form *terms_slot(const struct terms *t, uint64_t key) {
    uint32_t i = (uint32_t)key & t->mask;
    while (t->forms[i].epoch == t->epoch && t->forms[i].key != key) i = (i + 1) & t->mask;
    return &t->forms[i];
}
/* Says that a token will be read soon: its slot is brought into the cache meanwhile. */
static inline void terms_expect(const struct terms *t, const pl_token *k) {
    __builtin_prefetch(&t->forms[(uint32_t)k->hash & t->mask]);
}
/* Enters the form of a token that is not there yet; `at` is its slot. No memory: a form without a term, and `failed` is set. */
struct form terms_add(struct terms *, struct form *at, const pl_token *, const char *text);
/* The term (NO_TERM for function words) and the classes of a word or number. */
static inline struct reading terms_read(struct terms *t, const pl_token *k, const char *text) {
    struct form *at = terms_slot(t, k->hash);
    const struct form f = at->epoch == t->epoch ? *at : terms_add(t, at, k, text);
    return (struct reading){f.term, f.cues};
}
/* The term with this stem, or NO_TERM. */
uint32_t terms_find(const struct terms *, uint64_t stem);
/* When all tokens are read: what is known of the terms; then weights, norm and the most frequent ones. */
void terms_look_up(struct terms *);
void terms_weigh(struct terms *);
static inline int terms_is_frequent(const struct terms *t, const struct term *e) {
    return e->count > 1 && e->count >= t->least_frequent;
}
/* 1 + ln n, from a table for small n. */
float terms_damped(uint32_t n);
void terms_free(struct terms *);

#endif
