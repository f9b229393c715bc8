/* archive.c: locks the folder, reads the segments of earlier runs. */
#define XXH_INLINE_ALL
#include "archive.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include "segment.h"

int archive_failed(const struct archive *a, const char *name) {
    return a->host->fail(a->context, PL_ESTOP, "index %s/%s: %s", a->folder, name, strerror(errno));
}

/* The folder and those above it, as for outputs. */
static int make_folders(const char *folder) {
    char *path = strdup(folder);
    int rc = path ? 0 : -1;
    for (char *slash = path ? strchr(path + 1, '/') : NULL; !rc && slash;
         slash = strchr(slash + 1, '/')) {
        *slash = 0;
        rc = mkdir(path, 0777) && errno != EEXIST ? -1 : 0;
        *slash = '/';
    }
    free(path);
    return rc || (mkdir(folder, 0777) && errno != EEXIST) ? -1 : 0;
}

int archive_lock(struct archive *a) {
    a->fd = -1;
    if (!a->folder) return PL_OK;
    if (make_folders(a->folder)) return archive_failed(a, "");
    a->fd = open(a->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (a->fd < 0) return archive_failed(a, "");
    if (!flock(a->fd, LOCK_EX | LOCK_NB)) return PL_OK;
    if (errno != EWOULDBLOCK) return archive_failed(a, "");
    return a->host->fail(a->context, PL_EAGAIN, "index %s: another run uses it", a->folder);
}

static int damaged(const struct archive *a, const char *name) {
    return a->host->fail(a->context, PL_ESTOP,
                         "index %s/%s is damaged: take it away, or bring back a copy", a->folder,
                         name);
}

static int is_older(const struct archive *a, const char *name) {
    return a->host->fail(a->context, PL_ESTOP,
                         "index %s/%s was written by an older version: `pipeline migrate` brings "
                         "it up to date",
                         a->folder, name);
}

static const char *map(int folder, const char *name, size_t *bytes) {
    struct stat s;
    const int fd = openat(folder, name, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return NULL;
    void *p = MAP_FAILED;
    if (!fstat(fd, &s)) p = mmap(NULL, *bytes = (size_t)s.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    const int error = errno;
    close(fd);
    errno = error;
    return p == MAP_FAILED ? NULL : p;
}

/* 0: none that we know. */
static uint32_t format_of(const struct segment_head *h) {
    enum { N = sizeof SEGMENT_MAGIC - 1 };
    const uint32_t format = (unsigned char)h->magic[N] - (uint32_t)'0';
    return !memcmp(h->magic, SEGMENT_MAGIC, N) && !h->magic[N + 1] && format <= SEGMENT_FORMAT
               ? format
               : 0;
}

static bool is_whole(const struct segment *s, const struct segment_head *h) {
    return h->bytes == s->bytes && h->table <= s->bytes &&
           (s->bytes - h->table) == (uint64_t)h->documents * s->entry_bytes &&
           XXH3_64bits(s->p + sizeof *h, s->bytes - sizeof *h) == h->checksum;
}

static void look_at_head(struct segment *s) {
    const struct segment_head *h = (const void *)s->p;
    if (s->bytes < sizeof *h || !(s->format = format_of(h))) return;
    s->entry_bytes = s->format == 1 ? offsetof(struct archive_entry, replaces)
                                    : (uint32_t)sizeof(struct archive_entry);
    if (!is_whole(s, h)) s->format = 0;
    s->n = h->documents;
    s->entries = (const void *)(s->p + h->table);
}

int segment_map(int folder, const char *name, struct segment *s) {
    enum { DAY = 24 * 3600 };
    struct stat st;
    *s = (struct segment){.p = NULL};
    if (fstatat(folder, name, &st, 0)) return -1;
    if (!st.st_size) return 0;
    if (!(s->p = map(folder, name, &s->bytes))) return -1;
    s->changed = (int32_t)(st.st_mtime / DAY);
    look_at_head(s);
    return (int)s->format;
}

void segment_unmap(struct segment *s) {
    if (s->p) munmap((char *)(uintptr_t)s->p, s->bytes);
    s->p = NULL;
}

int segment_is_new(const struct dirent *entry) { return !strncmp(entry->d_name, "new.", 4); }

struct archive_entry segment_entry(const struct segment *s, uint32_t i) {
    struct archive_entry e = {.replaces = 0};
    memcpy(&e, (const char *)s->entries + (size_t)i * s->entry_bytes, s->entry_bytes);
    if (s->format < 3) e.day = s->changed;
    return e;
}

void segment_name(struct range r, char *to) {
    snprintf(to, SEGMENT_NAME, "%06u-%06u.seg", r.from, r.to);
}

static bool parse_name(const char *name, struct range *r) {
    int end = 0;
    return sscanf(name, "%u-%u.seg%n", &r->from, &r->to, &end) == 2 && end && !name[end];
}

int archive_map(struct archive *a, struct range range) {
    char name[SEGMENT_NAME];
    segment_name(range, name);
    struct segment *v = realloc(a->v, (a->n + 1) * sizeof *v);
    if (!v) return archive_failed(a, name);
    a->v = v;
    struct segment *s = &v[a->n];
    const int format = segment_map(a->fd, name, s);
    if (format < 0) return archive_failed(a, name);
    a->n++;
    if (!format) return damaged(a, name);
    if (format != SEGMENT_FORMAT) return is_older(a, name);
    s->range = range;
    s->first = a->documents;
    a->documents += s->n;
    return PL_OK;
}

static int is_segment(const struct dirent *entry) {
    struct range r;
    return parse_name(entry->d_name, &r);
}

/* By number, of equal ones the longest first. */
static int by_range(const void *x, const void *y) {
    const struct range *a = x, *b = y;
    if (a->from != b->from) return a->from < b->from ? -1 : 1;
    return (a->to < b->to) - (a->to > b->to);
}

/* In their order one lies in another's range when it does not reach beyond those before it. */
static int choose(struct range *v, int n, bool stale) {
    int kept = 0;
    uint32_t reach = 0;
    for (int i = 0; i < n; i++) {
        const struct range r = v[i];
        if ((r.to <= reach) == stale) v[kept++] = r;
        if (r.to > reach) reach = r.to;
    }
    return kept;
}

int archive_ranges(const struct archive *a, bool stale, struct range **to) {
    struct dirent **names = NULL;
    const int n = scandir(a->folder, &names, is_segment, NULL);
    *to = n < 0 ? NULL : malloc(((size_t)n + 1) * sizeof **to);
    for (int i = 0; i < n; i++) {
        if (*to) parse_name(names[i]->d_name, &(*to)[i]);
        free(names[i]);
    }
    free(names);
    if (!*to) return -1;
    qsort(*to, (size_t)n, sizeof **to, by_range);
    return choose(*to, n, stale);
}

int archive_open(struct archive *a) {
    struct range *ranges = NULL;
    if (!a->folder || a->v) return PL_OK;
    const int n = archive_ranges(a, false, &ranges);
    int rc = n < 0 ? archive_failed(a, "") : PL_OK;
    for (int i = 0; i < n && !rc; i++) rc = archive_map(a, ranges[i]);
    free(ranges);
    return rc;
}

/* Of a file that is no segment archive_open has more to say. */
static int check_format(const struct archive *a, struct range range) {
    struct segment_head head = {.magic = ""};
    char name[SEGMENT_NAME];
    segment_name(range, name);
    const int fd = openat(a->fd, name, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return archive_failed(a, name);
    const ssize_t n = read(fd, &head, sizeof head);
    close(fd);
    const uint32_t format = n == (ssize_t)sizeof head ? format_of(&head) : 0;
    return format && format != SEGMENT_FORMAT ? is_older(a, name) : PL_OK;
}

int archive_check(struct archive *a) {
    struct range *ranges = NULL;
    if (!a->folder) return PL_OK;
    const int n = archive_ranges(a, false, &ranges);
    int rc = n < 0 ? archive_failed(a, "") : PL_OK;
    for (int i = 0; i < n && !rc; i++) rc = check_format(a, ranges[i]);
    free(ranges);
    return rc;
}

static const struct segment *segment_of(const struct archive *a, uint32_t document) {
    uint32_t low = 0, high = a->n;
    while (high - low > 1) {
        const uint32_t middle = low + (high - low) / 2;
        if (a->v[middle].first <= document)
            low = middle;
        else
            high = middle;
    }
    return &a->v[low];
}

const struct archive_entry *archive_entry(const struct archive *a, uint32_t document) {
    const struct segment *s = segment_of(a, document);
    return &s->entries[document - s->first];
}

static const uint32_t *data_of(const struct archive *a, uint32_t document) {
    return (const void *)(segment_of(a, document)->p + archive_entry(a, document)->at);
}

const uint32_t *archive_samples(const struct archive *a, uint32_t document, enum layer layer,
                                uint32_t *n) {
    const struct archive_entry *e = archive_entry(a, document);
    *n = layer == LAYER_NEAR ? e->near : layer == LAYER_SPUN ? e->spun : 0;
    return data_of(a, document) + (layer == LAYER_SPUN ? e->near : 0);
}

struct body archive_body(const struct archive *a, uint32_t document) {
    const struct archive_entry *e = archive_entry(a, document);
    const uint32_t *units = data_of(a, document) + e->near + e->spun;
    return (struct body){
        .v = units, .n = e->units, .id = {(const char *)(units + e->units), e->id}};
}

void archive_unmap(struct archive *a) {
    for (uint32_t i = 0; i < a->n; i++) segment_unmap(&a->v[i]);
    free(a->v);
    a->v = NULL;
    a->n = a->documents = 0;
}

void archive_free(struct archive *a) {
    writer_free(a->writer);
    a->writer = NULL;
    archive_unmap(a);
    if (a->fd >= 0) close(a->fd);
    a->fd = -1;
}
