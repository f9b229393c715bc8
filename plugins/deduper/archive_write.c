/* archive_write.c: writes the segment of this run. */
#define XXH_INLINE_ALL
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "segment.h"
#include "sketch.h"

struct archive_writer *writer_open(int fd) {
    static const struct segment_head empty;
    struct archive_writer *w = fd < 0 ? NULL : calloc(1, sizeof *w);
    if (w && (w->file = fdopen(fd, "wb"))) {
        XXH3_INITSTATE(&w->checksum);
        XXH3_64bits_reset(&w->checksum);
        w->at = sizeof empty;
        w->failed = fwrite(&empty, sizeof empty, 1, w->file) != 1;
        return w;
    }
    const int error = errno;
    if (fd >= 0) close(fd);
    free(w);
    errno = error;
    return NULL;
}

void writer_put(struct archive_writer *w, const void *p, size_t n) {
    if (!n) return;
    XXH3_64bits_update(&w->checksum, p, n);
    w->failed |= fwrite(p, n, 1, w->file) != 1;
    w->at += n;
}

int writer_end(struct archive_writer *w, uint64_t table, uint32_t documents) {
    struct segment_head head = {.bytes = w->at,
                                .table = table,
                                .checksum = XXH3_64bits_digest(&w->checksum),
                                .documents = documents};
    snprintf(head.magic, sizeof head.magic, "%s%d", SEGMENT_MAGIC, SEGMENT_FORMAT);
    if (w->failed || fseek(w->file, 0, SEEK_SET) || fwrite(&head, sizeof head, 1, w->file) != 1 ||
        fflush(w->file))
        return -1;
    return fsync(fileno(w->file));
}

void writer_free(struct archive_writer *w) {
    if (!w) return;
    if (w->file) fclose(w->file);
    free(w->entries);
    free(w->scratch);
    free(w);
}

static char *path_of(const struct archive *a, const char *name) {
    char *path = NULL;
    return asprintf(&path, "%s/%s", a->folder, name) < 0 ? NULL : path;
}

/* A name of its own, that a run which goes on after a kill finds in its state: another may have had the folder in between. */
int archive_begin(struct archive *a) {
    if (!a->folder) return PL_OK;
    writer_free(a->writer);
    a->writer = NULL;
    char *path = path_of(a, "new.XXXXXX");
    const int fd = path ? mkostemp(path, O_CLOEXEC) : -1;
    int rc = PL_ESTOP;
    if (fd >= 0 && (a->writer = writer_open(fd))) {
        const char *name = strrchr(path, '/') + 1;
        rc = a->host->state_append(a->name, (pl_str){name, strlen(name)});
    } else
        archive_failed(a, "new.XXXXXX");
    free(path);
    return rc;
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
    if (reserve(w, b->n)) return archive_failed(a, "");
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
                                                .id = (uint32_t)id.n,
                                                .day = a->day,
                                                .replaces = d->replaces};
    writer_put(w, near.v, near.n * sizeof *near.v);
    writer_put(w, spun.v, spun.n * sizeof *spun.v);
    writer_put(w, b->v, b->n * sizeof *b->v);
    writer_put(w, id.p, id.n);
    writer_put(w, zeros, (0 - w->at) % sizeof zeros);
    return w->failed ? archive_failed(a, "") : PL_OK;
}

int archive_end(struct archive *a) {
    struct archive_writer *w = a->writer;
    if (!w) return PL_OK;
    const uint64_t table = w->at;
    writer_put(w, w->entries, w->n * sizeof *w->entries);
    const int rc = writer_end(w, table, w->n) ? archive_failed(a, "") : PL_OK;
    writer_free(w);
    a->writer = NULL;
    return rc;
}

/* Without the file there is nothing to name: a resumed run may have been killed after the rename. */
int archive_publish(struct archive *a) {
    enum { NAME = sizeof "new.XXXXXX" - 1 };
    pl_str names;
    if (!a->folder) return PL_OK;
    if (a->host->state_map(a->name, &names)) return PL_ESTOP;
    if (names.n < NAME) return PL_OK;
    char from[NAME + 1] = "", to[SEGMENT_NAME];
    memcpy(from, names.p + names.n - NAME, NAME); /* resolve may have begun more than once */
    const uint32_t number = a->n ? a->v[a->n - 1].range.to + 1 : 1;
    const struct range range = {number, number};
    segment_name(range, to);
    if (!renameat(a->fd, from, a->fd, to)) {
        if (fsync(a->fd)) return archive_failed(a, to);
        if (archive_map(a, range)) return PL_ESTOP;
    } else if (errno != ENOENT)
        return archive_failed(a, to);
    return archive_merge(a);
}
