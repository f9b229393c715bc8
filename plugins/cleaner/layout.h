/* layout.h: line ends, white space, control characters. */
#ifndef CLEANER_LAYOUT_H
#define CLEANER_LAYOUT_H
#include "draft.h"

/* One pass: controls and invisible marks go, line ends become LF, and with `compact` a run of white space one space, one line
 * end, or one blank line. */
void layout_pass(struct draft *, int compact);
#endif
