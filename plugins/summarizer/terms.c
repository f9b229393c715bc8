/* terms.c: one hash table for two kinds of keys: token hashes (forms) and stems. Each form is looked at once per document. */
#include "terms.h"
#include <math.h>
#include <string.h>
#include "room.h"
#include "stem.h"

enum { FEWEST_SLOTS = 1024, MOST_KEPT = 1 << 18 };

/* An empty table of at least so many slots, and never fewer than there were. */
static int new_slots(struct terms *t, uint32_t slots) {
    if (slots <= t->room_mask) slots = t->room_mask + 1;
    struct form *forms = calloc(slots, sizeof *forms);
    if (!forms) return -1;
    t->forms = forms;
    t->room_mask = slots - 1;
    t->epoch = 1;
    return 0;
}

static int grow(struct terms *t) {
    struct form *const from = t->forms;
    const uint32_t mask = t->mask, epoch = t->epoch;
    if (new_slots(t, 2 * (mask + 1))) return -1;
    t->mask = 2 * mask + 1;
    for (uint32_t i = 0; i <= mask; i++)
        if (from[i].epoch == epoch) {
            struct form *f = terms_slot(t, from[i].key);
            *f = from[i];
            f->epoch = t->epoch;
        }
    free(from);
    return 0;
}

/* Slots of an earlier document are free because their epoch is another. A small document uses few of them, so that they stay in
 * the cache. */
int terms_begin(struct terms *t, uint32_t tokens, const struct rarity *rarity,
                const struct cues *cues) {
    if (t->room_mask >= MOST_KEPT) terms_free(t);
    t->n = t->used = 0;
    t->failed = 0;
    t->rarity = rarity;
    t->cues = cues;
    if (t->epoch == UINT16_MAX) {
        free(t->forms);
        t->forms = NULL;
    }
    if (!t->forms && new_slots(t, FEWEST_SLOTS)) return -1;
    t->epoch++;
    for (t->mask = FEWEST_SLOTS - 1;
         t->mask < t->room_mask && 2 * (uint64_t)t->mask < 3 * (uint64_t)tokens;)
        t->mask = 2 * t->mask + 1;
    return 0;
}

void terms_free(struct terms *t) {
    free(t->v);
    free(t->forms);
    t->v = NULL;
    t->forms = NULL;
    t->n = t->room = t->mask = t->room_mask = 0;
}

/* Puts a key into the slot that find gave for it. */
static void put(struct terms *t, struct form *at, uint64_t key, uint32_t term, uint32_t cues) {
    *at = (struct form){key, term, (uint16_t)cues, t->epoch};
    t->used++;
}

static uint32_t term_of(struct terms *t, uint64_t stem) {
    struct form *at = terms_slot(t, stem);
    if (at->epoch == t->epoch) return at->term;
    if (room_for(&t->v, &t->room, t->n + 1, sizeof *t->v)) return t->failed = 1, NO_TERM;
    t->v[t->n] = (struct term){.stem = stem, .cell = NO_TERM};
    put(t, at, stem, t->n, 0);
    return t->n++;
}

static uint32_t term_of_form(struct terms *t, const pl_token *k, const char *text) {
    const pl_str word = {text + k->span.begin, k->span.end - k->span.begin};
    return term_of(t, stem_may_differ(word) ? stem_of(word, k->hash) : ~k->hash);
}

struct form terms_add(struct terms *t, struct form *at, const pl_token *k, const char *text) {
    const struct form nothing = {.term = NO_TERM};
    if (2 * (t->used + 2) > t->mask) {
        if (grow(t)) return t->failed = 1, nothing;
        at = terms_slot(t, k->hash);
    }
    const uint32_t cues = cues_of(t->cues, k->hash);
    put(t, at, k->hash, NO_TERM, cues);
    if (k->flags & PL_STOPWORD || cues & CUE_ADDRESS) return *at;
    at->term = term_of_form(t, k, text);
    if (at->term != NO_TERM) t->v[at->term].is_speech |= (cues & CUE_SPEECH) != 0;
    return *at;
}

uint32_t terms_find(const struct terms *t, uint64_t stem) {
    const struct form *f = terms_slot(t, stem);
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

/* All at once: the table is larger than the cache, and loads that do not wait for each other are fast. */
void terms_look_up(struct terms *t) {
    for (uint32_t i = 0; i < t->n && t->rarity; i++) {
        const struct known known = rarity_of(t->rarity, t->v[i].stem);
        t->v[i].habit = known.habit;
        t->v[i].idf = known.idf;
    }
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
