/* rules.h: mentions that have a grammar: dates, times, money, percentages, quantities, numbers, addresses; with normal forms. */
#ifndef ENTITY_RULES_H
#define ENTITY_RULES_H
#include <stddef.h>
#include "calendar.h"
#include "decimal.h"
#include "lexis.h"
#include "types.h"

struct rules {
    const struct lexis *lexis;
    const struct words *words;
    struct date created; /* of the document; year 0: not known */
};

/* What a matcher found: words from where it began to `end`. */
struct found {
    uint32_t end;
    enum type type;
    char normal[96]; /* empty: unresolved */
};

/* A number in digits or words that begins at a word. */
struct number {
    struct decimal value;
    uint32_t end;
    int is_vague; /* dozens: no value */
    int is_digits; /* written in digits */
    int is_article; /* "a dozen", "half a million" */
};

/* All mentions of the document, in order. `keep` copies a normal form into the memory of the document. 0, or -1 without memory. */
int rules_find(const struct rules *, pl_str (*keep)(void *, const char *), void *to,
               struct mentions *out);

/* The matchers: 1 and *f when something begins at word `i`. */
int match_number(const struct rules *, uint32_t i, int short_magnitudes, struct number *);
/* The second number of a range behind `low`: "5-7", "5 to 7", "two or three"; `shorts`: of money, "$5m-$6m". */
int match_high(const struct rules *, const struct number *low, int shorts, struct number *high);
/* Does the number at `i`, with its unit up to `end`, change to another: "from 5 to 7", "rose 5 to 7"? Those are two mentions. */
int is_change(const struct rules *, uint32_t i, uint32_t end);
int match_date(const struct rules *, uint32_t i, struct found *f);
int match_clock(const struct rules *, uint32_t i, struct found *f);
int match_money(const struct rules *, uint32_t i, struct found *f);
int match_percent(const struct rules *, uint32_t i, struct found *f);
int match_quantity(const struct rules *, uint32_t i, struct found *f);
int match_ordinal(const struct rules *, uint32_t i, struct found *f);
int match_cardinal(const struct rules *, uint32_t i, struct found *f);

/* The entry of class `c` of word `i`, if that is in the sentence that stops at `stop`. */
static inline const struct lexis_entry *word_is(const struct rules *r, uint32_t i, uint32_t stop,
                                                enum lexis_class c) {
    return i < stop ? lexis_of_class(r->lexis, lexis_word(r->lexis, &r->words->v[i]), c) : NULL;
}
/* The same of the longest phrase that begins there; *end is set behind it. */
const struct lexis_entry *phrase_is(const struct rules *, uint32_t i, uint32_t stop,
                                    enum lexis_class c, uint32_t *end);
/* Is word `i` this one byte? */
static inline int word_is_sign(const struct rules *r, uint32_t i, uint32_t stop, char sign) {
    return i < stop && sign_of(r->words, &r->words->v[i]) == sign;
}
/* A hyphen or a dash of any length. */
int word_is_dash(const struct rules *, uint32_t i, uint32_t stop);
/* Is word `i` this one, in lower case? */
int word_has_text(const struct words *, const struct word *, const char *text);
static inline int word_is_text(const struct rules *r, uint32_t i, uint32_t stop, const char *text) {
    if (i >= stop) return 0;
    const struct word *w = &r->words->v[i];
    return (r->words->text[w->begin] | 32) == text[0] && word_has_text(r->words, w, text);
}
static inline uint32_t stop_of(const struct rules *r, uint32_t i) { return r->words->v[i].stop; }
static inline int is_number_word(const struct rules *r, uint32_t i, uint32_t stop) {
    return i < stop && r->words->v[i].kind == PL_NUMBER;
}
/* The value of a word of one to `most` digits alone, else -1. */
int32_t digits_of(const struct rules *, uint32_t i, uint32_t stop, uint32_t most);
/* The number of "1st", "23rd"; else -1. */
int32_t ordinal_digits(const struct rules *, uint32_t i, uint32_t stop);
/* Writes a sum or range with a unit behind each number: "400e6 USD/450e6 USD". `high` may be NULL. */
void write_amount(char *out, size_t room, const struct number *low, const struct number *high,
                  const char *unit, size_t unit_n);
#endif
