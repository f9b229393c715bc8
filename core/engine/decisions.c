/* decisions.c: messages to documents, kept as records with the key (file, offset) so that the order
 * of keys is that of positions; the ordinal of the position stays in the record. */
#include "support/memory.h"
#include "engine/decisions.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "engine/records.h"
#include "engine/sorted.h"

struct decisions_writer {
    struct records_log log;
    struct buffer block;
    char *folder, *path;
    size_t memory;
};
struct decisions {
    struct records_sorted *sorted;
};
struct decisions_reader {
    struct decisions *decisions;
    struct blocks blocks;
    bool has; /* blocks.record is valid */
    bool begun;
    pl_position asked; /* the newest question: what comes before it has gone by */
};

static char *copy_of(const char *s) {
    char *copy = checked(strdup(s));
    return copy;
}

static void *zeros(size_t n) {
    void *p = checked(calloc(1, n));
    return p;
}

struct decisions_writer *decisions_create(const char *folder, const char *path, size_t memory) {
    struct decisions_writer *w = zeros(sizeof *w);
    w->folder = copy_of(folder);
    w->path = copy_of(path);
    w->memory = memory;
    if (append_file_temporary(&w->log.file, folder) == PL_OK) return w;
    const int error = errno;
    decisions_writer_free(w);
    errno = error;
    return NULL;
}

static int flush(struct decisions_writer *w) {
    const int rc = records_append(&w->log, &w->block);
    buffer_clear(&w->block);
    return rc;
}

int decisions_add(struct decisions_writer *w, pl_position at, pl_str bytes) {
    const uint64_t key[2] = {at.file, at.offset};
    const pl_position place = {.ordinal = at.ordinal};
    if (records_emit(&w->block, place, 0, 0, key, bytes))
        return append_file_fail(&w->log.file, errno, "a decision of %zu bytes: %s", bytes.n,
                                strerror(errno));
    return w->block.n >= BLOCK_BYTES ? flush(w) : PL_OK;
}

static int write_sorted(struct decisions_writer *w, struct records_sorted *to) {
    struct sort_job job = {
        .log = &w->log, .folder = w->folder, .memory = w->memory, .to = to, .into_file = true};
    if (append_file_create(&to->file, w->path, 0) || sort_records(&job) || sorted_save_index(to) ||
        append_file_sync(&to->file))
        return append_file_fail(&w->log.file, errno, "%s", to->file.error);
    return PL_OK;
}

int decisions_finish(struct decisions_writer *w) {
    if (flush(w)) return PL_ESTOP;
    struct records_sorted *to = sorted_new();
    const int rc = write_sorted(w, to);
    const int error = errno;
    records_sorted_free(to);
    errno = error;
    return rc;
}

const char *decisions_writer_error(const struct decisions_writer *w) {
    return append_file_error(&w->log.file);
}

void decisions_writer_free(struct decisions_writer *w) {
    if (!w) return;
    append_file_close(&w->log.file);
    buffer_free(&w->block);
    free(w->folder);
    free(w->path);
    free(w);
}

struct decisions *decisions_open(const char *path) {
    struct records_sorted *sorted = sorted_load(path);
    if (!sorted) return NULL;
    struct decisions *d = zeros(sizeof *d);
    d->sorted = sorted;
    return d;
}

uint64_t decisions_count(const struct decisions *d) { return d->sorted->count; }
const char *decisions_error(const struct decisions *d) {
    return append_file_error(&d->sorted->file);
}

void decisions_close(struct decisions *d) {
    if (!d) return;
    records_sorted_free(d->sorted);
    free(d);
}

struct decisions_reader *decisions_reader(struct decisions *d) {
    struct decisions_reader *r = zeros(sizeof *r);
    r->decisions = d;
    sorted_walk(d->sorted, &r->blocks);
    return r;
}

void decisions_reader_free(struct decisions_reader *r) {
    if (!r) return;
    blocks_free(&r->blocks);
    free(r);
}

/* <0, 0, >0: the current record against a position. */
static int compare(const struct decisions_reader *r, pl_position at) {
    const pl_record *now = &r->blocks.record;
    const int by_key = record_compare_key(now, 0, at.file, at.offset);
    if (by_key || now->position.ordinal == at.ordinal) return by_key;
    return now->position.ordinal < at.ordinal ? -1 : 1;
}

static int take(struct decisions_reader *r, int rc) {
    r->has = rc == PL_OK;
    return rc == PL_ESTOP ? PL_ESTOP : PL_OK;
}

static bool is_after(pl_position a, pl_position b) {
    if (a.file != b.file) return a.file > b.file;
    return a.offset != b.offset ? a.offset > b.offset : a.ordinal > b.ordinal;
}

/* Goes to the first decision that is not before `at`: on from where it is when `at` is behind the
 * position asked for last. */
static int find(struct decisions_reader *r, pl_position at) {
    const uint64_t key[2] = {at.file, at.offset};
    const bool onward = r->begun && is_after(at, r->asked);
    const bool far = r->has && record_compare_key(&r->blocks.record, 0, key[0], key[1]) < 0;
    r->begun = true;
    r->asked = at;
    if (!onward || far)
        if (take(r, sorted_find(r->decisions->sorted, &r->blocks, 0, key, !onward)))
            return PL_ESTOP;
    while (r->has && compare(r, at) < 0)
        if (take(r, blocks_next(&r->blocks))) return PL_ESTOP;
    return PL_OK;
}

static int collect(struct decisions_reader *r, pl_position at, struct arena *arena, pl_array *all) {
    pl_str *v = NULL;
    uint32_t n = 0, space = 0;
    while (r->has && compare(r, at) == 0) {
        if (n == space) {
            pl_str *old = v;
            space = space ? 2 * space : 4;
            v = arena_alloc(arena, space * sizeof *v, _Alignof(pl_str));
            if (n) memcpy(v, old, n * sizeof *v);
        }
        v[n++] = arena_copy(arena, r->blocks.record.bytes.p, r->blocks.record.bytes.n);
        if (take(r, blocks_next(&r->blocks))) return PL_ESTOP;
    }
    *all = (pl_array){v, n, sizeof *v};
    return PL_OK;
}

int decisions_seek_next(struct decisions_reader *r, pl_position at, struct arena *arena,
                        pl_array *all) {
    *all = (pl_array){NULL, 0, sizeof(pl_str)};
    return find(r, at) ? PL_ESTOP : collect(r, at, arena, all);
}

int decisions_lookup(struct decisions *d, pl_position at, struct arena *arena, pl_array *all) {
    struct decisions_reader r = {.decisions = d};
    sorted_walk(d->sorted, &r.blocks);
    const int rc = decisions_seek_next(&r, at, arena, all);
    blocks_free(&r.blocks);
    return rc;
}
