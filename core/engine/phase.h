/* phase.h: phases of a run, each a program of steps. */
#ifndef PHASE_H
#define PHASE_H
#include "engine/engine.h"
void phases_free(struct engine *);
#endif
