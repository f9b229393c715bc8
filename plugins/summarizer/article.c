/* article.c: one pass over the tokens reads sentences and counts terms, one over the terms of each sentence compares it with the
 * whole. Both take time linear in the tokens. */
#include "article.h"
#include <math.h>
#include <string.h>
#include "opening.h"
#include "room.h"

enum { KEPT_ROOM = 1 << 18, OPENING_WORDS = 3, AHEAD = 4 };

/* ---- first pass ---- */

struct quotation {
    int open; /* inside a quotation */
};

/* +1 opens, -1 closes, 0 neither; straight marks do what is due. */
static int quote_step(pl_str text, const pl_token *k, int open) {
    const char *p = text.p + k->span.begin;
    const size_t n = k->span.end - k->span.begin;
    if (*p == '"') return open ? -1 : 1;
    if (n < 3 || memcmp(p, "\xe2\x80", 2)) return 0;
    const unsigned char c = (unsigned char)p[2];
    return c == 0x9c || c == 0x9e ? 1 : c == 0x9d ? -1 : 0;
}

static void note_term(struct article *a, struct sentence *s, const pl_token *k, uint32_t number) {
    struct term *t = &a->terms.v[number];
    if (t->count++ == 0) t->first = a->n, t->is_number = k->kind == PL_NUMBER;
    if (!(k->flags & PL_SENTENCE_START)) t->capitals += (uint32_t)has_capital(k);
    s->content++;
    if (t->stamp == a->stamps) return;
    t->stamp = a->stamps;
    a->distinct[s->terms_end++] = number;
}

/* "With that step ..." and "All around them ..." lean on what was said before as "They ..." does. */
static void read_opening(struct sentence *s, const pl_token *k, uint32_t cues) {
    if (s->words == 0) {
        s->opening = (uint16_t)cues;
        s->opens_weakly = (k->flags & PL_STOPWORD) != 0;
    } else if (s->opens_weakly)
        s->opening |= (uint16_t)(cues & (CUE_PRONOUN | CUE_POINTER));
}

/* A word or a number. Returns its term, or NO_TERM. */
static uint32_t read_word(struct article *a, struct sentence *s, const pl_token *k) {
    const struct reading r = terms_read(&a->terms, k, a->text.p);
    s->cues |= (uint16_t)r.cues;
    if (k->kind == PL_NUMBER)
        s->numbers++;
    else {
        if (s->words < OPENING_WORDS) read_opening(s, k, r.cues);
        s->words++;
    }
    if (r.term != NO_TERM) note_term(a, s, k, r.term);
    return r.term;
}

static void read_quote(struct sentence *s, struct quotation *q, int step) {
    if (!step) return;
    s->quotes = 1;
    q->open = step > 0;
}

static void read_tokens(struct article *a, struct sentence *s, struct quotation *q) {
    a->stamps++;
    if (article_token(a, s->first)->flags & PL_PARAGRAPH_START) q->open = 0;
    s->half_quote = (uint8_t)(q->open != 0);
    for (uint32_t i = s->first; i < s->end; i++) {
        const pl_token *k = article_token(a, i);
        const int is_word = k->kind == PL_WORD || k->kind == PL_NUMBER;
        if (i + AHEAD < a->tokens.n) terms_expect(&a->terms, article_token(a, i + AHEAD));
        s->spaced += (k->flags & PL_SPACE_BEFORE) != 0;
        s->capitals += (uint32_t)has_capital(k);
        a->term[i] = is_word ? read_word(a, s, k) : NO_TERM;
        if (k->kind == PL_PUNCTUATION) read_quote(s, q, quote_step(a->text, k, q->open));
    }
    s->half_quote |= (uint8_t)(q->open != 0);
}

static void read_form(const struct article *a, struct sentence *s) {
    const pl_token *first = article_token(a, s->first), *last = article_token(a, s->end - 1);
    s->starts_paragraph = (first->flags & PL_PARAGRAPH_START) != 0;
    s->whole_paragraph = s->starts_paragraph && (last->flags & PL_PARAGRAPH_END) != 0;
    const int mark = end_mark(a->text, s->span);
    s->unfinished = !mark;
    s->question = mark == '?' || mark == '!';
    s->spaced += !(first->flags & PL_SPACE_BEFORE);
}

