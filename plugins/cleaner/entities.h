/* entities.h: HTML's character references. */
#ifndef CLEANER_ENTITIES_H
#define CLEANER_ENTITIES_H
#include "draft.h"

struct entities; /* the table of names; read-only once loaded */

/* Loads the lines "name hex hex"; NULL when memory is gone. */
struct entities *entities_load(const char *table, size_t n);
void entities_free(struct entities *);
/* One pass: &name; and &#number; become what they stand for. */
void entities_pass(const struct entities *, struct draft *);
#endif
