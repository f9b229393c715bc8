/* safety.c: caps on what goes. When too much would, the model's verdicts are taken back first, then those by structure, then all. */
#include "safety.h"
#include <string.h>

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

static void take_back(struct judge *j, const char *rules) {
    for (uint32_t i = 0; i < j->words->lines; i++)
        if (j->verdict[i].why && !strncmp(j->verdict[i].why, rules, strlen(rules)))
            j->verdict[i].why = NULL;
}

int safety_apply(struct judge *j) {
    static const char *const order[] = {"model:", "structure:", ""};
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        if (is_within(j)) return i > 0;
        take_back(j, order[i]);
    }
    return 1;
}
