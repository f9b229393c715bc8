/* importance.c: count, first occurrence, rarity and case of a word. */
#include "importance.h"
#include <math.h>

const char *const word_feature_names[WORD_FEATURE_COUNT] = {
#define NAME(name) #name,
    WORD_FEATURES(NAME)
#undef NAME
};

#define SET(name, value) (out[FEATURE_##name] = (float)(value))

static void place_features(uint32_t first, uint32_t sentences, float *out) {
    SET(word_inverse_first, 1 / sqrtf((float)first + 1));
    SET(word_in_first, first == 0);
    SET(word_in_first_three, first < 3);
    SET(word_relative_first, (float)first / (float)sentences);
    SET(word_log_sentences, logf((float)sentences));
}

static inline void term_features(const struct terms *t, const struct term *e, float *out) {
    const float log_count = e->count > 1 ? terms_damped(e->count) - 1 : 0;
    const float capital = e->capitals ? (float)e->capitals / (float)e->count : 0;
    SET(word_log_count, log_count);
    SET(word_repeated, e->count > 1);
    SET(word_frequent, terms_is_frequent(t, e));
    SET(word_idf, e->idf);
    SET(word_count_idf, log_count * e->idf);
    SET(word_capital, capital);
    SET(word_capital_count, capital * log_count);
    SET(word_habit, e->habit);
    SET(word_number, e->is_number);
}

void word_features_of(const struct terms *t, const struct term *e, uint32_t sentences, float *out) {
    place_features(e->first, sentences, out);
    term_features(t, e, out);
}

#define ADD(name) sum += m->weight[FEATURE_##name] * features[FEATURE_##name];

static float place_sum(const struct importance *m, const float *features) {
    float sum = m->bias;
    PLACE_FEATURES(ADD)
    return sum;
}

static inline float term_sum(const struct importance *m, const float *features) {
    float sum = 0;
    TERM_FEATURES(ADD)
    return sum;
}

/* Terms are in the order of their first occurrence: a place comes once. */
void weigh_importance(struct terms *t, const struct importance *m, uint32_t sentences) {
    float features[WORD_FEATURE_COUNT], place = 0;
    for (uint32_t i = 0; i < t->n; i++) {
        struct term *e = &t->v[i];
        if (i == 0 || e->first != e[-1].first) {
            place_features(e->first, sentences, features);
            place = place_sum(m, features);
        }
        term_features(t, e, features);
        e->importance = 1 / (1 + expf(-(place + term_sum(m, features))));
    }
}
