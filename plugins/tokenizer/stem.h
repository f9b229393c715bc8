/* stem.h: stems of words, by libstemmer. */
#ifndef TOKENIZER_STEM_H
#define TOKENIZER_STEM_H
#include "scan.h"

/* The stemmers of one thread, made when a language is first met, and the stems of the last words. */
struct stems;

/* NULL without memory. */
struct stems *stems_new(void);
void stems_free(struct stems *);

/* Sets pl_token.stem of the words to the hash of their stems in the language (its code of two letters; what follows is ignored).
 * Nothing changes in a language without a stemmer. */
void stems_set(struct stems *, pl_str language, const uint8_t *text, const struct tokens *);
#endif
