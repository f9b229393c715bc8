/* unwrap.h: hard-wrapped text becomes paragraphs again. */
#ifndef CLEANER_UNWRAP_H
#define CLEANER_UNWRAP_H
#include "draft.h"

/* One pass, before the layout loses its indents: where lines were broken at a width, a line end inside a paragraph becomes a blank. */
void unwrap_pass(struct draft *);
#endif
