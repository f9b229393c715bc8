/* lines.h: what a single line break means: a space in a hard-wrapped text, else the end of a paragraph. */
#ifndef TOKENIZER_LINES_H
#define TOKENIZER_LINES_H
#include "scan.h"

enum line_breaks { LINES_AUTO, LINES_PARAGRAPH, LINES_SPACE };

/* Sets INFO_PARAGRAPH at those line breaks that end a paragraph and clears INFO_LINE at all others. */
void lines_resolve(struct tokens *, enum line_breaks);
#endif
