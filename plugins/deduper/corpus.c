/* corpus.c: reads records of facts and bodies. */
#include "corpus.h"
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include "archive.h"
#include "pairs.h"

static int no_memory(const struct corpus *c) {
    return c->host->fail(c->context, PL_ESTOP, "out of memory for %u documents", c->n);
}

/* Room for one more document, which gets the next number. */
static struct document *append(struct corpus *c) {
    if (c->n >> PAIR_BITS) {
        c->host->fail(c->context, PL_ESTOP, "more than %u documents in one run", c->n);
        return NULL;
    }
    if (c->n == c->room) {
        const uint32_t room = c->room + c->room / 2 + 1024;
        struct document *v = realloc(c->v, room * sizeof *v);
        if (!v) {
            no_memory(c);
            return NULL;
        }
        c->v = v;
        c->room = room;
    }
    c->v[c->n] = (struct document){.same = c->n};
    return &c->v[c->n++];
}

static int add(struct corpus *c, const pl_record *r) {
    struct facts f;
    memcpy(&f, r->bytes.p, sizeof f);
    struct document *d = append(c);
    if (!d) return PL_ESTOP;
    memcpy(d->exact, f.exact, sizeof d->exact);
    memcpy(d->field, f.field, sizeof d->field);
    d->position = r->position;
    d->units = f.units & INT32_MAX;
    d->grams = f.grams;
    d->reach = f.reach;
    d->date = f.date;
    d->fluency = f.fluency;
    d->by_character = f.by_character != 0;
    d->replaces = f.replaces;
    d->stays = f.replaces != 0;
    return PL_OK;
}

/* They have no position: decisions cannot reach them. */
static int add_old(struct corpus *c) {
    if (archive_open(c->archive)) return PL_ESTOP;
    for (uint32_t i = 0; i < c->archive->documents; i++) {
        const struct archive_entry *e = archive_entry(c->archive, i);
        struct document *d = append(c);
        if (!d) return PL_ESTOP;
        memcpy(d->exact, e->exact, sizeof d->exact);
        memcpy(d->field, e->field, sizeof d->field);
        d->position.file = UINT32_MAX;
        d->units = e->units & INT32_MAX;
        d->grams = e->grams;
        d->reach = e->reach;
        d->date = e->date;
        d->fluency = e->fluency;
        d->by_character = e->by_character != 0;
        d->replaces = e->replaces;
        d->stays = 1;
        d->gone = e->day < c->archive->from;
    }
    c->old = c->n;
    return PL_OK;
}

/* An update, by the id_key of what it replaces. */
struct update {
    uint64_t key;
    uint32_t document;
};

static int by_replaced(const void *a, const void *b) {
    const struct update *x = a, *y = b;
    return (x->key > y->key) - (x->key < y->key);
}

/* Those of this run and of earlier ones, by what they replace; of several the newest. */
static uint32_t collect_updates(const struct corpus *c, struct update *v) {
    uint32_t n = 0, kept = 0;
    for (uint32_t i = 0; i < c->n; i++)
        if (c->v[i].replaces) v[n++] = (struct update){c->v[i].replaces, i};
    qsort(v, n, sizeof *v, by_replaced);
    for (uint32_t i = 0; i < n; i++) {
        if (!kept || v[kept - 1].key != v[i].key)
            v[kept++] = v[i];
        else if (v[kept - 1].document < v[i].document)
            v[kept - 1].document = v[i].document;
    }
    return kept;
}

/* Documents of earlier runs that a later one is an update of. */
static int find_gone(struct corpus *c) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < c->n; i++) n += c->v[i].replaces != 0;
    if (!n || !c->old) return PL_OK;
    struct update *v = malloc(n * sizeof *v);
    if (!v) return no_memory(c);
    n = collect_updates(c, v);
    for (uint32_t i = 0; i < c->old; i++) {
        const struct update wanted = {.key = id_key(archive_body(c->archive, i).id)};
        const struct update *u = bsearch(&wanted, v, n, sizeof *v, by_replaced);
        c->v[i].gone |= u && u->document > i;
    }
    free(v);
    return PL_OK;
}

int corpus_read(struct corpus *c) {
    if (add_old(c)) return PL_ESTOP;
    pl_cursor *cursor = c->host->records(c->context, RECORD_FACTS, 0, UINT64_MAX);
    if (!cursor) return PL_ESTOP;
    pl_record r;
    int rc;
    while ((rc = c->host->next(cursor, &r)) == PL_OK)
        if ((rc = add(c, &r))) break;
    c->host->close_cursor(cursor);
    return rc == PL_END ? find_gone(c) : rc;
}

struct keyed {
    uint64_t key[2];
    uint32_t document;
};

static int by_key(const void *a, const void *b) {
    const struct keyed *x = a, *y = b;
    if (x->key[0] != y->key[0]) return x->key[0] < y->key[0] ? -1 : 1;
    if (x->key[1] != y->key[1]) return x->key[1] < y->key[1] ? -1 : 1;
    return (x->document > y->document) - (x->document < y->document);
}

