/* choose.c: greedy choice: score less similarity to what is chosen, within the caps. What is chosen first stays chosen when the
 * number of sentences grows. */
#include "choose.h"
#include <string.h>

/* A sentence that leans on the one before it ("He said ...") is worth less when that one is not there. */
static const double dangling = 0.7;
/* A word of importance 1 that a chosen sentence has already, against a cosine of 1; by cross-validation. */
static const double word_again = .8;

/* A word of a sentence, where the caps count words and no sentences: the score charges for length, and the cap does already. Log-odds,
 * up to so many words; by cross-validation under caps of 30 to 100 words. */
static const double per_word = 1 / 60.;
enum { MOST_PAID = 60 };

struct choosing {
    struct article *article;
    const struct graph *graph;
    const double *score;
    const struct budget *budget;
    uint32_t words_left, characters_left;
    uint32_t chosen;
    uint8_t state[MOST_LISTED]; /* enum state */
    double again[MOST_LISTED]; /* importance of its terms in each chosen one, summed up */
    float similar[MOST_LISTED]; /* largest similarity to a chosen one */
};

enum state { FREE, CHOSEN, OUT };

static const struct sentence *sentence(const struct choosing *c, uint32_t i) {
    return graph_sentence(c->graph, c->article, i);
}

static uint32_t characters(pl_str text, pl_span s) {
    uint32_t n = 0;
    for (uint32_t i = s.begin; i < s.end; i++) n += (text.p[i] & 0xc0) != 0x80;
    return n;
}

static uint32_t least(uint32_t a, uint32_t b) { return a < b ? a : b; }

static uint32_t word_cap(const struct choosing *c) {
    const struct budget *b = c->budget;
    const double share = b->ratio > 0 ? b->ratio * c->article->spaced : UINT32_MAX;
    return least(b->words ? b->words : UINT32_MAX,
                 share < UINT32_MAX ? (uint32_t)share : UINT32_MAX);
}

/* Does the sentence before it stand in the summary, or does it need none? */
static int stands_alone(const struct choosing *c, uint32_t i) {
    const struct sentence *s = sentence(c, i);
    if (!(s->opening & (CUE_PRONOUN | CUE_CONNECTIVE | CUE_POINTER)) || s->position == 0) return 1;
    return i && c->state[i - 1] == CHOSEN && sentence(c, i - 1)->position + 1 == s->position;
}

/* The longer the summary, the less it matters that something comes again. */
static double repetition(const struct choosing *c, uint32_t i) {
    const double n = c->chosen;
    return c->chosen ? ((double)c->similar[i] + word_again * c->again[i] / n) / n : 0;
}

static double worth(const struct choosing *c, uint32_t i) {
    const struct sentence *s = sentence(c, i);
    const double tier = s->standing == GOOD ? 1000 : 0;
    const double length = c->budget->sentences ? 0 : per_word * least(s->words, MOST_PAID);
    return tier + c->score[i] + length - c->budget->lambda * repetition(c, i) -
           (stands_alone(c, i) ? 0 : dangling);
}

static int fits(const struct choosing *c, uint32_t i) {
    const struct sentence *s = sentence(c, i);
    return s->spaced <= c->words_left &&
           (c->characters_left == UINT32_MAX ||
            characters(c->article->text, s->span) <= c->characters_left);
}

static int has_same_text(const struct choosing *c, uint32_t x, uint32_t y) {
    const pl_span a = sentence(c, x)->span, b = sentence(c, y)->span;
    return a.end - a.begin == b.end - b.begin &&
           !memcmp(c->article->text.p + a.begin, c->article->text.p + b.begin, a.end - a.begin);
}

/* Its terms come again in the sentences that hold them too. */
static void cover(struct choosing *c, const struct sentence *s) {
    for (uint32_t k = s->terms; k < s->terms_end; k++) {
        const struct term *t = &c->article->terms.v[c->article->distinct[k]];
        for (uint32_t at = t->cell; at != NO_TERM; at = c->graph->cells[at].before)
            c->again[c->graph->cells[at].listed] += (double)t->importance;
    }
}

static void use_up(struct choosing *c, const struct sentence *s) {
    if (c->words_left != UINT32_MAX) c->words_left -= s->spaced;
    if (c->characters_left != UINT32_MAX) {
        const uint32_t n = characters(c->article->text, s->span) + 1;
        c->characters_left -= least(n, c->characters_left);
    }
}

static void take(struct choosing *c, uint32_t i) {
    const struct sentence *s = sentence(c, i);
    c->state[i] = CHOSEN;
    c->chosen++;
    use_up(c, s);
    cover(c, s);
    for (uint32_t k = 0; k < c->graph->n; k++) {
        const float now = graph_similarity(c->graph, i, k);
        if (now > c->similar[k]) c->similar[k] = now;
        if (c->state[k] == FREE && ((double)now > c->budget->redundancy || has_same_text(c, i, k)))
            c->state[k] = OUT;
    }
}

/* The best free sentence that fits, or graph->n. What does not fit now never will. */
static uint32_t best(struct choosing *c) {
    uint32_t at = c->graph->n;
    double most = 0;
    for (uint32_t i = 0; i < c->graph->n; i++) {
        if (c->state[i] == FREE && !fits(c, i)) c->state[i] = OUT;
        if (c->state[i] != FREE) continue;
        const double w = worth(c, i);
        if (at == c->graph->n || w > most) at = i, most = w;
    }
    return at;
}

/* The head of the best sentence, to the last token within the caps, at least one token. */
static struct pick cut_best(struct choosing *c) {
    uint32_t at = 0, words = 0;
    for (uint32_t i = 1; i < c->graph->n; i++)
        if (worth(c, i) > worth(c, at)) at = i;
    const struct sentence *s = sentence(c, at);
    struct pick p = {at, {s->span.begin, s->span.begin}};
    for (uint32_t i = s->first; i < s->end; i++) {
        const pl_token *k = article_token(c->article, i);
        if (k->span.begin < s->span.begin) continue;
        words += words == 0 || (k->flags & PL_SPACE_BEFORE);
        const pl_span longer = {s->span.begin, k->span.end};
        if (p.span.end > p.span.begin &&
            (words > c->words_left || characters(c->article->text, longer) > c->characters_left))
            break;
        p.span = longer;
    }
    return p;
}

uint32_t choose(struct article *a, const struct graph *g, const double *score,
                const struct budget *budget, struct pick *out, int *was_cut) {
    struct choosing c = {.article = a, .graph = g, .score = score, .budget = budget};
    const uint32_t most = budget->sentences ? least(budget->sentences, g->n) : g->n;
    uint32_t n = 0, i;
    c.words_left = word_cap(&c);
    c.characters_left = budget->characters ? budget->characters : UINT32_MAX;
    *was_cut = 0;
    while (n < most && (i = best(&c)) < g->n) {
        take(&c, i);
        out[n++] = (struct pick){i, sentence(&c, i)->span};
    }
    if (!n && g->n) out[n++] = cut_best(&c), *was_cut = 1;
    return n;
}
