/* source.h: where jobs come from: the reader over its input files, or the spool of the phase before. */
#ifndef SOURCE_H
#define SOURCE_H
#include "engine/engine.h"
struct inputs;
struct inputs *inputs_new(struct engine *);
void inputs_free(struct inputs *);
uint64_t inputs_size(const struct inputs *); /* bytes of all files on disk, as far as known */
uint32_t inputs_count(const struct inputs *);
uint64_t inputs_consumed(const struct inputs *);
void source_close(struct engine *); /* spools */
/* Makes the spool that this phase writes; turns it into the next phase's source. spool_forget, once a
 * checkpoint says so, removes the one before. */
int spool_begin(struct engine *, uint32_t phase);
void spool_forget(struct engine *);
int spool_turn(struct engine *, const struct phase *);
#endif
