/* units.h: a text as the deduper compares it: a sequence of units, which are words or, in scripts without spaces, characters. */
#ifndef DEDUPER_UNITS_H
#define DEDUPER_UNITS_H
#include <stdbool.h>
#include "text-pipeline/pipeline.h"

/* A unit is a hash of the case-folded form, its lowest two bits replaced by its class. */
enum unit_class { UNIT_CONTENT, UNIT_FUNCTION, UNIT_NAME, UNIT_NUMBER };
static inline enum unit_class unit_class(uint32_t unit) { return (enum unit_class)(unit & 3); }
static inline uint32_t unit_form(uint32_t unit) { return unit & ~3u; }

struct units {
    uint32_t *v;
    pl_span *spans; /* where they stand in the text */
    uint64_t *forms; /* hashes of all tokens: what "exact" compares */
    uint32_t n, n_forms, room;
    bool by_character;
};

/* The units of a text. 0, or -1 without memory. */
int units_read(struct units *, pl_str text, pl_array tokens);
/* 128 bits that are equal for texts equal in all tokens, whatever their case and spacing; zero for a text without tokens. */
void units_exact(const struct units *, uint64_t key[2]);
void units_free(struct units *);
#endif
