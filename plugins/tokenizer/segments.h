/* segments.h: tokens and sentences of mode = unicode. */
#ifndef TOKENIZER_SEGMENTS_H
#define TOKENIZER_SEGMENTS_H
#include "scan.h"

/* Appends the words of the text that are not white space, with their flags. A sentence that UAX #29 begins
 * inside a word begins with the next token. `sentences` gets their number. 0, or -1 without memory. */
int segments_find(struct scan *, uint32_t *sentences);
#endif
