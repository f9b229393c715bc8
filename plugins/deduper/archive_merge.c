/* archive_merge.c: segments become one, so that there are few of them however often runs add to the folder. */
#define XXH_INLINE_ALL
#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include "segment.h"

const char segment_unfinished[] = "merging";

/* The first of those to be merged; the last one alone: none. */
static uint32_t first_of(const struct archive *a) {
    uint32_t first = a->n - 1;
    uint64_t together = a->v[first].n;
    for (; first && together >= a->v[first - 1].n; first--) together += a->v[first - 1].n;
    return first;
}

/* Copies the data of all, then their tables, in which the places are moved. */
static int write_all(struct archive_writer *w, const struct segment *v, uint32_t n) {
    uint32_t documents = 0;
    uint64_t *const moved = malloc((n + 1) * sizeof *moved);
    if (!moved) return -1;
    for (uint32_t i = 0; i < n; i++) {
        moved[i] = w->at - sizeof(struct segment_head);
        writer_put(w, v[i].p + sizeof(struct segment_head),
                   (size_t)((const char *)v[i].entries - v[i].p) - sizeof(struct segment_head));
        documents += v[i].n;
    }
    const uint64_t table = w->at;
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < v[i].n; k++) {
            struct archive_entry e = v[i].entries[k];
            e.at += moved[i];
            writer_put(w, &e, sizeof e);
        }
    free(moved);
    return writer_end(w, table, documents);
}

static int write_merged(const struct archive *a, uint32_t first, struct range range) {
    char name[SEGMENT_NAME];
    segment_name(range, name);
    const int fd =
        openat(a->fd, segment_unfinished, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    struct archive_writer *w = writer_open(fd);
    const bool ok = w && !write_all(w, a->v + first, a->n - first) &&
                    !renameat(a->fd, segment_unfinished, a->fd, name) && !fsync(a->fd);
    const int rc = ok ? PL_OK : archive_failed(a, name);
    writer_free(w);
    return rc;
}

/* Segments that lie in another, which is on the disk for good. */
int archive_remove_stale(const struct archive *a) {
    struct range *v = NULL;
    char name[SEGMENT_NAME];
    const int n = archive_ranges(a, true, &v);
    int rc = n < 0 ? archive_failed(a, "") : PL_OK;
    for (int i = 0; i < n && !rc; i++) {
        segment_name(v[i], name);
        if (unlinkat(a->fd, name, 0)) rc = archive_failed(a, name);
    }
    free(v);
    return rc;
}

/* New segments of runs that were killed, and that nobody went on with for a month. */
static void remove_forgotten(const struct archive *a) {
    enum { MONTH = 30 * 24 * 3600 };
    struct dirent **names = NULL;
    struct stat s;
    const int n = scandir(a->folder, &names, segment_is_new, NULL);
    for (int i = 0; i < n; i++) {
        if (!fstatat(a->fd, names[i]->d_name, &s, 0) && s.st_mtime < time(NULL) - MONTH)
            unlinkat(a->fd, names[i]->d_name, 0);
        free(names[i]);
    }
    free(names);
}

int archive_merge(struct archive *a) {
    if (!a->n) return PL_OK;
    const uint32_t first = first_of(a);
    const struct range range = {a->v[first].range.from, a->v[a->n - 1].range.to};
    if (first < a->n - 1 && write_merged(a, first, range)) return PL_ESTOP;
    remove_forgotten(a);
    return archive_remove_stale(a);
}
