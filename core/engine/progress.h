/* progress.h: a line on the terminal, and the status line of a service, while a run goes on. */
#ifndef PROGRESS_H
#define PROGRESS_H
#include "engine/engine.h"
int progress_start(struct engine *);
void progress_stop(struct engine *);
#endif
