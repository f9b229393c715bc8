/* corpus.c: sums up entities over all documents. Records of names that begin with the same eight bytes come one behind the other, and
 * those of one name too, so that only the sums of such a group are held in memory, to be put in order. */
#define XXH_INLINE_ALL
#include "corpus.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

enum { RECORD_KIND = 1, RECORD_HEAD = 5 }; /* four bytes of count, one of label, then the name */

static uint64_t first_bytes(pl_str s) {
    uint64_t v = 0;
    for (size_t i = 0; i < 8; i++) v = v << 8 | (i < s.n ? (uint8_t)s.p[i] : 0);
    return v;
}

int corpus_emit(const pl_host *host, pl_batch *batch, pl_document *doc, const struct table *t) {
    for (uint32_t i = 0; i < t->entities_n; i++) {
        const struct entity *e = &t->entities[i];
        if (!is_name_type(e->type)) continue;
        const uint64_t key[2] = {first_bytes(e->canonical),
                                 XXH3_64bits_withSeed(e->canonical.p, e->canonical.n, e->type)};
        char *record = host->alloc(batch, RECORD_HEAD + e->canonical.n, 1);
        memcpy(record, &e->count, 4);
        record[4] = (char)e->type;
        if (e->canonical.n) memcpy(record + RECORD_HEAD, e->canonical.p, e->canonical.n);
        const int rc = host->emit(batch, doc, RECORD_KIND, key,
                                  (pl_str){record, RECORD_HEAD + e->canonical.n});
        if (rc != PL_OK) return rc;
    }
    return PL_OK;
}

/* An entity of the corpus. */
struct sum {
    size_t at, n; /* its name, in the bytes of the group */
    uint8_t label;
    uint64_t documents, mentions;
};

/* The entities whose names begin alike. */
struct group {
    const pl_host *host;
    pl_output *out;
    const pl_str *labels;
    uint64_t first; /* the first eight bytes */
    struct sum *v;
    size_t n, room;
    char *bytes, *line;
    size_t bytes_n, bytes_room, line_room;
};

/* Makes room for `n` elements of `size`; 0, or -1 without memory. */
static int grow(void *array, size_t *room, size_t n, size_t size) {
    void **p = array;
    if (n <= *room) return 0;
    void *more = realloc(*p, 2 * n * size);
    if (!more) return -1;
    *p = more;
    *room = 2 * n;
    return 0;
}

static int by_name(const void *a, const void *b, void *bytes) {
    const struct sum *x = a, *y = b;
    const char *p = bytes;
    const int order = memcmp(p + x->at, p + y->at, x->n < y->n ? x->n : y->n);
    if (order) return order;
    if (x->n != y->n) return x->n < y->n ? -1 : 1;
    return x->label < y->label ? -1 : x->label > y->label;
}

static int write_sum(struct group *g, const struct sum *s) {
    if (grow(&g->line, &g->line_room, 2 * s->n + 128, 1)) return PL_ESTOP;
    size_t n = 0;
    g->line[n++] = '"';
    for (size_t i = 0; i < s->n; i++) {
        if (g->bytes[s->at + i] == '"') g->line[n++] = '"';
        g->line[n++] = g->bytes[s->at + i];
    }
    const pl_str label = g->labels[s->label];
    n += (size_t)snprintf(g->line + n, 128, "\",%.*s,%llu,%llu\n", label.n < 64 ? (int)label.n : 64,
                          label.p, (unsigned long long)s->documents,
                          (unsigned long long)s->mentions);
    return g->host->output_append(g->out, NULL, (pl_str){g->line, n});
}

static int end_group(struct group *g) {
    int rc = PL_OK;
    if (g->n > 1) qsort_r(g->v, g->n, sizeof *g->v, by_name, g->bytes);
    for (size_t i = 0; i < g->n && rc == PL_OK; i++) rc = write_sum(g, &g->v[i]);
    g->n = g->bytes_n = 0;
    return rc;
}

static int begin_sum(struct group *g, uint8_t label, pl_str name) {
    if (grow(&g->v, &g->room, g->n + 1, sizeof *g->v) ||
        grow(&g->bytes, &g->bytes_room, g->bytes_n + name.n + 1, 1))
        return PL_ESTOP;
    if (name.n) memcpy(g->bytes + g->bytes_n, name.p, name.n);
    g->v[g->n++] = (struct sum){.at = g->bytes_n, .n = name.n, .label = label};
    g->bytes_n += name.n;
    return PL_OK;
}

static int add_record(struct group *g, const pl_record *record) {
    const pl_str name = {record->bytes.p + RECORD_HEAD, record->bytes.n - RECORD_HEAD};
    const uint8_t label = (uint8_t)record->bytes.p[4];
    uint32_t count;
    int rc = PL_OK;
    memcpy(&count, record->bytes.p, 4);
    if (g->n && g->first != record->key[0]) rc = end_group(g);
    g->first = record->key[0];
    const struct sum *last = g->n ? &g->v[g->n - 1] : NULL;
    if (rc == PL_OK &&
        !(last && last->label == label && str_eq((pl_str){g->bytes + last->at, last->n}, name)))
        rc = begin_sum(g, label, name);
    if (rc != PL_OK) return rc;
    g->v[g->n - 1].documents++;
    g->v[g->n - 1].mentions += count;
    return PL_OK;
}

int corpus_write(const pl_host *host, pl_context *context, pl_output *out, const pl_str *labels,
                 uint64_t low, uint64_t high) {
    struct group g = {.host = host, .out = out, .labels = labels};
    pl_record record;
    int rc = host->output_append(out, NULL, STR("canonical,label,documents,mentions\n"));
    pl_cursor *c = rc == PL_OK ? host->records(context, RECORD_KIND, low, high) : NULL;
    if (!c) return PL_ESTOP;
    while ((rc = host->next(c, &record)) == PL_OK && (rc = add_record(&g, &record)) == PL_OK) {}
    host->close_cursor(c);
    if (rc == PL_END) rc = end_group(&g);
    free(g.v);
    free(g.bytes);
    free(g.line);
    return rc;
}
