/* importance.c: count, first occurrence, rarity and case of a word. */
#include "importance.h"
#include <math.h>

const char *const word_feature_names[WORD_FEATURE_COUNT] = {
#define NAME(name) #name,
    WORD_FEATURES(NAME)
#undef NAME
};

#define SET(name, value) (out[FEATURE_##name] = (float)(value))

struct place place_of(uint32_t first, uint32_t sentences) {
    return (struct place){1 / sqrtf((float)first + 1), (float)first / (float)sentences,
                          logf((float)sentences),      (float)(first == 0),
                          (float)(first < 3),          first};
}

static inline void fill(const struct terms *t, const struct term *e, const struct place *p,
                        float *out) {
    const float log_count = e->count > 1 ? terms_damped(e->count) - 1 : 0;
    const float capital = e->capitals ? (float)e->capitals / (float)e->count : 0;
    SET(word_log_count, log_count);
    SET(word_repeated, e->count > 1);
    SET(word_frequent, terms_is_frequent(t, e));
    SET(word_inverse_first, p->inverse_first);
    SET(word_in_first, p->in_first);
    SET(word_in_first_three, p->in_first_three);
    SET(word_relative_first, p->relative_first);
    SET(word_idf, e->idf);
    SET(word_count_idf, log_count * e->idf);
    SET(word_capital, capital);
    SET(word_capital_count, capital * log_count);
    SET(word_habit, e->habit);
    SET(word_number, e->is_number);
    SET(word_log_sentences, p->log_sentences);
}

void word_features_of(const struct terms *t, const struct term *e, const struct place *p,
                      float *out) {
    fill(t, e, p, out);
}

static inline float log_odds(const struct importance *m, const float *features) {
    float sum = m->bias;
#define ADD(name) sum += m->weight[FEATURE_##name] * features[FEATURE_##name];
    WORD_FEATURES(ADD)
#undef ADD
    return sum;
}

/* Terms are in the order of their first occurrence. */
void weigh_importance(struct terms *t, const struct importance *m, uint32_t sentences) {
    float features[WORD_FEATURE_COUNT];
    struct place place = place_of(0, sentences);
    for (uint32_t i = 0; i < t->n; i++) {
        if (t->v[i].first != place.first) place = place_of(t->v[i].first, sentences);
        fill(t, &t->v[i], &place, features);
        t->v[i].importance = 1 / (1 + expf(-log_odds(m, features)));
    }
}
