/* archive_write.c: writes the segment of this run. */
#define XXH_INLINE_ALL
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xxhash.h>
#include "archive.h"
#include "segment.h"
#include "sketch.h"

struct archive_writer {
    FILE *file;
    XXH3_state_t checksum;
    uint64_t at;
    struct archive_entry *entries;
    uint32_t n, room;
    uint64_t *scratch;
    size_t scratch_room;
    bool failed;
};

static char *path_of(const struct archive *a, const char *name) {
    char *path = NULL;
    return asprintf(&path, "%s/%s", a->folder, name) < 0 ? NULL : path;
}

static int failed(const struct archive *a) {
    return a->host->fail(a->context, PL_ESTOP, "index %s: %s", a->folder, strerror(errno));
}

static void writer_free(struct archive *a) {
    struct archive_writer *w = a->writer;
    if (!w) return;
    if (w->file) fclose(w->file);
    free(w->entries);
    free(w->scratch);
    free(w);
    a->writer = NULL;
}

static void put(struct archive_writer *w, const void *p, size_t n) {
    if (!n) return;
    XXH3_64bits_update(&w->checksum, p, n);
    w->failed |= fwrite(p, n, 1, w->file) != 1;
    w->at += n;
}

int archive_begin(struct archive *a) {
    if (!a->folder) return PL_OK;
    writer_free(a);
    struct archive_writer *w = a->writer = calloc(1, sizeof *w);
    char *path = path_of(a, SEGMENT_NEW);
    int rc = PL_ESTOP;
    if (!w || !path || !(w->file = fopen(path, "wb"))) goto out;
    static const struct segment_head empty;
    XXH3_INITSTATE(&w->checksum);
    XXH3_64bits_reset(&w->checksum);
    w->at = sizeof empty;
    if (fwrite(&empty, sizeof empty, 1, w->file) == 1) rc = PL_OK;
out:
    free(path);
    return rc ? failed(a) : rc;
}

static int reserve(struct archive_writer *w, size_t units) {
    if (w->n == w->room) {
        const uint32_t room = w->room * 2 + 256;
        struct archive_entry *v = realloc(w->entries, room * sizeof *v);
        if (!v) return -1;
        w->entries = v;
        w->room = room;
    }
    if (2 * units + 2 > w->scratch_room) {
        free(w->scratch);
        w->scratch_room = 0;
        if (!(w->scratch = malloc((2 * units + 2) * sizeof *w->scratch))) return -1;
        w->scratch_room = 2 * units + 2;
    }
    return 0;
}

int archive_add(struct archive *a, const struct document *d, const struct body *b) {
    static const char zeros[8];
    struct archive_writer *w = a->writer;
    const pl_str id = body_about(b).id;
    struct sketch near, spun = {.n = 0};
    if (reserve(w, b->n)) return failed(a);
    sketch_make(&near, LAYER_NEAR, b->v, b->n, w->scratch);
    if (!d->by_character) sketch_make(&spun, LAYER_SPUN, b->v, b->n, w->scratch);
    w->entries[w->n++] = (struct archive_entry){.exact = {d->exact[0], d->exact[1]},
                                                .field = {d->field[0], d->field[1]},
                                                .at = w->at,
                                                .units = b->n,
                                                .grams = near.grams,
                                                .reach = near.reach,
                                                .by_character = d->by_character,
                                                .date = d->date,
                                                .fluency = d->fluency,
                                                .near = near.n,
                                                .spun = spun.n,
                                                .id = (uint32_t)id.n};
    put(w, near.v, near.n * sizeof *near.v);
    put(w, spun.v, spun.n * sizeof *spun.v);
    put(w, b->v, b->n * sizeof *b->v);
    put(w, id.p, id.n);
    put(w, zeros, (0 - w->at) % sizeof zeros);
    return w->failed ? failed(a) : PL_OK;
}

int archive_end(struct archive *a) {
    struct archive_writer *w = a->writer;
    if (!w) return PL_OK;
    struct segment_head head = {.magic = SEGMENT_MAGIC, .table = w->at, .documents = w->n};
    put(w, w->entries, w->n * sizeof *w->entries);
    head.bytes = w->at;
    head.checksum = XXH3_64bits_digest(&w->checksum);
    int rc = w->failed || fseek(w->file, 0, SEEK_SET) ||
                     fwrite(&head, sizeof head, 1, w->file) != 1 || fflush(w->file) ||
                     fsync(fileno(w->file))
                 ? failed(a)
                 : PL_OK;
    writer_free(a);
    return rc;
}

/* Without the file there is nothing to do: a resumed run may have been killed after the rename. */
int archive_publish(struct archive *a) {
    if (!a->folder) return PL_OK;
    char name[32];
    snprintf(name, sizeof name, "%06u.seg", a->last + 1);
    char *from = path_of(a, SEGMENT_NEW), *to = path_of(a, name);
    const int folder = open(a->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool ok =
        from && to && folder >= 0 && (!rename(from, to) || errno == ENOENT) && !fsync(folder);
    if (folder >= 0) close(folder);
    free(from);
    free(to);
    return ok ? PL_OK : failed(a);
}
