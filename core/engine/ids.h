/* ids.h: ids that were seen in this run; a repeated one gets #2, #3, ... Worked in input order. */
#ifndef IDS_H
#define IDS_H
#include "engine/engine.h"
struct ids;
struct ids *ids_open(struct engine *);
/* Keeps the file `ids` in the state folder, 8 bytes a document; its first `length` bytes are there already and are read back. */
int ids_keep(struct ids *, uint64_t length);
int ids_check(struct ids *, struct job *); /* gate: renames repeated ids and flags them */
/* Incremental runs, where an id that repeats is an update: notes that this run has read a document. The `text` that was noted for the
 * id before; false: none was. */
bool ids_note(struct ids *, pl_str id, uint32_t text, uint32_t *before);
int ids_save(struct ids *, struct job *); /* retire gate: appends the hashes of the batch */
uint64_t ids_length(const struct ids *);
int ids_sync(struct ids *);
const char *ids_error(const struct ids *);
/* Was it read by the last run of a state folder? 0, or -1 with errno. */
int ids_were_read(const char *state, pl_str id, bool *were);
void ids_close(struct ids *);
#endif
