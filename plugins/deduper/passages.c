/* passages.c: fingerprints of one document are looked up in the other, and what meets is extended as far as it goes. */
#include "passages.h"
#include <stdlib.h>
#include <string.h>

static struct fingerprint *find(const struct passages *p, uint64_t gram) {
    uint32_t at = (uint32_t)gram & p->mask;
    while (p->table[at].place && p->table[at].gram != gram) at = (at + 1) & p->mask;
    return &p->table[at];
}

/* The fingerprints of a document: indices into its grams, which stay in the scratch of the reading. */
static uint32_t *fingerprints(struct reading *r, uint32_t *n) {
    if (reading_reserve(r)) return NULL;
    uint32_t *const chosen = (uint32_t *)(void *)(r->scratch + r->body.n);
    const uint32_t grams = grams_hash(r->body.v, r->body.n, PASSAGE_GRAM, r->scratch);
    *n = grams_winnow(r->scratch, grams, chosen);
    return chosen;
}

static int table_fill(struct passages *p, struct reading *a) {
    uint32_t n, slots = 64;
    if (p->of == a->document) return 0;
    const uint32_t *chosen = fingerprints(a, &n);
    if (!chosen) return -1;
    while (slots < n * 2) slots *= 2;
    if (slots > p->slots) {
        free(p->table);
        p->slots = 0;
        if (!(p->table = malloc(slots * sizeof *p->table))) return -1;
        p->slots = slots;
    }
    memset(p->table, 0, slots * sizeof *p->table);
    p->mask = slots - 1;
    p->of = a->document;
    for (uint32_t i = 0; i < n; i++) {
        const uint64_t gram = a->scratch[chosen[i]];
        struct fingerprint *f = find(p, gram);
        if (!f->place)
            *f = (struct fingerprint){gram, chosen[i] + 1}; /* the first place of several */
    }
    return 0;
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

int passages_find(struct passages *p, struct reading *a, struct reading *b, uint32_t least) {
    uint32_t n;
    p->n = 0;
    if (table_fill(p, a)) return -1;
    const uint32_t *chosen = fingerprints(b, &n);
    if (!chosen) return -1;
    int rc = 0;
    for (uint32_t k = 0, next = 0; k < n && !rc; k++) {
        const uint32_t place = chosen[k] < next ? 0 : find(p, b->scratch[chosen[k]])->place;
        if (!place) continue;
        const struct passage run = extend(&a->body, &b->body, place - 1, chosen[k], next);
        next = run.b + run.n;
        if (run.n >= least) rc = add(p, run);
    }
    return rc;
}

void passages_free(struct passages *p) {
    free(p->v);
    free(p->table);
    *p = (struct passages){.of = UINT32_MAX};
}
