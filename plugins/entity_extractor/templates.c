/* templates.c: the templates of the model. Every feature is a hash of its template's number and of hashes made once per word. */
#include "templates.h"
#include <stdlib.h>
#include <string.h>

static uint32_t mix(uint32_t a, uint32_t b) {
    uint32_t x = a * 0x9e3779b1u ^ (b + 0x7f4a7c15u) * 0x85ebca6bu;
    x ^= x >> 15;
    x *= 0x2c1b3c6du;
    return x ^ x >> 13;
}

static uint8_t folded(char c) { return (uint8_t)((unsigned)(c - 'A') < 26 ? c | 32 : c); }

/* The hash of a prefix or suffix gets one byte longer. */
static uint32_t longer_affix(uint32_t affix, const char *p) { return mix(affix, folded(*p)); }

static uint32_t length_class(uint32_t n) { return n < 4 ? n : n < 6 ? 4 : n < 9 ? 5 : 6; }

/* Case, length, and the signs inside; in headlines the case says nothing. */
static uint32_t form_of(const struct words *s, const struct word *w, int is_caseless) {
    const uint32_t n = w->end - w->begin;
    const char *p = s->text + w->begin;
    uint32_t form = length_class(n) | (uint32_t)w->kind << 3;
    if (is_caseless)
        form |= 7u << 8;
    else
        form |= (uint32_t)PL_CASE(w->shape) << 8;
    for (uint32_t i = 0; i < n && n < 24; i++)
        form |= (uint32_t)(p[i] == '.') << 12 | (uint32_t)(p[i] == '\'' || p[i] == '&') << 13;
    if (w->own & WORD_POSSESSIVE) form |= 1u << 14;
    if (w->flags & PL_ABBREVIATION) form |= 1u << 15;
    return form;
}

static uint8_t is_headline(const struct word *w) {
    return (w->own & (WORD_UPPER_SENTENCE | WORD_TITLE_SENTENCE | WORD_LOWER_SENTENCE)) != 0;
}

/* Words that begin a sentence with a capital though they are none of its names. */
static int is_plain_start(const struct features *f, uint32_t i) {
    const struct word *w = &f->words->v[i];
    const struct glance *g = &f->glances[i];
    return g->is_start && PL_CASE(w->shape) == PL_TITLE &&
           (w->flags & PL_STOPWORD || g->kinds & KIND_STARTER ||
            (features_seen(f, i) == 1 &&
             !(g->kinds & (KIND_COUNTRY | KIND_CITY | KIND_FIRST | KIND_LAST))));
}

static int is_candidate(const struct features *f, uint32_t i) {
    const struct word *w = &f->words->v[i];
    if (w->kind != PL_WORD || w->own & WORD_POSSESSIVE) return 0;
    if (w->own & WORD_LOWER_SENTENCE) /* "kerala", but not every word */
        return f->glances[i].kinds & KIND_NAMES && !(w->flags & PL_STOPWORD);
    if (is_headline(w)) return !(w->flags & PL_STOPWORD) && w->end - w->begin > 1;
    return is_capitalised(w) && !is_plain_start(f, i);
}

/* Signs and small words that stand inside names. */
static int is_joint(const struct features *f, uint32_t i) {
    const struct word *w = &f->words->v[i];
    const char sign = sign_of(f->words, w);
    if (sign == '-' || sign == '&') return 1;
    if (w->own & WORD_POSSESSIVE || f->glances[i].kinds & KIND_PARTICLE) return 1;
    return w->end - w->begin == 2 && !memcmp(f->words->text + w->begin, "of", 2);
}

/* The first word of a sentence, behind quotation marks and brackets. `before` says the same of the word before it. */
static int is_first(const struct words *s, uint32_t i, int before) {
    if (i == 0 || s->v[i - 1].stop == i) return 1;
    return before && s->v[i - 1].kind == PL_PUNCTUATION;
}

/* A first walk over the words: sentence starts, and how words are written. */
static void note_seen(struct features *f) {
    memset(f->seen, 0, sizeof f->seen);
    int is_start = 0;
    for (uint32_t i = 0; i < f->words->n; i++) {
        const struct word *w = &f->words->v[i];
        const uint8_t is_caseless = is_headline(w);
        is_start = is_first(f->words, i, is_start);
        f->glances[i] = (struct glance){
            .word = (uint32_t)w->hash, .is_caseless = is_caseless, .is_start = (uint8_t)is_start};
        if (w->kind != PL_WORD || is_caseless) continue;
        const uint32_t slot = w->hash >> 20 & (4 * sizeof f->seen - 1);
        const unsigned how = PL_CASE(w->shape) == PL_LOWER    ? 1
                             : !is_start && is_capitalised(w) ? 2
                                                              : 0;
        f->seen[slot / 4] |= (uint8_t)(how << slot % 4 * 2);
    }
}

