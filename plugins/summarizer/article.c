/* article.c: two passes over the tokens: the first reads sentences and counts terms, the second compares each sentence with the
 * whole. Both take time linear in the tokens. */
#include "article.h"
#include <math.h>
#include <string.h>
#include "opening.h"
#include "room.h"

enum { KEPT_ROOM = 1 << 18, OPENING_WORDS = 3 };

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

static void count_token(struct sentence *s, const pl_token *k, struct reading r) {
    const pl_case c = PL_CASE(k->shape);
    s->spaced += (k->flags & PL_SPACE_BEFORE) != 0;
    s->words += k->kind == PL_WORD;
    s->numbers += k->kind == PL_NUMBER;
    s->content += r.term != NO_TERM;
    s->capitals += c == PL_TITLE || c == PL_UPPER || c == PL_MIXED;
    s->cues |= (uint16_t)r.cues;
}

static void note_term(struct term *t, const pl_token *k, uint32_t cues, uint32_t sentence) {
    const pl_case c = PL_CASE(k->shape);
    if (t->count == 1) t->first = sentence, t->is_number = k->kind == PL_NUMBER;
    t->is_speech |= (cues & CUE_SPEECH) != 0;
    t->capitals += c != PL_LOWER && c != PL_NO_CASE && !(k->flags & PL_SENTENCE_START);
}

/* "With that step ..." and "All around them ..." lean on what was said before as "They ..." does. */
static void read_opening(struct sentence *s, const pl_token *k, uint32_t cues, int word) {
    if (word == 0) {
        s->opening = (uint16_t)cues;
        s->opens_weakly = (k->flags & PL_STOPWORD) != 0;
    } else if (s->opens_weakly)
        s->opening |= (uint16_t)(cues & (CUE_PRONOUN | CUE_POINTER));
}

static int read_tokens(struct article *a, struct sentence *s, struct quotation *q,
                       const struct rarity *rarity, const struct cues *cues) {
    int failed = 0, read = 0;
    if (article_token(a, s->first)->flags & PL_PARAGRAPH_START) q->open = 0;
    s->half_quote = (uint8_t)(q->open != 0);
    for (uint32_t i = s->first; i < s->end; i++) {
        const pl_token *k = article_token(a, i);
        const struct reading r = terms_read(&a->terms, k, a->text.p, rarity, cues, &failed);
        a->term[i] = r.term;
        if (r.term != NO_TERM) note_term(&a->terms.v[r.term], k, r.cues, a->n - 1);
        count_token(s, k, r);
        if (k->kind == PL_WORD && read < OPENING_WORDS) read_opening(s, k, r.cues, read++);
        const int step = k->kind == PL_PUNCTUATION ? quote_step(a->text, k, q->open) : 0;
        s->quotes = (uint8_t)(s->quotes | (step != 0));
        q->open = step ? step > 0 : q->open;
    }
    s->half_quote |= (uint8_t)(q->open != 0);
    return failed ? -1 : 0;
}

static void read_form(const struct article *a, struct sentence *s) {
    const pl_token *first = article_token(a, s->first), *last = article_token(a, s->end - 1);
    s->starts_paragraph = (first->flags & PL_PARAGRAPH_START) != 0;
    s->whole_paragraph = s->starts_paragraph && (last->flags & PL_PARAGRAPH_END) != 0;
    const int mark = end_mark(a->text, s->span);
    s->unfinished = !mark;
    s->question = mark == '?' || mark == '!';
}

static int read_sentences(struct article *a, pl_array sentences, const struct rarity *rarity,
                          const struct cues *cues) {
    struct quotation q = {0};
    for (uint32_t i = 0; i < sentences.n; i++) {
        const pl_sentence *from =
            (const void *)((const char *)sentences.v + (size_t)i * sentences.element_size);
        if (!from->tokens || from->first_token + from->tokens > a->tokens.n) continue;
        struct sentence *s = &a->v[a->n++];
        *s = (struct sentence){.span = from->span,
                               .first = from->first_token,
                               .end = from->first_token + from->tokens,
                               .standing = GOOD};
        if (read_tokens(a, s, &q, rarity, cues)) return -1;
        read_form(a, s);
        if (!(article_token(a, s->first)->flags & PL_SPACE_BEFORE)) s->spaced++;
        a->spaced += s->spaced;
    }
    return 0;
}

/* ---- second pass ---- */

/* Without a table of the language a word is rare when few sentences hold it. */
static void own_rarity(struct article *a) {
    for (uint32_t s = 0; s < a->n; s++) {
        const uint32_t stamp = ++a->stamps;
        for (uint32_t i = a->v[s].first; i < a->v[s].end; i++) {
            struct term *t = a->term[i] == NO_TERM ? NULL : &a->terms.v[a->term[i]];
            if (!t || t->stamp == stamp) continue;
            t->stamp = stamp;
            t->cell++;
        }
    }
    for (uint32_t i = 0; i < a->terms.n; i++) {
        struct term *t = &a->terms.v[i];
        t->idf = logf(((float)a->n + 1) / ((float)(t->cell + 1) + .5F)) + .1F;
        t->cell = NO_TERM;
    }
}

static void weigh_importance(struct article *a, const struct importance *importance) {
    float features[WORD_FEATURE_COUNT];
    for (uint32_t i = 0; i < a->terms.n; i++) {
        word_features_of(&a->terms, i, a->n, features);
        a->terms.v[i].importance = importance_of(importance, features);
    }
}

static void compare(struct article *a, uint32_t at) {
    const uint32_t stamp = ++a->stamps;
    struct sentence *s = &a->v[at];
    double dot = 0, square = 0, idf = 0, count = 0, hits = 0;
    uint32_t n = 0;
    for (uint32_t i = s->first; i < s->end; i++) {
        struct term *t = a->term[i] == NO_TERM ? NULL : &a->terms.v[a->term[i]];
        if (!t || t->stamp == stamp) continue;
        t->stamp = stamp;
        dot += (double)t->idf * t->weight;
        square += (double)t->idf * t->idf;
        idf += t->idf;
        count += t->count;
        hits += t->importance;
        s->frequent += (uint32_t)terms_is_frequent(&a->terms, a->term[i]);
        n++;
    }
    s->norm = (float)sqrt(square);
    s->idf = (float)idf;
    s->hits = (float)hits;
    s->frequency = n ? (float)(count / n) : 0;
    if (square > 0) s->centroid = (float)(dot / (sqrt(square) * a->terms.norm));
}

int article_read(struct article *a, pl_str text, pl_array tokens, pl_array sentences,
                 const struct rarity *rarity, const struct cues *cues,
                 const struct importance *importance) {
    a->n = a->spaced = a->stamps = 0;
    a->text = text;
    a->tokens = tokens;
    if (a->term_room > KEPT_ROOM || a->room > KEPT_ROOM)
        article_free(a), a->text = text, a->tokens = tokens;
    if (terms_clear(&a->terms) || room_for(&a->v, &a->room, sentences.n, sizeof *a->v) ||
        room_for(&a->term, &a->term_room, tokens.n, sizeof *a->term) ||
        read_sentences(a, sentences, rarity, cues))
        return -1;
    if (!rarity) own_rarity(a);
    terms_weigh(&a->terms);
    weigh_importance(a, importance);
    for (uint32_t i = 0; i < a->n; i++) compare(a, i);
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
    *a = (struct article){0};
}
