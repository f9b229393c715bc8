/* corpus.c: sums up entities over all documents. Records of one entity have one key, so that they come one behind the other and
 * nothing has to be held in memory. */
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

/* The entity whose records are being counted, as label byte and name. */
struct sum {
    char *name;
    size_t n, room;
    uint64_t documents, mentions;
    char *line;
    size_t line_room;
};

static int write_sum(const pl_host *host, pl_output *out, struct sum *s, const pl_str *labels) {
    if (!s->documents) return PL_OK;
    const size_t most = 2 * s->n + 128;
    if (s->line_room < most) {
        free(s->line);
        s->line = malloc(s->line_room = 2 * most);
        if (!s->line) return PL_ESTOP;
    }
    size_t n = 0;
    s->line[n++] = '"';
    for (size_t i = 1; i < s->n; i++) {
        if (s->name[i] == '"') s->line[n++] = '"';
        s->line[n++] = s->name[i];
    }
    const pl_str label = labels[(uint8_t)s->name[0]];
    n += (size_t)snprintf(s->line + n, 128, "\",%.*s,%llu,%llu\n", label.n < 64 ? (int)label.n : 64,
                          label.p, (unsigned long long)s->documents,
                          (unsigned long long)s->mentions);
    return host->output_append(out, NULL, (pl_str){s->line, n});
}

static int begin_sum(struct sum *s, pl_str name) {
    if (s->room < name.n) {
        free(s->name);
        s->name = malloc(s->room = 2 * name.n);
        if (!s->name) return -1;
    }
    memcpy(s->name, name.p, name.n);
    s->n = name.n;
    s->documents = s->mentions = 0;
    return 0;
}

static int add_record(const pl_host *host, pl_output *out, struct sum *s, const pl_str *labels,
                      pl_str record) {
    const pl_str name = {record.p + 4, record.n - 4};
    uint32_t count;
    memcpy(&count, record.p, 4);
    if (!s->documents || s->n != name.n || memcmp(s->name, name.p, name.n)) {
        const int rc = write_sum(host, out, s, labels);
        if (rc != PL_OK) return rc;
        if (begin_sum(s, name)) return PL_ESTOP;
    }
    s->documents++;
    s->mentions += count;
    return PL_OK;
}

int corpus_write(const pl_host *host, pl_context *context, pl_output *out, const pl_str *labels,
                 uint64_t low, uint64_t high) {
    struct sum s = {0};
    pl_record record;
    int rc = host->output_append(out, NULL, STR("canonical,label,documents,mentions\n"));
    pl_cursor *c = rc == PL_OK ? host->records(context, RECORD_KIND, low, high) : NULL;
    if (!c) return PL_ESTOP;
    while ((rc = host->next(c, &record)) == PL_OK &&
           (rc = add_record(host, out, &s, labels, record.bytes)) == PL_OK) {}
    host->close_cursor(c);
    if (rc == PL_END) rc = write_sum(host, out, &s, labels);
    free(s.name);
    free(s.line);
    return rc;
}
