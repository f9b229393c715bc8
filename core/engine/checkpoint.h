/* checkpoint.h: the small file `checkpoint` in the state folder that says how far a run has come.
 *
 * It names the valid length of every append-only file, the reader's position, the phase, what stages saved, and the counters;
 * replaced by write, fsync, rename, fsync of the folder after those files have been synced. A thread of its own does that, so
 * no batch waits for a disk; when the next one is due before the last is done, the newer replaces it. */
#ifndef CHECKPOINT_H
#define CHECKPOINT_H
#include "engine/engine.h"
int checkpoint_open(struct engine *); /* looks at what is there, starts the thread */
int checkpoint_after(struct engine *,
                     const struct job *); /* retire gate: notes the state after this batch */
int checkpoint_phase(
    struct engine *,
    const char *next); /* between phases: at once. next: settle, finish, publish, finished */
void checkpoint_wait(struct engine *); /* until the thread has nothing in hand */
void checkpoint_close(struct engine *);
#endif
