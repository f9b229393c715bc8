/* cluster.c: components, their order by the keep rule, and stars of verified edges. */
#include "cluster.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Thousandths of a bit by which a rewording is less fluent than its original; measured, see README.md. */
enum { TELLING = 50 };
static uint16_t ten_thousandths(double x) { return (uint16_t)floor(x * 10000); }

int edges_add(struct edges *e, uint32_t a, uint32_t b, const struct likeness *l) {
    if (e->n == e->room) {
        const size_t room = e->room + e->room / 2 + 1024;
        struct edge *v = realloc(e->v, room * sizeof *v);
        if (!v) return -1;
        e->v = v;
        e->room = room;
    }
    e->v[e->n++] = (struct edge){a, b, ten_thousandths(l->similarity), (uint16_t)l->rule};
    return 0;
}

/* What the keep rule looks at, in this order; smaller is better. */
struct rank {
    int64_t by[4];
    uint32_t document, component;
};

struct clustering {
    const struct corpus *corpus;
    enum keep keep;
    likeness_of *likeness;
    void *to;
    struct outcome *of;
    uint32_t *parent; /* union-find over documents; later the component */
    uint32_t *first; /* edges of document d: half[first[d] .. first[d + 1]) */
    struct edge *half; /* each edge from both of its ends; `a` is the near end */
    struct rank *ranks; /* of documents that have an edge */
    uint32_t n;
    bool *taken;
    int32_t *
        original; /* the best fluency among the documents that an edge of RULE_SPUN joins to this one */
    uint32_t *tried; /* 1 + the representative that a document was compared with last */
};

static uint32_t root(uint32_t *parent, uint32_t i) {
    while (parent[i] != i) i = parent[i] = parent[parent[i]];
    return i;
}

static void join(uint32_t *parent, uint32_t a, uint32_t b) {
    a = root(parent, a);
    b = root(parent, b);
    parent[a > b ? a : b] = a < b ? a : b;
}

/* Lengths within 5 % of each other are equal. */
static int64_t length_step(uint32_t units) {
    return (int64_t)floor(log((double)units + 1) / log(1.05));
}

static struct rank rank_of(const struct clustering *c, uint32_t i) {
    const struct document *d = &c->corpus->v[i];
    struct rank r = {.document = i, .component = c->parent[i]};
    r.by[0] = !d->stays; /* what an earlier run kept was given out; updates are */
    switch (c->keep) {
    case KEEP_BEST: r.by[1] = -length_step(d->units), r.by[2] = d->date; break;
    case KEEP_LONGEST: r.by[1] = -(int64_t)d->units; break;
    case KEEP_OLDEST: r.by[1] = d->date; break;
    case KEEP_FIRST: break;
    }
    r.by[3] = i;
    return r;
}

static int by_rank(const void *a, const void *b) {
    const struct rank *x = a, *y = b;
    if (x->component != y->component) return x->component < y->component ? -1 : 1;
    for (int i = 0; i < 4; i++)
        if (x->by[i] != y->by[i]) return x->by[i] < y->by[i] ? -1 : 1;
    return 0;
}

/* Members of equal documents stand together: of each group the best stands for all, and the others are exact copies of it. */
static void decide_equal(struct clustering *c) {
    const struct corpus *corpus = c->corpus;
    for (uint32_t i = 0; i < corpus->n; i++) c->of[i] = (struct outcome){i, 0, RULE_NONE};
    for (uint32_t i = 0; i < corpus->n; i++) {
        const uint32_t same = corpus->v[i].same;
        if (same == i) continue;
        struct rank x = rank_of(c, c->of[same].of), y = rank_of(c, i);
        x.component = y.component = 0;
        if (by_rank(&y, &x) < 0) c->of[same].of = i;
    }
}

static bool has_edges(const struct clustering *c, uint32_t i) {
    return c->first[i] < c->first[i + 1];
}

static int build_graph(struct clustering *c, const struct edges *edges) {
    const uint32_t n = c->corpus->n;
    c->first = calloc((size_t)n + 2, sizeof *c->first);
    c->half = malloc((edges->n * 2 + 1) * sizeof *c->half);
    if (!c->first || !c->half) return -1;
    for (size_t i = 0; i < edges->n; i++) {
        c->first[edges->v[i].a + 2]++;
        c->first[edges->v[i].b + 2]++;
        join(c->parent, edges->v[i].a, edges->v[i].b);
    }
    for (uint32_t i = 0; i < n; i++) c->first[i + 2] += c->first[i + 1];
    for (size_t i = 0; i < edges->n; i++) {
        const struct edge e = edges->v[i];
        c->half[c->first[e.a + 1]++] = e;
        c->half[c->first[e.b + 1]++] = (struct edge){e.b, e.a, e.similarity, e.rule};
    }
    for (uint32_t i = 0; i < n; i++) c->parent[i] = root(c->parent, i);
    return 0;
}

static int rank_all(struct clustering *c) {
    for (uint32_t i = 0; i < c->corpus->n; i++) c->n += has_edges(c, i);
    if (!(c->ranks = malloc(((size_t)c->n + 1) * sizeof *c->ranks))) return -1;
    uint32_t n = 0;
    for (uint32_t i = 0; i < c->corpus->n; i++)
        if (has_edges(c, i)) {
            c->ranks[n] = rank_of(c, c->of[i].of);
            c->ranks[n].document = i;
            c->ranks[n++].component = c->parent[i];
        }
    qsort(c->ranks, c->n, sizeof *c->ranks, by_rank);
    return 0;
}

