/* importance.c: count, first occurrence, rarity and case of a word. */
#include "importance.h"
#include <math.h>

const char *const word_feature_names[WORD_FEATURE_COUNT] = {
#define NAME(name) #name,
    WORD_FEATURES(NAME)
#undef NAME
};

#define SET(name, value) (out[FEATURE_##name] = (float)(value))

void word_features_of(const struct terms *t, uint32_t term, uint32_t sentences, float *out) {
    const struct term *e = &t->v[term];
    const float log_count = terms_damped(e->count) - 1;
    const float capital = (float)e->capitals / (float)e->count;
    SET(word_log_count, log_count);
    SET(word_repeated, e->count > 1);
    SET(word_frequent, terms_is_frequent(t, term));
    SET(word_inverse_first, 1 / sqrtf((float)e->first + 1));
    SET(word_in_first, e->first == 0);
    SET(word_in_first_three, e->first < 3);
    SET(word_relative_first, (float)e->first / (float)sentences);
    SET(word_idf, e->idf);
    SET(word_count_idf, log_count * e->idf);
    SET(word_capital, capital);
    SET(word_capital_count, capital * log_count);
    SET(word_habit, e->known.habit);
    SET(word_number, e->is_number);
    SET(word_log_sentences, logf((float)sentences));
}

float importance_of(const struct importance *m, const float *features) {
    float sum = m->bias;
    for (int i = 0; i < WORD_FEATURE_COUNT; i++) sum += m->weight[i] * features[i];
    return 1 / (1 + expf(-sum));
}
