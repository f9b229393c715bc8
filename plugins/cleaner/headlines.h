/* headlines.h: lists of other articles behind the body. */
#ifndef CLEANER_HEADLINES_H
#define CLEANER_HEADLINES_H
#include "judge.h"

/* Headlines behind the body go, be they a list. */
void headlines_drop(struct judge *);
#endif
