/* fluency.h: how well the words of a text follow each other: the mean pointwise mutual information of its bigrams, by a table of
 * counts from edited text. A rewording puts words where nobody would, and scores lower than its original. */
#ifndef DEDUPER_FLUENCY_H
#define DEDUPER_FLUENCY_H
#include <stdbool.h>
#include "text-pipeline/pipeline.h"

/* A file of weights: this head, the word slots, the bigram slots. Little endian. */
struct fluency_head {
    char magic[16]; /* FLUENCY_MAGIC */
    char source[192]; /* what it was trained on, and its licence; NUL-terminated */
    uint64_t checksum; /* XXH3 of what follows the head */
    uint64_t seed; /* 0: nothing in the training is random */
    uint32_t tokens; /* of the training text */
    uint32_t words, bigrams; /* slots, powers of two */
    int32_t low; /* thousandths of a bit: fluency below is flagged */
};
#define FLUENCY_MAGIC "pl fluency 1"

/* A word slot: 24 bits of its hash, 8 bits of count in eighths of an octave, from 1 on; 0: free.
 * A bigram slot: 12 bits of its hash, 4 bits of count, from 1 on; 0: free. */
struct fluency {
    const struct fluency_head *head;
    const uint32_t *words;
    const uint16_t *bigrams;
    float weight[256]; /* tokens / count of a word */
    float surprise[256]; /* log2(count + PRIOR) */
    float times[16]; /* count of a bigram */
};

/* NULL, or what is wrong with the file. The bytes are used as long as the model is. */
const char *fluency_open(struct fluency *, pl_str bytes);

/* What a token is to the model: forms that it counts, and 0 for tokens that it passes over. */
struct fluency_marks {
    uint64_t v[6]; /* the forms of . , ; : ? ! */
};
struct fluency_marks fluency_marks(void);
uint64_t fluency_symbol(const struct fluency_marks *, uint8_t kind, uint64_t form);
enum { FLUENCY_BEGIN = 1, FLUENCY_NUMBER = 2 }; /* symbols that are no hashes of words */

struct fluency_sum {
    double bits;
    uint32_t known, all; /* bigrams whose second word is known; all */
};
/* `symbols`: n of them, without zeros. */
struct fluency_sum fluency_add(const struct fluency *, const uint64_t *symbols, uint32_t n);
/* Thousandths of a bit per bigram; INT32_MIN when too little is known of the text to tell. */
int32_t fluency_score(struct fluency_sum);

/* ---- for the trainer ---- */
uint64_t fluency_checksum(const char *file, size_t n); /* of what follows the head */
uint8_t fluency_code(uint64_t count); /* of a word */
uint8_t fluency_times(uint64_t count); /* of a bigram */
void fluency_put_word(uint32_t *slots, uint32_t n, uint64_t word, uint8_t code);
void fluency_put_bigram(uint16_t *slots, uint32_t n, uint64_t first, uint64_t second, uint8_t code);
#endif
