/* forget.c: see forget.h. */
#include "engine/forget.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "engine/forget_files.h"
#include "engine/ids.h"
#include "engine/json_lines.h"
#include "engine/run_name.h"
#include "engine/stages.h"
#include "engine/withdrawn.h"
#include "support/log.h"
#include "support/memory.h"

void forget_start(struct forgotten *f, const char *id) {
    *f = (struct forgotten){.id = id};
    keys_add(&f->keys, known_key_of_id(str_of(id)));
}

void forget_end(struct forgotten *f) {
    keys_free(&f->keys);
    keys_free(&f->runs);
    buffer_free(&f->where);
    buffer_free(&f->published);
}

static int stop_errno(struct engine *e, const char *path) {
    return errno == EBADMSG ? engine_stop(e, EXIT_IO, "%s is damaged", path)
                            : engine_stop_errno(e, errno, path);
}

/* ---- what is known ---- */

static bool is_id(const struct known *k, const struct known_entry *entry, const char *id) {
    const pl_str found = known_id(k, entry);
    return found.n == strlen(id) && !memcmp(found.p, id, found.n);
}

static int open_known(struct engine *e, struct known *k, char **path) {
    *path = text_printf("%s/known", e->plan->home);
    return known_open(k, *path) ? stop_errno(e, *path) : PL_OK;
}

static int find_in_known(struct engine *e, struct forgotten *f) {
    struct known k;
    char *path;
    const int rc = open_known(e, &k, &path);
    for (uint64_t i = 0; !rc && i < k.n; i++) {
        if (!is_id(&k, &k.v[i], f->id)) continue;
        keys_add_new(&f->keys, k.v[i].key);
        keys_add_new(&f->runs, k.v[i].run);
        f->n_known++;
    }
    keys_sort(&f->runs);
    if (f->n_known)
        buffer_printf(&f->where, "    %s: %llu entries\n", path, (unsigned long long)f->n_known);
    f->found |= f->n_known != 0;
    known_close(&k);
    free(path);
    return rc;
}

struct another {
    const struct known *known;
    const char *id;
};

static bool is_another(void *context, const struct known_entry *entry) {
    const struct another *a = context;
    return !is_id(a->known, entry, a->id);
}

static int forget_known(struct engine *e, const char *id) {
    struct known k;
    char *path;
    int rc = open_known(e, &k, &path);
    struct another a = {&k, id};
    if (!rc && k.n && known_thin(&k, path, is_another, &a)) rc = stop_errno(e, path);
    known_close(&k);
    free(path);
    return rc;
}

/* ---- what stages keep ---- */

static int ask_stages(struct engine *e, uint32_t what, const char *id, struct forgotten *f) {
    for (uint16_t i = 0; i < e->n_stages; i++) {
        pl_upkeep asked = {.what = what, .id = str_of(id)};
        if (stage_upkeep(&e->stages[i], &asked)) return PL_ESTOP;
        if (!f || !asked.n) continue;
        buffer_printf(&f->where, "    [%s]: %llu kept\n", e->stages[i].name,
                      (unsigned long long)asked.n);
        f->n_kept += asked.n;
        f->found = true;
    }
    return PL_OK;
}

/* ---- lines in files ---- */

struct lines {
    struct engine *engine;
    struct forgotten *forgotten;
    struct buffer *to;
};

static int count_lines(void *context, const char *path) {
    struct lines *l = context;
    uint64_t n;
    if (json_lines_count(path, l->forgotten->id, &n)) return stop_errno(l->engine, path);
    if (n) buffer_printf(l->to, "    %s: %llu lines\n", path, (unsigned long long)n);
    return PL_OK;
}

/* A published file may be of any form, and gone. */
static int look_into(void *context, const char *path) {
    struct lines *l = context;
    uint64_t n;
    if (!json_lines_count(path, l->forgotten->id, &n) && n) buffer_printf(l->to, "    %s\n", path);
    return PL_OK;
}

static int find_published(const struct forget_folder *folder, struct lines *l) {
    const struct forgotten *f = l->forgotten;
    int rc = PL_OK;
    l->to = &l->forgotten->published;
    if (!folder->engine->plan->incremental || folder->word)
        return forget_lines_each(folder, true, 0, look_into, l);
    for (size_t i = 0; i < f->runs.n && !rc; i++)
        rc = forget_lines_each(folder, true, f->runs.v[i], look_into, l);
    return rc;
}

