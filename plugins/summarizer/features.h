/* features.h: what the model sees of a sentence. */
#ifndef SUMMARIZER_FEATURES_H
#define SUMMARIZER_FEATURES_H
#include "graph.h"

/* Names as they stand in the weights file. */
#define FEATURES(F)                                                                                \
    F(inverse_position)                                                                            \
    F(inverse_root_position)                                                                       \
    F(is_first)                                                                                    \
    F(is_second)                                                                                   \
    F(is_third)                                                                                    \
    F(is_fourth_to_sixth)                                                                          \
    F(relative_position)                                                                           \
    F(position)                                                                                    \
    F(is_among_last)                                                                               \
    F(log_sentences)                                                                               \
    F(inverse_position_centroid)                                                                   \
    F(first_length)                                                                                \
    F(starts_paragraph)                                                                            \
    F(log_words)                                                                                   \
    F(below_8_words)                                                                               \
    F(below_12_words)                                                                              \
    F(above_45_words)                                                                              \
    F(words)                                                                                       \
    F(centroid)                                                                                    \
    F(to_first)                                                                                    \
    F(earlier)                                                                                     \
    F(later)                                                                                       \
    F(log_earlier)                                                                                 \
    F(log_later)                                                                                   \
    F(strong_earlier)                                                                              \
    F(strong_later)                                                                                \
    F(most_similar)                                                                                \
    F(frequency)                                                                                   \
    F(frequent_words)                                                                              \
    F(expected_hits)                                                                               \
    F(expected_share)                                                                              \
    F(content_share)                                                                               \
    F(idf_sum)                                                                                     \
    F(capital_share)                                                                               \
    F(capitals)                                                                                    \
    F(number_share)                                                                                \
    F(has_number)                                                                                  \
    F(has_quotes)                                                                                  \
    F(half_quote)                                                                                  \
    F(question)                                                                                    \
    F(opens_pronoun)                                                                               \
    F(opens_connective)                                                                            \
    F(opens_pointer)                                                                               \
    F(first_person)                                                                                \
    F(speech)                                                                                      \
    F(opens_byline)                                                                                \
    F(leftover)                                                                                    \
    F(unfinished)

enum feature {
#define NUMBER(name) FEATURE_##name,
    FEATURES(NUMBER)
#undef NUMBER
        FEATURE_COUNT
};

extern const char *const feature_names[FEATURE_COUNT];

/* Fills out[FEATURE_COUNT] for the i-th listed sentence. */
void features_of(const struct article *, const struct graph *, uint32_t i, float *out);

#endif
