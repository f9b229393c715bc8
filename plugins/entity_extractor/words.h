/* words.h: the tokens as this stage sees them: a possessive is a word of its own, sentences are known. */
#ifndef ENTITY_WORDS_H
#define ENTITY_WORDS_H
#include "text-pipeline/pipeline.h"

enum {
    WORD_POSSESSIVE = 1,
    WORD_UPPER_SENTENCE = 2,
    WORD_TITLE_SENTENCE = 4,
    WORD_LOWER_SENTENCE = 8
};

struct word {
    uint32_t begin, end;
    uint64_t hash; /* of the case-folded form, as the tokenizer's */
    uint16_t shape;
    uint8_t kind, flags; /* of the token */
    uint8_t own, reserved[3]; /* WORD_... */
    uint32_t stop; /* the first word behind its sentence */
    uint32_t slot; /* in the table of phrases; 0: not known */
};

struct words {
    struct word *v;
    uint32_t n, room;
    const char *text;
};

/* All words of a document. 0, or -1 without memory. */
int words_read(struct words *, pl_str text, pl_array tokens);

/* The hash that the tokenizer gives a word of these bytes. */
uint64_t word_hash(const char *p, size_t n);

enum { LETTERS_ROOM = 16 };
/* The same of the ASCII letters that these LETTERS_ROOM bytes begin with; *n says how many. */
uint64_t letters_hash(const char *p, size_t *n);

static inline int is_capitalised(const struct word *w) {
    const pl_case c = PL_CASE(w->shape);
    return c == PL_TITLE || c == PL_UPPER || c == PL_MIXED;
}
static inline int is_spaced(const struct word *w) { return (w->flags & PL_SPACE_BEFORE) != 0; }
/* The only byte of a one-byte word, else 0. */
static inline char sign_of(const struct words *s, const struct word *w) {
    return w->end - w->begin == 1 ? s->text[w->begin] : 0;
}
#endif
