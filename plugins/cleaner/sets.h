/* sets.h: sets of words, numbered from 0. A word is a hash, and may be in several. */
#ifndef CLEANER_SETS_H
#define CLEANER_SETS_H
#include <stddef.h>
#include <stdint.h>

enum { SETS_MOST = 64 };

struct sets {
    struct set {
        uint32_t *word, n, room;
    } set[SETS_MOST];
    uint32_t n;
    struct sets_cell {
        uint32_t word; /* 0: an empty cell */
        uint64_t in;
    } * table;
    uint32_t mask;
};

/* Opens one more set. Its number, or -1 when there are 64. */
int sets_open(struct sets *);
/* Adds a word to a set; 0, or -1 when memory is gone. */
int sets_add(struct sets *, int set, uint32_t word);
/* Call once after the last sets_add: makes sets_of ready. 0, or -1 when memory is gone. */
int sets_seal(struct sets *);
/* A bit for each set that holds the word. */
uint64_t sets_of(const struct sets *, uint32_t word);
void sets_free(struct sets *);
#endif
