/* document.h: what the whole document says about its names: acronyms, surnames, one label for one string, canonical names. */
#ifndef ENTITY_DOCUMENT_H
#define ENTITY_DOCUMENT_H
#include "features.h"
#include "types.h"

/* A name of the document: all mentions with the same words, in any case. */
struct known_name {
    uint64_t key; /* of its words, as in phrases.h */
    uint32_t first, last; /* words of the mention that shows it best */
    uint32_t votes[TYPES]; /* of the mentions, by label; of own labels none */
    uint8_t type, is_listed; /* the label that wins; a list decides it */
    uint8_t is_shouted; /* `first` stands in a headline */
    pl_str canonical, normal;
    uint32_t full; /* 1 + index of the name that is its full form, 0: none */
};

struct document {
    const struct features *features;
    struct mentions *mentions;
    struct known_name *names;
    uint32_t names_n, names_room;
    struct name_slot {
        uint64_t key;
        uint32_t
            name; /* 1 + index; of a part of a person's name: AMBIGUOUS when two persons have it */
    } * slots;
    uint32_t mask;
    struct mentions more; /* mentions that are added */
};

/* Settles labels and canonical names of all mentions; they stay sorted and without overlaps. `taken` has a byte per word. 0, or -1
 * without memory. */
int document_settle(struct document *, uint8_t *taken);
void document_free(struct document *);
#endif
