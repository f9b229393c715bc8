/* ids.h: ids that were seen in this run; a repeated one gets #2, #3, ... Worked in input order. */
#ifndef IDS_H
#define IDS_H
#include "engine/engine.h"
struct ids;
struct ids *
ids_open(struct engine *); /* keeps a file `ids` in the state folder: 8 bytes a document */
int ids_check(struct ids *, struct job *); /* gate: renames repeated ids and flags them */
int ids_save(struct ids *, struct job *); /* retire gate: appends the hashes of the batch */
void ids_close(struct ids *);
#endif