static int find_in_folder(void *context, const struct forget_folder *folder) {
    struct lines *l = context;
    struct forgotten *f = l->forgotten;
    bool is_begun;
    if (forget_folder_is_begun(folder, &is_begun)) return PL_ESTOP;
    f->gives_up |= is_begun;
    bool was_read;
    if (ids_were_read(folder->path, str_of(f->id), &was_read))
        return engine_stop_errno(folder->engine, errno, folder->path);
    if (was_read) {
        buffer_printf(&f->where, "    %s: read by its last run\n", folder->path);
        f->found = true;
    }
    const size_t before = f->where.n;
    l->to = &f->where;
    if (forget_lines_each(folder, false, 0, count_lines, l)) return PL_ESTOP;
    f->found |= f->where.n > before;
    return find_published(folder, l);
}

/* Once more: the keys of its line would be lost with the line that is replaced. */
static int find_in_withdrawn(struct engine *e, struct forgotten *f) {
    struct withdrawn w;
    const int rc = withdrawn_read(&w, e->plan->home) ? stop_errno(e, e->plan->home) : PL_OK;
    for (size_t i = 0; i < w.n && !rc; i++) {
        const struct withdrawn_line *l = &w.v[i];
        if (l->keys.v[0] != f->keys.v[0]) continue;
        for (size_t k = 0; k < l->keys.n; k++) keys_add_new(&f->keys, l->keys.v[k]);
        f->found = true;
    }
    withdrawn_free(&w);
    return rc;
}

int forget_find(struct engine *e, struct forgotten *f) {
    struct lines l = {e, f, NULL};
    return find_in_withdrawn(e, f) || find_in_known(e, f) ||
                   ask_stages(e, PL_UPKEEP_FIND, f->id, f) ||
                   forget_folders_each(e, find_in_folder, &l)
               ? PL_ESTOP
               : PL_OK;
}

/* ---- forgetting ---- */

static int give_up(void *context, const struct forget_folder *folder) {
    (void)context;
    return forget_run(folder);
}

int forget_begin(struct engine *e, struct forgotten *f) {
    struct withdrawn w;
    struct run_name now;
    run_name_set_today(&now);
    if (forget_folders_each(e, give_up, NULL)) return PL_ESTOP;
    int rc = withdrawn_read(&w, e->plan->home);
    if (!rc) {
        withdrawn_add(&w, now.date, f->id, &f->keys);
        rc = withdrawn_write(&w, e->plan->home);
    }
    const int error = errno;
    withdrawn_free(&w);
    errno = error;
    return rc ? stop_errno(e, e->plan->home) : PL_OK;
}

struct taking_out {
    struct engine *engine;
    const char *id;
};

static int take_out(void *context, const char *path) {
    const struct taking_out *t = context;
    uint64_t n;
    return json_lines_take_out(path, t->id, &n) ? stop_errno(t->engine, path) : PL_OK;
}

static int clean_folder(void *context, const struct forget_folder *folder) {
    return forget_run(folder) || forget_leftovers(folder) ||
                   forget_lines_each(folder, false, 0, take_out, context)
               ? PL_ESTOP
               : PL_OK;
}

static int note_done(struct engine *e, const char *id) {
    struct withdrawn w;
    int rc = withdrawn_read(&w, e->plan->home);
    if (!rc) {
        withdrawn_done(&w, id);
        rc = withdrawn_write(&w, e->plan->home);
    }
    const int error = errno;
    withdrawn_free(&w);
    errno = error;
    return rc ? stop_errno(e, e->plan->home) : PL_OK;
}

int forget_finish(struct engine *e, const char *id) {
    struct taking_out t = {e, id};
    return forget_folders_each(e, clean_folder, &t) || forget_known(e, id) ||
                   ask_stages(e, PL_UPKEEP_FORGET, id, NULL) || note_done(e, id)
               ? PL_ESTOP
               : PL_OK;
}

int forget_finish_begun(struct engine *e) {
    const char *begun;
    if (!e->plan->home || e->plan->home != e->plan->state || !e->withdrawn) return PL_OK;
    while ((begun = withdrawn_begun(e->withdrawn))) {
        log_line(LOG_AT_INFO, NULL, "%s: what was begun to be forgotten is forgotten now", begun);
        if (forget_finish(e, begun)) return PL_ESTOP;
        withdrawn_done(e->withdrawn, begun);
    }
    return PL_OK;
}