static void take(struct clustering *c, uint32_t i, uint32_t of, uint16_t similarity,
                 uint16_t rule) {
    c->of[i] = (struct outcome){of, similarity, rule};
    c->taken[i] = true;
}

/* Those alike with `i`; then those alike with one of them that are alike enough with `i` too. */
static int take_star(struct clustering *c, uint32_t i) {
    const struct edge *from = c->half + c->first[i], *to = c->half + c->first[i + 1];
    const uint32_t kept = c->of[i].of;
    c->taken[i] = true;
    for (const struct edge *e = from; e < to; e++)
        if (!c->taken[e->b]) take(c, e->b, kept, e->similarity, e->rule);
    for (const struct edge *e = from; e < to; e++) {
        if (c->of[e->b].of != kept) continue;
        for (uint32_t k = c->first[e->b]; k < c->first[e->b + 1]; k++) {
            const uint32_t friend = c->half[k].b;
            if (c->taken[friend] || c->tried[friend] == i + 1) continue;
            c->tried[friend] = i + 1;
            struct likeness l;
            if (c->likeness(c->to, i, friend, &l)) return -1;
            if (l.rule != RULE_NONE)
                take(c, friend, kept, ten_thousandths(l.similarity), (uint16_t)l.rule);
        }
    }
    return 0;
}

static void find_originals(struct clustering *c) {
    for (uint32_t i = 0; i < c->corpus->n; i++) c->original[i] = NO_FLUENCY;
    for (uint32_t i = 0; i < c->corpus->n; i++)
        for (uint32_t k = c->first[i]; k < c->first[i + 1]; k++) {
            const int32_t fluency = c->corpus->v[c->half[k].b].fluency;
            if (c->half[k].rule == RULE_SPUN && fluency > c->original[i]) c->original[i] = fluency;
        }
}

/* Is it the rewording in a pair that was found by rewording, or a copy of such a one? Then it represents nothing while there is
 * another. The most fluent document of a component never is, so that one is always left. */
static bool is_reworded(const struct clustering *c, uint32_t i) {
    const int32_t fluency = c->corpus->v[i].fluency;
    if (c->keep != KEEP_BEST || fluency == NO_FLUENCY) return false;
    if (fluency + TELLING < c->original[i]) return true;
    for (uint32_t k = c->first[i]; k < c->first[i + 1]; k++)
        if (fluency + TELLING < c->original[c->half[k].b]) return true;
    return false;
}

/* Documents of earlier runs and updates stay whatever comes, and take those that are alike with them. */
static bool may_stand(const struct clustering *c, uint32_t i) {
    return c->corpus->v[i].stays || !c->taken[i];
}

static int decide_component(struct clustering *c, const struct rank *v, uint32_t n) {
    for (int reworded = 0; reworded < 2; reworded++)
        for (uint32_t i = 0; i < n; i++)
            if (may_stand(c, v[i].document) && is_reworded(c, v[i].document) == reworded &&
                take_star(c, v[i].document))
                return -1;
    return 0;
}

static int decide_components(struct clustering *c) {
    int rc = 0;
    for (uint32_t begin = 0, end; begin < c->n && !rc; begin = end) {
        for (end = begin; end < c->n && c->ranks[end].component == c->ranks[begin].component;)
            end++;
        rc = decide_component(c, c->ranks + begin, end - begin);
    }
    return rc;
}

/* What a document is to the one that stands for its group: an exact copy, or one by its field. */
static struct outcome equal_outcome(const struct corpus *corpus, uint32_t i, uint32_t best) {
    const uint64_t *a = corpus->v[i].exact, *b = corpus->v[best].exact;
    if (i == best) return (struct outcome){i, 0, RULE_NONE};
    if ((a[0] | a[1]) && a[0] == b[0] && a[1] == b[1])
        return (struct outcome){best, 10000, RULE_EXACT};
    return (struct outcome){best, 0, RULE_FIELD};
}

/* Members of a group of equal ones follow the one that stands for them, which is the last to get its outcome. */
static void spread_to_equal(struct clustering *c) {
    const struct corpus *corpus = c->corpus;
    for (uint32_t i = corpus->n; i-- > 0;) {
        const struct outcome o = c->of[corpus->v[i].same];
        c->of[i] = o.rule == RULE_NONE ? equal_outcome(corpus, i, o.of) : o;
    }
}

int cluster(const struct corpus *corpus, const struct edges *edges, enum keep keep,
            likeness_of *likeness, void *to, struct outcome *of) {
    struct clustering c = {
        .corpus = corpus, .keep = keep, .likeness = likeness, .to = to, .of = of};
    int rc = -1;
    c.parent = malloc(((size_t)corpus->n + 1) * sizeof *c.parent);
    c.taken = calloc((size_t)corpus->n + 1, sizeof *c.taken);
    c.tried = calloc((size_t)corpus->n + 1, sizeof *c.tried);
    c.original = malloc(((size_t)corpus->n + 1) * sizeof *c.original);
    if (!c.parent || !c.taken || !c.tried || !c.original) goto out;
    for (uint32_t i = 0; i < corpus->n; i++) c.parent[i] = i, c.taken[i] = corpus->v[i].stays;
    decide_equal(&c);
    if (build_graph(&c, edges) || rank_all(&c)) goto out;
    find_originals(&c);
    rc = decide_components(&c);
    spread_to_equal(&c);
out:
    free(c.parent);
    free(c.taken);
    free(c.tried);
    free(c.original);
    free(c.first);
    free(c.half);
    free(c.ranks);
    return rc;
}
