/* spool_unpack.c: bytes become a batch; strings and layers stay where they lie. */
#include <string.h>
#include "engine/spool.h"
#include "engine/spool_format.h"
#include "engine/varint.h"

/* Bytes still to read. What does not fit makes it bad and gives zeros from then on. */
struct packed {
    char *start, *p, *end;
    bool bad;
};

static char *get_bytes(struct packed *in, size_t n) {
    if (in->bad || n > (size_t)(in->end - in->p)) {
        in->bad = true;
        return NULL;
    }
    char *at = in->p;
    in->p += n;
    return at;
}

static uint64_t get_number(struct packed *in) {
    uint64_t v = 0;
    const char *next = in->bad ? NULL : varint_get(in->p, in->end, &v);
    in->bad = !next;
    if (next) in->p += next - in->p;
    return next ? v : 0;
}

/* A number that is at most `most`. */
static uint64_t get_up_to(struct packed *in, uint64_t most) {
    const uint64_t v = get_number(in);
    if (v <= most) return v;
    in->bad = true;
    return 0;
}

/* The number of things that follow, of which each takes a byte at least: no damage makes it larger
 * than memory. */
static uint32_t get_count(struct packed *in) {
    const uint64_t left = (uint64_t)(in->end - in->p);
    return (uint32_t)get_up_to(in, left < UINT32_MAX ? left : UINT32_MAX);
}

static pl_str get_text(struct packed *in) {
    const uint64_t n = get_number(in);
    const char *p = get_bytes(in, n);
    return p ? (pl_str){p, n} : (pl_str){"", 0};
}

static uint16_t get_stage(struct packed *in) { return (uint16_t)get_up_to(in, UINT16_MAX); }

static pl_array get_list(struct packed *in, struct arena *a, uint32_t n) {
    if (n > (size_t)(in->end - in->p)) in->bad = true;
    if (in->bad) n = 0;
    pl_str *v = arena_alloc(a, n * sizeof *v, _Alignof(pl_str));
    for (uint32_t i = 0; i < n; i++) v[i] = get_text(in);
    return (pl_array){v, n, sizeof *v};
}

/* The text after the edits, in the arena. Edits that do not fit make the input bad. */
static pl_str apply(struct packed *in, struct arena *a, const struct edit_list *list) {
    size_t n = list->old_text.n, at = 0;
    for (uint32_t i = 0; i < list->n; i++) {
        const struct edit *e = &list->v[i];
        if (e->begin < at || e->end < e->begin || e->end > list->old_text.n) in->bad = true;
        if (in->bad) return list->old_text;
        n = n - (e->end - e->begin) + e->with.n;
        at = e->end;
    }
    char *text = arena_alloc(a, n + 1, 1), *to = text;
    at = 0;
    for (uint32_t i = 0; i < list->n; i++) {
        const struct edit *e = &list->v[i];
        to = (char *)mempcpy(to, list->old_text.p + at, e->begin - at);
        to = (char *)mempcpy(to, e->with.p, e->with.n);
        at = e->end;
    }
    to = (char *)mempcpy(to, list->old_text.p + at, list->old_text.n - at);
    *to = '\0';
    return (pl_str){text, n};
}

static struct edit_list *get_edit_list(struct packed *in, struct arena *a, pl_str old_text) {
    struct edit_list *list = arena_zero(a, sizeof *list, _Alignof(struct edit_list));
    list->stage = get_stage(in);
    list->n = get_count(in);
    list->old_text = old_text;
    struct edit *v = arena_alloc(a, list->n * sizeof *v, _Alignof(struct edit));
    for (uint32_t i = 0; i < list->n; i++) {
        v[i].begin = (uint32_t)get_up_to(in, UINT32_MAX);
        v[i].end = v[i].begin + (uint32_t)get_up_to(in, UINT32_MAX - v[i].begin);
        v[i].with = get_text(in);
        v[i].why = get_text(in);
    }
    list->v = v;
    edit_list_measure(list, a);
    return list;
}

static void get_edits(struct packed *in, struct arena *a, pl_document *doc, pl_str base) {
    const uint64_t n = get_up_to(in, UINT16_MAX);
    doc->text = base;
    doc->version = (uint16_t)n;
    for (uint64_t i = 0; i < n && !in->bad; i++) {
        struct edit_list *list = get_edit_list(in, a, doc->text);
        list->before = doc->edits;
        doc->edits = list;
        doc->text = get_up_to(in, 1) ? get_text(in) : apply(in, a, list);
    }
}

