/* uax29.h: default boundaries of words and sentences, Unicode Standard Annex #29, in time linear in the text. */
#ifndef TOKENIZER_UAX29_H
#define TOKENIZER_UAX29_H
#include <stdint.h>

/* Where the word, or the sentence, that begins at boundary `at` of valid UTF-8 ends; at < n. White space and punctuation are words,
 * too; a sentence includes the white space behind it. */
uint32_t uax29_word_end(const uint8_t *text, uint32_t n, uint32_t at);
uint32_t uax29_sentence_end(const uint8_t *text, uint32_t n, uint32_t at);
#endif
