/* digest.c: choice from all documents of a story: own score and support by others, nothing twice, not all from one document. */
#include "digest.h"

/* A sentence more similar than this to a chosen one says the same; one more similar than the second supports it. */
static const double the_same = .5, supports = .3, worth_of_support = .7;

enum { MOST_POOL = MOST_TOLD * MOST_QUOTES };

struct pool {
    struct digest *d;
    struct taken v[MOST_POOL];
    double score[MOST_POOL];
    uint8_t is_out[MOST_POOL];
    uint32_t n;
};

static const struct quote *quote_of(const struct digest *d, const struct taken *t) {
    return &d->reports[t->report].quotes[t->quote];
}

static double likeness(const struct digest *d, const struct taken *a, const struct taken *b) {
    const struct quote *x = quote_of(d, a), *y = quote_of(d, b);
    if (!x->terms_n && x->text.n == y->text.n && !memcmp(x->text.p, y->text.p, x->text.n)) return 1;
    return signs_cosine(x->terms, x->terms_n, y->terms, y->terms_n);
}

static int is_supported_by(const struct digest *d, const struct taken *t, uint32_t report) {
    struct taken other = {.report = report};
    for (; other.quote < d->reports[report].quotes_n; other.quote++)
        if (likeness(d, t, &other) > supports) return 1;
    return 0;
}

static void fill(struct pool *p) {
    const struct digest *d = p->d;
    for (uint32_t r = 0; r < d->n; r++)
        for (uint32_t q = 0; q < d->reports[r].quotes_n; q++) {
            struct taken t = {.report = r, .quote = q};
            for (uint32_t other = 0; other < d->n; other++)
                t.support += other != r && is_supported_by(d, &t, other);
            p->v[p->n] = t;
            p->score[p->n++] =
                quote_of(d, &t)->score + worth_of_support * (t.support < 3 ? t.support : 3);
        }
}

static uint32_t taken_from(const struct digest *d, uint32_t report) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < d->taken_n; i++) n += d->taken[i].report == report;
    return n;
}

/* At most half from one document when there are others. */
static int may_take(const struct pool *p, uint32_t i, uint32_t most) {
    const struct digest *d = p->d;
    return d->n == 1 || taken_from(d, p->v[i].report) < (most + 1) / 2;
}

static uint32_t best(const struct pool *p, uint32_t most) {
    uint32_t at = p->n;
    for (uint32_t i = 0; i < p->n; i++)
        if (!p->is_out[i] && may_take(p, i, most) && (at == p->n || p->score[i] > p->score[at]))
            at = i;
    return at;
}

static int in_order(const void *x, const void *y) {
    const struct taken *a = x, *b = y;
    if (a->report != b->report) return a->report < b->report ? -1 : 1;
    return (a->quote > b->quote) - (a->quote < b->quote);
}

static void take_sentences(struct pool *p, uint32_t most) {
    struct digest *d = p->d;
    uint32_t i;
    d->taken_n = 0;
    while (d->taken_n < most && (i = best(p, most)) < p->n) {
        d->taken[d->taken_n++] = p->v[i];
        for (uint32_t k = 0; k < p->n; k++)
            if (k == i || likeness(d, &p->v[i], &p->v[k]) > the_same) p->is_out[k] = 1;
    }
    qsort(d->taken, d->taken_n, sizeof *d->taken, in_order);
}

/* ---- names ---- */

static void count_name(struct counted *all, uint32_t *n, uint32_t room, pl_str name) {
    for (uint32_t i = 0; i < *n; i++)
        if (all[i].name.n == name.n && !memcmp(all[i].name.p, name.p, name.n)) {
            all[i].documents++;
            return;
        }
    if (*n < room) all[(*n)++] = (struct counted){name, 1};
}

/* The MOST_NAMES names of most documents, the first met before the others. */
static uint32_t most_common(const struct digest *d, int entities, struct counted *out) {
    struct counted all[1024];
    uint32_t n = 0, picked = 0;
    for (uint32_t r = 0; r < d->n; r++) {
        const struct report *report = &d->reports[r];
        const pl_str *names = entities ? report->entities : report->phrases;
        for (uint32_t i = 0; i < (entities ? report->entities_n : report->phrases_n); i++)
            count_name(all, &n, sizeof all / sizeof *all, names[i]);
    }
    for (; picked < n && picked < MOST_NAMES; picked++) {
        uint32_t at = 0;
        for (uint32_t i = 1; i < n; i++)
            if (all[i].documents > all[at].documents) at = i;
        out[picked] = all[at];
        all[at].documents = 0;
    }
    return picked;
}

/* The longest document with a headline speaks for the story, the earliest of equals. */
static uint32_t headline_of(const struct digest *d) {
    uint32_t at = 0;
    for (uint32_t i = 1; i < d->n; i++) {
        const struct report *a = &d->reports[i], *b = &d->reports[at];
        const int has = a->headline.n > 0, had = b->headline.n > 0;
        if (has > had || (has == had && a->length > b->length)) at = i;
    }
    return at;
}

void digest_make(struct digest *d, uint32_t sentences) {
    struct pool p = {.d = d};
    d->headline = headline_of(d);
    fill(&p);
    take_sentences(&p, sentences < MOST_TAKEN ? sentences : MOST_TAKEN);
    d->phrases_n = most_common(d, 0, d->phrases);
    d->entities_n = most_common(d, 1, d->entities);
}
