/* sandbox.h: what the stages of a run can do to the machine: read its inputs and their data, write its outputs, and nothing else.
 *
 * A worker gives up its rights when all stages are open and before the first document, for good; the next worker has them again
 * until then. The broker and the supervisor, which run nothing that came with a plugin, keep theirs. */
#ifndef SANDBOX_H
#define SANDBOX_H
#include "engine/engine.h"

/* Why there can be no whole sandbox here, as the end of a sentence; NULL: there can. */
const char *sandbox_lacks(void);
/* Between thread_open and the first thread. PL_OK, or PL_ESTOP. */
int sandbox_enter(struct engine *);
#endif
