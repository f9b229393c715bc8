/* keyphrases.c: runs of content words, counted by their stems, scored by the importance of their words. */
#include "keyphrases.h"
#include <math.h>
#include <string.h>

enum { MOST_WORDS = 64 }; /* of a run */

struct word {
    uint32_t token, term, end; /* end: where it ends without its possessive */
    uint32_t entity; /* number of the entity that it is of, from 1; 0: none */
    uint8_t has_capital;
    uint8_t is_tied; /* a phrase that began here would cut a name or a hyphened word in two */
};

struct finding {
    struct keyphrases *k;
    struct article *article;
    pl_array entities;
    double least; /* worth of the best word that a phrase must have */
    uint32_t entity; /* the first one that does not end before the phrase begins */
    uint32_t ahead; /* and before the next word of the run */
    struct word run[MOST_WORDS];
    uint32_t n;
    uint32_t strong; /* words up to the last one that is worth enough: no phrase begins behind it */
};

/* A phrase must hold one of so many best words for each phrase asked for: picked ones hold at most 4 each. */
static const uint32_t words_each = 8;
/* By the share of the titles' words that the keyphrases of articles hold. */
static const float common_idf = 5;
static const double entity = 1.2;

/* ---- words ---- */

/* Rare words say more, up to a point. */
static double worth_of(const struct term *t) {
    return (double)t->importance * (t->idf < common_idf ? (double)t->idf / common_idf : 1);
}

/* Sets the worth of all words; what at least the `most` best of them are worth. */
static double weigh(struct terms *t, uint32_t most) {
    enum { BINS = 256 };
    uint32_t bins[BINS] = {0}, n = 0, at = BINS;
    for (uint32_t i = 0; i < t->n; i++) {
        t->v[i].worth = worth_of(&t->v[i]);
        bins[(uint32_t)(t->v[i].worth * (BINS - 1))]++;
    }
    while (at && n < most) n += bins[--at];
    return (double)at / (BINS - 1);
}

/* ---- counting ---- */

/* Where a phrase stands or would stand. */
static struct slot *slot_of(struct keyphrases *k, uint64_t stems) {
    uint32_t i = (uint32_t)(stems >> 20) & k->mask;
    while (k->slots[i].epoch == k->now && k->v[k->slots[i].phrase].stems != stems)
        i = (i + 1) & k->mask;
    return &k->slots[i];
}

/* A new phrase without words; NULL: too many. */
static struct phrase *add(struct keyphrases *k, uint64_t stems) {
    if (k->n == MOST_PHRASES || 2 * k->n > k->mask) return NULL;
    k->v[k->n].stems = stems;
    k->v[k->n].words = 0;
    return &k->v[k->n++];
}

/* The phrase of one word, or a new one. */
static struct phrase *of_term(struct keyphrases *k, struct term *t) {
    if (t->phrase) return &k->v[t->phrase - 1];
    struct phrase *p = add(k, t->stem);
    if (p) t->phrase = k->n;
    return p;
}

/* The phrase of several words with these stems, or a new one. */
static struct phrase *of_stems(struct keyphrases *k, uint64_t stems) {
    struct slot *at = slot_of(k, stems);
    if (at->epoch == k->now) return &k->v[at->phrase];
    struct phrase *p = add(k, stems);
    if (p) *at = (struct slot){k->n - 1, k->now};
    return p;
}

/* The first entity that overlaps the span, NULL without one. Spans come in the order of their begins. */
static const pl_entity *entity_at(struct finding *f, pl_span span) {
    for (; f->entity < f->entities.n; f->entity++) {
        const pl_entity *e = pl_at(f->entities, f->entity);
        if (e->span.end > span.begin) return e->span.begin < span.end ? e : NULL;
    }
    return NULL;
}

/* Dates, sums and numbers have a normal form that a rule made; they are no keyphrases, nor are their parts. */
static int is_amount(const pl_entity *e) { return e->flags & PL_FROM_RULE && e->normal.n; }

/* The most frequent spelling by Boyer and Moore's vote: exact when one has the majority. */
static void vote(struct phrase *p, uint64_t surface, pl_span span) {
    if (p->votes == 0) p->surface = surface, p->span = span;
    if (p->surface == surface)
        p->votes = (uint16_t)(p->votes + (p->votes < UINT16_MAX));
    else
        p->votes--;
}

