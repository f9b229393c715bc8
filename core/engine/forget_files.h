/* forget_files.h: the files of a state folder, its trial and its retries that may hold a document. */
#ifndef FORGET_FILES_H
#define FORGET_FILES_H
#include "engine/engine.h"

/* A state folder of the plan: its own, that of its trial, those of its retries. */
struct forget_folder {
    struct engine *engine;
    char *path;
    const char *word; /* in the names of its files, "limit"; NULL: the plan's own */
};
/* In turn, all that are there; PL_OK, or what `each` returned first that was not. */
int forget_folders_each(struct engine *, int (*each)(void *, const struct forget_folder *),
                        void *context);
/* The folder's dead letters and outputs with PL_REJECTS (`published`: the others), of any run or of run number `run`. */
int forget_lines_each(const struct forget_folder *, bool published, uint64_t run,
                      int (*each)(void *, const char *path), void *context);
/* Whether an unfinished run is there; one that is being published is none that could be given up: PL_ESTOP. */
int forget_folder_is_begun(const struct forget_folder *, bool *is);
/* An unfinished run is given up; what runs leave for themselves goes. PL_OK or PL_ESTOP. */
int forget_run(const struct forget_folder *);
int forget_leftovers(const struct forget_folder *);
#endif
