/* spool_pack.c: a batch becomes bytes. Failure of the buffer is sticky and looked at once, at the
 * end. */
#include <errno.h>
#include "engine/spool.h"
#include "engine/spool_format.h"
#include "engine/varint.h"

static void put_number(struct buffer *b, uint64_t v) {
    char *to = buffer_reserve(b, VARINT_MAX);
    if (to) b->n += (size_t)(varint_put(to, v) - to);
}

static void put_text(struct buffer *b, pl_str s) {
    put_number(b, s.n);
    buffer_append(b, s.p, s.n);
}

static bool is_same(pl_str a, pl_str b) {
    return a.n == b.n && (a.p == b.p || !a.n || !memcmp(a.p, b.p, a.n));
}

static void put_list(struct buffer *b, pl_array list) {
    for (uint32_t i = 0; i < list.n; i++) {
        pl_str s;
        memcpy(&s, (const char *)list.v + (size_t)i * list.element_size, sizeof s);
        put_text(b, s);
    }
}

/* Whether `next` has these n bytes at `*at`; moves on behind them. */
static bool goes_on(pl_str next, size_t *at, const char *p, size_t n) {
    if (n > next.n - *at || (n && memcmp(next.p + *at, p, n))) return false;
    *at += n;
    return true;
}

/* Whether applying the edits to their old text gives `next`, as it always should. */
static bool leads_to(const struct edit_list *list, pl_str next) {
    size_t old = 0, at = 0;
    for (uint32_t i = 0; i < list->n; i++) {
        const struct edit *e = &list->v[i];
        if (e->begin < old || e->end < e->begin || e->end > list->old_text.n) return false;
        if (!goes_on(next, &at, list->old_text.p + old, e->begin - old)) return false;
        if (!goes_on(next, &at, e->with.p, e->with.n)) return false;
        old = e->end;
    }
    return goes_on(next, &at, list->old_text.p + old, list->old_text.n - old) && at == next.n;
}

/* The lists up to this one, oldest first; `next` is the text after it. */
static void put_edits(struct buffer *b, const struct edit_list *list, pl_str next) {
    if (!list) return;
    put_edits(b, list->before, list->old_text);
    put_number(b, list->stage);
    put_number(b, list->n);
    for (uint32_t i = 0; i < list->n; i++) {
        const struct edit *e = &list->v[i];
        put_number(b, e->begin);
        put_number(b, e->end - e->begin);
        put_text(b, e->with);
        put_text(b, e->why);
    }
    const bool derived = leads_to(list, next);
    put_number(b, !derived);
    if (!derived) put_text(b, next);
}

static void put_value(struct buffer *b, pl_value v) {
    if (is_text_type(v.type)) {
        put_text(b, v.u.s);
    } else if (v.type == PL_LIST) {
        put_number(b, v.u.list.n);
        put_list(b, v.u.list);
    } else {
        buffer_append(b, &v.u, sizeof v.u.i); /* integers and reals have 8 bytes */
    }
}

static void put_fields(struct buffer *b, const pl_document *doc) {
    put_number(b, doc->n_fields);
    for (uint32_t i = 0; i < doc->n_fields; i++) {
        const struct field *f = &doc->fields[i];
        put_text(b, f->name);
        put_number(b, f->stage);
        put_number(b, f->value.type);
        put_value(b, f->value);
    }
}

/* Appends what member `f` of n structs points to, and takes the pointers out of the copies at
 * `copies` in the buffer. */
static void put_member(struct buffer *b, const pl_field_def *f, const char *v, size_t step,
                       uint32_t n, size_t copies) {
    static const char *const none = NULL;
    const bool text = is_text_member(f);
    const size_t pointer = f->offset + (text ? offsetof(pl_str, p) : offsetof(pl_array, v));
    if (!text && !is_list_member(f)) return;
    for (uint32_t i = 0; i < n && !b->failed; i++) {
        memcpy(b->p + copies + i * step + pointer, &none, sizeof none);
        if (text) {
            pl_str s;
            memcpy(&s, v + i * step + f->offset, sizeof s);
            buffer_append(b, s.p, s.n);
        } else {
            pl_array list;
            memcpy(&list, v + i * step + f->offset, sizeof list);
            put_list(b, list);
        }
    }
}

