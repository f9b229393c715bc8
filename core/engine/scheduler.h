/* scheduler.h: threads that take jobs through the steps of a phase; gates keep input order. */
#ifndef SCHEDULER_H
#define SCHEDULER_H
#include "engine/engine.h"
/* Runs every job of the current phase on `threads` threads (the caller's is one of them) until the source has ended and
 * all jobs are retired, or the engine stops. Returns PL_OK or PL_ESTOP. */
int scheduler_run(struct engine *, const struct phase *, unsigned threads);
#endif
