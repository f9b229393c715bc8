/* work.h: the state folder of a run, or a temporary one, and its lock. */
#ifndef WORK_H
#define WORK_H
#include "engine/engine.h"
int work_open(struct engine *); /* makes it, locks it: exit code 75 when another run holds it */
void work_close(struct engine *); /* removes a temporary folder */
#endif
