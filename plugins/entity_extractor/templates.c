/* templates.c: the templates of the model: what it sees of a word and its neighbours. A template takes two values; its row is the hash
 * of these and of its number. */
#include "features.h"

static inline uint32_t mix(uint32_t a, uint32_t b) {
    uint32_t x = a * 0x9e3779b1u ^ (b + 0x7f4a7c15u) * 0x85ebca6bu;
    x ^= x >> 15;
    x *= 0x2c1b3c6du;
    return x ^ x >> 13;
}

/* Stands for what is beyond the borders of a sentence. */
static const struct glance outside = {.word = 0x5eed, .form = 0xffff};

static const struct glance *at(const struct features *f, uint32_t i, int step) {
    const uint32_t k = i + (uint32_t)step;
    if (step < 0 && i < (uint32_t)-step) return &outside;
    return k < f->words->n && f->words->v[k].stop == f->words->v[i].stop ? &f->glances[k]
                                                                         : &outside;
}

enum { PLAIN_ROWS = 32, RUN_ROWS = 11 }; /* of any word, and some more of a word in a run */

/* The values that the templates of a word take, by template. */
struct values {
    uint32_t a[MOST_ROWS], b[MOST_ROWS];
    uint32_t n;
};

/* All is inlined, so that the numbers of the templates are constants. */
#define INLINED static inline __attribute__((always_inline))

INLINED void add(struct values *v, uint32_t a, uint32_t b) {
    v->a[v->n] = a;
    v->b[v->n++] = b;
}

static uint32_t lower_case(uint32_t v) {
    const uint32_t low = v & 0x7f7f7f7fu; /* a byte from A to Z gets bit 5 */
    return v | ((low + 0x3f3f3f3fu) & ~(low + 0x25252525u) & ~v & 0x80808080u) >> 2;
}

/* The last four bytes of a word in lower case, the last one lowest; zeros where it is shorter. */
static uint32_t suffix_of(const struct words *s, const struct word *w) {
    const uint8_t *p = (const uint8_t *)s->text + w->end;
    const uint32_t n = w->end - w->begin;
    if (n >= 4)
        return lower_case((uint32_t)p[-1] | (uint32_t)p[-2] << 8 | (uint32_t)p[-3] << 16 |
                          (uint32_t)p[-4] << 24);
    uint32_t v = 0;
    for (uint32_t i = n; i > 0; i--) v = v << 8 | *(p - i);
    return lower_case(v);
}

INLINED void add_words(struct values *v, const struct glance *const g[5]) {
    const uint32_t word = g[2]->word;
    add(v, word, 0);
    add(v, word, g[2]->form);
    add(v, g[0]->word, 0);
    add(v, g[1]->word, 0);
    add(v, g[3]->word, 0);
    add(v, g[4]->word, 0);
    add(v, g[1]->word, word);
    add(v, word, g[3]->word);
    add(v, g[1]->word, g[2]->form);
    add(v, g[3]->word, g[2]->form);
}

/* Suffixes of one to four bytes; a shorter word stands for the longer ones. */
INLINED void add_suffixes(struct values *v, uint32_t suffix) {
    add(v, suffix & 0xff, 0);
    add(v, suffix & 0xffff, 0);
    add(v, suffix & 0xffffff, 0);
    add(v, suffix, 0);
}

INLINED void add_forms(struct values *v, const struct glance *const g[5], uint8_t seen) {
    const uint32_t own = g[2]->form & 0xff00, left = g[1]->form & 0xff00,
                   right = g[3]->form & 0xff00, start = g[2]->is_start;
    add(v, own, 0);
    add(v, g[2]->form, start);
    add(v, left, own);
    add(v, own, right);
    add(v, left | own << 16, right | (g[0]->form & 0xf00) << 8);
    add(v, own, start | (uint32_t)seen << 1);
}

INLINED void add_names(struct values *v, const struct glance *const g[5]) {
    const uint32_t own = g[2]->form & 0xff00;
    add(v, g[2]->cover, 0);
    add(v, g[2]->kinds, 0);
    add(v, g[1]->cover, 0);
    add(v, g[3]->cover, 0);
    add(v, g[2]->cover, own);
    add(v, g[1]->cover, g[2]->cover);
    add(v, g[2]->cover, g[3]->cover);
    add(v, mix(g[1]->cover, g[2]->cover), g[3]->cover);
    add(v, g[1]->kinds, own);
    add(v, mix(g[0]->kinds, g[1]->kinds), own & 0xf00);
    add(v, g[1]->word, g[2]->cover);
    add(v, g[3]->word, g[2]->cover);
}

