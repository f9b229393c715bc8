/* withdrawn.c: the file of withdrawn documents, and the gate that keeps them out. */
#include "engine/withdrawn.h"
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "engine/history.h"
#include "engine/known.h"
#include "support/file.h"
#include "support/memory.h"
#include "support/percent.h"

static char *path_of(const char *state) { return text_printf("%s/withdrawn", state); }

static void add_keys(struct keys *to, const struct keys *from) {
    for (size_t i = 0; i < from->n; i++) keys_add(to, from->v[i]);
}

static void sort_keys(struct withdrawn *w) {
    w->keys.n = 0;
    for (size_t i = 0; i < w->n; i++) add_keys(&w->keys, &w->v[i].keys);
    keys_sort(&w->keys);
}

bool withdrawn_has(const struct withdrawn *w, uint64_t key) { return keys_has(&w->keys, key); }

static void free_line(struct withdrawn_line *l) {
    keys_free(&l->keys);
    free(l->id);
}

void withdrawn_free(struct withdrawn *w) {
    for (size_t i = 0; i < w->n; i++) free_line(&w->v[i]);
    free(w->v);
    keys_free(&w->keys);
    *w = (struct withdrawn){0};
}

static struct withdrawn_line *append(struct withdrawn *w) {
    w->v = checked(realloc(w->v, (w->n + 1) * sizeof *w->v));
    w->v[w->n] = (struct withdrawn_line){.id = NULL};
    return &w->v[w->n++];
}

void withdrawn_add(struct withdrawn *w, const char *day, const char *id, const struct keys *keys) {
    withdrawn_remove(w, keys->v[0]);
    struct withdrawn_line *l = append(w);
    snprintf(l->day, sizeof l->day, "%s", day);
    l->id = checked(strdup(id));
    add_keys(&l->keys, keys);
    sort_keys(w);
}

bool withdrawn_remove(struct withdrawn *w, uint64_t key) {
    size_t kept = 0;
    for (size_t i = 0; i < w->n; i++) {
        if (w->v[i].keys.v[0] == key)
            free_line(&w->v[i]);
        else
            w->v[kept++] = w->v[i];
    }
    const bool was_there = kept < w->n;
    w->n = kept;
    sort_keys(w);
    return was_there;
}

const char *withdrawn_begun(const struct withdrawn *w) {
    for (size_t i = 0; i < w->n; i++)
        if (w->v[i].id) return w->v[i].id;
    return NULL;
}

void withdrawn_done(struct withdrawn *w, const char *id) {
    for (size_t i = 0; i < w->n; i++)
        if (w->v[i].id && !strcmp(w->v[i].id, id)) {
            free(w->v[i].id);
            w->v[i].id = NULL;
            return;
        }
}

/* ---- the file ---- */

static bool read_line(struct withdrawn *w, char *line) {
    int at = 0;
    struct withdrawn_line *l = append(w);
    if (sscanf(line, "%10s\t%n", l->day, &at) != 1 || !at) return false;
    char *p = line + at, *end;
    for (; *p && *p != '\t'; p = *end == ' ' ? end + 1 : end) {
        const uint64_t key = strtoull(p, &end, 16);
        if (end == p) return false;
        keys_add(&l->keys, key);
    }
    if (!l->keys.n || *p++ != '\t') return false;
    if (!*p) return true;
    p[percent_read(p, strlen(p))] = 0;
    l->id = checked(strdup(p));
    return true;
}

static bool read_lines(struct withdrawn *w, char *text) {
    for (char *end; (end = strchr(text, '\n')); text = end + 1) {
        *end = 0;
        if (!read_line(w, text)) return false;
    }
    return !*text;
}

int withdrawn_read(struct withdrawn *w, const char *state) {
    struct buffer text = {0};
    char *path = path_of(state);
    *w = (struct withdrawn){0};
    int rc = file_read_all(path, SIZE_MAX / 2, &text) ? -1 : 0;
    if (rc && errno == ENOENT) rc = 0, errno = 0;
    int error = errno;
    if (!rc && buffer_append(&text, "", 1)) arena_exhausted(text.n);
    if (!rc && !read_lines(w, text.p)) rc = -1, error = EBADMSG;
    sort_keys(w);
    buffer_free(&text);
    free(path);
    errno = error;
    return rc;
}

int withdrawn_write(const struct withdrawn *w, const char *state) {
    struct buffer b = {0};
    for (size_t i = 0; i < w->n; i++) {
        const struct withdrawn_line *l = &w->v[i];
        buffer_printf(&b, "%s\t", l->day);
        for (size_t k = 0; k < l->keys.n; k++)
            buffer_printf(&b, "%s%016" PRIx64, k ? " " : "", l->keys.v[k]);
        buffer_put(&b, '\t');
        if (l->id) percent_write(&b, str_of(l->id));
        buffer_put(&b, '\n');
    }
    char *path = path_of(state);
    if (b.failed) errno = ENOMEM;
    const int rc = b.failed ? -1 : file_replace(path, b.p ? b.p : "", b.n), error = errno;
    free(path);
    buffer_free(&b);
    errno = error;
    return rc;
}

/* ---- in a run ---- */

static const char reason_withdrawn[] = "withdrawn";

int withdrawn_open(struct engine *e) {
    if (!e->plan->home) return PL_OK;
    struct withdrawn w;
    if (withdrawn_read(&w, e->plan->home)) {
        const int error = errno;
        withdrawn_free(&w);
        return engine_stop(e, EXIT_IO, "%s/withdrawn: %s", e->plan->home, strerror(error));
    }
    if (!w.n) return withdrawn_free(&w), PL_OK;
    e->withdrawn = checked(malloc(sizeof w));
    *e->withdrawn = w;
    return PL_OK;
}

/* What is left stands for it in the count and in the file of rejected documents: the id, and the place. */
static void strip(pl_document *doc) {
    doc->text = doc->original = (pl_str){"", 0};
    doc->edits = NULL;
    doc->n_fields = 0;
    for (uint32_t i = 0; i < doc->batch->schema->n_layers; i++)
        doc->layers[i] = (struct layer){.v = NULL};
}

static bool is_withdrawn(const struct withdrawn *w, const pl_document *doc) {
    const uint64_t url = history_url_key(doc);
    return withdrawn_has(w, known_key_of_id(doc->id)) || (url && withdrawn_has(w, url));
}

void withdrawn_check(struct job *job) {
    const struct withdrawn *w = job->engine->withdrawn;
    for (uint32_t i = 0; w && i < job->batch.n; i++) {
        pl_document *doc = job->batch.docs[i];
        if (!doc->id.n || doc->verdict.state != PL_KEPT || !is_withdrawn(w, doc)) continue;
        strip(doc);
        document_reject(doc, 0, str_of(reason_withdrawn), str_of(reason_withdrawn));
        job->counts[0].kept--;
        job->counts[0].dropped++;
    }
}

bool withdrawn_is_reason(const pl_document *doc) {
    return doc->verdict.state == PL_DROPPED && doc->verdict.reason.p == reason_withdrawn;
}

void withdrawn_close(struct engine *e) {
    if (e->withdrawn) withdrawn_free(e->withdrawn);
    free(e->withdrawn);
}
