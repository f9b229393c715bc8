/* tell.c: what of a document its story needs. */
#include "tell.h"

/* Names tell stories apart better than other words do. */
static const double name_weight = 1.5;
/* What a sentence loses that leans on the one before it: that one may be missing. */
static const double leaning = 1.5;
enum { HEADLINE_WORDS = 25 };

/* ---- the document's vector ---- */

static int by_weight(const void *x, const void *y) {
    const struct sign *a = x, *b = y;
    if (a->weight > b->weight || a->weight < b->weight) return a->weight > b->weight ? -1 : 1;
    return (a->stem > b->stem) - (a->stem < b->stem);
}

static double sign_weight(const struct term *t) {
    const int is_name = 2 * t->capitals > t->count;
    return (double)t->weight * (double)t->importance * (is_name ? name_weight : 1);
}

/* Keeps the heaviest terms: collects twice as many, then drops the lighter half. */
static void tell_signs(struct report *r, const struct terms *t) {
    struct sign v[2 * MOST_SIGNS] = {{0, 0}};
    uint32_t n = 0;
    for (uint32_t i = 0; i < t->n; i++) {
        v[n++] = (struct sign){t->v[i].stem, sign_weight(&t->v[i])};
        if (n < 2 * MOST_SIGNS) continue;
        qsort(v, n, sizeof *v, by_weight);
        n = MOST_SIGNS;
    }
    qsort(v, n, sizeof *v, by_weight);
    r->signs_n = n < MOST_SIGNS ? n : MOST_SIGNS;
    memcpy(r->signs, v, r->signs_n * sizeof *v);
    signs_finish(r->signs, r->signs_n);
}

/* ---- sentences ---- */

static uint32_t code_points(pl_str text, uint32_t begin, uint32_t end) {
    uint32_t n = 0;
    for (uint32_t i = begin; i < end; i++) n += (text.p[i] & 0xc0) != 0x80;
    return n;
}

static void tell_quote(struct quote *q, const struct survey *s, uint32_t listed, double score) {
    const struct article *a = &s->article;
    const struct sentence *from = graph_sentence(&s->graph, a, listed);
    const pl_span span = from->span;
    q->text = (pl_str){a->text.p + span.begin, span.end - span.begin};
    q->start = code_points(a->text, 0, span.begin);
    q->end = q->start + code_points(a->text, span.begin, span.end);
    const int leans =
        from->position && (from->opening & (CUE_PRONOUN | CUE_CONNECTIVE | CUE_POINTER));
    q->score = score - (leans ? leaning : 0);
    q->terms_n = 0;
    for (uint32_t i = from->terms; i < from->terms_end && q->terms_n < MOST_QUOTE_TERMS; i++) {
        const struct term *t = &a->terms.v[a->distinct[i]];
        q->terms[q->terms_n++] = (struct sign){t->stem, (double)t->idf};
    }
    signs_finish(q->terms, q->terms_n);
}

static int by_number(const void *x, const void *y) {
    const uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    return (a > b) - (a < b);
}

/* In the order of the text, so that a digest can keep it. */
static void tell_quotes(struct report *r, const struct survey *s, const double *score,
                        const uint32_t *picks, uint32_t n) {
    uint32_t ordered[MOST_QUOTES];
    r->quotes_n = n < MOST_QUOTES ? n : MOST_QUOTES;
    memcpy(ordered, picks, r->quotes_n * sizeof *ordered);
    qsort(ordered, r->quotes_n, sizeof *ordered, by_number);
    for (uint32_t i = 0; i < r->quotes_n; i++)
        tell_quote(&r->quotes[i], s, ordered[i], score[ordered[i]]);
}

/* ---- the rest ---- */

static void tell_phrases(struct report *r, const struct article *a, const struct keyphrases *k) {
    r->phrases_n = k->picked_n < MOST_NAMES ? k->picked_n : MOST_NAMES;
    for (uint32_t i = 0; i < r->phrases_n; i++) {
        const pl_span s = k->v[k->picked[i]].span;
        r->phrases[i] = (pl_str){a->text.p + s.begin, s.end - s.begin};
    }
}

/* A first line that is not a sentence is the headline of a document without a title. */
static void tell_headline(struct report *r, const struct article *a) {
    if (r->headline.n || !a->n) return;
    const struct sentence *s = &a->v[0];
    if (s->standing == NEVER && s->unfinished && s->words <= HEADLINE_WORDS)
        r->headline = (pl_str){a->text.p + s->span.begin, s->span.end - s->span.begin};
}

static uint64_t hash_of(const struct article *a) {
    uint64_t h = a->tokens.n;
    for (uint32_t i = 0; i < a->tokens.n; i++)
        h = (h ^ article_token(a, i)->hash) * 0x9e3779b97f4a7c15u + (h >> 29);
    return h ? h : 1;
}

void tell(struct report *r, struct survey *s, const double *score, const uint32_t *picks,
          uint32_t n, const struct keyphrases *k) {
    r->text_hash = hash_of(&s->article);
    r->length = (uint32_t)s->article.text.n;
    tell_signs(r, &s->article.terms);
    tell_quotes(r, s, score, picks, n);
    tell_phrases(r, &s->article, k);
    tell_headline(r, &s->article);
}
