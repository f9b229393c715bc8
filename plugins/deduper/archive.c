/* archive.c: reads the segments of earlier runs. */
#define XXH_INLINE_ALL
#include "archive.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>
#include "segment.h"

static int failed(const struct archive *a, const char *name) {
    return a->host->fail(a->context, PL_ESTOP, "index %s/%s: %s", a->folder, name, strerror(errno));
}

static int damaged(const struct archive *a, const char *name) {
    return a->host->fail(a->context, PL_ESTOP,
                         "index %s/%s is damaged: take it away, or bring back a copy", a->folder,
                         name);
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

static bool is_whole(const char *p, size_t bytes) {
    const struct segment_head *h = (const void *)p;
    return bytes >= sizeof *h && !memcmp(h->magic, SEGMENT_MAGIC, sizeof SEGMENT_MAGIC) &&
           h->bytes == bytes && h->table <= bytes &&
           (bytes - h->table) == h->documents * sizeof(struct archive_entry) &&
           XXH3_64bits(p + sizeof *h, bytes - sizeof *h) == h->checksum;
}

static int add_segment(struct archive *a, int folder, const char *name) {
    struct segment *v = realloc(a->v, (a->n + 1) * sizeof *v);
    if (!v) return failed(a, name);
    a->v = v;
    struct segment *s = &v[a->n];
    if (!(s->p = map(folder, name, &s->bytes))) return failed(a, name);
    a->n++;
    if (!is_whole(s->p, s->bytes)) return damaged(a, name);
    const struct segment_head *h = (const void *)s->p;
    s->first = a->documents;
    s->n = h->documents;
    s->entries = (const void *)(s->p + h->table);
    a->documents += s->n;
    a->last = (uint32_t)strtoul(name, NULL, 10);
    return PL_OK;
}

static int is_segment(const struct dirent *entry) {
    const char *tail = strrchr(entry->d_name, '.');
    return tail && !strcmp(tail, ".seg");
}

int archive_open(struct archive *a) {
    struct dirent **names = NULL;
    if (!a->folder || a->v) return PL_OK;
    if (mkdir(a->folder, 0777) && errno != EEXIST) return failed(a, "");
    const int folder = open(a->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const int n = folder < 0 ? -1 : scandir(a->folder, &names, is_segment, alphasort);
    int rc = n < 0 ? failed(a, "") : PL_OK;
    for (int i = 0; i < n; i++) {
        if (!rc) rc = add_segment(a, folder, names[i]->d_name);
        free(names[i]);
    }
    free(names);
    if (folder >= 0) close(folder);
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

void archive_free(struct archive *a) {
    for (uint32_t i = 0; i < a->n; i++) munmap((char *)(uintptr_t)a->v[i].p, a->v[i].bytes);
    free(a->v);
    a->v = NULL;
    a->n = a->documents = 0;
}
