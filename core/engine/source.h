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
/* The spool that a phase writes, its first `length` bytes there already; the one that the phase behind it replays. */
int spool_begin(struct engine *, uint32_t phase, uint64_t length);
int spool_replay(struct engine *, uint32_t written_by, uint64_t length, uint64_t at);
int spool_turn(struct engine *,
               const struct phase *); /* what it wrote becomes the next phase's source */
/* Removes what `phase` replayed; once a checkpoint says that the phase is over. */
void spool_forget(struct engine *, uint32_t phase);
/* A resumed run reads on from this place. */
void inputs_resume(struct inputs *, pl_position);
#endif
