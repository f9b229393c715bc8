/* outcome.h: what a run did, in memory shared with the process that watches it and tells others at its end.
 *
 * The worker notes it at each checkpoint and at its own end, so that after a death it is the last word. */
#ifndef OUTCOME_H
#define OUTCOME_H
#include <limits.h>
#include "engine/engine.h"

enum { OUTCOME_STAGES = 256, OUTCOME_NAME = 64 };
struct outcome_stage {
    char name[OUTCOME_NAME];
    double seconds;
};
struct outcome {
    struct totals totals;
    uint64_t bytes_out; /* in all outputs */
    uint32_t n_stages;
    struct outcome_stage stages[OUTCOME_STAGES]; /* later ones have no place here */
    char dead_letters[PATH_MAX], report[PATH_MAX]; /* names filled in; "": none, or not known yet */
    char reason[1024]; /* why it stopped; "" when it did not, or died */
};
struct outcome *outcome_new(void); /* shared with all processes forked later; NULL: errno */
void outcome_free(struct outcome *);
void outcome_distrust(struct outcome *); /* as watch_distrust */
void outcome_note(const struct engine *); /* at the retire gate, or with no batch under way */
#endif
