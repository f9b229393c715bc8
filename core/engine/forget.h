/* forget.h: takes a withdrawn document out of everything that a state folder and its stages keep: `pipeline forget`.
 *
 *     forget_find      where it is; changes nothing
 *     forget_begin     the point of no return: it is withdrawn (withdrawn.h)
 *     forget_finish    until no byte of it is left; after a kill once more, by the next run or forgetting
 *
 * Forgotten are its entries in `known`, what stages keep (pl_plugin.upkeep), its dead letters, its lines in outputs that have
 * PL_REJECTS, the working files and decisions of all runs of the folder, its trial and its retries. An unfinished run, of which a
 * spool or another file may hold it, is given up before: it has published nothing, and the next run begins it anew. Published
 * documents are not touched. The state is locked, and the engine is opened by a plan with `upkeep`, or it is a run. */
#ifndef FORGET_H
#define FORGET_H
#include "engine/engine.h"
#include "engine/known.h"
#include "support/keys.h"

struct forgotten {
    const char *id;
    bool found; /* anywhere */
    struct keys keys; /* of it in `known`, that of its id first */
    struct keys runs; /* that read it, rising */
    uint64_t n_known, n_kept; /* entries in `known`; documents that stages keep */
    bool gives_up; /* an unfinished run */
    struct buffer where; /* a line for each place */
    struct buffer published; /* and for each output that has it, and stays as it is */
};
void forget_start(struct forgotten *, const char *id);
void forget_end(struct forgotten *);
/* PL_OK or PL_ESTOP. */
int forget_find(struct engine *, struct forgotten *);
int forget_begin(struct engine *, struct forgotten *);
int forget_finish(struct engine *, const char *id);
/* A run, before it looks at what is kept: ends what was begun. */
int forget_finish_begun(struct engine *);
#endif
