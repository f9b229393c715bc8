/* run.h: a run from plan to report, for the commands.
 *
 *     struct engine *e = engine_new(&plan);
 *     if (!engine_open(e)) engine_run(e);
 *     exit_code = engine_close(e, reason, sizeof reason);
 *
 * engine_open alone is what the probe does: it creates no file. */
#ifndef RUN_H
#define RUN_H
#include "engine/plan.h"
struct engine;
struct engine *engine_new(const struct plan *); /* never NULL; the plan must live longer */
int engine_open(struct engine *); /* opens every stage; PL_OK or PL_ESTOP */
int engine_run(struct engine *); /* all phases, publishing, report */
const char *engine_reason(const struct engine *); /* why it stopped, "" when it did not */
int engine_exit_code(const struct engine *); /* 0, 3, or the code of the reason */
void engine_close(struct engine *);
#endif
