/* nfc.h: Unicode normalisation form C, where a text is not in it yet. */
#ifndef CLEANER_NFC_H
#define CLEANER_NFC_H
#include "draft.h"

void nfc_setup(void);
/* One pass: each stretch from a starter on that fails the quick check is normalised. */
void nfc_pass(struct draft *);
#endif
