/* forget.c: `pipeline forget`: a withdrawn document goes from all that is kept from run to run. */
#include "engine/forget.h"
#include <errno.h>
#include <grp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "command/command.h"
#include "command/load.h"
#include "command/run.h"
#include "config/nearest.h"
#include "engine/run.h"
#include "engine/last_run.h"
#include "engine/stages.h"
#include "engine/withdrawn.h"
#include "engine/work.h"
#include "support/memory.h"

static int say_stop(const struct engine *e) {
    fprintf(stderr, "pipeline: error: %s\n", engine_reason(e));
    return engine_exit_code(e);
}

/* ---- an id that nobody knows ---- */

/* The one that is known and most like it; NULL: none is. To be freed. */
static char *nearest_known(const char *state, const char *id) {
    struct known k;
    struct nearest best = {NULL, 3};
    char *path = text_printf("%s/known", state), *found = NULL;
    if (known_open(&k, path)) k = (struct known){0};
    for (uint64_t i = 0; i < k.n; i++) {
        char text[64];
        const pl_str s = known_id(&k, &k.v[i]);
        if (s.n >= sizeof text || memchr(s.p, 0, s.n)) continue;
        memcpy(text, s.p, s.n);
        text[s.n] = 0;
        best.name = NULL;
        nearest_try(&best, id, text);
        if (best.name) free(found), found = checked(strdup(text));
    }
    known_close(&k);
    free(path);
    return found;
}

static int say_unknown(const struct engine *e, const char *id) {
    char *nearest = nearest_known(e->plan->home, id);
    fprintf(stderr, "pipeline: no document has the id '%s' in %s, its dead letters", id,
            e->plan->home);
    for (uint16_t i = 0; i < e->n_stages; i++)
        if (stage_keeps(&e->stages[i])) fprintf(stderr, ", what [%s] keeps", e->stages[i].name);
    fprintf(stderr, nearest ? " (did you mean '%s'?)\n" : "%s\n", nearest ? nearest : "");
    free(nearest);
    return EXIT_NO_INPUT;
}

/* ---- forgetting ---- */

static void say_forgotten(const struct forgotten *f, const char *config) {
    printf("%s: forgotten\n%.*s", f->id, (int)f->where.n, f->where.n ? f->where.p : "");
    if (f->gives_up)
        printf("    an unfinished run was given up: pipeline run %s begins it anew\n", config);
    if (f->published.n)
        printf("published, and not touched:\n%.*s", (int)f->published.n, f->published.p);
}

static int forget(struct engine *e, const struct arguments *a) {
    struct forgotten f;
    int code = EXIT_DONE;
    forget_start(&f, a->id);
    if (forget_find(e, &f))
        code = say_stop(e);
    else if (!f.found)
        code = say_unknown(e, a->id);
    else if (forget_begin(e, &f) || forget_finish(e, a->id))
        code = say_stop(e);
    else
        say_forgotten(&f, a->config);
    forget_end(&f);
    return code;
}

static int readmit(const char *state, const char *id) {
    struct withdrawn w;
    int code = EXIT_DONE;
    if (withdrawn_read(&w, state)) {
        fprintf(stderr, "pipeline: error: %s/withdrawn: %s\n", state, strerror(errno));
        code = EXIT_IO;
    } else if (!withdrawn_remove(&w, known_key_of_id(str_of(id)))) {
        fprintf(stderr, "pipeline: '%s' is not withdrawn from %s\n", id, state);
        code = EXIT_NO_INPUT;
    } else if (withdrawn_write(&w, state)) {
        fprintf(stderr, "pipeline: error: %s/withdrawn: %s\n", state, strerror(errno));
        code = EXIT_IO;
    } else
        printf("%s: a later input that holds it is new\n", id);
    withdrawn_free(&w);
    return code;
}

static int forget_locked(const struct arguments *a) {
    struct loaded l;
    loaded_read(&l, a);
    struct engine *e = engine_new(&l.plan);
    const int code = engine_open(e) || work_open(e) ? say_stop(e) : forget(e, a);
    engine_close(e);
    loaded_free(&l);
    return code;
}

/* ---- the command ---- */

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

static int with_config(struct arguments *a) {
    struct probed found;
    int lock = -1, code = probe(a, &found);
    if (!code && (!found.has_state || access(found.state, F_OK))) {
        fprintf(stderr, "pipeline: %s: no run has left anything%s%s\n", a->config,
                found.has_state ? " in " : "", found.state);
        code = EXIT_NO_INPUT;
    }
    if (!code) code = become_owner(found.state);
    if (!code) code = run_lock(&found, &a->wait_lock, &lock);
    if (!code) code = a->readmit ? readmit(found.state, a->id) : forget_locked(a);
    if (lock >= 0) close(lock);
    return code;
}

int command_forget(int argc, char **argv) {
    struct arguments a;
    struct last_run last = {0};
    struct stat st;
    char *state = NULL;
    int code = arguments_parse(&a, argc, argv, true);
    a.upkeep = true;
    if (!code && !stat(a.config, &st) && S_ISDIR(st.st_mode)) code = use_state(&a, &last, &state);
    if (!code) code = with_config(&a);
    free(state);
    last_run_free(&last);
    arguments_free(&a);
    return code;
}
