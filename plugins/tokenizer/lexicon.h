/* lexicon.h: what is known of words: abbreviations, stop words, starters of sentences, prefixes, units, domains. */
#ifndef TOKENIZER_LEXICON_H
#define TOKENIZER_LEXICON_H
#include "text-pipeline/pipeline.h"

/* Classes of a word; the sections of the data files have these names. The first six are abbreviations. */
enum {
    LEX_TITLE = 1 << 0, /* a name follows: never ends a sentence */
    LEX_NUMBER = 1 << 1, /* only before a number */
    LEX_INNER = 1 << 2, /* ends a sentence only before a known starter */
    LEX_SUFFIX = 1 << 3, /* the same, behind names: ends one before an opener, too */
    LEX_TIME = 1 << 4, /* ends a sentence before any capital that is no zone: p.m., Jan. */
    LEX_NEVER = 1 << 5, /* never ends a sentence */
    LEX_ABBREVIATION = (1 << 6) - 1,
    LEX_CASED = 1 << 6, /* only with a capital; of both title and inner: the title */
    LEX_STARTER = 1 << 7, /* begins sentences, is hardly ever part of a name */
    LEX_OPENER = 1 << 8, /* the same, but part of names beside other capitals: "Analysts" */
    LEX_STOPWORD = 1 << 9, /* function word */
    LEX_PREFIX = 1 << 10, /* stays in one token with what a hyphen joins to it */
    LEX_UNIT = 1 << 11, /* a token of its own behind a number: 5pm, 35mm */
    LEX_DOMAIN = 1 << 12, /* top-level domain */
    LEX_WORD_DOMAIN = 1 << 13, /* top-level domain that is a word too */
    LEX_FILE = 1 << 14, /* file name extension */
    LEX_ZONE = 1 << 15, /* what a time goes on with: time zones, days, months */
    LEX_EXCLAIMED = 1 << 16, /* a name that ends in an exclamation mark: Yahoo! */
    LEX_SPEECH = 1 << 17, /* verb of speech: said */
    LEX_LETTERED = 1 << 18, /* a single letter behind it is no initial: Plan B. */
    LEX_ELIDED = 1 << 19, /* an apostrophe before it belongs to it: 'em */
    LEX_ELIDING = 1 << 20, /* an apostrophe behind it ends it: l'homme is two */
    LEX_FRONTING = 1 << 21 /* a time that it begins stands before its sentence: At 5 a.m. */
};

/* What is peculiar to a language; the words of section [trait]. */
enum {
    TRAIT_ORDINALS = 1 /* a number with a full stop may be an ordinal: "3. Oktober" */
};

/* The filter, which stays in the nearest cache, has the bit of every word that is known and of few others. */
enum { LEXICON_FILTER = 1 << 14 };
struct lexicon {
    struct lexicon_slot {
        uint32_t tag, classes;
    } * slots;
    uint32_t mask, used, traits;
    uint64_t filter[LEXICON_FILTER / 64];
};

/* Adds the words of a data file: lines "[class]", or several as "[class][class]", and words between them; "-word" takes the
 * abbreviation away, "#" begins a comment. Words before the first section are of class `inner`. PL_OK; -1: no memory; else the
 * number of the first line that is wrong. */
int lexicon_add(struct lexicon *, pl_str file);
void lexicon_free(struct lexicon *);

/* Classes of the word with this hash, 0 when it is not known. */
static inline uint32_t lexicon_get(const struct lexicon *l, uint64_t hash) {
    const uint32_t bit = (uint32_t)hash & (LEXICON_FILTER - 1);
    if (!(l->filter[bit >> 6] >> (bit & 63) & 1)) return 0;
    const uint32_t tag = (uint32_t)(hash >> 32);
    for (uint32_t i = (uint32_t)hash & l->mask; l->slots[i].classes; i = (i + 1) & l->mask)
        if (l->slots[i].tag == tag) return l->slots[i].classes;
    return 0;
}
#endif
