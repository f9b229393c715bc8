/* forget_files.c: see forget_files.h. */
#include "engine/forget_files.h"
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "engine/checkpoint.h"
#include "engine/outputs.h"
#include "engine/run_files.h"
#include "engine/work.h"
#include "support/file.h"
#include "support/memory.h"

/* ---- folders ---- */

static int with_folder(struct engine *e, const char *word,
                       int (*each)(void *, const struct forget_folder *), void *context,
                       bool *is_there) {
    const struct forget_folder f = {
        e, word ? text_printf("%s.%s", e->plan->home, word) : checked(strdup(e->plan->home)), word};
    char reason[PATH_MAX + 256];
    int lock = -1, rc = PL_OK;
    *is_there = !access(f.path, F_OK);
    if (*is_there && word) {
        const int code = work_lock(f.path, &lock, reason, sizeof reason);
        if (code) rc = engine_stop(e, code, "%s", reason);
    }
    if (*is_there && !rc) rc = each(context, &f);
    if (lock >= 0) close(lock);
    free(f.path);
    return rc;
}

int forget_folders_each(struct engine *e, int (*each)(void *, const struct forget_folder *),
                        void *context) {
    bool is_there;
    int rc = with_folder(e, NULL, each, context, &is_there);
    if (!rc) rc = with_folder(e, "limit", each, context, &is_there);
    is_there = true;
    for (unsigned n = 1; is_there && !rc; n++) {
        char word[32];
        snprintf(word, sizeof word, "retry%u", n);
        rc = with_folder(e, word, each, context, &is_there);
    }
    return rc;
}

/* ---- outputs ---- */

/* The name that the files of an output have, with {run}, {date} and {part}; to be freed. */
static char *pattern_of(const struct forget_folder *f, const pl_output *o) {
    char *path = checked(f->word ? file_beside(o->given, f->word) : strdup(o->given));
    if (!o->max_part) return path;
    const char *slash = strrchr(path, '/');
    const char *dot = strchr(slash ? slash + 2 : path + 1, '.');
    const int stem = dot ? (int)(dot - path) : (int)strlen(path);
    char *parts = text_printf("%.*s.{part}%s", stem, path, dot ? dot : "");
    free(path);
    return parts;
}

int forget_lines_each(const struct forget_folder *f, bool published, uint64_t run,
                      int (*each)(void *, const char *path), void *context) {
    struct engine *e = f->engine;
    int rc = PL_OK;
    for (uint32_t i = 0; i < e->n_outputs && !rc; i++) {
        const pl_output *o = e->outputs[i];
        const bool is_ours = o == e->dead_letters || (o->flags & PL_REJECTS);
        if (o->is_stream || is_ours == published) continue;
        char *pattern = pattern_of(f, o);
        if (run_files_each(pattern, run, each, context)) rc = engine_stop_errno(e, errno, f->path);
        free(pattern);
    }
    return rc;
}

/* ---- runs ---- */

int forget_folder_is_begun(const struct forget_folder *f, bool *is) {
    const enum run_step step = checkpoint_step(f->path);
    *is = step >= RUN_DOCUMENTS && step < RUN_FINISHED;
    if (step != RUN_PUBLISH) return PL_OK;
    return engine_stop(f->engine, EXIT_AGAIN,
                       "%s holds a run that was stopped while it was published: let it end before",
                       f->path);
}

static int remove_file(struct engine *e, const char *path) {
    return unlink(path) && errno != ENOENT ? engine_stop_errno(e, errno, path) : PL_OK;
}

static int remove_part(void *context, const char *path) { return remove_file(context, path); }

/* Without its checkpoint it is none. */
int forget_run(const struct forget_folder *f) {
    struct engine *e = f->engine;
    bool is_begun;
    if (forget_folder_is_begun(f, &is_begun)) return PL_ESTOP;
    char *path = text_printf("%s/checkpoint", f->path);
    int rc = is_begun ? remove_file(e, path) : PL_OK;
    if (!rc && is_begun && file_sync_folder(path)) rc = engine_stop_errno(e, errno, path);
    free(path);
    return rc;
}

static int remove_parts(const struct forget_folder *f) {
    struct engine *e = f->engine;
    int rc = PL_OK;
    for (uint32_t i = 0; i < e->n_outputs && !rc; i++) {
        if (e->outputs[i]->is_stream) continue;
        char *pattern = pattern_of(f, e->outputs[i]), *part = text_printf("%s.part", pattern);
        if (run_files_each(part, 0, remove_part, e)) rc = engine_stop_errno(e, errno, part);
        free(pattern);
        free(part);
    }
    return rc;
}

/* What one run writes for itself: spools, lists of ids, and of each stage records, decisions and state. */
static bool is_of_run(const struct engine *e, const char *name) {
    if (!strcmp(name, "arrivals") || !strcmp(name, "ids") || !strncmp(name, "spool.", 6))
        return true;
    for (uint16_t i = 0; i < e->plan->n; i++) {
        const char *stage = e->plan->stages[i].name;
        const size_t n = strlen(stage);
        if (!strncmp(name, stage, n) && name[n] == '.') return true;
    }
    return false;
}

int forget_leftovers(const struct forget_folder *f) {
    struct engine *e = f->engine;
    struct dirent **names = NULL;
    const int n = scandir(f->path, &names, NULL, alphasort);
    int rc = n < 0 ? engine_stop_errno(e, errno, f->path) : PL_OK;
    for (int i = 0; i < n; i++) {
        char *path = text_printf("%s/%s", f->path, names[i]->d_name);
        if (!rc && is_of_run(e, names[i]->d_name)) rc = remove_file(e, path);
        free(path);
        free(names[i]);
    }
    free(names);
    return rc ? rc : remove_parts(f);
}
