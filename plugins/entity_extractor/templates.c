/* templates.c: the templates of the model. Every feature is a hash of its template's number and of hashes made once per word. */
#include "templates.h"
#include <string.h>

static uint32_t mix(uint32_t a, uint32_t b) {
    uint32_t x = a * 0x9e3779b1u ^ (b + 0x7f4a7c15u) * 0x85ebca6bu;
    x ^= x >> 15;
    x *= 0x2c1b3c6du;
    return x ^ x >> 13;
}

static uint8_t folded(char c) { return (uint8_t)((unsigned)(c - 'A') < 26 ? c | 32 : c); }

static void look_at_affixes(struct glance *g, const char *p, uint32_t n) {
    uint32_t prefix = 1, suffix = 2;
    for (uint32_t i = 0; i < 4; i++) {
        if (i < n) {
            prefix = mix(prefix, folded(p[i]));
            suffix = mix(suffix, folded(p[n - 1 - i]));
        }
        g->affix[i] = prefix;
        g->affix[4 + i] = suffix;
    }
}

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
    if (n < 24 && memchr(p, '.', n)) form |= 1u << 12;
    if (n < 24 && (memchr(p, '\'', n) || memchr(p, '&', n))) form |= 1u << 13;
    if (w->own & WORD_POSSESSIVE) form |= 1u << 14;
    if (w->flags & PL_ABBREVIATION) form |= 1u << 15;
    return form;
}

static int is_headline(const struct word *w) {
    return (w->own & (WORD_UPPER_SENTENCE | WORD_TITLE_SENTENCE | WORD_LOWER_SENTENCE)) != 0;
}

