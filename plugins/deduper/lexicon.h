/* lexicon.h: sets of words, by the hash that tokens carry, read from a file with a section per language. */
#ifndef DEDUPER_LEXICON_H
#define DEDUPER_LEXICON_H
#include <stdbool.h>
#include "text-pipeline/pipeline.h"

enum { WORDS_ROOM = 1024, LANGUAGES = 16 };

/* Open addressing; a free place is 0. */
struct words {
    char code[4];
    uint32_t n;
    uint64_t v[WORDS_ROOM];
};
struct lexicon {
    struct words *v; /* LANGUAGES of them */
    uint32_t n;
};

/* Reads "[en]" and lines of words divided by blanks; "#" begins a comment. 0; the number of a bad line; -1 without memory. */
int lexicon_read(struct lexicon *, pl_str bytes);
/* The words of a language such as "en" or "en-GB"; NULL when there are none. */
const struct words *lexicon_find(const struct lexicon *, pl_str language);
void lexicon_free(struct lexicon *);

/* NULL has none. */
static inline bool words_have(const struct words *w, uint64_t hash) {
    if (!w) return false;
    for (uint32_t i = (uint32_t)hash;; i++) {
        const uint64_t found = w->v[i % WORDS_ROOM];
        if (found == hash) return true;
        if (!found) return false;
    }
}
#endif
