/* forms.h: other ways to write the same character: curly quotes, long dashes, ligatures, full-width letters, and C1 controls
 * that stand for characters of windows-1252. */
#ifndef CLEANER_FORMS_H
#define CLEANER_FORMS_H
#include "draft.h"

/* What forms_pass replaces; a set of bits. */
enum { FORM_QUOTES = 1, FORM_DASHES = 2, FORM_LIGATURES = 4, FORM_WIDTH = 8, FORM_C1 = 16 };

/* One pass: the chosen forms become plain ones. */
void forms_pass(struct draft *, unsigned forms);
#endif
