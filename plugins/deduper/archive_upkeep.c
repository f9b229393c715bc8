/* archive_upkeep.c: segments are written anew, without documents that are to be forgotten or in the format of this version. */
#define XXH_INLINE_ALL
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "segment.h"

enum { WORTHWHILE = 8 }; /* a segment is rid of old documents when one in so many is old */

static pl_str id_of(const struct segment *s, const struct archive_entry *e) {
    const char *data = s->p + e->at;
    return (pl_str){data + (e->near + e->spun + e->units) * sizeof(uint32_t), e->id};
}

static size_t data_bytes(const struct archive_entry *e) {
    const size_t n = (e->near + e->spun + (size_t)e->units) * sizeof(uint32_t) + e->id;
    return n + (0 - n) % 8;
}

/* ---- writing one anew ---- */

static int write_anew(struct archive_writer *w, const struct segment *s, const bool *gone) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < s->n; i++) {
        const struct archive_entry e = segment_entry(s, i);
        if (!gone || !gone[i]) writer_put(w, s->p + e.at, data_bytes(&e));
    }
    const uint64_t table = w->at;
    uint64_t at = sizeof(struct segment_head);
    for (uint32_t i = 0; i < s->n; i++) {
        struct archive_entry e = segment_entry(s, i);
        if (gone && gone[i]) continue;
        e.at = at;
        at += data_bytes(&e);
        writer_put(w, &e, sizeof e);
        kept++;
    }
    return writer_end(w, table, kept);
}

