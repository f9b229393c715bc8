/* known.c: the sorted file of documents that were read. */
#include "engine/known.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>
#include "support/file.h"

static const char magic[8] = "plknown1";
struct head {
    char magic[8];
    uint64_t run, n, ids_n;
    uint64_t checksum; /* of all before it and all behind it */
};

static uint64_t checksum_of(const struct head *h, uint64_t body) {
    return XXH3_64bits_withSeed(h, offsetof(struct head, checksum), body);
}

uint64_t known_key_of_id(pl_str id) { return XXH3_64bits_withSeed(id.p, id.n, 1); }
uint64_t known_key_of_url(pl_str url) { return XXH3_64bits_withSeed(url.p, url.n, 2); }
uint64_t known_key_with_text(uint64_t key, uint64_t text_hash) {
    const uint64_t both[2] = {key, text_hash};
    return XXH3_64bits(both, sizeof both);
}

/* ---- reading ---- */

static int map_file(struct known *k, const char *path) {
    struct stat st;
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return errno == ENOENT ? 0 : -1;
    int rc = fstat(fd, &st);
    if (!rc && st.st_size) {
        k->mapped = (size_t)st.st_size;
        k->map = mmap(NULL, k->mapped, PROT_READ, MAP_PRIVATE, fd, 0);
        if (k->map == MAP_FAILED) k->map = NULL, rc = -1;
    }
    const int error = errno;
    close(fd);
    errno = error;
    return rc;
}

static bool is_whole(const struct known *k, const struct head *h) {
    const uint64_t room = k->mapped - sizeof *h;
    return !memcmp(h->magic, magic, sizeof magic) && h->n <= room / sizeof *k->v &&
           h->ids_n == room - h->n * sizeof *k->v &&
           checksum_of(h, XXH3_64bits(h + 1, room)) == h->checksum;
}

int known_open(struct known *k, const char *path) {
    *k = (struct known){0};
    if (map_file(k, path)) return -1;
    if (!k->map) return 0;
    const struct head *h = k->map;
    if (k->mapped < sizeof *h || !is_whole(k, h)) return known_close(k), errno = EBADMSG, -1;
    k->v = (const void *)(h + 1);
    k->n = h->n;
    k->ids = (const char *)(k->v + k->n);
    k->ids_n = h->ids_n;
    k->run = h->run;
    return 0;
}

void known_close(struct known *k) {
    if (k->map) munmap(k->map, k->mapped);
    *k = (struct known){0};
}

const struct known_entry *known_find(const struct known *k, uint64_t key) {
    uint64_t low = 0, high = k->n;
    while (low < high) {
        const uint64_t mid = low + (high - low) / 2;
        if (k->v[mid].key < key)
            low = mid + 1;
        else
            high = mid;
    }
    return low < k->n && k->v[low].key == key ? &k->v[low] : NULL;
}

pl_str known_id(const struct known *k, const struct known_entry *e) {
    if (e->id > k->ids_n || e->id_n > k->ids_n - e->id) return (pl_str){"", 0};
    return (pl_str){k->ids + e->id, e->id_n};
}

/* ---- writing ---- */

struct writing {
    FILE *f;
    XXH3_state_t *state;
    struct head head;
};

static void put(struct writing *w, const void *p, size_t n) {
    if (!n) return;
    XXH3_64bits_update(w->state, p, n);
    fwrite(p, 1, n, w->f);
}

static void put_entry(struct writing *w, const struct known_entry *e) {
    put(w, e, sizeof *e);
    w->head.n++;
}

/* Of equal keys in the order of arrival, which is that of their ids. */
static int by_key(const void *a, const void *b) {
    const struct known_entry *x = a, *y = b;
    if (x->key != y->key) return x->key < y->key ? -1 : 1;
    return (x->id > y->id) - (x->id < y->id);
}

/* Both sides are sorted; of a key that is in both the new entry counts, of equal new ones the last. */
static void merge(struct writing *w, const struct known *k, const struct known_entry *v, size_t n) {
    uint64_t old = 0;
    for (size_t i = 0; i < n; i++) {
        if (i + 1 < n && v[i + 1].key == v[i].key) continue;
        while (old < k->n && k->v[old].key < v[i].key) put_entry(w, &k->v[old++]);
        if (old < k->n && k->v[old].key == v[i].key) old++;
        put_entry(w, &v[i]);
    }
    while (old < k->n) put_entry(w, &k->v[old++]);
}

static int finish(struct writing *w) {
    w->head.checksum = checksum_of(&w->head, XXH3_64bits_digest(w->state));
    rewind(w->f);
    fwrite(&w->head, sizeof w->head, 1, w->f);
    return fflush(w->f) || ferror(w->f) || fsync(fileno(w->f)) ? -1 : 0;
}

