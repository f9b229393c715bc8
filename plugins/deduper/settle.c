/* settle.c: messages become layers, fields and a verdict. */
#include <string.h>
#include "deduper.h"
#include "message.h"

static pl_str copy(const struct deduper *d, pl_batch *batch, pl_str s) {
    char *p = d->host->alloc(batch, s.n + 1, 1);
    if (s.n) memcpy(p, s.p, s.n);
    return (pl_str){p, s.n};
}

static uint32_t count(const pl_array *messages, enum message_kind kind) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < messages->n; i++)
        n += message_read(*(const pl_str *)pl_at(*messages, i)).kind == kind;
    return n;
}

static pl_duplicate duplicate(const struct deduper *d, pl_batch *batch, const struct message *m) {
    return (pl_duplicate){.id = copy(d, batch, m->id),
                          .similarity = m->similarity,
                          .rule = rule_name(m->rule),
                          .evidence = copy(d, batch, m->evidence)};
}

/* All messages of one kind become the elements of a layer. Returns the first, NULL without one. */
static const pl_duplicate *annotate(const struct deduper *d, pl_batch *batch, pl_document *doc,
                                    int layer, enum message_kind kind) {
    const pl_array messages = d->host->decisions(doc);
    const uint32_t most = count(&messages, kind);
    if (!most) return NULL;
    pl_duplicate *v = d->host->annotate(batch, doc, layer, most);
    if (!v) return NULL;
    uint32_t n = 0;
    for (uint32_t i = 0; i < messages.n; i++) {
        const struct message m = message_read(*(const pl_str *)pl_at(messages, i));
        if (m.kind == kind) v[n++] = duplicate(d, batch, &m);
    }
    d->host->annotated(batch, n);
    return v;
}

static void annotate_passages(const struct deduper *d, pl_batch *batch, pl_document *doc) {
    const pl_array messages = d->host->decisions(doc);
    const uint32_t most = count(&messages, MESSAGE_PASSAGE);
    if (!most) return;
    pl_passage *v = d->host->annotate(batch, doc, d->passages, most);
    if (!v) return;
    uint32_t n = 0;
    for (uint32_t i = 0; i < messages.n; i++) {
        const struct message m = message_read(*(const pl_str *)pl_at(messages, i));
        if (m.kind == MESSAGE_PASSAGE)
            v[n++] = (pl_passage){m.here, copy(d, batch, m.id), m.there.begin, m.there.end};
    }
    d->host->annotated(batch, n);
}

static void set_cluster(const struct deduper *d, pl_batch *batch, pl_document *doc, pl_str id) {
    const pl_value v = {.type = PL_TEXT, .u = {.s = id}};
    d->host->set(batch, doc, "cluster", v);
}

/* `reason` counts in the report, the message is read by people. */
static void drop(const struct deduper *d, pl_batch *batch, pl_document *doc,
                 const pl_duplicate *of) {
    static const struct {
        const char *rule, *format;
    } messages[] = {{"exact", "exact copy of %.*s"},
                    {"field", "the same page as %.*s"},
                    {"near", "near copy of %.*s"},
                    {"contained", "contained in %.*s"},
                    {"spun", "spun copy of %.*s"}};
    for (size_t i = 0; i < sizeof messages / sizeof *messages; i++)
        if (!strncmp(messages[i].rule, of->rule.p, of->rule.n))
            d->host->drop(batch, doc, messages[i].rule, messages[i].format, (int)of->id.n,
                          of->id.p);
}

int settle_document(const struct deduper *d, pl_batch *batch, pl_document *doc) {
    const pl_duplicate *of = annotate(d, batch, doc, d->duplicate_of, MESSAGE_DUPLICATE_OF);
    annotate(d, batch, doc, d->duplicates, MESSAGE_DUPLICATE);
    annotate_passages(d, batch, doc);
    set_cluster(d, batch, doc, of ? of->id : d->host->id(doc));
    if (of && d->options->action == ACTION_DROP) drop(d, batch, doc, of);
    return PL_OK;
}