/* `gone`: of its documents those that are left out; NULL: none is. */
static int replace(const struct archive *a, const char *name, const struct segment *s,
                   const bool *gone) {
    const int fd =
        openat(a->fd, segment_unfinished, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    struct archive_writer *w = writer_open(fd);
    const bool ok = w && !write_anew(w, s, gone) &&
                    !renameat(a->fd, segment_unfinished, a->fd, name) && !fsync(a->fd);
    const int rc = ok ? PL_OK : archive_failed(a, name);
    writer_free(w);
    return rc;
}

/* ---- who is meant ---- */

/* Documents that one which is forgotten was an update of: by themselves they would count again. */
struct replaced {
    uint64_t *v;
    size_t n, room;
};

static bool replaced_has(const struct replaced *r, uint64_t key) {
    for (size_t i = 0; i < r->n; i++)
        if (r->v[i] == key) return true;
    return false;
}

static int replaced_add(struct replaced *r, uint64_t key) {
    if (!key || replaced_has(r, key)) return 0;
    if (r->n == r->room) {
        r->room = r->room * 2 + 16;
        uint64_t *v = realloc(r->v, r->room * sizeof *v);
        if (!v) return -1;
        r->v = v;
    }
    r->v[r->n++] = key;
    return 0;
}

static bool is_meant(const struct sweep *s, pl_str id, const struct archive_entry *e,
                     const struct replaced *r) {
    if (!s->id.n) return e->day < s->before;
    return (id.n == s->id.n && !memcmp(id.p, s->id.p, id.n)) || replaced_has(r, id_key(id));
}

/* From the newest to the oldest: a document is later than what it replaces. */
static int mark_segment(struct sweep *s, const struct segment *segment, struct replaced *r,
                        bool *gone) {
    for (uint32_t i = segment->n; i-- > 0;) {
        const struct archive_entry e = segment_entry(segment, i);
        gone[i] = is_meant(s, id_of(segment, &e), &e, r);
        s->found += gone[i];
        if (gone[i] && s->id.n && replaced_add(r, e.replaces)) return -1;
    }
    return 0;
}

/* A mark for each document of the archive; NULL: out of memory. To be freed. */
static bool *mark(const struct archive *a, struct sweep *s) {
    struct replaced r = {.v = NULL};
    bool *gone = calloc((size_t)a->documents + 1, sizeof *gone);
    int rc = gone ? 0 : -1;
    for (uint32_t i = a->n; i-- > 0 && !rc;)
        rc = mark_segment(s, &a->v[i], &r, gone + a->v[i].first);
    free(r.v);
    if (!rc) return gone;
    free(gone);
    archive_failed(a, "");
    return NULL;
}

int archive_find(struct archive *a, struct sweep *s) {
    if (!a->folder) return PL_OK;
    int rc = archive_open(a);
    bool *gone = rc ? NULL : mark(a, s);
    if (!gone) rc = PL_ESTOP;
    free(gone);
    archive_unmap(a);
    return rc;
}

/* ---- forgetting ---- */

static uint32_t count(const bool *gone, uint32_t n) {
    uint32_t found = 0;
    for (uint32_t i = 0; i < n; i++) found += gone[i];
    return found;
}

static int forget_in_segments(const struct archive *a, const struct sweep *s, const bool *gone) {
    int rc = PL_OK;
    for (uint32_t i = 0; i < a->n && !rc; i++) {
        char name[SEGMENT_NAME];
        const struct segment *segment = &a->v[i];
        const uint32_t n = count(gone + segment->first, segment->n);
        segment_name(segment->range, name);
        if (n && (s->id.n || n >= segment->n / WORTHWHILE))
            rc = replace(a, name, segment, gone + segment->first);
    }
    return rc;
}

static int forget_in(const struct archive *a, const char *name, struct sweep *s) {
    struct segment segment;
    struct replaced r = {.v = NULL};
    struct sweep here = {.id = s->id, .before = s->before};
    const int format = segment_map(a->fd, name, &segment);
    if (format < 0) return archive_failed(a, name);
    bool *gone = calloc((size_t)segment.n + 1, sizeof *gone);
    int rc = PL_OK;
    if (!gone || (format && mark_segment(&here, &segment, &r, gone)))
        rc = archive_failed(a, name);
    else if (!format) /* half of one: the run that wrote it makes another */
        rc = unlinkat(a->fd, name, 0) ? archive_failed(a, name) : PL_OK;
    else if (here.found)
        rc = replace(a, name, &segment, gone);
    s->found += here.found;
    segment_unmap(&segment);
    free(gone);
    free(r.v);
    return rc;
}

/* Segments of runs that were killed before they were named. */
static int forget_in_new(const struct archive *a, struct sweep *s) {
    struct dirent **names = NULL;
    const int n = scandir(a->folder, &names, segment_is_new, NULL);
    int rc = n < 0 ? archive_failed(a, "") : PL_OK;
    for (int i = 0; i < n; i++) {
        if (!rc) rc = forget_in(a, names[i]->d_name, s);
        free(names[i]);
    }
    free(names);
    return rc;
}

static int remove_unfinished(const struct archive *a) {
    if (unlinkat(a->fd, segment_unfinished, 0) && errno != ENOENT)
        return archive_failed(a, segment_unfinished);
    return archive_remove_stale(a);
}

int archive_forget(struct archive *a, struct sweep *s) {
    if (!a->folder) return PL_OK;
    if (!s->id.n) a->from = s->before;
    int rc = remove_unfinished(a) || archive_open(a) ? PL_ESTOP : PL_OK;
    bool *gone = rc ? NULL : mark(a, s);
    if (!gone || forget_in_segments(a, s, gone)) rc = PL_ESTOP;
    free(gone);
    archive_unmap(a);
    return rc || !s->id.n ? rc : forget_in_new(a, s);
}

/* ---- older formats ---- */

/* Only the entries differ: format 1 knew no updates, 2 no days; the day on which the file was written stands for that of the run.
 * What is damaged is left for a run to say so. */
static int migrate(const struct archive *a, const char *name, uint64_t *files) {
    struct segment s;
    const int format = segment_map(a->fd, name, &s);
    int rc = format < 0 ? archive_failed(a, name) : PL_OK;
    if (format > 0 && format < SEGMENT_FORMAT) {
        rc = replace(a, name, &s, NULL);
        *files += !rc;
    }
    segment_unmap(&s);
    return rc;
}

int archive_migrate(struct archive *a, uint64_t *files) {
    struct range *ranges = NULL;
    if (!a->folder) return PL_OK;
    const int n = archive_ranges(a, false, &ranges);
    int rc = n < 0 ? archive_failed(a, "") : PL_OK;
    for (int i = 0; i < n && !rc; i++) {
        char name[SEGMENT_NAME];
        segment_name(ranges[i], name);
        rc = migrate(a, name, files);
    }
    free(ranges);
    return rc;
}
