/* features.h: what the model looks at: which words may be part of a name, and the rows of the weight table for each of them. */
#ifndef ENTITY_FEATURES_H
#define ENTITY_FEATURES_H
#include "gazetteer.h"

enum {
    MOST_ROWS = 64, /* rows of a word */
    MOST_STRETCH = 1024, /* words that are labelled at once */
    LANES = 16 /* weights of a row */
};

/* Compiled twice, chosen by the processor. Not under a sanitizer, which cannot run before the choice is made. */
#if defined(__x86_64__) && !defined(PL_INSTRUMENTED)
#define WIDE __attribute__((target_clones("avx2", "default")))
#else
#define WIDE
#endif

/* What one word shows, whatever stands around it. */
struct glance {
    uint32_t word; /* hash of the folded form */
    uint32_t form; /* case, length, signs */
    uint32_t kinds; /* of the lists that have the word by itself */
    uint32_t cover; /* of the longest name that covers it, and where in it the word stands */
    uint32_t run, run_end; /* the capitalised run that it is in; run == run_end: none */
    uint8_t is_candidate, is_caseless, is_start;
};

/* A name of the lists in the text. */
struct hit {
    uint32_t first, last;
    const struct name *name;
};

struct features {
    const struct gazetteer *gazetteer;
    const struct words *words;
    struct glance *glances; /* per word of the document; filled here, as all that follows */
    uint32_t *candidates, candidates_n; /* in order */
    struct hit *hits; /* the longest name that begins at a word, by place; they may overlap */
    uint32_t hits_n, room;
    uint8_t seen[1 << 12]; /* two bits a word */
};

/* How a word is written elsewhere in the document: 1 in lower case, 2 capitalised inside a sentence. */
static inline uint8_t features_seen(const struct features *f, uint32_t i) {
    const uint32_t slot = f->words->v[i].hash >> 20 & (4 * sizeof f->seen - 1);
    return f->seen[slot / 4] >> slot % 4 * 2 & 3;
}

/* Looks at all words of a document. 0, or -1 without memory. */
int features_look(struct features *, const struct gazetteer *, const struct words *);
void features_free(struct features *);
/* The next stretch of words that may hold names, behind the last one: sets *begin and *end. *next is its first candidate; all three
 * begin as 0. 0 when there is none. */
int features_next(const struct features *, uint32_t *next, uint32_t *begin, uint32_t *end);
/* The rows of word `i` in a table of mask + 1; returns their number. */
int features_rows(const struct features *, uint32_t i, uint32_t mask, uint32_t rows[MOST_ROWS]);
/* The sum of those rows for words [begin, end); the trainer keeps weights so small that it does not overflow. */
void features_sum(const struct features *, uint32_t begin, uint32_t end, const int16_t *rows,
                  uint32_t mask, int32_t (*sums)[LANES]);
#endif