/* What a new file is made of. */
struct contents {
    const struct known *old;
    const struct known_entry *v;
    size_t n;
    pl_str ids;
};

static void put_merged(struct writing *w, const struct contents *c) {
    w->head.ids_n = c->old->ids_n + c->ids.n;
    merge(w, c->old, c->v, c->n);
    put(w, c->old->ids, c->old->ids_n);
    put(w, c->ids.p, c->ids.n);
}

static void put_alone(struct writing *w, const struct contents *c) {
    w->head.ids_n = c->ids.n;
    for (size_t i = 0; i < c->n; i++) put_entry(w, &c->v[i]);
    put(w, c->ids.p, c->ids.n);
}

typedef void put_contents(struct writing *, const struct contents *);

static int write_file(const char *path, uint64_t run, put_contents *fill,
                      const struct contents *contents) {
    struct writing w = {.f = fopen(path, "wbe"), .state = XXH3_createState()};
    int rc = -1;
    if (w.f && w.state) {
        memcpy(w.head.magic, magic, sizeof magic);
        w.head.run = run;
        XXH3_64bits_reset(w.state);
        fwrite(&w.head, sizeof w.head, 1, w.f);
        fill(&w, contents);
        rc = finish(&w);
    }
    XXH3_freeState(w.state);
    const int error = errno;
    if (w.f && fclose(w.f) && !rc) return -1;
    errno = error;
    return rc;
}

static int replace(const char *path, uint64_t run, put_contents *fill,
                   const struct contents *contents) {
    char *temporary = NULL;
    if (asprintf(&temporary, "%s.tmp", path) < 0) return errno = ENOMEM, -1;
    const int rc = file_take_name(temporary, path, write_file(temporary, run, fill, contents));
    const int error = errno;
    free(temporary);
    errno = error;
    return rc;
}

int known_replace(const struct known *k, const char *path, uint64_t run, struct known_entry *v,
                  size_t n, pl_str ids) {
    const struct contents c = {k, v, n, ids};
    for (size_t i = 0; i < n; i++) v[i].id += k->ids_n;
    if (n) qsort(v, n, sizeof *v, by_key);
    return replace(path, run, put_merged, &c);
}

/* ---- fewer entries ---- */

/* Where the ids of `v` lie, once each, and where they will. */
struct move {
    uint64_t from, to;
};

static int by_place(const void *a, const void *b) {
    const struct move *x = a, *y = b;
    return (x->from > y->from) - (x->from < y->from);
}

static size_t keep_entries(const struct known *k, bool (*keep)(void *, const struct known_entry *),
                           void *context, struct known_entry *v) {
    size_t n = 0;
    for (uint64_t i = 0; i < k->n; i++)
        if (keep(context, &k->v[i])) v[n++] = k->v[i];
    return n;
}

/* Copies the ids of the entries to `ids`, each place once, and turns the entries to the copies. Returns their bytes. */
static size_t move_ids(const struct known *k, struct known_entry *v, size_t n, struct move *moves,
                       char *ids) {
    size_t at = 0;
    for (size_t i = 0; i < n; i++) moves[i] = (struct move){v[i].id, v[i].id_n};
    qsort(moves, n, sizeof *moves, by_place);
    for (size_t i = 0; i < n; i++) {
        const size_t bytes = moves[i].to;
        const bool again = i && moves[i].from == moves[i - 1].from;
        moves[i].to = again ? moves[i - 1].to : at;
        if (again) continue;
        memcpy(ids + at, k->ids + moves[i].from, bytes);
        at += bytes;
    }
    for (size_t i = 0; i < n; i++) {
        const struct move wanted = {v[i].id, 0},
                          *found = bsearch(&wanted, moves, n, sizeof *moves, by_place);
        v[i].id = found->to;
    }
    return at;
}

int known_thin(const struct known *k, const char *path,
               bool (*keep)(void *, const struct known_entry *), void *context) {
    struct known_entry *v = malloc((k->n + 1) * sizeof *v);
    struct move *moves = malloc((k->n + 1) * sizeof *moves);
    char *ids = malloc(k->ids_n + 1);
    int rc = v && moves && ids ? 0 : -1;
    if (!rc) {
        const size_t n = keep_entries(k, keep, context, v);
        const struct contents c = {k, v, n, {ids, move_ids(k, v, n, moves, ids)}};
        rc = replace(path, k->run, put_alone, &c);
    }
    free(v);
    free(moves);
    free(ids);
    return rc;
}