static pl_value get_value(struct packed *in, struct arena *a, pl_type type) {
    pl_value v = {.type = type, .u = {.i = 0}};
    if (is_text_type(type)) {
        v.u.s = get_text(in);
    } else if (type == PL_LIST) {
        v.u.list = get_list(in, a, get_count(in));
    } else {
        const char *p = get_bytes(in, sizeof v.u.i);
        if (p) memcpy(&v.u, p, sizeof v.u.i);
    }
    return v;
}

static void get_fields(struct packed *in, struct arena *a, pl_document *doc) {
    const uint32_t n = get_count(in);
    doc->fields = arena_alloc(a, n * sizeof *doc->fields, _Alignof(struct field));
    doc->n_fields = doc->fields_room = n;
    for (uint32_t i = 0; i < n; i++) {
        struct field *f = &doc->fields[i];
        f->name = get_text(in);
        f->stage = get_stage(in);
        f->value = get_value(in, a, (pl_type)get_up_to(in, PL_JSON));
    }
}

/* Points member `f` of n structs at what was packed of it. */
static void get_member(struct packed *in, struct arena *a, const pl_field_def *f, char *v,
                       size_t step, uint32_t n) {
    const bool text = is_text_member(f);
    if (!text && !is_list_member(f)) return;
    for (uint32_t i = 0; i < n; i++) {
        char *member = v + i * step + f->offset;
        if (text) {
            pl_str s;
            memcpy(&s, member, sizeof s);
            s.p = get_bytes(in, s.n);
            if (!s.p) s = (pl_str){"", 0};
            memcpy(member, &s, sizeof s);
        } else {
            pl_array list;
            memcpy(&list, member, sizeof list);
            list = get_list(in, a, list.n);
            memcpy(member, &list, sizeof list);
        }
    }
}

static void get_layer(struct packed *in, pl_document *doc) {
    const struct schema *schema = doc->batch->schema;
    const uint64_t id = get_number(in);
    struct layer layer = {.stage = get_stage(in)};
    layer.version = get_stage(in);
    layer.n = (uint32_t)get_up_to(in, UINT32_MAX);
    const uint64_t step = get_number(in);
    if (id >= schema->n_layers || schema->layers[id].def->element_size != step) in->bad = true;
    get_bytes(in, (size_t) - (in->p - in->start) % ELEMENT_ALIGN);
    if (in->bad || (step && layer.n > (size_t)(in->end - in->p) / step)) in->bad = true;
    if (in->bad) return;
    const pl_layer_def *def = schema->layers[id].def;
    layer.v = get_bytes(in, layer.n * step);
    for (size_t i = 0; def->fields && field_row(def->fields, def->field_stride, i)->name; i++)
        get_member(in, &doc->batch->arena, field_row(def->fields, def->field_stride, i), layer.v,
                   step, layer.n);
    doc->layers[id] = layer;
}

static void get_verdict(struct packed *in, pl_document *doc) {
    doc->verdict.state = (pl_state_of)get_up_to(in, PL_DEAD);
    doc->verdict.stage = get_text(in);
    doc->verdict.reason = get_text(in);
    doc->verdict.message = get_text(in);
    doc->verdict_stage = get_stage(in);
}

static void get_document(struct packed *in, struct batch *b) {
    const uint64_t flags = get_number(in);
    pl_position at = {0, 0, 0};
    at.file = (uint32_t)get_up_to(in, UINT32_MAX);
    at.ordinal = (uint32_t)get_up_to(in, UINT32_MAX);
    at.offset = get_number(in);
    if ((flags & SPOOL_SAME_SOURCE) && !b->n) in->bad = true;
    if (in->bad) return;
    const pl_str source = flags & SPOOL_SAME_SOURCE ? b->docs[b->n - 1]->source : get_text(in);
    pl_document *doc = batch_add(b, at, source, (pl_str){"", 0});
    doc->id = get_text(in);
    const pl_str base = get_text(in);
    doc->original = flags & SPOOL_ORIGINAL ? get_text(in) : base;
    if (flags & SPOOL_VERDICT) get_verdict(in, doc);
    if (flags & SPOOL_FAILED) doc->failed_stage = get_stage(in);
    get_edits(in, &b->arena, doc, base);
    get_fields(in, &b->arena, doc);
    for (uint32_t left = get_count(in); left && !in->bad; left--) get_layer(in, doc);
}

int spool_unpack(char *p, size_t n, struct batch *b) {
    struct packed in = {.start = p, .p = p, .end = p + n};
    const uint64_t bytes = get_number(&in);
    for (uint32_t left = get_count(&in); left && !in.bad; left--) get_document(&in, b);
    b->bytes = bytes;
    return in.bad || in.p != in.end ? PL_EDOC : PL_OK;
}
