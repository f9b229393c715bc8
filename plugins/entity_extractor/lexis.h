/* lexis.h: the words that the rules know, by class. */
#ifndef ENTITY_LEXIS_H
#define ENTITY_LEXIS_H
#include "phrases.h"

/* In the order of class_names in lexis.c. */
enum lexis_class {
    MONTH = 1,
    MONTH_SHORT,
    WEEKDAY,
    RELATIVE_DAY,
    DAY_PART,
    MERIDIEM,
    ZONE,
    STEP,
    PART,
    YEAR_KIND,
    AGE_BEFORE,
    LENGTH_BEFORE,
    NO_LENGTH,
    CHANGE,
    PERSON_WORD,
    PERSON_IS,
    PERIOD,
    DURATION,
    CLOCK_DURATION,
    SEASON,
    DIRECTION,
    NUMBER_WORD,
    TENS,
    HUNDRED,
    MAGNITUDE,
    MAGNITUDE_SHORT,
    VAGUE,
    ORDINAL_WORD,
    FRACTION,
    PERCENT_WORD,
    CURRENCY_SIGN,
    CURRENCY_CODE,
    CURRENCY,
    CENT,
    UNIT,
    UNIT_SHORT,
    NOT_A_YEAR,
    YEAR_BEFORE,
    MONTH_BEFORE,
    NO_NUMBER,
    NOT_ORDINAL,
    MODAL,
    FUTURE,
    FEW,
    DURATION_BEFORE,
    ARTICLE
};

enum { BEGINS_NUMBER = 1, BEGINS_TIME = 2 };

struct lexis_entry {
    uint32_t next; /* another class of the same word; 0: none */
    uint8_t class;
    uint8_t begins; /* what may begin with the word, from here on in the list: BEGINS_... */
    int32_t value; /* of a number */
    pl_str text; /* what stood behind "=" */
};

struct lexis {
    struct phrases *phrases;
    struct lexis_entry *entries; /* from 1 on */
    uint32_t n, room;
};

void lexis_init(struct lexis *, struct phrases *);
/* Adds the words of a data file, which must stay mapped. PL_OK; -1: no memory; else the number of the first wrong line. */
int lexis_add(struct lexis *, pl_str file);
void lexis_free(struct lexis *);

/* The first entry of a word, 0 when it is not known. */
static inline uint32_t lexis_word(const struct lexis *l, const struct word *w) {
    return l->phrases->slots[w->slot].entry;
}

static inline const struct lexis_entry *lexis_of_class(const struct lexis *l, uint32_t entry,
                                                       enum lexis_class class) {
    for (; entry; entry = l->entries[entry].next)
        if (l->entries[entry].class == class) return &l->entries[entry];
    return NULL;
}
#endif