/* A phrase as it grows by a word. */
struct growing {
    uint64_t stems, surface; /* hashes; surface: of the spelling */
    double worth;
    int is_name;
};

static void describe(struct phrase *p, const struct word *w, uint32_t n, const struct growing *g) {
    p->worth = g->worth;
    p->count = p->votes = 0;
    p->words = (uint8_t)n;
    p->is_name = (uint8_t)g->is_name;
    p->entity = 0;
    for (uint32_t i = 0; i < n; i++) p->terms[i] = w[i].term;
}

static uint64_t mix(uint64_t h, uint64_t word) { return (h ^ word) * 0x9e3779b97f4a7c15u; }

/* `holds`: it may be a phrase without being an entity. */
static void count_phrase(struct finding *f, const struct word *w, uint32_t n,
                         const struct growing *g, int holds) {
    const pl_span span = {article_token(f->article, w[0].token)->span.begin, w[n - 1].end};
    const pl_entity *e = entity_at(f, span);
    const int is_entity = e && e->span.begin == span.begin && e->span.end == span.end;
    if ((e && is_amount(e)) || (!holds && !is_entity)) return;
    struct phrase *p =
        n > 1 ? of_stems(f->k, g->stems) : of_term(f->k, &f->article->terms.v[w->term]);
    if (!p) return;
    if (!p->words) describe(p, w, n, g);
    p->count = (uint16_t)(p->count + (p->count < UINT16_MAX));
    vote(p, g->surface, span);
    if (is_entity) p->entity = f->entity + 1;
}

/* Several words are a name, or they must come again together: then each of them comes again. */
static void count_from(struct finding *f, uint32_t i) {
    const struct article *a = f->article;
    const struct word *w = &f->run[i];
    const uint32_t most = f->n - i < PHRASE_WORDS ? f->n - i : PHRASE_WORDS;
    struct growing g = {.is_name = 1};
    int come_again = 1, is_strong = 0;
    for (uint32_t n = 1; n <= most; n++) {
        const struct term *t = &a->terms.v[w[n - 1].term];
        g.is_name &= w[n - 1].has_capital;
        come_again &= t->count > 1;
        const int holds = n == 1 || g.is_name || come_again;
        if (!holds && !w->entity) break; /* nor does a longer one */
        g.stems = mix(g.stems, t->stem);
        g.surface = mix(g.surface, article_token(a, w[n - 1].token)->hash);
        g.worth += t->worth;
        is_strong |= t->worth >= f->least;
        if (is_strong && (i + n == f->n || !w[n].is_tied)) count_phrase(f, w, n, &g, holds);
    }
}

static void end_run(struct finding *f) {
    for (uint32_t i = 0; i < f->strong; i++)
        if (!f->run[i].is_tied) count_from(f, i);
    f->n = f->strong = 0;
}

/* A capital at the head of a sentence says nothing, unless the word has one elsewhere too. */
static int is_capital(const pl_token *k, const struct term *t) {
    return k->flags & PL_SENTENCE_START ? t->capitals > 0 : has_capital(k);
}

/* Bytes of an apostrophe, straight or curly, that ends at `end`; at least two bytes stand before it. */
static uint32_t apostrophe(const char *p, const char *end) {
    if (end - p > 2 && end[-1] == '\'') return 1;
    return end - p > 4 && end[-1] == '\x99' && !memcmp(end - 3, "\xe2\x80\x99", 3) ? 3 : 0;
}

/* Without the possessive: "Ann's", "workers'". */
static uint32_t end_of_word(pl_str text, pl_span s) {
    const char *p = text.p + s.begin, *end = text.p + s.end;
    if (end[-1] != 's') return s.end - apostrophe(p, end);
    const uint32_t n = apostrophe(p, end - 1);
    return n ? s.end - n - 1 : s.end;
}

static uint32_t entity_of(struct finding *f, uint32_t begin) {
    for (; f->ahead < f->entities.n; f->ahead++) {
        const pl_entity *e = pl_at(f->entities, f->ahead);
        if (e->span.end > begin) return e->span.begin <= begin ? f->ahead + 1 : 0;
    }
    return 0;
}