static int read_sentences(struct article *a, pl_array sentences) {
    struct quotation q = {0};
    uint32_t terms = 0, end = 0;
    for (uint32_t i = 0; i < sentences.n; i++) {
        const pl_sentence *from = pl_at(sentences, i);
        if (!from->tokens || from->first_token < end || from->first_token > a->tokens.n ||
            from->tokens > a->tokens.n - from->first_token)
            continue;
        struct sentence *s = &a->v[a->n];
        *s = (struct sentence){.span = from->span,
                               .first = from->first_token,
                               .end = from->first_token + from->tokens,
                               .terms = terms,
                               .terms_end = terms,
                               .standing = GOOD};
        read_tokens(a, s, &q);
        read_form(a, s);
        terms = s->terms_end;
        end = s->end;
        a->spaced += s->spaced;
        a->n++;
    }
    return a->terms.failed ? -1 : 0;
}

/* ---- second pass ---- */

/* Without a table of the language a word is rare when few sentences hold it. */
static void own_rarity(struct article *a) {
    const uint32_t n = a->n ? a->v[a->n - 1].terms_end : 0;
    for (uint32_t i = 0; i < n; i++) a->terms.v[a->distinct[i]].cell++;
    for (uint32_t i = 0; i < a->terms.n; i++) {
        struct term *t = &a->terms.v[i];
        t->idf = logf(((float)a->n + 1) / ((float)(t->cell + 1) + .5F)) + .1F;
        t->cell = NO_TERM;
    }
}

static void compare(struct article *a, struct sentence *s) {
    double dot = 0, square = 0, idf = 0, count = 0, hits = 0;
    uint32_t frequent = 0;
    const uint32_t n = s->terms_end - s->terms;
    for (uint32_t i = s->terms; i < s->terms_end; i++) {
        const struct term *t = &a->terms.v[a->distinct[i]];
        dot += (double)t->idf * t->weight;
        square += (double)t->idf * t->idf;
        idf += t->idf;
        count += t->count;
        hits += t->importance;
        frequent += (uint32_t)terms_is_frequent(&a->terms, t);
    }
    s->frequent = frequent;
    s->norm = (float)sqrt(square);
    s->idf = (float)idf;
    s->hits = (float)hits;
    s->frequency = n ? (float)(count / n) : 0;
    if (square > 0) s->centroid = (float)(dot / (sqrt(square) * a->terms.norm));
}

int article_read(struct article *a, pl_str text, pl_array tokens, pl_array sentences,
                 const struct rarity *rarity, const struct cues *cues,
                 const struct importance *importance) {
    if (a->term_room > KEPT_ROOM || a->room > KEPT_ROOM) article_free(a);
    a->n = a->spaced = a->stamps = 0;
    a->text = text;
    a->tokens = tokens;
    if (terms_begin(&a->terms, tokens.n, rarity, cues) ||
        room_for(&a->v, &a->room, sentences.n, sizeof *a->v) ||
        room_for(&a->term, &a->term_room, tokens.n, sizeof *a->term) ||
        room_for(&a->distinct, &a->distinct_room, tokens.n, sizeof *a->distinct) ||
        read_sentences(a, sentences))
        return -1;
    terms_look_up(&a->terms);
    if (!rarity) own_rarity(a);
    terms_weigh(&a->terms);
    weigh_importance(&a->terms, importance, a->n);
    for (uint32_t i = 0; i < a->n; i++) compare(a, &a->v[i]);
    return 0;
}

void article_number(struct article *a) {
    a->body = 0;
    for (uint32_t i = 0; i < a->n; i++) a->body += a->v[i].standing != NEVER;
    if (!a->body)
        for (uint32_t i = 0; i < a->n; i++) a->v[i].standing = POOR;
    a->body = 0;
    for (uint32_t i = 0; i < a->n; i++) {
        a->v[i].position = a->body;
        a->body += a->v[i].standing != NEVER;
    }
}

void article_free(struct article *a) {
    terms_free(&a->terms);
    free(a->v);
    free(a->term);
    free(a->distinct);
    *a = (struct article){0};
}
