/* edit.c: edits of one callback become a new text; offsets are mapped through the chain of lists back to the original. */
#include <stdlib.h>
#include <string.h>
#include "document/document.h"
#include "document/pending.h"
#include "document/utf8.h"

static bool is_border(pl_str text, uint32_t at) {
    return at == text.n || ((unsigned char)text.p[at] & 0xc0) != 0x80;
}

static bool is_same(pl_str text, uint32_t begin, uint32_t end, pl_str with) {
    return end - begin == with.n && (!with.n || !memcmp(text.p + begin, with.p, with.n));
}

int edit_add(pl_document *doc, uint32_t begin, uint32_t end, pl_str with, pl_str why) {
    struct pending *p = pending_of(doc);
    const pl_str text = doc->text;
    if (begin > end || end > text.n)
        return pending_fail(doc, "edit [%u, %u) is outside the text of %zu bytes (%.*s)", begin,
                            end, text.n, (int)why.n, why.p);
    if (!is_border(text, begin) || !is_border(text, end))
        return pending_fail(doc, "edit [%u, %u) cuts a character (%.*s)", begin, end, (int)why.n,
                            why.p);
    if (utf8_valid(with.p, with.n) != with.n)
        return pending_fail(doc, "edit at %u puts in bytes that are not UTF-8 (%.*s)", begin,
                            (int)why.n, why.p);
    if (is_same(text, begin, end, with)) return PL_OK;
    if (p->n_edits == p->edits_room) {
        const uint32_t room = p->edits_room ? 2 * p->edits_room : 16;
        p->edits = arena_grow(&doc->batch->arena, p->edits, p->n_edits * sizeof *p->edits,
                              room * sizeof *p->edits, 16);
        p->edits_room = room;
    }
    p->edits[p->n_edits++] = (struct edit){begin, end, with, why};
    return PL_OK;
}

static bool comes_after(const struct edit *a, const struct edit *b) {
    return a->begin > b->begin || (a->begin == b->begin && a->end > b->end);
}

/* Stable merge sort, bottom up; most lists come sorted and cost one pass. */
static void sort_edits(struct edit *v, uint32_t n, struct arena *arena) {
    uint32_t i = 1;
    while (i < n && !comes_after(&v[i - 1], &v[i])) i++;
    if (i >= n) return;
    struct edit *from = v, *to = arena_alloc(arena, n * sizeof *to, 16);
    for (uint32_t width = 1; width < n; width *= 2) {
        for (uint32_t at = 0; at < n; at += 2 * width) {
            uint32_t a = at, b = at + width < n ? at + width : n;
            const uint32_t mid = b, end = at + 2 * width < n ? at + 2 * width : n;
            for (uint32_t k = at; k < end; k++)
                to[k] = a < mid && (b >= end || !comes_after(&from[a], &from[b])) ? from[a++]
                                                                                  : from[b++];
        }
        struct edit *const swap = from;
        from = to;
        to = swap;
    }
    if (from != v) memcpy(v, from, n * sizeof *v);
}

static int check_overlap(pl_document *doc, const struct edit *v, uint32_t n) {
    for (uint32_t i = 1; i < n; i++) {
        const struct edit *a = &v[i - 1], *b = &v[i];
        if (b->begin < a->end)
            return pending_fail(doc, "edits [%u, %u) (%.*s) and [%u, %u) (%.*s) overlap", a->begin,
                                a->end, (int)a->why.n, a->why.p, b->begin, b->end, (int)b->why.n,
                                b->why.p);
    }
    return PL_OK;
}

static int build_text(pl_document *doc, const struct edit *v, uint32_t n, pl_str *text) {
    uint64_t size = doc->text.n;
    for (uint32_t i = 0; i < n; i++) size += v[i].with.n - (v[i].end - v[i].begin);
    if (size > UINT32_MAX) return pending_fail(doc, "the edited text would have more than 4 GiB");
    char *p = arena_alloc(&doc->batch->arena, size, 1), *to = p;
    uint32_t at = 0;
    for (uint32_t i = 0; i < n; i++) {
        memcpy(to, doc->text.p + at, v[i].begin - at);
        to += v[i].begin - at;
        if (v[i].with.n) memcpy(to, v[i].with.p, v[i].with.n);
        to += v[i].with.n;
        at = v[i].end;
    }
    memcpy(to, doc->text.p + at, doc->text.n - at);
    *text = (pl_str){p, size};
    return PL_OK;
}

void edit_list_measure(struct edit_list *list, struct arena *arena) {
    list->deltas = arena_alloc(arena, (list->n + 1) * sizeof *list->deltas, 8);
    list->deltas[0] = 0;
    for (uint32_t i = 0; i < list->n; i++)
        list->deltas[i + 1] =
            list->deltas[i] + (int64_t)list->v[i].with.n - (list->v[i].end - list->v[i].begin);
}

