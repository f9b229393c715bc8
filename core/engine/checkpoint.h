/* checkpoint.h: the small file `checkpoint` in the state folder that says how far a run has come.
 *
 * It names the valid length of every append-only file, the reader's position, the place in the run, what stages saved, and the
 * counters; replaced by write, fsync, rename, fsync of the folder after those files have been synced. A thread of its own does
 * that, so no batch waits for a disk; when the next one is due before the last is done, the newer replaces it.
 * Recovery is checkpoint_read and then: cut every file to its length, load every stage, go on. */
#ifndef CHECKPOINT_H
#define CHECKPOINT_H
#include "engine/engine.h"

enum { CHECKPOINT_SCHEMA = 2 };
extern const char *const place_steps[]; /* by enum run_step */

int checkpoint_open(struct engine *); /* starts the thread and, in a new run, takes the first one */
/* A stage has saved what it knows after this batch: notes it, for the batch's retirement. Commit gate. */
int checkpoint_note(struct job *, const pl_context *);
int checkpoint_after(struct engine *,
                     const struct job *); /* retire gate: the state after this batch */
int checkpoint_at(struct engine *, struct place); /* between batches: every stage saves; at once */
void checkpoint_wait(struct engine *); /* until the thread has nothing in hand */
void checkpoint_close(struct engine *);

/* checkpoint_write.c: the text. `job`: the batch behind which it is taken; NULL between batches. */
void checkpoint_write(struct buffer *, const struct engine *, const struct place *,
                      const struct job *);
void checkpoint_write_stage(struct buffer *,
                            const pl_context *); /* values and lengths of its own files */
/* checkpoint_read.c: how far the run of a state folder has come; of a checkpoint that nobody can read: to its documents. */
enum run_step checkpoint_step(const char *state);
bool checkpoint_is_readable(const char *state); /* does it have the schema of this version? */
/* Takes an unfinished run of the state folder over into the engine: e->start and all it names. PL_ESTOP when it
 * cannot be read or was begun with another config, plugin or input. */
int checkpoint_read(struct engine *);
#endif
