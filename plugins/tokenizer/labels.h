/* labels.h: the labels of list items: "1.", "b)", "3.)", "IV." */
#ifndef TOKENIZER_LABELS_H
#define TOKENIZER_LABELS_H
#include "scan.h"

struct label {
    uint32_t end; /* the token behind it; 0: there is no label */
    uint32_t style; /* labels of one list have one style */
    uint32_t value; /* 1 for "1", "a", "A"; 0 for one that no list goes on with: "IV.", "J." */
    uint32_t roman; /* the value as a Roman number, capitals counted from 101; 0: it is none */
};

/* Does a list go on with the second label behind the first? */
int label_follows(const struct label *first, const struct label *second);

/* The label that begins at token `at`, if a word or a number stands behind it on its line. */
struct label label_at(const uint8_t *text, const struct tokens *, uint32_t at);
#endif
