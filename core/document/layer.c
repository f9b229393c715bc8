/* layer.c: annotations of a callback, and how layers move when the text is edited. */
#include <assert.h>
#include <string.h>
#include "document/document.h"
#include "document/pending.h"

pl_array layer_get(const pl_document *doc, int id) {
    if (id < 0 || (uint32_t)id >= doc->batch->schema->n_layers)
        return (pl_array){NULL, 0, sizeof(pl_span)};
    const struct layer *l = &doc->layers[id];
    return (pl_array){l->v, l->v ? l->n : 0,
                      (uint32_t)doc->batch->schema->layers[id].def->element_size};
}

static size_t bytes_of_layers(const pl_document *doc) {
    const struct schema *schema = doc->batch->schema;
    size_t n = 0;
    for (uint32_t i = 0; i < schema->n_layers; i++)
        n += doc->layers[i].n * schema->layers[i].def->element_size;
    for (const struct annotation *a = doc->pending->annotations; a; a = a->next)
        n += a->room * schema->layers[a->id].def->element_size;
    return n;
}

static bool is_too_much(pl_document *doc, const pl_layer_def *def, uint32_t at_most) {
    const size_t most = doc->batch->schema->layer_bytes;
    if (!most || bytes_of_layers(doc) + at_most * def->element_size <= most) return false;
    pending_fail(doc,
                 "layer %s: with %u elements the layers of this document would take more than "
                 "%zu MB (memory decides)",
                 def->name, at_most, most >> 20);
    return true;
}

void *layer_annotate(pl_document *doc, int id, uint32_t at_most) {
    assert(id >= 0 && (uint32_t)id < doc->batch->schema->n_layers);
    struct pending *p = pending_of(doc);
    struct arena *arena = &doc->batch->arena;
    const size_t size = doc->batch->schema->layers[id].def->element_size;
    doc->batch->annotating = NULL;
    if (is_too_much(doc, doc->batch->schema->layers[id].def, at_most)) return NULL;
    struct annotation *a = arena_zero(arena, sizeof *a, 16);
    *a = (struct annotation){id, arena_zero(arena, ((size_t)at_most + 1) * size, 64), 0, at_most,
                             p->annotations};
    p->annotations = a;
    doc->batch->annotating = a;
    return a->v;
}

void layer_annotated(struct batch *b, uint32_t n) {
    struct annotation *a = b->annotating;
    assert(!a || n <= a->room);
    if (a) a->n = n < a->room ? n : a->room;
}

static pl_span *span_at(void *v, size_t size, uint32_t i) {
    return (pl_span *)(void *)((char *)v + size * i);
}

static bool in_order(const pl_span *a, const pl_span *b) {
    return a->begin < b->begin || (a->begin == b->begin && a->end >= b->end);
}

/* Stable insertion of the few that are out of order; long unsorted runs are merged from the end. */
static void sort_spans(void *v, size_t size, uint32_t n, struct arena *arena) {
    uint32_t i = 1;
    while (i < n && in_order(span_at(v, size, i - 1), span_at(v, size, i))) i++;
    if (i >= n) return;
    char *from = v, *to = arena_alloc(arena, n * size, 64);
    for (uint32_t width = 1; width < n; width *= 2) {
        for (uint32_t at = 0; at < n; at += 2 * width) {
            uint32_t a = at, b = at + width < n ? at + width : n;
            const uint32_t mid = b, end = at + 2 * width < n ? at + 2 * width : n;
            for (uint32_t k = at; k < end; k++) {
                const bool left = a < mid && (b >= end || in_order(span_at(from, size, a),
                                                                   span_at(from, size, b)));
                memcpy(to + k * size, from + (left ? a++ : b++) * size, size);
            }
        }
        char *const swap = from;
        from = to;
        to = swap;
    }
    if (from != v) memcpy(v, from, n * size);
}

static bool is_border(pl_str text, uint32_t at) {
    return at == text.n || ((unsigned char)text.p[at] & 0xc0) != 0x80;
}

static int check_spans(pl_document *doc, const struct annotation *a, const pl_layer_def *def) {
    const pl_str text = def->flags & PL_ORIGINAL ? doc->original : doc->text;
    for (uint32_t i = 0; i < a->n; i++) {
        const pl_span *s = span_at(a->v, def->element_size, i);
        if (s->begin > s->end || s->end > text.n)
            return pending_fail(doc, "layer %s: span [%u, %u) is outside the text of %zu bytes",
                                def->name, s->begin, s->end, text.n);
        if (!is_border(text, s->begin) || !is_border(text, s->end))
            return pending_fail(doc, "layer %s: span [%u, %u) cuts a character", def->name,
                                s->begin, s->end);
    }
    return PL_OK;
}

int annotations_apply(pl_document *doc, struct pending *p) {
    const struct schema *schema = doc->batch->schema;
    for (const struct annotation *a = p->annotations; a; a = a->next) {
        const pl_layer_def *def = schema->layers[a->id].def;
        if (!(def->flags & PL_NO_SPAN) && check_spans(doc, a, def)) return PL_EDOC;
    }
    uint64_t done = 0; /* the newest annotation of a layer replaces the ones before it */
    for (const struct annotation *a = p->annotations; a; a = a->next) {
        const pl_layer_def *def = schema->layers[a->id].def;
        if (a->id < 64 && (done >> a->id & 1)) continue;
        if (a->id < 64) done |= (uint64_t)1 << a->id;
        if (!(def->flags & PL_NO_SPAN))
            sort_spans(a->v, def->element_size, a->n, &doc->batch->arena);
        doc->layers[a->id] = (struct layer){a->v, a->n, p->stage, doc->version};
    }
    return PL_OK;
}

/* The first edit that ends behind `at`: all others leave what begins there alone. */
static uint32_t first_behind(const struct edit_list *list, uint32_t at) {
    uint32_t low = 0, high = list->n;
    while (low < high) {
        const uint32_t mid = (low + high) / 2;
        if (list->v[mid].end <= at)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

static bool is_changed(const struct edit_list *list, const pl_span *s) {
    const uint32_t i = first_behind(list, s->begin);
    return i < list->n && list->v[i].begin < s->end;
}

/* Returns whether the element stays. */
static bool move_span(const struct edit_list *list, pl_span *s, bool exact) {
    if (exact && is_changed(list, s)) return false;
    const pl_span moved = {edit_move(list, s->begin, false), edit_move(list, s->end, true)};
    *s = moved;
    return moved.begin < moved.end;
}

static void move_layer(pl_document *doc, struct layer *layer, const pl_layer_def *def,
                       const struct edit_list *list) {
    const size_t size = def->element_size;
    char *v = arena_alloc(&doc->batch->arena, ((size_t)layer->n + 1) * size, 64);
    uint32_t n = 0;
    for (uint32_t i = 0; i < layer->n; i++) {
        memcpy(v + n * size, (const char *)layer->v + i * size, size);
        if (move_span(list, span_at(v, size, n), (def->flags & PL_EXACT) != 0)) n++;
    }
    sort_spans(v, size, n, &doc->batch->arena);
    layer->v = v;
    layer->n = n;
}

void layers_move(pl_document *doc, const struct edit_list *list) {
    const struct schema *schema = doc->batch->schema;
    for (uint32_t i = 0; i < schema->n_layers; i++) {
        const pl_layer_def *def = schema->layers[i].def;
        if (doc->layers[i].v && !(def->flags & (PL_NO_SPAN | PL_ORIGINAL)))
            move_layer(doc, &doc->layers[i], def, list);
    }
}
