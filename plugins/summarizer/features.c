/* features.c: position, length, centrality, words and surface of a sentence as numbers. */
#include "features.h"
#include <math.h>
#include <string.h>

const char *const feature_names[FEATURE_COUNT] = {
#define NAME(name) #name,
    FEATURES(NAME)
#undef NAME
};

#define SET(name, value) (out[FEATURE_##name] = (float)(value))

static float at_most(float v, float most) { return v < most ? v : most; }

static void position(const struct article *a, const struct sentence *s, float *out) {
    const float at = (float)s->position;
    SET(inverse_position, 1 / (at + 1));
    SET(inverse_root_position, 1 / sqrtf(at + 1));
    SET(is_first, s->position == 0);
    SET(is_second, s->position == 1);
    SET(is_third, s->position == 2);
    SET(is_fourth_to_sixth, s->position >= 3 && s->position < 6);
    SET(relative_position, at / (float)a->body);
    SET(position, at_most(at, 30) / 30);
    SET(is_among_last, s->position + 3 >= a->body);
    SET(log_sentences, logf((float)a->body));
    SET(inverse_position_centroid, s->centroid / (at + 1));
    SET(first_length, s->position == 0 ? logf((float)s->words + 1) : 0);
    SET(starts_paragraph, s->starts_paragraph);
}

static void length(const struct sentence *s, float *out) {
    SET(log_words, logf((float)s->words + 1));
    SET(below_8_words, s->words < 8);
    SET(below_12_words, s->words < 12);
    SET(above_45_words, s->words > 45);
    SET(words, at_most((float)s->words, 60) / 60);
}

static void centrality(const struct sentence *s, const struct listed *l, float *out) {
    SET(centroid, s->centroid);
    SET(to_first, l->first);
    SET(earlier, l->earlier);
    SET(later, l->later);
    SET(log_earlier, logf(1 + l->earlier));
    SET(log_later, logf(1 + l->later));
    SET(strong_earlier, l->strong_earlier);
    SET(strong_later, l->strong_later);
    SET(most_similar, l->most);
}

static void words(const struct sentence *s, float *out) {
    const float n = (float)(s->words + s->numbers ? s->words + s->numbers : 1);
    SET(frequency, s->frequency);
    SET(frequent_words, s->frequent);
    SET(expected_hits, s->hits);
    SET(expected_share, s->hits / n);
    SET(content_share, (float)s->content / n);
    SET(idf_sum, s->idf);
    SET(capital_share, (float)s->capitals / n);
    SET(capitals, at_most((float)s->capitals, 8));
    SET(number_share, (float)s->numbers / n);
    SET(has_number, s->numbers > 0);
}

static void surface(const struct sentence *s, float *out) {
    SET(has_quotes, s->quotes);
    SET(half_quote, s->half_quote);
    SET(question, s->question);
    SET(opens_pronoun, (s->opening & CUE_PRONOUN) != 0);
    SET(opens_connective, (s->opening & CUE_CONNECTIVE) != 0);
    SET(opens_pointer, (s->opening & CUE_POINTER) != 0);
    SET(first_person, (s->cues & CUE_FIRST) != 0);
    SET(speech, (s->cues & CUE_SPEECH) != 0);
    SET(opens_byline, (s->opening & CUE_BYLINE) != 0);
    SET(leftover, (s->cues & CUE_LEFTOVER) != 0);
    SET(unfinished, s->unfinished);
}

void features_of(const struct article *a, const struct graph *g, uint32_t i, float *out) {
    const struct sentence *s = &a->v[g->v[i].sentence];
    position(a, s, out);
    length(s, out);
    centrality(s, &g->v[i], out);
    words(s, out);
    surface(s, out);
}
