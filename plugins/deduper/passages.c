/* passages.c: fingerprints of one document are looked up in the other, and what meets is extended as far as it goes. */
#include "passages.h"
#include <stdlib.h>
#include <string.h>

/* Fingerprints of a document and where they stand: open addressing, `place` counts from 1. */
struct table {
    uint64_t *grams;
    uint32_t *place;
    uint32_t mask;
};

static int table_fill(struct table *t, const uint64_t *grams, const uint32_t *chosen, uint32_t n) {
    uint32_t slots = 64;
    while (slots < n * 2) slots *= 2;
    t->grams = malloc(slots * sizeof *t->grams);
    t->place = calloc(slots, sizeof *t->place);
    t->mask = slots - 1;
    if (!t->grams || !t->place) return -1;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t at = (uint32_t)grams[chosen[i]] & t->mask;
        while (t->place[at] && t->grams[at] != grams[chosen[i]]) at = (at + 1) & t->mask;
        if (t->place[at]) continue; /* the first place of several */
        t->grams[at] = grams[chosen[i]];
        t->place[at] = chosen[i] + 1;
    }
    return 0;
}

static uint32_t table_find(const struct table *t, uint64_t gram) {
    uint32_t at = (uint32_t)gram & t->mask;
    while (t->place[at] && t->grams[at] != gram) at = (at + 1) & t->mask;
    return t->place[at];
}

static bool is_same(const struct body *a, uint32_t i, const struct body *b, uint32_t j) {
    return unit_form(a->v[i]) == unit_form(b->v[j]);
}

/* The longest run around (i, j) that begins at or behind `from` in b. */
static struct passage extend(const struct body *a, const struct body *b, uint32_t i, uint32_t j,
                             uint32_t from) {
    uint32_t n = 0;
    while (i && j > from && is_same(a, i - 1, b, j - 1)) i--, j--;
    while (i + n < a->n && j + n < b->n && is_same(a, i + n, b, j + n)) n++;
    return (struct passage){i, j, n};
}

static int add(struct passages *p, struct passage run) {
    if (p->n == p->room) {
        const uint32_t room = p->room * 2 + 16;
        struct passage *v = realloc(p->v, room * sizeof *v);
        if (!v) return -1;
        p->v = v;
        p->room = room;
    }
    p->v[p->n++] = run;
    return 0;
}

/* The fingerprints of a document: indices into its grams, which stay in the scratch of the reading. */
static uint32_t *fingerprints(struct reading *r, uint32_t *n) {
    if (reading_reserve(r)) return NULL;
    uint32_t *const chosen = (uint32_t *)(void *)(r->scratch + r->body.n);
    const uint32_t grams = grams_hash(r->body.v, r->body.n, PASSAGE_GRAM, r->scratch);
    *n = grams_winnow(r->scratch, grams, PASSAGE_WINDOW, chosen);
    return chosen;
}

int passages_find(struct passages *p, struct reading *a, struct reading *b, uint32_t least) {
    struct table table = {0};
    uint32_t in_a, in_b;
    uint32_t *const of_a = fingerprints(a, &in_a), *const of_b = fingerprints(b, &in_b);
    p->n = 0;
    int rc = -1;
    if (!of_a || !of_b || table_fill(&table, a->scratch, of_a, in_a)) goto out;
    rc = 0;
    for (uint32_t k = 0, next = 0; k < in_b && !rc; k++) {
        const uint32_t place = of_b[k] < next ? 0 : table_find(&table, b->scratch[of_b[k]]);
        if (!place) continue;
        const struct passage run = extend(&a->body, &b->body, place - 1, of_b[k], next);
        next = run.b + run.n;
        if (run.n >= least) rc = add(p, run);
    }
out:
    free(table.grams);
    free(table.place);
    return rc;
}

void passages_free(struct passages *p) {
    free(p->v);
    *p = (struct passages){0};
}
