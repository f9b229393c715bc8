/* types.h: the labels, and a mention of one. */
#ifndef ENTITY_TYPES_H
#define ENTITY_TYPES_H
#include "text-pipeline/pipeline.h"

/* OntoNotes' meanings. Labels of the user's own lists are numbered from TYPES on. */
enum type {
    TYPE_NONE,
    PERSON,
    ORG,
    GPE,
    LOC,
    NORP,
    FAC,
    EVENT,
    DATE,
    TIME,
    MONEY,
    PERCENT,
    QUANTITY,
    CARDINAL,
    ORDINAL,
    URL,
    EMAIL,
    TYPES,
    MOST_TYPES = 64
};

/* Words [first, last) of the document. */
struct mention {
    uint32_t first, last;
    uint16_t flags; /* PL_FROM_RULE ... */
    uint8_t type, title; /* title: a person's title stands before it */
    float score;
    uint8_t nearly[4]; /* 0 to 50: how near the model was to a person, an organisation, a place */
    pl_str canonical, normal;
};

struct mentions {
    struct mention *v;
    uint32_t n, room;
};

/* Room for one more, zeroed; NULL without memory. */
struct mention *mention_add(struct mentions *);

/* Names, in contrast to dates and amounts; labels of own lists are names. */
static inline int is_name_type(int type) {
    return (type >= PERSON && type <= EVENT) || type >= TYPES;
}

static inline int str_eq(pl_str a, pl_str b) {
    return a.n == b.n && (a.p == b.p || !__builtin_memcmp(a.p, b.p, a.n));
}
#define STR(literal) ((pl_str){literal, sizeof literal - 1})
#endif
