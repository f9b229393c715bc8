/* table.h: the entities of a document: mentions with one label and one canonical name are one entity. */
#ifndef ENTITY_TABLE_H
#define ENTITY_TABLE_H
#include "types.h"
#include "words.h"

struct entity {
    pl_str canonical;
    uint8_t type;
    uint32_t count, forms, first_form; /* first_form: the latest, a list back to the first */
};

struct form {
    pl_str text;
    uint32_t entity, next;
};

struct table {
    struct entity *entities;
    struct form *forms;
    uint32_t entities_n, forms_n, room;
    uint32_t *slots; /* open addressing: 1 + index of an entity, or of a form with the top bit */
    uint32_t mask;
};

/* Groups mentions by label and canonical name, in order of first mention. 0, or -1 without memory. */
int table_make(struct table *, const struct mentions *, const struct words *);
void table_free(struct table *);
#endif
