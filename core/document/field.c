/* field.c: named values of a document. Entries are only appended, each with its stage: the newest counts, and a stage that is
 * run again on replay sees what it saw the first time. */
#include <string.h>
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
    doc->fields[doc->n_fields++] = (struct field){name, value, stage};
    return PL_OK;
}

static bool is_first(const pl_document *doc, uint32_t at) {
    for (uint32_t i = 0; i < at; i++)
        if (is_seen(doc, &doc->fields[i]) && is_name(&doc->fields[i], doc->fields[at].name))
            return false;
    return true;
}

int field_at(const pl_document *doc, uint32_t i, pl_str *name, pl_value *value) {
    for (uint32_t k = 0; k < doc->n_fields; k++) {
        if (!is_seen(doc, &doc->fields[k]) || !is_first(doc, k) || i-- > 0) continue;
        *name = doc->fields[k].name;
        return field_get_n(doc, *name, value);
    }
    return PL_END;
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
