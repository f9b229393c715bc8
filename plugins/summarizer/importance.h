/* importance.h: how likely a summary is to use a word of the document: a linear model on the word's place in it. */
#ifndef SUMMARIZER_IMPORTANCE_H
#define SUMMARIZER_IMPORTANCE_H
#include "terms.h"

#define WORD_FEATURES(F)                                                                           \
    F(word_log_count)                                                                              \
    F(word_repeated)                                                                               \
    F(word_frequent)                                                                               \
    F(word_inverse_first)                                                                          \
    F(word_in_first)                                                                               \
    F(word_in_first_three)                                                                         \
    F(word_relative_first)                                                                         \
    F(word_idf)                                                                                    \
    F(word_count_idf)                                                                              \
    F(word_capital)                                                                                \
    F(word_capital_count)                                                                          \
    F(word_habit)                                                                                  \
    F(word_number)                                                                                 \
    F(word_log_sentences)

enum word_feature {
#define NUMBER(name) FEATURE_##name,
    WORD_FEATURES(NUMBER)
#undef NUMBER
        WORD_FEATURE_COUNT
};

extern const char *const word_feature_names[WORD_FEATURE_COUNT];

struct importance {
    float weight[WORD_FEATURE_COUNT], bias;
};

/* What the words that come first in one sentence share. */
struct place {
    float inverse_first, relative_first, log_sentences, in_first, in_first_three;
    uint32_t first;
};

/* The place of words that first stand in sentence `first` of so many. */
struct place place_of(uint32_t first, uint32_t sentences);
/* Fills out[WORD_FEATURE_COUNT] for a term that comes first in that place. */
void word_features_of(const struct terms *, const struct term *, const struct place *, float *out);
/* Sets the importance, 0 ... 1, of all terms of a document of so many sentences. */
void weigh_importance(struct terms *, const struct importance *, uint32_t sentences);

#endif