int edits_apply(pl_document *doc, struct edit *v, uint32_t n, uint16_t stage) {
    struct arena *arena = &doc->batch->arena;
    sort_edits(v, n, arena);
    if (check_overlap(doc, v, n)) return PL_EDOC;
    pl_str text;
    if (build_text(doc, v, n, &text)) return PL_EDOC;
    struct edit *own =
        arena_alloc(arena, n * sizeof *own, 16); /* v is used again by the next callback */
    memcpy(own, v, n * sizeof *own);
    struct edit_list *list = arena_zero(arena, sizeof *list, 16);
    *list = (struct edit_list){
        .before = doc->edits, .v = own, .n = n, .stage = stage, .old_text = doc->text};
    edit_list_measure(list, arena);
    layers_move(doc, list);
    doc->edits = list;
    doc->version++;
    doc->text = text;
    return PL_OK;
}

/* Number of edits that lie before `at` in the old text. Of inserts at `at` itself only those that `end_side` asks for. */
static uint32_t edits_before(const struct edit_list *list, uint32_t at, bool end_side) {
    uint32_t low = 0, high = list->n;
    while (low < high) {
        const uint32_t mid = (low + high) / 2;
        const struct edit *e = &list->v[mid];
        const bool before =
            e->begin == e->end ? (end_side ? e->end < at : e->end <= at) : e->end <= at;
        if (before)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

uint32_t edit_move(const struct edit_list *list, uint32_t at, bool end_side) {
    const uint32_t i = edits_before(list, at, end_side);
    const int64_t moved = (int64_t)at + list->deltas[i];
    const struct edit *inside = i < list->n ? &list->v[i] : NULL;
    if (!inside || inside->begin >= at) return (uint32_t)moved;
    /* inside a replaced span: a begin goes behind what replaced it, an end before it */
    const int64_t start = (int64_t)inside->begin + list->deltas[i];
    return (uint32_t)(end_side ? start : start + (int64_t)inside->with.n);
}

/* The first edit whose new text ends behind `at` of the new text. */
static uint32_t edit_at_new(const struct edit_list *list, uint32_t at) {
    uint32_t low = 0, high = list->n;
    while (low < high) {
        const uint32_t mid = (low + high) / 2;
        const int64_t end =
            (int64_t)list->v[mid].begin + list->deltas[mid] + (int64_t)list->v[mid].with.n;
        if (end <= at)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

/* Is byte `at` of the new text part of what edit i put in? */
static bool is_inside(const struct edit_list *list, uint32_t i, uint32_t at) {
    return i < list->n && (int64_t)list->v[i].begin + list->deltas[i] <= at;
}

static uint32_t to_old(const struct edit_list *list, uint32_t at) {
    const uint32_t i = edit_at_new(list, at);
    return is_inside(list, i, at) ? list->v[i].begin : (uint32_t)((int64_t)at - list->deltas[i]);
}

/* A span that ends in what an edit put in covers all that the edit replaced. */
static pl_span span_to_old(const struct edit_list *list, pl_span s) {
    const uint32_t begin = to_old(list, s.begin);
    if (s.begin == s.end) return (pl_span){begin, begin};
    const uint32_t last = s.end - 1, i = edit_at_new(list, last);
    const uint32_t end =
        is_inside(list, i, last) ? list->v[i].end : (uint32_t)((int64_t)last - list->deltas[i]) + 1;
    return (pl_span){begin, end < begin ? begin : end};
}

uint32_t edit_to_original(const pl_document *doc, uint32_t at) {
    for (const struct edit_list *list = doc->edits; list; list = list->before)
        at = to_old(list, at);
    return at;
}

static const struct edit_list *list_of(const pl_document *doc, uint32_t *i) {
    uint32_t total = 0;
    for (const struct edit_list *l = doc->edits; l; l = l->before) total += l->n;
    if (*i >= total) return NULL;
    for (const struct edit_list *l = doc->edits; l; l = l->before) {
        total -= l->n;
        if (*i >= total) return *i -= total, l;
    }
    return NULL;
}

int edit_removal(const pl_document *doc, uint32_t i, pl_removal *out) {
    const struct edit_list *list = list_of(doc, &i);
    if (!list) return PL_END;
    const struct edit *e = &list->v[i];
    const struct schema *schema = doc->batch->schema;
    pl_removal r = {.size = out->size,
                    .text = {list->old_text.p + e->begin, e->end - e->begin},
                    .with = e->with,
                    .why = e->why};
    if (list->stage < schema->n_stages) r.stage = str_of(schema->stages[list->stage]);
    r.original = (pl_span){e->begin, e->end};
    for (const struct edit_list *l = list->before; l; l = l->before)
        r.original = span_to_old(l, r.original);
    memcpy(out, &r, out->size < sizeof r ? out->size : sizeof r);
    return PL_OK;
}
