/* importance.h: how likely a summary is to use a word of the document: a linear model on the word's place in it. */
#ifndef SUMMARIZER_IMPORTANCE_H
#define SUMMARIZER_IMPORTANCE_H
#include "terms.h"

/* What the words that come first in one sentence share, and what each has of its own. */
#define PLACE_FEATURES(F)                                                                          \
    F(word_inverse_first)                                                                          \
    F(word_in_first)                                                                               \
    F(word_in_first_three)                                                                         \
    F(word_relative_first)                                                                         \
    F(word_log_sentences)
#define TERM_FEATURES(F)                                                                           \
    F(word_log_count)                                                                              \
    F(word_repeated)                                                                               \
    F(word_frequent)                                                                               \
    F(word_idf)                                                                                    \
    F(word_count_idf)                                                                              \
    F(word_capital)                                                                                \
    F(word_capital_count)                                                                          \
    F(word_habit)                                                                                  \
    F(word_number)
#define WORD_FEATURES(F) PLACE_FEATURES(F) TERM_FEATURES(F)

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

/* Fills out[WORD_FEATURE_COUNT] for a term of a document of so many sentences. */
void word_features_of(const struct terms *, const struct term *, uint32_t sentences, float *out);
/* Sets the importance, 0 ... 1, of all terms of a document of so many sentences. */
void weigh_importance(struct terms *, const struct importance *, uint32_t sentences);

#endif