static void find_hits(struct features *f) {
    uint32_t end;
    f->hits_n = 0;
    for (uint32_t i = 0; i < f->words->n; i++) {
        if (!f->words->v[i].slot) continue;
        const struct name *name = gazetteer_find(f->gazetteer, f->words, i, &end);
        if (name) f->hits[f->hits_n++] = (struct hit){i, end, name};
    }
}

/* Names of the lists that have two words or more: each word knows the kinds of the longest one that covers it. */
static void cover_names(struct features *f) {
    uint32_t next = 0;
    for (const struct hit *h = f->hits, *end = h + f->hits_n; h < end; h++) {
        struct glance *g = &f->glances[h->first];
        if (h->first < next || h->last == h->first + 1) continue;
        if (!g->is_candidate && !(g->kinds & KIND_PARTICLE)) continue;
        next = h->last;
        for (uint32_t k = h->first; k < next; k++, g++)
            g->cover = h->name->kinds | (k == h->first   ? 1u << 24
                                         : k + 1 == next ? 2u << 24
                                                         : 3u << 24);
    }
}

static uint32_t tail_of(const struct features *f, uint32_t i) {
    const struct word *w = &f->words->v[i];
    uint32_t tail = 2;
    for (uint32_t k = 1; k <= 3 && k <= w->end - w->begin; k++)
        tail = longer_affix(tail, f->words->text + w->end - k);
    return tail;
}

/* Runs of capitalised words, with up to two joints between them. */
static void mark_runs(struct features *f) {
    const uint32_t n = f->words->n;
    for (uint32_t i = 0; i < n;) {
        if (!f->glances[i].is_candidate) {
            i++;
            continue;
        }
        uint32_t end = i + 1;
        const uint32_t stop = f->words->v[i].stop;
        for (;;) {
            uint32_t at = end;
            while (at < stop && at < end + 2 && is_joint(f, at) && !f->glances[at].is_candidate)
                at++;
            if (at >= stop || !f->glances[at].is_candidate) break;
            end = at + 1;
        }
        for (uint32_t k = i; k < end; k++) {
            f->glances[k].run = i;
            f->glances[k].run_end = end;
        }
        f->glances[end - 1].tail = tail_of(f, end - 1);
        i = end;
    }
}

/* What tells candidates from other words. */
static void look(struct features *f, uint32_t i) {
    const struct word *w = &f->words->v[i];
    struct glance *g = &f->glances[i];
    if (!g->is_caseless && !is_capitalised(w)) return;
    const struct name *name = gazetteer_word(f->gazetteer, w);
    g->kinds = name ? name->kinds : 0;
    g->is_candidate = (uint8_t)is_candidate(f, i);
}

/* All that the templates ask of a word. */
static void look_closer(struct features *f, uint32_t i) {
    const struct word *w = &f->words->v[i];
    struct glance *g = &f->glances[i];
    const struct name *name = gazetteer_word(f->gazetteer, w);
    g->kinds = name && (!name->is_upper || PL_CASE(w->shape) == PL_UPPER) ? name->kinds : 0;
    g->cover = g->kinds;
    g->form = form_of(f->words, w, g->is_caseless);
}

enum {
    REACH = 2, /* words on both sides of a candidate that are decided with it */
    SIGHT = 2 * REACH + 2 /* and those that their templates and the joints of a run may show */
};

static int reserve(struct features *f, uint32_t n) {
    if (f->room >= n) return 0;
    features_free(f);
    f->glances = malloc(n * sizeof *f->glances);
    f->hits = malloc(n * sizeof *f->hits);
    if (!f->glances || !f->hits) return -1;
    f->room = n;
    return 0;
}

void features_free(struct features *f) {
    free(f->glances);
    free(f->hits);
    f->glances = NULL;
    f->hits = NULL;
    f->room = 0;
}

/* Only words in sight of a candidate get the closer look: the others are never labelled. */
int features_look(struct features *f, const struct gazetteer *g, const struct words *words) {
    const uint32_t n = words->n;
    if (reserve(f, n + 1)) return -1;
    f->gazetteer = g;
    f->words = words;
    note_seen(f);
    for (uint32_t i = 0; i < n; i++) look(f, i);
    for (uint32_t i = 0, done = 0; i < n; i++) {
        if (!f->glances[i].is_candidate) continue;
        if (done + SIGHT < i) done = i - SIGHT;
        for (; done < n && done <= i + SIGHT; done++) look_closer(f, done);
    }
    find_hits(f);
    cover_names(f);
    mark_runs(f);
    return 0;
}

