/* siblings.h: items of a list share what becomes of them. */
#ifndef CLEANER_SIBLINGS_H
#define CLEANER_SIBLINGS_H
#include "judge.h"

/* A line that only the model takes stays if lines of its kind do, right above and below it. */
void siblings_spare(struct judge *);
#endif