/* Capitals side by side are one name, unless an entity begins or ends between them: "Coach | Steve Kerr". */
static void add_word(struct finding *f, uint32_t i, const pl_token *k) {
    const struct article *a = f->article;
    const struct term *t = &a->terms.v[a->term[i]];
    const uint32_t named = entity_of(f, k->span.begin);
    const int has_capital = is_capital(k, t);
    const struct word *last = f->n ? &f->run[f->n - 1] : NULL;
    const int are_capital = last && last->has_capital && has_capital;
    if (are_capital && last->entity != named) end_run(f);
    const int is_tied = f->n && (i > last->token + 1 || are_capital);
    f->run[f->n++] = (struct word){.token = i,
                                   .term = a->term[i],
                                   .end = end_of_word(a->text, k->span),
                                   .entity = named,
                                   .has_capital = (uint8_t)has_capital,
                                   .is_tied = (uint8_t)is_tied};
    if (t->worth >= f->least) f->strong = f->n;
}

static int is_content(const struct article *a, uint32_t i, const pl_token *k) {
    return a->term[i] != NO_TERM && k->kind == PL_WORD && k->span.end - k->span.begin > 1 &&
           !a->terms.v[a->term[i]].is_speech;
}

/* Adds a token to the run; may the next one go on with it? A run ends at a function word, a mark, a number and behind a possessive;
 * a hyphen within a word does not end it. */
static int goes_on(struct finding *f, uint32_t i) {
    const pl_token *k = article_token(f->article, i);
    if (!is_content(f->article, i, k)) return (k->flags & PL_JOINED) && k->kind == PL_PUNCTUATION;
    add_word(f, i, k);
    return f->n < MOST_WORDS && f->run[f->n - 1].end == k->span.end;
}

static void count_sentence(struct finding *f, const struct sentence *s) {
    for (uint32_t i = s->first; i < s->end; i++) {
        if (f->n == 0 && f->article->term[i] == NO_TERM) continue;
        if (!goes_on(f, i) || i + 1 == s->end) end_run(f);
    }
}

/* ---- choosing ---- */

/* A phrase of several words must be a name or come again: else they are only neighbours. */
static void score(struct phrase *p) {
    static const double root[] = {0, 1, 1.4142135623730951, 1.7320508075688772, 2};
    const int holds_together = p->words == 1 || p->count > 1 || p->is_name || p->entity;
    p->score = holds_together ? (float)(p->worth / root[p->words] * (p->entity ? entity : 1)) : 0;
}

/* The phrase without its first or its last word, NULL without one. */
static struct phrase *part_of(struct keyphrases *k, const struct phrase *p, const struct terms *t,
                              uint32_t first) {
    uint64_t stems = 0;
    const struct term *word = &t->v[p->terms[first]];
    if (p->words == 2) return word->phrase ? &k->v[word->phrase - 1] : NULL;
    for (uint32_t i = first; i + 1 < p->words + first; i++)
        stems = mix(stems, t->v[p->terms[i]].stem);
    const struct slot *at = slot_of(k, stems);
    return at->epoch == k->now ? &k->v[at->phrase] : NULL;
}

/* A phrase that always comes as a part of the same longer one gives way to it: "cable" to "cable car". */
static void absorb(struct keyphrases *k, struct phrase *p, const struct terms *t) {
    for (uint32_t first = 0; first < 2; first++) {
        struct phrase *part = part_of(k, p, t, first);
        if (!part || part->count > p->count) continue;
        if (part->score > p->score) p->score = part->score;
        part->score = 0;
    }
}

/* Shorter ones first. */
static void score_all(struct keyphrases *k, const struct terms *t) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < k->n; i++) {
        score(&k->v[i]);
        if (k->v[i].words > 1 && k->v[i].count > 1) k->repeated[n++] = i;
    }
    for (uint32_t words = 2; words <= PHRASE_WORDS; words++)
        for (uint32_t i = 0; i < n; i++)
            if (k->v[k->repeated[i]].words == words) absorb(k, &k->v[k->repeated[i]], t);
}

