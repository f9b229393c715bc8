/* field.c: named values of a document. Entries are only appended, each with its stage: the newest counts, and a stage that is
 * run again on replay sees what it saw the first time. */
#include <stdint.h>
#include <string.h>
#include <xxhash.h>
#include "document/document.h"

static bool is_name(const struct field *f, pl_str name) {
    return f->name.n == name.n && !memcmp(f->name.p, name.p, name.n);
}

static bool is_seen(const pl_document *doc, const struct field *f) {
    return f->stage <= doc->batch->stage;
}

int field_get_n(const pl_document *doc, pl_str name, pl_value *value) {
    for (uint32_t i = doc->n_fields; i-- > 0;) {
        const struct field *f = &doc->fields[i];
        if (!is_name(f, name) || !is_seen(doc, f)) continue;
        *value = f->value;
        return PL_OK;
    }
    return PL_END;
}

int field_get(const pl_document *doc, const char *name, pl_value *value) {
    return field_get_n(doc, str_of(name), value);
}

int field_set(pl_document *doc, pl_str name, pl_value value, uint16_t stage) {
    if (doc->n_fields == doc->fields_room) {
        const uint32_t room = doc->fields_room ? 2 * doc->fields_room : 8;
        struct field *more = arena_alloc(&doc->batch->arena, room * sizeof *more, 16);
        if (doc->n_fields) memcpy(more, doc->fields, doc->n_fields * sizeof *more);
        doc->fields = more;
        doc->fields_room = room;
    }
    doc->visible.v = NULL;
    doc->fields[doc->n_fields++] = (struct field){name, value, stage};
    return PL_OK;
}

/* The slot of a name in a table of places in the list, at most half of them taken; 0: free, else place + 1. */
static uint32_t *slot_of(const pl_document *doc, uint32_t *table, uint32_t mask,
                         const uint32_t *list, pl_str name) {
    uint64_t i = XXH3_64bits(name.p, name.n);
    while (table[i & mask] && !is_name(&doc->fields[list[table[i & mask] - 1]], name)) i++;
    return &table[i & mask];
}

static void list_visible(pl_document *doc) {
    struct arena *arena = &doc->batch->arena;
    uint32_t mask = 15, n = 0;
    while (mask / 2 < doc->n_fields) mask = 2 * mask + 1;
    uint32_t *table = arena_zero(arena, ((size_t)mask + 1) * sizeof *table, 4);
    uint32_t *list = arena_alloc(arena, (doc->n_fields + 1) * sizeof *list, 4);
    for (uint32_t i = 0; i < doc->n_fields; i++) {
        if (!is_seen(doc, &doc->fields[i])) continue;
        uint32_t *slot = slot_of(doc, table, mask, list, doc->fields[i].name);
        if (!*slot) *slot = ++n;
        list[*slot - 1] = i;
    }
    doc->visible.v = list;
    doc->visible.n = n;
    doc->visible.of = doc->n_fields;
    doc->visible.stage = doc->batch->stage;
}

const uint32_t *fields_visible(const pl_document *doc, uint32_t *n) {
    if (!doc->visible.v || doc->visible.of != doc->n_fields ||
        doc->visible.stage != doc->batch->stage)
        list_visible((pl_document *)(uintptr_t)doc); /* a cache: the document stays as it is */
    *n = doc->visible.n;
    return doc->visible.v;
}

int field_at(const pl_document *doc, uint32_t i, pl_str *name, pl_value *value) {
    uint32_t n;
    const uint32_t *list = fields_visible(doc, &n);
    if (i >= n) return PL_END;
    *name = doc->fields[list[i]].name;
    *value = doc->fields[list[i]].value;
    return PL_OK;
}

/* A list is never changed in place: a rollback brings back the old one by cutting the entries. */
void field_flag(pl_document *doc, const char *word) {
    const pl_str flag = str_of(word);
    pl_value old = {.type = PL_LIST};
    if (field_get(doc, "flags", &old) != PL_OK || old.type != PL_LIST)
        old.u.list = (pl_array){NULL, 0, sizeof(pl_str)};
    const pl_str *had = old.u.list.v;
    for (uint32_t i = 0; i < old.u.list.n; i++)
        if (had[i].n == flag.n && !memcmp(had[i].p, flag.p, flag.n)) return;
    pl_str *v = arena_alloc(&doc->batch->arena, (old.u.list.n + 1) * sizeof *v, 16);
    if (old.u.list.n) memcpy(v, had, old.u.list.n * sizeof *v);
    v[old.u.list.n] = flag;
    const pl_value flags = {.type = PL_LIST, .u = {.list = {v, old.u.list.n + 1, sizeof(pl_str)}}};
    field_set(doc, str_of("flags"), flags, doc->batch->stage);
}