/* The run of capitalised words around the word: its ends and what stands on both sides of it. */
INLINED void add_run(struct values *v, const struct features *f, uint32_t i) {
    const struct glance *g = &f->glances[i];
    const struct glance *first = &f->glances[g->run], *last = &f->glances[g->run_end - 1];
    const struct glance *before = at(f, g->run, -1), *behind = at(f, g->run_end - 1, 1);
    const uint32_t tail = suffix_of(f->words, &f->words->v[g->run_end - 1]);
    const uint32_t length = g->run_end - g->run, from = i - g->run, to = g->run_end - 1 - i;
    const uint32_t place =
        (length < 6 ? length : 6) | (from < 3 ? from : 3) << 4 | (to < 3 ? to : 3) << 8;
    add(v, place, g->is_start);
    add(v, last->word, to == 0);
    add(v, first->word, from == 0);
    add(v, last->kinds, place);
    add(v, first->kinds, place);
    add(v, mix(first->kinds, last->kinds), place);
    add(v, before->word, place & 0xff0);
    add(v, behind->word, place & 0xff0);
    add(v, mix(before->word, behind->word), from == 0);
    add(v, mix(before->kinds, behind->kinds), place);
    add(v, tail & 0xffffff, length << 1 | (to == 0));
}

INLINED void take(struct values *v, const struct features *f, uint32_t i,
                  const struct glance *const g[5]) {
    v->n = 0;
    add_words(v, g);
    add_suffixes(v, suffix_of(f->words, &f->words->v[i]));
    add_forms(v, g, features_seen(f, i));
    add_names(v, g);
    if (g[2]->run != g[2]->run_end) add_run(v, f, i);
}

typedef uint32_t eight __attribute__((vector_size(32), aligned(4), may_alias));
#define EIGHT(p) (*(eight *)(void *)(p))

/* The rows of all templates times `size`, and some more up to a multiple of eight. */
INLINED void hash(struct values *v, uint32_t mask, uint32_t size, uint32_t rows[MOST_ROWS]) {
    static const uint32_t step = 0x3c6ef372;
    eight number = {0, step, 2 * step, 3 * step, 4 * step, 5 * step, 6 * step, 7 * step};
    for (uint32_t k = 0; k < v->n; k += 8, number += 8 * step) {
        eight x = (EIGHT(v->a + k) + number) * 0x9e3779b1u ^
                  (EIGHT(v->b + k) + 0x7f4a7c15u) * 0x85ebca6bu;
        x = (x ^ x >> 15) * 0x2c1b3c6du;
        EIGHT(rows + k) = ((x ^ x >> 13) & mask) * size;
    }
}

int features_rows(const struct features *f, uint32_t i, uint32_t mask, uint32_t rows[MOST_ROWS]) {
    const struct glance *const g[5] = {at(f, i, -2), at(f, i, -1), &f->glances[i], at(f, i, 1),
                                       at(f, i, 2)};
    struct values v = {0};
    take(&v, f, i, g);
    hash(&v, mask, 1, rows);
    return (int)v.n;
}

typedef int16_t weights __attribute__((vector_size(2 * LANES), aligned(2), may_alias));

INLINED void add_weights(weights *sum, const int16_t *rows, const uint32_t *at, uint32_t n) {
#pragma GCC unroll 16
    for (uint32_t k = 0; k < n; k++) *sum += *(const weights *)(const void *)(rows + at[k]);
}

/* The weights of a word come from far apart: they are fetched while the next word's are looked for. */
INLINED void fetch(const int16_t *rows, const uint32_t at[PLAIN_ROWS]) {
#pragma GCC unroll 16
    for (uint32_t k = 0; k < PLAIN_ROWS; k++) __builtin_prefetch(rows + at[k]);
}

WIDE void features_sum(const struct features *f, uint32_t begin, uint32_t end, const int16_t *rows,
                       uint32_t mask, int32_t (*sums)[LANES]) {
    const struct glance *g[5] = {NULL, at(f, begin, -2), at(f, begin, -1), &f->glances[begin],
                                 at(f, begin, 1)};
    struct values v = {0};
    uint32_t row[2][MOST_ROWS], n[2] = {0, 0};
    for (uint32_t i = begin; i <= end; i++) {
        const uint32_t *last = row[(i + 1) & 1];
        if (i < end) {
            for (int k = 0; k < 4; k++) g[k] = g[k + 1];
            g[4] = at(f, i, 2);
            take(&v, f, i, g);
            hash(&v, mask, LANES, row[i & 1]);
            fetch(rows, row[i & 1]);
            n[i & 1] = v.n;
        }
        if (i == begin) continue;
        weights sum = {0};
        add_weights(&sum, rows, last, PLAIN_ROWS);
        if (n[(i + 1) & 1] > PLAIN_ROWS) add_weights(&sum, rows, last + PLAIN_ROWS, RUN_ROWS);
        for (int k = 0; k < LANES; k++) sums[i - 1 - begin][k] = sum[k];
    }
}
