/* lexicon.h: whole-line patterns of words. A line of a lexicon file is
 *
 *     rule <tab> action <tab> pattern                       # and lines that begin with # are comments
 *
 * action: drop, keep, edge (drop, but not between two paragraphs of the body), section (drop, and what
 * follows near the end too), or meta:FIELD. Pattern: words, # a number, {a|b c|} one
 * of them, {a|b}+ one or more, ?word and ?{a|b} optional, *N up to N words of any kind. Case and punctuation do not count,
 * unless signs of their own stand first: "[ ..." wants a line in square brackets, "( ..." in any, "> ..." one that does not end like a sentence,
 * ": ..." one with a colon near its begin, "| ..." one with bars or dots between its words. A line "$name <tab> a|b c|d" defines what
 * stands for $name in the patterns below it, and "@name <tab> a b c" a set of any size: @name in a pattern is one word of it. */
#ifndef CLEANER_LEXICON_H
#define CLEANER_LEXICON_H
#include <stddef.h>
#include "words.h"

struct lexicon;

enum lexicon_action { LEXICON_DROP = 1, LEXICON_KEEP, LEXICON_EDGE, LEXICON_SECTION, LEXICON_META };

struct lexicon_entry {
    const char *why; /* "boilerplate:RULE" */
    const char *field; /* of meta:FIELD */
    enum lexicon_action action;
};

struct lexicon *lexicon_new(void);
/* Adds a file's patterns; on an error returns its line number and a message, else 0. */
int lexicon_add(struct lexicon *, const char *file, size_t n, const char **message);
/* Call once after the last lexicon_add: makes it ready for lexicon_find. 0, or -1 when memory is gone. */
int lexicon_seal(struct lexicon *);
/* The first entry that covers the whole line; NULL: none. */
const struct lexicon_entry *lexicon_find(const struct lexicon *, const struct words *,
                                         const struct line *);
enum { LEXICON_KNOWN = 1 << 13 };
/* The words that patterns have, for lexicon_knows: a Bloom filter (B. Bloom 1970) of LEXICON_KNOWN * 64 bits, two for each word; one word
 * in 190 is known by mistake, measured on random hashes. */
const uint64_t *lexicon_words(const struct lexicon *);
static inline uint32_t lexicon_second(uint32_t word) { return word * 0x9e3779b1u >> 13; }
static inline int lexicon_knows(const uint64_t *words, uint32_t word) {
    const uint32_t second = lexicon_second(word);
    return words[word >> 6 & (LEXICON_KNOWN - 1)] >> (word & 63) &
           words[second >> 6] >> (second & 63) & 1;
}
void lexicon_free(struct lexicon *);
#endif