int features_next(const struct features *f, uint32_t *begin, uint32_t *end) {
    const uint32_t n = f->words->n;
    uint32_t i = *begin;
    while (i < n && !f->glances[i].is_candidate) i++;
    if (i == n) return 0;
    const uint32_t stop = f->words->v[i].stop;
    *begin = i > *begin + REACH ? i - REACH : *begin;
    while (f->words->v[*begin].stop != stop) (*begin)++;
    uint32_t last = i;
    for (uint32_t k = i + 1; k < stop && k <= last + 2 * REACH && k < *begin + MOST_STRETCH - REACH;
         k++)
        if (f->glances[k].is_candidate) last = k;
    *end = last + 1 + REACH < stop ? last + 1 + REACH : stop;
    return 1;
}

/* Stands for what is beyond the borders of a sentence. */
static const struct glance outside = {.word = 0x5eed, .form = 0xffff};

static const struct glance *at(const struct features *f, uint32_t i, int step) {
    const uint32_t k = i + (uint32_t)step;
    if (step < 0 && i < (uint32_t)-step) return &outside;
    return k < f->words->n && f->words->v[k].stop == f->words->v[i].stop ? &f->glances[k]
                                                                         : &outside;
}

/* Templates by their place in a word's list of rows. */
enum {
    AT_WORDS,
    AT_AFFIXES = AT_WORDS + 6,
    AT_PAIRS = AT_AFFIXES + 8,
    AT_FORMS = AT_PAIRS + 7,
    AT_NAMES = AT_FORMS + 7,
    AT_RUN = AT_NAMES + 12,
    AT_END = AT_RUN + 11
};

/* Takes the rows of a word, each with the number of its template: the trainer wants a list, the model a sum. All is inlined, so that
 * neither pays for the other. */
typedef void row_taker(void *to, uint32_t place, uint32_t row);
struct row_sink {
    row_taker *take;
    void *to;
};
#define INLINED static inline __attribute__((always_inline))

INLINED void add(const struct row_sink *l, uint32_t place, uint32_t value) {
    l->take(l->to, place, mix(value, 977u * place));
}

/* The words themselves. */
INLINED void add_words(const struct row_sink *l, const struct glance *const g[5], uint32_t word) {
    add(l, AT_WORDS, mix(word, g[2]->form));
    add(l, AT_WORDS + 1, word);
    add(l, AT_WORDS + 2, g[0]->word);
    add(l, AT_WORDS + 3, g[1]->word);
    add(l, AT_WORDS + 4, g[3]->word);
    add(l, AT_WORDS + 5, g[4]->word);
    add(l, AT_PAIRS, mix(g[1]->word, word));
    add(l, AT_PAIRS + 1, mix(word, g[3]->word));
    add(l, AT_PAIRS + 2, mix(g[1]->word, g[2]->form));
    add(l, AT_PAIRS + 3, mix(g[2]->form, g[3]->word));
    add(l, AT_PAIRS + 4, mix(g[0]->word, g[1]->word));
    add(l, AT_PAIRS + 5, mix(g[3]->word, g[4]->word));
    add(l, AT_PAIRS + 6, mix(mix(g[1]->word, g[3]->word), g[2]->form & 0xf00));
}

/* Prefixes and suffixes of one to four bytes; a shorter word stands for the longer ones. */
INLINED void add_affixes(const struct row_sink *l, const struct words *s, const struct word *w,
                         int is_hidden) {
    const char *first = s->text + w->begin, *last = s->text + w->end - 1;
    uint32_t prefix = 1, suffix = 2;
#pragma GCC unroll 4
    for (uint32_t i = 0; i < 4; i++) {
        if (first + i <= s->text + w->end - 1) {
            prefix = longer_affix(prefix, first + i);
            suffix = longer_affix(suffix, last - i);
        }
        add(l, AT_AFFIXES + i, is_hidden ? 0 : prefix);
        add(l, AT_AFFIXES + 4 + i, is_hidden ? 0 : suffix);
    }
}

INLINED void add_forms(const struct row_sink *l, const struct glance *const g[5], uint8_t seen) {
    const uint32_t own = g[2]->form & 0xff00, left = g[1]->form & 0xff00,
                   right = g[3]->form & 0xff00;
    add(l, AT_FORMS, mix(g[2]->form, g[2]->is_start));
    add(l, AT_FORMS + 1, own);
    add(l, AT_FORMS + 2, mix(left, own));
    add(l, AT_FORMS + 3, mix(own, right));
    add(l, AT_FORMS + 4, mix(mix(left, own), right));
    add(l, AT_FORMS + 5, mix(mix(mix(g[0]->form & 0xf00, left), own), right));
    add(l, AT_FORMS + 6, mix(mix(seen, own), g[2]->is_start));
}

