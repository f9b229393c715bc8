/* last_run.h: the file `last_run` in the state folder: what the newest run was and how it ended, for `pipeline status`.
 *
 * Written when a run begins, without an end, and again when it ends: one that was killed has none. */
#ifndef LAST_RUN_H
#define LAST_RUN_H
#include "engine/outcome.h"

struct last_run {
    char *config, *name, *dead_letters, *report, *reason; /* paths are absolute; "": none */
    uint64_t process, began, ended, last_success; /* seconds since 1970; 0: not yet, never */
    uint64_t exit_code, bytes_out;
    double seconds;
    struct totals totals;
};
/* 0, or -1 with errno. */
int last_run_write(const char *state, const struct last_run *);
/* 0, or -1: there is none (ENOENT), it cannot be read, it is not one (EBADMSG). Strings are to be freed in any case. */
int last_run_read(const char *state, struct last_run *);
void last_run_free(struct last_run *);
#endif
