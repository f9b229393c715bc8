/* features.c: looks at the words of a document: which may be part of a name, in which runs they stand, which lists have them. */
#include "features.h"
#include <stdlib.h>
#include <string.h>

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
    for (uint32_t i = 0; i < n && n < 24 && PL_CASE(w->shape) != PL_LOWER; i++)
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

/* "I", "I'm": a capital that says nothing. */
static int is_pronoun(const struct words *s, const struct word *w) {
    const char *p = s->text + w->begin;
    const uint32_t n = w->end - w->begin;
    return *p == 'I' && (n == 1 || p[1] == '\'' || (n > 4 && !memcmp(p + 1, "\xe2\x80\x99", 3)));
}

static int is_candidate(const struct features *f, uint32_t i) {
    const struct word *w = &f->words->v[i];
    if (w->kind != PL_WORD || w->own & WORD_POSSESSIVE || is_pronoun(f->words, w)) return 0;
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

/* A first walk over the words: sentence starts, and how words are written. Lists those that may be candidates. */
static void note_seen(struct features *f) {
    int is_start = 0;
    memset(f->seen, 0, sizeof f->seen);
    f->candidates_n = 0;
    for (uint32_t i = 0; i < f->words->n; i++) {
        const struct word *w = &f->words->v[i];
        const uint8_t is_caseless = is_headline(w);
        const int is_upper = is_capitalised(w);
        is_start = is_first(f->words, i, is_start);
        f->glances[i] = (struct glance){
            .word = (uint32_t)w->hash, .is_caseless = is_caseless, .is_start = (uint8_t)is_start};
        f->candidates[f->candidates_n] = i;
        f->candidates_n += (uint32_t)(is_caseless | is_upper);
        if (w->kind != PL_WORD || is_caseless) continue;
        const uint32_t slot = w->hash >> 20 & (4 * sizeof f->seen - 1);
        const unsigned how = PL_CASE(w->shape) == PL_LOWER ? 1 : !is_start && is_upper ? 2 : 0;
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

/* Runs of capitalised words, with up to two joints between them. */
static void mark_runs(struct features *f) {
    uint32_t end = 0;
    for (uint32_t c = 0; c < f->candidates_n; c++) {
        const uint32_t first = f->candidates[c], stop = f->words->v[first].stop;
        if (first < end) continue;
        for (uint32_t at = end = first + 1; at < stop && at <= end + 2; at++) {
            if (f->glances[at].is_candidate)
                end = at + 1;
            else if (at == end + 2 || !is_joint(f, at))
                break;
        }
        for (uint32_t k = first; k < end; k++) {
            f->glances[k].run = first;
            f->glances[k].run_end = end;
        }
    }
}

/* Only candidates stay in the list. */
static void find_candidates(struct features *f) {
    uint32_t kept = 0;
    for (uint32_t c = 0; c < f->candidates_n; c++) {
        const uint32_t i = f->candidates[c];
        struct glance *g = &f->glances[i];
        const struct name *name = gazetteer_word(f->gazetteer, &f->words->v[i]);
        g->kinds = name ? name->kinds : 0;
        g->is_candidate = (uint8_t)is_candidate(f, i);
        f->candidates[kept] = i;
        kept += g->is_candidate;
    }
    f->candidates_n = kept;
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
    SIGHT = REACH + 2 /* and those that their templates show */
};

static int reserve(struct features *f, uint32_t n) {
    if (f->room >= n) return 0;
    features_free(f);
    f->glances = malloc(n * sizeof *f->glances);
    f->candidates = malloc(n * sizeof *f->candidates);
    f->hits = malloc(n * sizeof *f->hits);
    if (!f->glances || !f->candidates || !f->hits) return -1;
    f->room = n;
    return 0;
}

void features_free(struct features *f) {
    free(f->glances);
    free(f->candidates);
    free(f->hits);
    f->glances = NULL;
    f->candidates = NULL;
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
    find_candidates(f);
    for (uint32_t c = 0, done = 0; c < f->candidates_n; c++) {
        const uint32_t i = f->candidates[c];
        if (done + SIGHT < i) done = i - SIGHT;
        for (; done < n && done <= i + SIGHT; done++) look_closer(f, done);
    }
    find_hits(f);
    cover_names(f);
    mark_runs(f);
    return 0;
}

int features_next(const struct features *f, uint32_t *next, uint32_t *begin, uint32_t *end) {
    while (*next < f->candidates_n && f->candidates[*next] < *end) (*next)++;
    if (*next == f->candidates_n) return 0;
    uint32_t last = f->candidates[(*next)++];
    const uint32_t stop = f->words->v[last].stop;
    *begin = last > *end + REACH ? last - REACH : *end;
    while (f->words->v[*begin].stop != stop) (*begin)++;
    const uint32_t most = *begin + MOST_STRETCH - REACH;
    for (; *next < f->candidates_n; last = f->candidates[(*next)++]) {
        const uint32_t k = f->candidates[*next];
        if (k >= stop || k > last + 2 * REACH || k >= most) break;
    }
    *end = last + 1 + REACH < stop ? last + 1 + REACH : stop;
    return 1;
}
