/* gazetteer.h: lists of names: what they are, how sure that is, their canonical form and what they belong to. */
#ifndef ENTITY_GAZETTEER_H
#define ENTITY_GAZETTEER_H
#include "phrases.h"
#include "types.h"

/* How much a name decides by itself. */
enum name_level {
    NAME_HINT, /* nothing: a feature of the model */
    NAME_WEAK, /* its label, where nothing else claims the words */
    NAME_SURE /* its label, unless the words are inside a longer mention */
};

struct name {
    uint8_t type, level;
    uint8_t is_upper; /* only when written in capitals: WHO, not who */
    uint8_t may_be_lower; /* bits: its first, its last word */
    uint32_t kinds; /* bits: the kinds of all lists that have it */
    pl_str canonical, link;
};

/* Kinds of the lists that we ship, as bits; the model has learnt them. Other lists' kinds come behind. */
enum {
    KIND_COUNTRY = 1 << 0,
    KIND_NATIONALITY = 1 << 1,
    KIND_CAPITAL = 1 << 2,
    KIND_CITY = 1 << 3,
    KIND_REGION = 1 << 4,
    KIND_AREA = 1 << 5,
    KIND_ORG = 1 << 6,
    KIND_GROUP = 1 << 7,
    KIND_FACILITY = 1 << 8,
    KIND_EVENT = 1 << 9,
    KIND_HOLIDAY = 1 << 10,
    KIND_FIRST = 1 << 11,
    KIND_LAST = 1 << 12,
    KIND_TITLE = 1 << 13,
    KIND_SAY = 1 << 14,
    KIND_PARTICLE = 1 << 15,
    KIND_PLACE_LEAD = 1 << 16,
    KIND_ORG_HEAD = 1 << 17,
    KIND_LOC_HEAD = 1 << 18,
    KIND_FAC_HEAD = 1 << 19,
    KIND_GPE_HEAD = 1 << 20,
    KIND_EVENT_HEAD = 1 << 21,
    KIND_EVENT_FIRST = 1 << 22,
    KIND_COMPANY = 1 << 23,
    KIND_STARTER = 1 << 24,
    KIND_PERSON = 1 << 25,
    KIND_COMMON = 1 << 26,
    KIND_ORG_FIRST = 1 << 27,
    KIND_FAC_FIRST = 1 << 28,
    KIND_NAMES = (1 << 13) - 1, /* all of those above KIND_TITLE */
    OWN_KINDS = 29,
    MOST_KINDS = 32
};

struct gazetteer {
    struct phrases *phrases;
    struct name *names; /* from 1 on */
    uint32_t n, room;
    pl_str types[MOST_TYPES]; /* names of the labels; TYPE_NONE is "-" */
    uint32_t types_n;
    pl_str kinds[MOST_KINDS];
    uint32_t kinds_n;
};

void gazetteer_init(struct gazetteer *, struct phrases *);
/* Adds a list, which must stay mapped; see data/world.txt for the format. Of two lists the first one decides what a name is.
 * PL_OK; -1: no memory; else the number of the first wrong line. */
int gazetteer_add(struct gazetteer *, pl_str file);
void gazetteer_free(struct gazetteer *);

/* The longest name that begins at word `i` and is written as it must be; *end is set behind it. */
const struct name *gazetteer_find(const struct gazetteer *, const struct words *, uint32_t i,
                                  uint32_t *end);
/* The name that is this word alone, in any case. */
static inline const struct name *gazetteer_word(const struct gazetteer *g, const struct word *w) {
    const uint32_t name = g->phrases->slots[w->slot].name;
    return name ? &g->names[name] : NULL;
}
/* The name that these bytes are, NULL when there is none. */
const struct name *gazetteer_text(const struct gazetteer *, const struct words *, uint32_t first,
                                  uint32_t last);
#endif