static uint32_t root_of(struct corpus *c, uint32_t i) {
    while (c->v[i].same != i) i = c->v[i].same = c->v[c->v[i].same].same;
    return i;
}

/* Documents with the same key get the same `same`, that of the first. */
static void join_equal(struct corpus *c, struct keyed *v, uint32_t n) {
    qsort(v, n, sizeof *v, by_key);
    for (uint32_t i = 1; i < n; i++) {
        if (v[i].key[0] != v[i - 1].key[0] || v[i].key[1] != v[i - 1].key[1]) continue;
        const uint32_t a = root_of(c, v[i - 1].document), b = root_of(c, v[i].document);
        c->v[a > b ? a : b].same = a < b ? a : b;
    }
}

/* An update is no copy of anything, also not of what has the same text. */
static bool takes_part(const struct corpus *c, uint32_t i) {
    return i < c->old ? !c->v[i].gone : !c->v[i].stays;
}

int corpus_find_equal(struct corpus *c) {
    struct keyed *v = malloc(((size_t)c->n + 1) * sizeof *v);
    if (!v) return no_memory(c);
    for (int by_field = 0; by_field < 2; by_field++) {
        uint32_t n = 0;
        for (uint32_t i = 0; i < c->n; i++) {
            const uint64_t *key = by_field ? c->v[i].field : c->v[i].exact;
            if ((key[0] | key[1]) && takes_part(c, i)) v[n++] = (struct keyed){{key[0], key[1]}, i};
        }
        join_equal(c, v, n);
    }
    for (uint32_t i = 0; i < c->n; i++) c->v[i].same = root_of(c, i);
    free(v);
    return PL_OK;
}

/* Appends the bytes, and zeros up to a multiple of four; `at`: where they begin. */
static int keep(struct corpus *c, struct store *to, pl_str bytes, uint64_t *at) {
    static const char zeros[sizeof(uint32_t)];
    const size_t rest = (0 - bytes.n) % sizeof zeros;
    *at = to->length;
    to->length += bytes.n + rest;
    const int rc = c->host->state_append(to->file, bytes);
    return rc || !rest ? rc : c->host->state_append(to->file, (pl_str){zeros, rest});
}

static int keep_body(struct corpus *c, struct document *d, pl_str bytes) {
    const struct body b = body_read(bytes.p);
    const pl_str units = {(const char *)b.v, b.n * sizeof *b.v},
                 about = {b.about, (size_t)(bytes.p + bytes.n - b.about)};
    const int rc = keep(c, &c->units, units, &d->body);
    return rc ? rc : keep(c, &c->abouts, about, &d->about);
}

int corpus_read_bodies(struct corpus *c, const bool *wanted) {
    pl_cursor *cursor = c->host->records(c->context, RECORD_BODY, 0, UINT64_MAX);
    if (!cursor) return PL_ESTOP;
    pl_record r;
    uint32_t i = 0;
    int rc;
    while ((rc = c->host->next(cursor, &r)) == PL_OK) {
        i = corpus_follow(c, r.position, i);
        if (wanted[i] && (rc = keep_body(c, &c->v[i], r.bytes))) break;
    }
    c->host->close_cursor(cursor);
    if (rc == PL_END) rc = c->host->state_map(c->units.file, &c->units.bytes);
    return rc ? rc : c->host->state_map(c->abouts.file, &c->abouts.bytes);
}

static void let_go_pages(const struct store *s) {
    madvise((char *)(uintptr_t)s->bytes.p, s->bytes.n, MADV_DONTNEED);
}

/* Pages of the files count as memory of the process while they are mapped: from time to time all are let go, and come back from
 * the page cache when they are needed. */
static void let_go(struct corpus *c) {
    if (c->seen < c->host->memory(c->context) / 4) return;
    let_go_pages(&c->units);
    let_go_pages(&c->abouts);
    c->seen = 0;
}

struct body corpus_body(struct corpus *c, uint32_t document) {
    if (document < c->old) return archive_body(c->archive, document);
    const struct document *d = &c->v[document];
    let_go(c);
    c->seen += d->units * sizeof(uint32_t);
    return (struct body){.v = (const void *)(c->units.bytes.p + d->body),
                         .n = d->units,
                         .about = c->abouts.bytes.p + d->about,
                         .seen = &c->seen};
}

int corpus_open(struct corpus *c, const pl_host *host, pl_context *context,
                struct archive *archive) {
    *c = (struct corpus){.host = host, .context = context, .archive = archive};
    c->units.file = host->state_open(context, "units");
    c->abouts.file = c->units.file ? host->state_open(context, "abouts") : NULL;
    return c->abouts.file ? PL_OK : PL_ESTOP;
}

void corpus_free(struct corpus *c) {
    free(c->v);
    c->v = NULL;
    c->n = c->room = c->old = 0;
    c->units.length = c->abouts.length = 0;
}
