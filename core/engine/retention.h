/* retention.h: what runs have left that are older than `retention`. */
#ifndef RETENTION_H
#define RETENTION_H
#include "engine/engine.h"
int retention_drop_run(struct engine *,
                       uint64_t run); /* its dead letters, where each run has a file of its own */
int retention_drop_kept(struct engine *,
                        int32_t before); /* what stages keep of runs before that day */
#endif
