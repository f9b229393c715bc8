/* form.h: hash and shape of a token. */
#ifndef TOKENIZER_FORM_H
#define TOKENIZER_FORM_H
#include "text-pipeline/pipeline.h"

struct form {
    uint64_t hash; /* XXH3 of the case-folded bytes */
    uint16_t shape; /* see pl_token.shape */
};

/* Of any token, in time linear in `n`. */
struct form form_of(const uint8_t *p, size_t n);

/* Of the ASCII letters that begin at `p`, at most 16 of them; `n` gets their number. At least one byte must be readable at
 * `p`, `room` says how many are. When *n is 16 the word may go on. */
struct form form_of_letters(const uint8_t *p, size_t room, uint32_t *n);

/* Writes the case-folded form with straight apostrophes and returns its length; 0 when it does not fit into `room` bytes. */
size_t form_fold(const uint8_t *p, size_t n, uint8_t *out, size_t room);
#endif
