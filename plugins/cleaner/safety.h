/* safety.h: how much of a text may go. */
#ifndef CLEANER_SAFETY_H
#define CLEANER_SAFETY_H
#include "judge.h"

/* Takes verdicts back, the least certain first, until enough is left. Returns 1 when it took any back. */
int safety_apply(struct judge *);
/* Takes all verdicts back. */
void safety_keep_all(struct judge *);
#endif
