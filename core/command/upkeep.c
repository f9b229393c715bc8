/* upkeep.c: see upkeep.h. */
#include "command/upkeep.h"
#include <grp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include "command/command.h"
#include "command/run.h"
#include "engine/last_run.h"
#include "engine/run.h"
#include "engine/work.h"
#include "support/memory.h"

int upkeep_stopped(const struct engine *e) {
    fprintf(stderr, "pipeline: error: %s\n", engine_reason(e));
    return engine_exit_code(e);
}

typedef int upkeep_work(struct engine *, const struct arguments *);

static int work_locked(const struct arguments *a, upkeep_work *work) {
    struct loaded l;
    int code = loaded_read_again(&l, a);
    struct engine *e = code ? NULL : engine_new(&l.plan);
    if (!code) code = engine_open(e) || work_open(e) ? upkeep_stopped(e) : work(e, a);
    if (e) engine_close(e);
    loaded_free(&l);
    return code;
}

/* What root writes the runs of another user must be able to replace. */
static int become_owner(const char *state) {
    struct stat st;
    if (geteuid() || stat(state, &st) || !st.st_uid) return 0;
    if (!setgroups(0, NULL) && !setegid(st.st_gid) && !seteuid(st.st_uid)) return 0;
    perror("pipeline: error: cannot become the owner of the state folder");
    return EXIT_CANNOT_CREATE;
}

/* The config of the last run of a state folder, and that folder. */
static int use_state(struct arguments *a, struct last_run *last, char **state) {
    if (last_run_read(a->config, last) || !*last->config) {
        fprintf(stderr, "pipeline: %s is no state folder of a run\n", a->config);
        return EXIT_NO_INPUT;
    }
    *state = text_printf("pipeline.state=%s", a->config);
    a->overrides[a->n_overrides++] = *state;
    a->config = last->config;
    return 0;
}

static int with_config(struct arguments *a, upkeep_work *work) {
    struct probed found;
    int lock = -1, code = probe(a, &found);
    if (!code && (!found.has_state || access(found.state, F_OK))) {
        fprintf(stderr, "pipeline: %s: no run has left anything%s%s\n", a->config,
                found.has_state ? " in " : "", found.state);
        code = EXIT_NO_INPUT;
    }
    if (!code) code = become_owner(found.state);
    if (!code) code = run_lock(found.state, &a->wait_lock, &lock);
    if (!code) code = work_locked(a, work);
    if (lock >= 0) close(lock);
    return code;
}

int upkeep(struct arguments *a, upkeep_work *work) {
    struct last_run last = {0};
    struct stat st;
    char *state = NULL;
    int code = 0;
    a->upkeep = true;
    if (!stat(a->config, &st) && S_ISDIR(st.st_mode)) code = use_state(a, &last, &state);
    if (!code) code = with_config(a, work);
    free(state);
    last_run_free(&last);
    return code;
}
