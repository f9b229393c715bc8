/* keyphrases.c: runs of content words, counted by their stems, scored by the importance of their words. */
#include "keyphrases.h"
#include <math.h>
#include <string.h>

struct finding {
    struct keyphrases *k;
    struct article *article;
    pl_array entities;
    uint32_t entity; /* the first one that does not end before the phrase begins */
};

/* By the share of the titles' words that the keyphrases of articles hold. */
static const float common_idf = 5;
static const double neighbours = .4, entity = 1.2;

/* ---- counting ---- */

/* Where a phrase stands or would stand. */
static uint32_t slot_of(const struct keyphrases *k, uint64_t stems) {
    uint32_t i = (uint32_t)(stems >> 20) & k->mask;
    while (k->slots[i].epoch == k->now && k->v[k->slots[i].phrase].stems != stems)
        i = (i + 1) & k->mask;
    return i;
}

static struct phrase *find(struct keyphrases *k, uint64_t stems) {
    const uint32_t i = slot_of(k, stems);
    return k->slots[i].epoch == k->now ? &k->v[k->slots[i].phrase] : NULL;
}

static struct phrase *find_or_add(struct keyphrases *k, uint64_t stems) {
    const uint32_t i = slot_of(k, stems);
    if (k->slots[i].epoch == k->now) return &k->v[k->slots[i].phrase];
    if (k->n == MOST_PHRASES || 2 * k->n > k->mask) return NULL;
    k->slots[i] = (struct slot){k->n, k->now};
    k->v[k->n] = (struct phrase){.stems = stems};
    return &k->v[k->n++];
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

/* A capital at the head of a sentence says nothing, unless the word has one elsewhere too. */
static int is_capital(const struct article *a, uint32_t i) {
    const pl_token *k = article_token(a, i);
    if (k->flags & PL_SENTENCE_START) return a->terms.v[a->term[i]].capitals > 0;
    const pl_case c = PL_CASE(k->shape);
    return c == PL_TITLE || c == PL_UPPER || c == PL_MIXED;
}

static void describe(const struct article *a, struct phrase *p, const uint32_t *tokens,
                     uint32_t n) {
    p->words = (uint8_t)n;
    for (uint32_t i = 0; i < n; i++) {
        p->terms[i] = a->term[tokens[i]];
        if (is_capital(a, tokens[i])) p->capitals++;
    }
}

/* Bytes of an apostrophe, straight or curly, that ends at `end`; at least two bytes stand before it. */
static uint32_t apostrophe(const char *p, const char *end) {
    if (end - p > 2 && end[-1] == '\'') return 1;
    return end - p > 4 && !memcmp(end - 3, "\xe2\x80\x99", 3) ? 3 : 0;
}

/* Without the possessive: "Ann's", "workers'". */
static uint32_t end_of_word(const struct article *a, uint32_t i) {
    const pl_span s = article_token(a, i)->span;
    const char *p = a->text.p + s.begin, *end = a->text.p + s.end;
    if (end[-1] == 's') {
        const uint32_t n = apostrophe(p, end - 1);
        return n ? s.end - n - 1 : s.end;
    }
    return s.end - apostrophe(p, end);
}

/* Hashes of the phrase so far, and of its spelling. */
struct hashes {
    uint64_t stems, surface;
};

static uint64_t mix(uint64_t h, uint64_t word) { return (h ^ word) * 0x9e3779b97f4a7c15u; }

static struct hashes with_word(struct hashes h, const struct article *a, uint32_t token) {
    return (struct hashes){mix(h.stems, a->terms.v[a->term[token]].stem),
                           mix(h.surface, article_token(a, token)->hash)};
}

static void count_phrase(struct finding *f, const uint32_t *tokens, uint32_t n, struct hashes h) {
    const pl_span span = {article_token(f->article, tokens[0])->span.begin,
                          end_of_word(f->article, tokens[n - 1])};
    const pl_entity *e = entity_at(f, span);
    struct phrase *p = e && is_amount(e) ? NULL : find_or_add(f->k, h.stems);
    if (!p) return;
    if (!p->count) describe(f->article, p, tokens, n);
    p->count = (uint16_t)(p->count + (p->count < UINT16_MAX));
    vote(p, h.surface, span);
    p->is_entity |= e && e->span.begin == span.begin && e->span.end == span.end;
}

/* Would a phrase that begins or ends between run[i - 1] and run[i] cut a name or a hyphened word in two? */
static int cuts_name(const struct article *a, const uint32_t *run, uint32_t i, uint32_t n) {
    if (!i || i >= n) return 0;
    return run[i] > run[i - 1] + 1 || (is_capital(a, run[i - 1]) && is_capital(a, run[i]));
}

static void count_run(struct finding *f, const uint32_t *run, uint32_t n) {
    for (uint32_t i = 0; i < n; i++) {
        struct hashes h = {0};
        if (cuts_name(f->article, run, i, n)) continue;
        for (uint32_t words = 1; words <= PHRASE_WORDS && i + words <= n; words++) {
            h = with_word(h, f->article, run[i + words - 1]);
            if (!cuts_name(f->article, run, i + words, n)) count_phrase(f, run + i, words, h);
        }
    }
}

static int is_content(const struct article *a, uint32_t i) {
    const pl_token *k = article_token(a, i);
    return a->term[i] != NO_TERM && k->kind == PL_WORD && k->span.end - k->span.begin > 1 &&
           !a->terms.v[a->term[i]].is_speech;
}

/* A run ends at a function word, a mark, a number and behind a possessive; a hyphen within a word does not end it. */
static void count_sentence(struct finding *f, const struct sentence *s) {
    uint32_t run[64], n = 0;
    for (uint32_t i = s->first; i < s->end; i++) {
        const pl_token *k = article_token(f->article, i);
        if (is_content(f->article, i)) {
            run[n++] = i;
            if (n < 64 && end_of_word(f->article, i) == k->span.end) continue;
        } else if ((k->flags & PL_JOINED) && k->kind == PL_PUNCTUATION)
            continue;
        count_run(f, run, n);
        n = 0;
    }
    count_run(f, run, n);
}

/* ---- choosing ---- */

/* Rare words say more, up to a point. A phrase of several words must be a name or come again: else they are only neighbours. */
static void score(struct phrase *p, const struct terms *t) {
    const int holds_together =
        p->words == 1 || p->count > 1 || p->capitals == p->words || p->is_entity;
    double sum = 0;
    for (uint32_t i = 0; i < p->words; i++) {
        const struct term *e = &t->v[p->terms[i]];
        sum += (double)e->importance * (e->idf < common_idf ? (double)e->idf / common_idf : 1);
    }
    p->score = (float)(sum / sqrt(p->words) * (holds_together ? 1 : neighbours) *
                       (p->is_entity ? entity : 1));
}

/* The phrase without its first or its last word. */
static struct phrase *part_of(struct keyphrases *k, const struct phrase *p, const struct terms *t,
                              uint32_t first) {
    uint64_t stems = 0;
    for (uint32_t i = first; i + 1 < p->words + first; i++)
        stems = mix(stems, t->v[p->terms[i]].stem);
    return find(k, stems);
}

/* A phrase that always comes as a part of the same longer one gives way to it: "cable" to "cable car". Shorter ones first. */
static void absorb(struct keyphrases *k, const struct terms *t) {
    for (uint32_t words = 2; words <= PHRASE_WORDS; words++)
        for (uint32_t i = 0; i < k->n; i++) {
            struct phrase *p = &k->v[i];
            if (p->words != words || p->count < 2) continue;
            for (uint32_t first = 0; first < 2; first++) {
                struct phrase *part = part_of(k, p, t, first);
                if (!part || part->count > p->count) continue;
                if (part->score > p->score) p->score = part->score;
                part->score = 0;
            }
        }
}

/* How many words of a phrase do the picked ones hold? Their terms carry the stamp. */
static uint32_t words_held(const struct phrase *p, const struct terms *t, uint32_t stamp) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < p->words; i++) n += t->v[p->terms[i]].stamp == stamp;
    return n;
}

