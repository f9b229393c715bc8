/* upkeep.h: for the commands that look after what runs keep: the state is locked, the stages are open, and nothing is read. */
#ifndef COMMAND_UPKEEP_H
#define COMMAND_UPKEEP_H
#include "command/load.h"
#include "engine/engine.h"
/* Does the work with the config of the arguments, or with that of the last run of the state folder that stands in its place. The
 * exit code. */
int upkeep(struct arguments *, int (*work)(struct engine *, const struct arguments *));
int upkeep_stopped(const struct engine *); /* prints why; the exit code */
#endif
