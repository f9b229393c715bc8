/* sentence.h: where sentences end, decided on tokens. */
#ifndef TOKENIZER_SENTENCE_H
#define TOKENIZER_SENTENCE_H
#include "scan.h"

/* Sets PL_SENTENCE_START and the paragraph flags, from the roles that the scanner noted and the traits of the language. Returns
 * the number of sentences. */
uint32_t sentences_find(const uint8_t *text, struct tokens *, uint32_t traits);

/* Writes the sentences that the flags say. */
void sentences_write(const struct tokens *, pl_sentence *out);
#endif