/* Words that begin a sentence with a capital though they are none of its names. */
static int is_plain_start(const struct features *f, uint32_t i) {
    const struct word *w = &f->words->v[i];
    const struct glance *g = &f->glances[i];
    return g->is_start && PL_CASE(w->shape) == PL_TITLE &&
           (w->flags & PL_STOPWORD || g->kinds & KIND_STARTER ||
            ((g->seen & 3) == 1 &&
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

static void note_seen(struct features *f) {
    memset(f->seen, 0, sizeof f->seen);
    int is_start = 0;
    for (uint32_t i = 0; i < f->words->n; i++) {
        const struct word *w = &f->words->v[i];
        is_start = is_first(f->words, i, is_start);
        if (w->kind != PL_WORD || is_headline(w)) continue;
        uint8_t *seen = &f->seen[w->hash >> 20 & (sizeof f->seen - 1)];
        if (PL_CASE(w->shape) == PL_LOWER) *seen |= 1;
        if (!is_start && is_capitalised(w)) *seen |= 2;
    }
}

/* Names of the lists: each word knows the kinds of the longest one that covers it. */
static void look_up_names(struct features *f) {
    for (uint32_t i = 0; i < f->words->n;) {
        uint32_t end;
        const struct glance *g = &f->glances[i];
        const struct name *name = g->is_candidate || (g->kinds & KIND_PARTICLE)
                                      ? gazetteer_find(f->gazetteer, f->words, i, &end)
                                      : NULL;
        if (!name || end == i + 1) {
            f->glances[i].cover = f->glances[i].kinds;
            i++;
            continue;
        }
        for (uint32_t k = i; k < end; k++)
            f->glances[k].cover = name->kinds | (k == i         ? 1u << 24
                                                 : k + 1 == end ? 2u << 24
                                                                : 3u << 24);
        i = end;
    }
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
        i = end;
    }
}

/* What tells candidates from other words. */
static void look(struct features *f, uint32_t i) {
    const struct word *w = &f->words->v[i];
    struct glance *g = &f->glances[i];
    *g = (struct glance){.word = (uint32_t)w->hash, .is_caseless = (uint8_t)is_headline(w)};
    g->is_start = (uint8_t)is_first(f->words, i, i > 0 && f->glances[i - 1].is_start);
    g->seen = f->seen[w->hash >> 20 & (sizeof f->seen - 1)];
    if (!g->is_caseless && !is_capitalised(w)) return;
    const struct name *name = gazetteer_word(f->gazetteer, w->hash);
    g->kinds = name ? name->kinds : 0;
    g->is_candidate = (uint8_t)is_candidate(f, i);
}

/* All that the templates ask of a word. */
static void look_closer(struct features *f, uint32_t i) {
    const struct word *w = &f->words->v[i];
    struct glance *g = &f->glances[i];
    const struct name *name = gazetteer_word(f->gazetteer, w->hash);
    g->kinds = name && (!name->is_upper || PL_CASE(w->shape) == PL_UPPER) ? name->kinds : 0;
    g->form = form_of(f->words, w, g->is_caseless);
    look_at_affixes(g, f->words->text + w->begin, w->end - w->begin);
}

enum {
    REACH = 2, /* words on both sides of a candidate that are decided with it */
    SIGHT = 2 * REACH + 2 /* and those that their templates and the joints of a run may show */
};

/* Only words in sight of a candidate get the closer look: the others are never labelled. */
void features_look(struct features *f) {
    const uint32_t n = f->words->n;
    note_seen(f);
    for (uint32_t i = 0; i < n; i++) look(f, i);
    for (uint32_t i = 0, done = 0; i < n; i++) {
        if (!f->glances[i].is_candidate) continue;
        if (done + SIGHT < i) done = i - SIGHT;
        for (; done < n && done <= i + SIGHT; done++) look_closer(f, done);
    }
    look_up_names(f);
    mark_runs(f);
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

struct row_list {
    uint32_t *rows;
    int n;
};

static void add(struct row_list *l, uint32_t value) {
    l->rows[l->n] = mix(value, 977u * (uint32_t)l->n);
    l->n++;
}

/* The words themselves and their affixes. */
static void add_words(struct row_list *l, const struct glance *const g[5], uint32_t word) {
    add(l, mix(word, g[2]->form));
    add(l, word);
    for (int i = 0; i < 5; i++)
        if (i != 2) add(l, g[i]->word);
    for (int i = 0; i < 8; i++) add(l, word == outside.word ? 0 : g[2]->affix[i]);
    add(l, mix(g[1]->word, word));
    add(l, mix(word, g[3]->word));
    add(l, mix(g[1]->word, g[2]->form));
    add(l, mix(g[2]->form, g[3]->word));
    add(l, mix(g[0]->word, g[1]->word));
    add(l, mix(g[3]->word, g[4]->word));
    add(l, mix(mix(g[1]->word, g[3]->word), g[2]->form & 0xf00));
}

static void add_forms(struct row_list *l, const struct glance *const g[5]) {
    const uint32_t own = g[2]->form;
    add(l, mix(own, g[2]->is_start));
    add(l, own & 0xff00);
    add(l, mix(g[1]->form & 0xff00, own & 0xff00));
    add(l, mix(own & 0xff00, g[3]->form & 0xff00));
    add(l, mix(mix(g[1]->form & 0xff00, own & 0xff00), g[3]->form & 0xff00));
    add(l,
        mix(mix(mix(g[0]->form & 0xf00, g[1]->form & 0xff00), own & 0xff00), g[3]->form & 0xff00));
    add(l, mix(mix(g[2]->seen, own & 0xff00), g[2]->is_start));
}

static void add_names(struct row_list *l, const struct glance *const g[5]) {
    add(l, g[2]->cover);
    add(l, mix(g[2]->cover, g[2]->form & 0xff00));
    add(l, g[2]->kinds);
    add(l, g[1]->cover);
    add(l, g[3]->cover);
    add(l, mix(g[1]->cover, g[2]->cover));
    add(l, mix(g[2]->cover, g[3]->cover));
    add(l, mix(mix(g[1]->cover, g[2]->cover), g[3]->cover));
    add(l, mix(g[1]->kinds, g[2]->form & 0xff00));
    add(l, mix(g[0]->kinds, mix(g[1]->kinds, g[2]->form & 0xf00)));
    add(l, mix(g[1]->word, g[2]->cover));
    add(l, mix(g[3]->word, g[2]->cover));
}

/* The run of capitalised words around the word: its ends and what stands on both sides of it. */
static void add_run(const struct features *f, struct row_list *l, uint32_t i) {
    const struct glance *g = &f->glances[i];
    if (g->run == g->run_end) return;
    const struct glance *first = &f->glances[g->run], *last = &f->glances[g->run_end - 1];
    const struct glance *before = at(f, g->run, -1), *behind = at(f, g->run_end - 1, 1);
    const uint32_t length = g->run_end - g->run, from = i - g->run, to = g->run_end - 1 - i;
    const uint32_t place =
        (length < 6 ? length : 6) | (from < 3 ? from : 3) << 4 | (to < 3 ? to : 3) << 8;
    add(l, mix(place, g->is_start));
    add(l, mix(last->word, to == 0));
    add(l, mix(first->word, from == 0));
    add(l, mix(last->kinds, place));
    add(l, mix(first->kinds, place));
    add(l, mix(mix(first->kinds, last->kinds), place));
    add(l, mix(before->word, place & 0xff0));
    add(l, mix(behind->word, place & 0xff0));
    add(l, mix(mix(before->word, behind->word), from == 0));
    add(l, mix(before->kinds, mix(behind->kinds, place)));
    add(l, mix(last->affix[6], mix(length, to == 0)));
}

int features_rows(const struct features *f, uint32_t i, int is_hidden, uint32_t rows[MOST_ROWS]) {
    const struct glance *const g[5] = {at(f, i, -2), at(f, i, -1), &f->glances[i], at(f, i, 1),
                                       at(f, i, 2)};
    struct row_list l = {rows, 0};
    add_words(&l, g, is_hidden ? outside.word : g[2]->word);
    add_forms(&l, g);
    add_names(&l, g);
    add_run(f, &l, i);
    return l.n;
}