static int better(const struct phrase *a, const struct phrase *b) {
    return a->score > b->score ||
           (!(a->score < b->score) && (a->span.begin < b->span.begin ||
                                       (a->span.begin == b->span.begin && a->words > b->words)));
}

/* Moves the best of a heap's branch up to its root. */
static void sift(struct keyphrases *k, uint32_t n, uint32_t i) {
    for (;;) {
        uint32_t child = 2 * i + 1;
        if (child >= n) return;
        if (child + 1 < n && better(&k->v[k->heap[child + 1]], &k->v[k->heap[child]])) child++;
        if (!better(&k->v[k->heap[child]], &k->v[k->heap[i]])) return;
        const uint32_t swap = k->heap[i];
        k->heap[i] = k->heap[child];
        k->heap[child] = swap;
        i = child;
    }
}

/* Best first; not those of whose words half or more are in picked ones already. */
static void pick(struct keyphrases *k, struct article *a, uint32_t most) {
    const uint32_t stamp = ++a->stamps;
    uint32_t n = k->n;
    for (uint32_t i = 0; i < n; i++) k->heap[i] = i;
    for (uint32_t i = n / 2; i-- > 0;) sift(k, n, i);
    for (k->picked_n = 0; n && k->picked_n < most;) {
        const struct phrase *p = &k->v[k->heap[0]];
        if (p->score > 0 && 2 * words_held(p, &a->terms, stamp) < p->words) {
            for (uint32_t i = 0; i < p->words; i++) a->terms.v[p->terms[i]].stamp = stamp;
            k->picked[k->picked_n++] = k->heap[0];
        }
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
    struct finding f = {.k = k, .article = a, .entities = entities};
    begin(k, g->used);
    for (uint32_t i = 0; i < g->n; i++) count_sentence(&f, &a->v[g->v[i].sentence]);
    for (uint32_t i = 0; i < k->n; i++) score(&k->v[i], &a->terms);
    absorb(k, &a->terms);
    pick(k, a, most < MOST_KEYPHRASES ? most : MOST_KEYPHRASES);
}
