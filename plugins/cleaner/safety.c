/* safety.c: caps on what goes. When too much would, the model's verdicts are taken back first, the least sure ones before others, then
 * those by structure, then all. */
#include "safety.h"
#include <string.h>
#include "model.h"

enum { LEAST_WORDS = 25 };

/* Words that go; with `sections`, those too that stand behind a section marker or are metadata. */
static uint32_t words_dropped(const struct judge *j, int sections) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < j->words->lines; i++)
        if (j->verdict[i].why && (sections || !(j->verdict[i].section || j->verdict[i].zone)))
            n += j->words->line[i].words;
    return n;
}

static int is_within(const struct judge *j) {
    const uint32_t all = j->before[j->words->lines], gone = words_dropped(j, 1);
    return !gone || (all - gone >= LEAST_WORDS && words_dropped(j, 0) <= j->limits.cap * all);
}

static int is_by(const struct verdict *v, const char *rules) {
    return v->why && !strncmp(v->why, rules, strlen(rules));
}

static void take_back(struct judge *j, const char *rules) {
    for (uint32_t i = 0; i < j->words->lines; i++)
        if (is_by(&j->verdict[i], rules)) j->verdict[i].why = NULL;
}

/* Verdicts of the model that are not sure by so much. */
static void take_back_below(struct judge *j, int32_t least) {
    for (uint32_t i = 0; i < j->words->lines; i++)
        if (is_by(&j->verdict[i], "model:") && j->score[i] < least) j->verdict[i].why = NULL;
}

int safety_apply(struct judge *j) {
    enum { STEP = MODEL_UNIT / 2, MOST = 16 * MODEL_UNIT };
    if (is_within(j)) return 0;
    for (int32_t least = STEP; least <= MOST && !is_within(j); least += STEP)
        take_back_below(j, least);
    static const char *const order[] = {"model:", "structure:", ""};
    for (size_t i = 0; i < sizeof order / sizeof *order && !is_within(j); i++)
        take_back(j, order[i]);
    return 1;
}

void safety_keep_all(struct judge *j) { take_back(j, ""); }
