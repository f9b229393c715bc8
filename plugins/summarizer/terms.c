/* terms.c: one hash table for two kinds of keys: token hashes (forms) and stems. Each form is stemmed once per document. */
#include "terms.h"
#include <math.h>
#include <string.h>
#include "room.h"
#include "stem.h"

enum { FIRST_SLOTS = 4096, MOST_KEPT = 1 << 18 };

static struct form *find(const struct terms *t, uint64_t key) {
    uint32_t i = (uint32_t)key & t->mask;
    while (t->forms[i].epoch == t->epoch && t->forms[i].key != key) i = (i + 1) & t->mask;
    return &t->forms[i];
}

static int resize(struct terms *t, uint32_t slots) {
    struct terms to = {.mask = slots - 1, .epoch = 1};
    if (!(to.forms = calloc(slots, sizeof *to.forms))) return -1;
    for (uint32_t i = 0; t->forms && i <= t->mask; i++)
        if (t->forms[i].epoch == t->epoch) {
            struct form *f = find(&to, t->forms[i].key);
            *f = t->forms[i];
            f->epoch = 1;
        }
    free(t->forms);
    t->forms = to.forms;
    t->mask = to.mask;
    t->epoch = 1;
    return 0;
}

int terms_clear(struct terms *t) {
    if (t->mask >= MOST_KEPT) terms_free(t);
    t->n = t->used = 0;
    if (!t->forms || t->epoch == UINT32_MAX) {
        free(t->forms);
        t->forms = NULL;
        return resize(t, FIRST_SLOTS);
    }
    t->epoch++;
    return 0;
}

void terms_free(struct terms *t) {
    free(t->v);
    free(t->forms);
    *t = (struct terms){0};
}

/* Puts a key into the slot that find gave for it. */
static void put(struct terms *t, struct form *at, uint64_t key, uint32_t term, uint32_t cues) {
    *at = (struct form){key, term, cues, t->epoch};
    t->used++;
}

static int is_content(const pl_token *k) {
    return (k->kind == PL_WORD || k->kind == PL_NUMBER) && !(k->flags & PL_STOPWORD);
}

static uint32_t term_of(struct terms *t, uint64_t stem, const struct rarity *rarity) {
    struct form *at = find(t, stem);
    if (at->epoch == t->epoch) return at->term;
    if (room_for(&t->v, &t->room, t->n + 1, sizeof *t->v)) return NO_TERM;
    t->v[t->n] = (struct term){.stem = stem, .cell = NO_TERM};
    if (rarity) t->v[t->n].known = rarity_of(rarity, stem);
    t->v[t->n].idf = t->v[t->n].known.idf;
    put(t, at, stem, t->n, 0);
    return t->n++;
}

static struct form *add_form(struct terms *t, const pl_token *k, const char *text,
                             const struct rarity *rarity, const struct cues *cues) {
    uint32_t term = NO_TERM;
    if (2 * (t->used + 2) > t->mask && resize(t, 2 * (t->mask + 1))) return NULL;
    if (is_content(k)) {
        const pl_str word = {text + k->span.begin, k->span.end - k->span.begin};
        term = term_of(t, stem_of(word, k->hash), rarity);
        if (term == NO_TERM) return NULL;
    }
    struct form *at = find(t, k->hash);
    put(t, at, k->hash, term, cues_of(cues, k->hash));
    return at;
}

struct reading terms_read(struct terms *t, const pl_token *k, const char *text,
                          const struct rarity *rarity, const struct cues *cues, int *failed) {
    if (k->kind != PL_WORD && k->kind != PL_NUMBER) return (struct reading){NO_TERM, 0};
    const struct form *f = find(t, k->hash);
    if (f->epoch != t->epoch && !(f = add_form(t, k, text, rarity, cues))) {
        *failed = 1;
        return (struct reading){NO_TERM, 0};
    }
    if (f->term != NO_TERM) t->v[f->term].count++;
    return (struct reading){f->term, f->cues};
}

uint32_t terms_find(const struct terms *t, uint64_t stem) {
    const struct form *f = find(t, stem);
    return f->epoch == t->epoch ? f->term : NO_TERM;
}

float terms_damped(uint32_t n) {
    static const float table[] = {0,         1,         1.693147F, 2.098612F, 2.386294F,
                                  2.609438F, 2.791759F, 2.945910F, 3.079442F, 3.197225F};
    return n < sizeof table / sizeof *table ? table[n] : 1 + logf((float)n);
}

/* The count of the 12th most frequent term, kept as a short sorted list. */
static void find_frequent(struct terms *t) {
    enum { MOST = sizeof t->most / sizeof *t->most };
    memset(t->most, 0, sizeof t->most);
    for (uint32_t i = 0; i < t->n; i++) {
        uint32_t at = MOST;
        while (at && t->v[i].count > t->most[at - 1]) at--;
        if (at == MOST) continue;
        memmove(t->most + at + 1, t->most + at, (MOST - 1 - at) * sizeof *t->most);
        t->most[at] = t->v[i].count;
    }
    t->least_frequent = t->most[MOST - 1];
}

void terms_weigh(struct terms *t) {
    double sum = 0;
    for (uint32_t i = 0; i < t->n; i++) {
        struct term *e = &t->v[i];
        e->weight = terms_damped(e->count) * e->idf;
        sum += (double)e->weight * e->weight;
    }
    t->norm = (float)sqrt(sum);
    find_frequent(t);
}