INLINED void add_names(const struct row_sink *l, const struct glance *const g[5]) {
    add(l, AT_NAMES, g[2]->cover);
    add(l, AT_NAMES + 1, mix(g[2]->cover, g[2]->form & 0xff00));
    add(l, AT_NAMES + 2, g[2]->kinds);
    add(l, AT_NAMES + 3, g[1]->cover);
    add(l, AT_NAMES + 4, g[3]->cover);
    add(l, AT_NAMES + 5, mix(g[1]->cover, g[2]->cover));
    add(l, AT_NAMES + 6, mix(g[2]->cover, g[3]->cover));
    add(l, AT_NAMES + 7, mix(mix(g[1]->cover, g[2]->cover), g[3]->cover));
    add(l, AT_NAMES + 8, mix(g[1]->kinds, g[2]->form & 0xff00));
    add(l, AT_NAMES + 9, mix(g[0]->kinds, mix(g[1]->kinds, g[2]->form & 0xf00)));
    add(l, AT_NAMES + 10, mix(g[1]->word, g[2]->cover));
    add(l, AT_NAMES + 11, mix(g[3]->word, g[2]->cover));
}

/* The run of capitalised words around the word: its ends and what stands on both sides of it. */
INLINED void add_run(const struct row_sink *l, const struct features *f, uint32_t i) {
    const struct glance *g = &f->glances[i];
    const struct glance *first = &f->glances[g->run], *last = &f->glances[g->run_end - 1];
    const struct glance *before = at(f, g->run, -1), *behind = at(f, g->run_end - 1, 1);
    const uint32_t length = g->run_end - g->run, from = i - g->run, to = g->run_end - 1 - i;
    const uint32_t place =
        (length < 6 ? length : 6) | (from < 3 ? from : 3) << 4 | (to < 3 ? to : 3) << 8;
    add(l, AT_RUN, mix(place, g->is_start));
    add(l, AT_RUN + 1, mix(last->word, to == 0));
    add(l, AT_RUN + 2, mix(first->word, from == 0));
    add(l, AT_RUN + 3, mix(last->kinds, place));
    add(l, AT_RUN + 4, mix(first->kinds, place));
    add(l, AT_RUN + 5, mix(mix(first->kinds, last->kinds), place));
    add(l, AT_RUN + 6, mix(before->word, place & 0xff0));
    add(l, AT_RUN + 7, mix(behind->word, place & 0xff0));
    add(l, AT_RUN + 8, mix(mix(before->word, behind->word), from == 0));
    add(l, AT_RUN + 9, mix(before->kinds, mix(behind->kinds, place)));
    add(l, AT_RUN + 10, mix(last->tail, mix(length, to == 0)));
}

INLINED void add_all(const struct row_sink *l, const struct features *f, uint32_t i,
                     int is_hidden) {
    const struct glance *const g[5] = {at(f, i, -2), at(f, i, -1), &f->glances[i], at(f, i, 1),
                                       at(f, i, 2)};
    add_words(l, g, is_hidden ? outside.word : g[2]->word);
    add_affixes(l, f->words, &f->words->v[i], is_hidden);
    add_forms(l, g, features_seen(f, i));
    add_names(l, g);
    if (g[2]->run != g[2]->run_end) add_run(l, f, i);
}

INLINED void take_row(void *to, uint32_t place, uint32_t row) { ((uint32_t *)to)[place] = row; }

int features_rows(const struct features *f, uint32_t i, int is_hidden, uint32_t rows[MOST_ROWS]) {
    add_all(&(struct row_sink){take_row, rows}, f, i, is_hidden);
    return f->glances[i].run == f->glances[i].run_end ? AT_RUN : AT_END;
}

typedef int16_t weights __attribute__((vector_size(2 * LANES), aligned(2), may_alias));
struct row_sum {
    weights sum;
    const int16_t *rows;
    uint32_t mask;
};

INLINED void take_weights(void *to, uint32_t place, uint32_t row) {
    struct row_sum *s = to;
    (void)place;
    s->sum += *(const weights *)(const void *)(s->rows + (size_t)(row & s->mask) * LANES);
}

__attribute__((target_clones("avx2", "default"))) void features_sum(const struct features *f,
                                                                    uint32_t i, const int16_t *rows,
                                                                    uint32_t mask,
                                                                    int32_t sum[LANES]) {
    struct row_sum s = {.rows = rows, .mask = mask};
    add_all(&(struct row_sink){take_weights, &s}, f, i, 0);
    for (int k = 0; k < LANES; k++) sum[k] = s.sum[k];
}
