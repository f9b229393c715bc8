/* ids.c: a set of 64-bit hashes of all ids: 8 to 16 bytes of memory a document.
 *
 * Two different ids with one hash (1e9 documents: 2.7 % of a single case) cost an unneeded #2, no document. How often an id
 * repeated is counted in a second, small table, so that a million equal ids take a million steps, not their square. */
#include "engine/ids.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>
#include "engine/append_file.h"
#include "engine/host.h"
#include "support/file.h"

struct table {
    uint64_t *keys;
    uint32_t *values;
    size_t n, room;
}; /* open addressing; key 0 is free */
struct ids {
    struct table seen, repeats;
    struct engine *engine;
    struct append_file file; /* the hashes of all ids, in input order; path NULL: none is kept */
};

static size_t slot_of(const struct table *t, uint64_t key) {
    size_t i = key & (t->room - 1);
    while (t->keys[i] && t->keys[i] != key) i = (i + 1) & (t->room - 1);
    return i;
}

static void table_resize(struct table *t, size_t room, bool has_values) {
    const struct table old = *t;
    t->room = room;
    t->keys = checked(calloc(room, sizeof *t->keys));
    t->values = has_values ? checked(calloc(room, sizeof *t->values)) : NULL;
    for (size_t i = 0; i < old.room; i++) {
        if (!old.keys[i]) continue;
        const size_t to = slot_of(t, old.keys[i]);
        t->keys[to] = old.keys[i];
        if (has_values) t->values[to] = old.values[i];
    }
    free(old.keys);
    free(old.values);
}

/* Returns the slot of `key`, added when new; *is_new says which. */
static size_t table_add(struct table *t, uint64_t key, bool has_values, bool *is_new) {
    if (2 * (t->n + 1) > t->room) table_resize(t, t->room ? 2 * t->room : 1024, has_values);
    const size_t i = slot_of(t, key);
    *is_new = !t->keys[i];
    if (*is_new) {
        t->keys[i] = key;
        t->n++;
    }
    return i;
}

static uint64_t hash_id(pl_str id) {
    const uint64_t h = XXH3_64bits(id.p, id.n);
    return h ? h : 1;
}

struct ids *ids_open(struct engine *e) {
    struct ids *ids = checked(calloc(1, sizeof *ids));
    ids->engine = e;
    return ids;
}

void ids_close(struct ids *ids) {
    if (!ids) return;
    free(ids->seen.keys);
    free(ids->seen.values);
    free(ids->repeats.keys);
    free(ids->repeats.values);
    if (ids->file.path) append_file_close(&ids->file);
    free(ids);
}

/* Counts up from #2 until a free id is found; other documents may really be called "x#2". */
static void rename_repeated(struct ids *ids, pl_document *doc, uint64_t hash) {
    bool is_new;
    const size_t i = table_add(&ids->repeats, hash, true, &is_new);
    if (is_new) ids->repeats.values[i] = 1;
    do {
        char number[16];
        const int n = snprintf(number, sizeof number, "#%u", ++ids->repeats.values[i]);
        char *p = arena_alloc(&doc->batch->arena, doc->id.n + (size_t)n, 1);
        memcpy(p, doc->id.p, doc->id.n);
        memcpy(p + doc->id.n, number, (size_t)n);
        const pl_str id = {p, doc->id.n + (size_t)n};
        table_add(&ids->seen, hash_id(id), false, &is_new);
        if (is_new) doc->id = id;
    } while (!is_new);
    field_flag(doc, "repeated_id");
}

bool ids_note(struct ids *ids, pl_str id, uint32_t text, uint32_t *before) {
    bool is_new;
    const size_t i = table_add(&ids->seen, hash_id(id), true, &is_new);
    *before = ids->seen.values[i];
    ids->seen.values[i] = text;
    return !is_new;
}

int ids_check(struct ids *ids, struct job *job) {
    for (uint32_t i = 0; i < job->batch.n; i++) {
        pl_document *doc = job->batch.docs[i];
        if (!doc->id.n) continue; /* died before it had one */
        const uint64_t hash = hash_id(doc->id);
        bool is_new;
        table_add(&ids->seen, hash, false, &is_new);
        if (is_new) continue;
        rename_repeated(ids, doc, hash);
        job->n_repeated_ids++;
    }
    return PL_OK;
}

/* How often an id repeated is not kept: counting up from #2 comes to the same free number. */
static int read_back(struct ids *ids) {
    uint64_t hashes[512];
    bool is_new;
    for (uint64_t at = 0; at < ids->file.length;) {
        const uint64_t left = ids->file.length - at;
        const size_t n = left < sizeof hashes ? (size_t)left : sizeof hashes;
        if (append_file_read(&ids->file, hashes, n, at)) return PL_ESTOP;
        for (size_t i = 0; i < n / sizeof *hashes; i++)
            table_add(&ids->seen, hashes[i], false, &is_new);
        at += n;
    }
    return PL_OK;
}

int ids_keep(struct ids *ids, uint64_t length) {
    struct engine *e = ids->engine;
    if (!e->plan->state) return PL_OK;
    char *path = text_printf("%s/ids", e->work);
    const int rc = append_file_create(&ids->file, path, length) || (!e->history && read_back(ids))
                       ? PL_ESTOP
                       : PL_OK;
    free(path);
    return rc ? engine_stop(e, EXIT_IO, "%s", append_file_error(&ids->file)) : PL_OK;
}

int ids_save(struct ids *ids, struct job *job) {
    if (!ids->file.path) return PL_OK;
    uint64_t *hashes = arena_alloc(&job->batch.arena, (job->batch.n + 1) * sizeof *hashes, 8);
    uint32_t n = 0;
    for (uint32_t i = 0; i < job->batch.n; i++)
        if (job->batch.docs[i]->id.n) hashes[n++] = hash_id(job->batch.docs[i]->id);
    if (!append_file_write(&ids->file, hashes, n * sizeof *hashes, NULL, 0)) return PL_OK;
    return engine_stop(ids->engine, EXIT_IO, "%s", append_file_error(&ids->file));
}

int ids_were_read(const char *state, pl_str id, bool *were) {
    const uint64_t wanted = hash_id(id);
    struct buffer b = {0};
    char *path = text_printf("%s/ids", state);
    const int rc = file_read_all(path, SIZE_MAX / 2, &b) && errno != ENOENT ? -1 : 0, error = errno;
    *were = false;
    for (size_t at = 0; !rc && at + sizeof wanted <= b.n && !*were; at += sizeof wanted)
        *were = !memcmp(b.p + at, &wanted, sizeof wanted);
    buffer_free(&b);
    free(path);
    errno = error;
    return rc;
}

uint64_t ids_length(const struct ids *ids) { return ids->file.length; }
int ids_sync(struct ids *ids) { return ids->file.path ? append_file_sync(&ids->file) : PL_OK; }
const char *ids_error(const struct ids *ids) { return append_file_error(&ids->file); }
