/* state.h: append-only files and small values that a stage keeps in the state folder. */
#ifndef STATE_H
#define STATE_H
#include "engine/engine.h"
void states_close(pl_context *);
int states_sync(pl_context *);
void states_remove(pl_context *); /* the files of a finished run */
#endif
