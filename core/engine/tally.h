/* tally.h: what a batch counted, added to its stages' sums when the batch retires: no locks, and the sums are those of the
 * batches that a checkpoint covers. */
#ifndef TALLY_H
#define TALLY_H
#include "engine/engine.h"

struct tally_row {
    const char *name; /* of the stage that counted; lives at least as long as the batch */
    uint64_t n;
    uint16_t stage;
};
void tally_begin(struct job *); /* this thread works on that job from now on */
void tally_end(void);
void tally_mute(void); /* until tally_end nothing counts: a replayed call has counted already */
void tally_clear(struct job *);
void tally_fold(struct job *); /* retire gate: adds all of it to the stages */
/* A count of the stage's own: to the job this thread works on, else to the stage at once. */
void tally_count(pl_context *, const char *name, uint64_t n);
void tally_metric(pl_context *, const char *name, double value); /* the last value wins */
void tally_free(struct named_count *);
/* The stage's count of that name, made when there is none; guarded by engine->named_lock. */
struct named_count *tally_named(pl_context *, const char *name, bool is_metric);
#endif
