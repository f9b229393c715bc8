/* stem.h: the stem of an English word: what is left without its inflection. */
#ifndef SUMMARIZER_STEM_H
#define SUMMARIZER_STEM_H
#include <stdint.h>
#include "text-pipeline/pipeline.h"

/* The complement of the XXH3 hash of a stem: stems and token hashes can share a table. */
uint64_t stem_key(pl_str stem);
/* A number that all inflections of a word share: "city's", "cities" and "City". ASCII words of at most
 * 32 bytes are stemmed; of any other it is made from `hash`, the token's own. */
uint64_t stem_of(pl_str word, uint64_t hash);
/* Has the word, of one byte or more, an ending that stem_of may cut off or change? If not, it makes its number from `hash`. */
static inline int stem_may_differ(pl_str word) {
    const uint32_t last = (unsigned char)word.p[word.n - 1];
    const uint32_t before = word.n > 1 ? (unsigned char)word.p[word.n - 2] | 32u : 0;
    const uint32_t letter = last | 32;
    return letter == 's' || letter == 'e' || letter == 'y' || (letter == 'd' && before == 'e') ||
           (letter == 'g' && before == 'n') || last == '\'' || last == 0x99; /* 0x99: a curly one */
}

/* Makes a lower-case word of `n` bytes, with room for one more, its stem, and returns its length. */
uint32_t stem_cut(char *word, uint32_t n);

/* Case-folds ASCII letters into `out`, at most `word.n` bytes, and makes apostrophes straight. Returns the length, or 0 when the
 * word holds anything else. */
uint32_t stem_fold(pl_str word, char *out);

#endif