/* How many words of a phrase do the picked ones hold? Their terms carry the stamp. */
static uint32_t words_held(const struct phrase *p, const struct terms *t, uint32_t stamp) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < p->words; i++) n += t->v[p->terms[i]].stamp == stamp;
    return n;
}

static int is_before(const struct phrase *a, const struct phrase *b) {
    return a->span.begin < b->span.begin || (a->span.begin == b->span.begin && a->words > b->words);
}

static int better(const struct keyphrases *k, const struct ranked *a, const struct ranked *b) {
    return a->score > b->score ||
           (!(a->score < b->score) && is_before(&k->v[a->phrase], &k->v[b->phrase]));
}

/* Moves the best of a heap's branch up to its root. */
static void sift(struct keyphrases *k, uint32_t n, uint32_t i) {
    const struct ranked down = k->heap[i];
    for (uint32_t child; (child = 2 * i + 1) < n; i = child) {
        if (child + 1 < n && better(k, &k->heap[child + 1], &k->heap[child])) child++;
        if (!better(k, &k->heap[child], &down)) break;
        k->heap[i] = k->heap[child];
    }
    k->heap[i] = down;
}

/* The picked phrase that names the same entity: "Tokayev" for "Kassym-Jomart Tokayev". NULL: none. */
static uint32_t *same_entity(struct finding *f, const struct phrase *p) {
    struct keyphrases *k = f->k;
    for (uint32_t i = 0; p->entity && i < k->picked_n; i++) {
        const struct phrase *other = &k->v[k->picked[i]];
        if (!other->entity) continue;
        const pl_entity *a = pl_at(f->entities, p->entity - 1),
                        *b = pl_at(f->entities, other->entity - 1);
        if (a->canonical.n == b->canonical.n &&
            !memcmp(a->canonical.p, b->canonical.p, b->canonical.n))
            return &k->picked[i];
    }
    return NULL;
}

/* The phrase takes its place among the picked ones. Of one entity the longer spelling is shown. */
static void take(struct finding *f, uint32_t phrase, uint32_t stamp) {
    struct keyphrases *k = f->k;
    struct phrase *p = &k->v[phrase];
    uint32_t *same = same_entity(f, p);
    if (same && k->v[*same].words >= p->words) return;
    if (same) p->score = k->v[*same].score;
    *(same ? same : &k->picked[k->picked_n++]) = phrase;
    for (uint32_t i = 0; i < p->words; i++) f->article->terms.v[p->terms[i]].stamp = stamp;
}

/* Best first; not those of whose words half or more are in picked ones already. */
static void pick(struct finding *f, uint32_t most) {
    struct keyphrases *k = f->k;
    const uint32_t stamp = ++f->article->stamps;
    uint32_t n = 0;
    for (uint32_t i = 0; i < k->n; i++)
        if (k->v[i].score > 0) k->heap[n++] = (struct ranked){k->v[i].score, i};
    for (uint32_t i = n / 2; i-- > 0;) sift(k, n, i);
    for (k->picked_n = 0; n && k->picked_n < most;) {
        const struct phrase *p = &k->v[k->heap[0].phrase];
        if (2 * words_held(p, &f->article->terms, stamp) < p->words)
            take(f, k->heap[0].phrase, stamp);
        k->heap[0] = k->heap[--n];
        sift(k, n, 0);
    }
}

/* A table that fits the document stays in the cache: there are about two phrases per content word. */
static void begin(struct keyphrases *k, uint32_t words) {
    k->n = 0;
    for (k->mask = 1023; k->mask < 5 * words && k->mask + 1 < 2 * MOST_PHRASES;)
        k->mask = 2 * k->mask + 1;
    if (++k->now == 0) memset(k->slots, 0, sizeof k->slots), k->now = 1;
}

void keyphrases_find(struct keyphrases *k, struct article *a, const struct graph *g,
                     pl_array entities, uint32_t most) {
    struct finding f = {
        .k = k, .article = a, .entities = entities, .least = weigh(&a->terms, words_each * most)};
    begin(k, g->used);
    for (uint32_t i = 0; i < g->n; i++) count_sentence(&f, &a->v[g->v[i].sentence]);
    score_all(k, &a->terms);
    pick(&f, most < MOST_KEYPHRASES ? most : MOST_KEYPHRASES);
}
