/* table.c: groups the mentions of a document to entities, in time linear in their number. */
#define XXH_INLINE_ALL
#include "table.h"
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

static const uint32_t FORM_BIT = 1u << 31;

static int reserve(struct table *t, uint32_t n) {
    if (t->room < n) {
        table_free(t);
        uint32_t slots = 64;
        while (slots < 4 * (uint64_t)n) slots *= 2;
        t->entities = malloc(n * sizeof *t->entities);
        t->forms = malloc(n * sizeof *t->forms);
        t->slots = malloc(slots * sizeof *t->slots);
        if (!t->entities || !t->forms || !t->slots) return -1;
        t->room = n;
        t->mask = slots - 1;
    }
    t->entities_n = t->forms_n = 0;
    uint32_t used = 64;
    while (used < 4 * (uint64_t)n) used *= 2;
    t->mask = used - 1;
    memset(t->slots, 0, used * sizeof *t->slots);
    return 0;
}

static uint32_t entity_of(struct table *t, const struct mention *m) {
    uint32_t i = (uint32_t)XXH3_64bits_withSeed(m->canonical.p, m->canonical.n, m->type) & t->mask;
    for (; t->slots[i]; i = (i + 1) & t->mask) {
        if (t->slots[i] & FORM_BIT) continue;
        const struct entity *e = &t->entities[t->slots[i] - 1];
        if (e->type == m->type && str_eq(e->canonical, m->canonical)) return t->slots[i] - 1;
    }
    t->entities[t->entities_n] = (struct entity){m->canonical, m->type, 0, 0, 0};
    t->slots[i] = ++t->entities_n;
    return t->entities_n - 1;
}

static void add_form(struct table *t, uint32_t entity, pl_str text) {
    uint32_t i = (uint32_t)XXH3_64bits_withSeed(text.p, text.n, 1000 + (uint64_t)entity) & t->mask;
    for (; t->slots[i]; i = (i + 1) & t->mask) {
        if (!(t->slots[i] & FORM_BIT)) continue;
        const struct form *f = &t->forms[(t->slots[i] & ~FORM_BIT) - 1];
        if (f->entity == entity && str_eq(f->text, text)) return;
    }
    struct entity *e = &t->entities[entity];
    t->forms[t->forms_n] = (struct form){text, entity, e->first_form};
    e->first_form = ++t->forms_n;
    e->forms++;
    t->slots[i] = t->forms_n | FORM_BIT;
}

int table_make(struct table *t, const struct mentions *m, const struct words *w) {
    if (reserve(t, m->n + 1)) return -1;
    for (uint32_t i = 0; i < m->n; i++) {
        const struct mention *it = &m->v[i];
        const uint32_t entity = entity_of(t, it), begin = w->v[it->first].begin;
        t->entities[entity].count++;
        add_form(t, entity, (pl_str){w->text + begin, w->v[it->last - 1].end - begin});
    }
    return 0;
}

void table_free(struct table *t) {
    free(t->entities);
    free(t->forms);
    free(t->slots);
    *t = (struct table){0};
}