static void put_layer(struct buffer *b, uint32_t id, const pl_layer_def *def,
                      const struct layer *layer) {
    static const char zeros[ELEMENT_ALIGN];
    const size_t step = def->element_size;
    put_number(b, id);
    put_number(b, layer->stage);
    put_number(b, layer->version);
    put_number(b, layer->n);
    put_number(b, step);
    buffer_append(b, zeros, -b->n % ELEMENT_ALIGN);
    const size_t copies = b->n;
    buffer_append(b, layer->v, layer->n * step);
    for (size_t i = 0; def->fields && field_row(def->fields, def->field_stride, i)->name; i++)
        put_member(b, field_row(def->fields, def->field_stride, i), layer->v, step, layer->n,
                   copies);
}

/* Replay makes the layers of pure stages again, for documents that go on, when nothing they were
 * made from has changed. */
static bool is_made_again(const pl_document *doc, const struct schema_layer *of,
                          const struct layer *layer) {
    const bool goes_on_later = doc->verdict.state == PL_KEPT && doc->failed_stage == STAGE_NONE;
    return of->pure && layer->version == doc->version && goes_on_later;
}

static bool is_packed(const pl_document *doc, uint32_t id) {
    const struct layer *layer = &doc->layers[id];
    return layer->v && !is_made_again(doc, &doc->batch->schema->layers[id], layer);
}

static void put_layers(struct buffer *b, const pl_document *doc) {
    const struct schema *schema = doc->batch->schema;
    uint32_t n = 0;
    for (uint32_t i = 0; i < schema->n_layers; i++) n += is_packed(doc, i);
    put_number(b, n);
    for (uint32_t i = 0; i < schema->n_layers; i++)
        if (is_packed(doc, i)) put_layer(b, i, schema->layers[i].def, &doc->layers[i]);
}

static void put_verdict(struct buffer *b, const pl_document *doc) {
    put_number(b, doc->verdict.state);
    put_text(b, doc->verdict.stage);
    put_text(b, doc->verdict.reason);
    put_text(b, doc->verdict.message);
    put_number(b, doc->verdict_stage);
}

static uint32_t count_edits(const pl_document *doc, pl_str *base) {
    uint32_t n = 0;
    *base = doc->text;
    for (const struct edit_list *list = doc->edits; list; list = list->before, n++)
        *base = list->old_text;
    return n;
}

static void put_document(struct buffer *b, const pl_document *doc, const pl_document *before) {
    pl_str base;
    const uint32_t edits = count_edits(doc, &base);
    unsigned flags = 0;
    if (before && is_same(before->source, doc->source)) flags |= SPOOL_SAME_SOURCE;
    if (!is_same(doc->original, base)) flags |= SPOOL_ORIGINAL;
    if (doc->verdict.state != PL_KEPT) flags |= SPOOL_VERDICT;
    if (doc->failed_stage != STAGE_NONE) flags |= SPOOL_FAILED;
    put_number(b, flags);
    put_number(b, doc->position.file);
    put_number(b, doc->position.ordinal);
    put_number(b, doc->position.offset);
    if (!(flags & SPOOL_SAME_SOURCE)) put_text(b, doc->source);
    put_text(b, doc->id);
    put_text(b, base);
    if (flags & SPOOL_ORIGINAL) put_text(b, doc->original);
    if (flags & SPOOL_VERDICT) put_verdict(b, doc);
    if (flags & SPOOL_FAILED) put_number(b, doc->failed_stage);
    put_number(b, edits);
    put_edits(b, doc->edits, doc->text);
    put_fields(b, doc);
    put_layers(b, doc);
}

int spool_pack(const struct batch *batch, struct buffer *packed) {
    size_t texts = 0;
    for (uint32_t i = 0; i < batch->n; i++)
        texts += batch->docs[i]->text.n + batch->docs[i]->id.n + 256;
    buffer_reserve(packed, texts + texts / 4); /* a guess that saves copies */
    put_number(packed, batch->bytes);
    put_number(packed, batch->n);
    for (uint32_t i = 0; i < batch->n; i++)
        put_document(packed, batch->docs[i], i ? batch->docs[i - 1] : NULL);
    if (!packed->failed) return PL_OK;
    errno = ENOMEM;
    return PL_ESTOP;
}
