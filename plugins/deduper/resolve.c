/* resolve.c: round 0 finds candidates, round 1 verifies them, clusters and decides. */
#include <stdlib.h>
#include <string.h>
#include "deduper.h"
#include "evidence.h"
#include "index.h"
#include "message.h"
#include "pairs.h"
#include "passages.h"

/* Samples of more documents than this say little; shared samples that make a pair a candidate. */
static const struct {
    uint32_t cap, least;
} layers[LAYERS] = {[LAYER_NEAR] = {300, 2}, [LAYER_SPUN] = {64, 4}, [LAYER_PASSAGE] = {20, 2}};
static const double NEAR_SHARE =
    0.3; /* of the samples that both would have if one held the other */

static bool layer_is_on(const struct options *o, enum layer layer) {
    switch (layer) {
    case LAYER_NEAR: return o->near || o->contained;
    case LAYER_SPUN: return o->spun;
    default: return o->passages;
    }
}

static int find_candidates(struct deduper *d) {
    struct corpus *c = &d->corpus;
    corpus_free(c);
    if (corpus_read(c) || corpus_find_equal(c)) return PL_ESTOP;
    struct index *index = index_open(c);
    int rc = index ? PL_OK : PL_ESTOP;
    for (int layer = 0; layer < LAYERS && !rc; layer++)
        if (layer_is_on(d->options, layer))
            rc = index_candidates(index, layer, layers[layer].cap, layers[layer].least);
    index_free(index);
    return rc;
}

/* ---- round 1 ---- */

struct deciding {
    struct deduper *d;
    const pl_host *host;
    struct corpus *corpus;
    bool *wanted; /* documents whose bodies are read */
    struct edges edges;
    struct reading one, other;
    struct passages passages;
    struct outcome *outcomes;
};

/* A candidate and how many samples its documents share, by layer. */
struct candidate {
    uint32_t a, b, shared[LAYERS];
};

/* What a document that lies in another would share with it: its samples as far as those of both reach. */
static uint32_t samples_needed(const struct document *a, const struct document *b) {
    const uint32_t reach = a->reach < b->reach ? a->reach : b->reach;
    const uint32_t grams = a->grams < b->grams ? a->grams : b->grams;
    const double expected = grams * ((double)reach + 1) / 4294967296.0;
    const uint32_t needed = (uint32_t)(NEAR_SHARE * expected);
    return needed < layers[LAYER_NEAR].least ? layers[LAYER_NEAR].least : needed;
}

static bool is_candidate(const struct corpus *c, const struct candidate *p, enum layer layer) {
    const struct document *a = &c->v[p->a], *b = &c->v[p->b];
    if (layer != LAYER_NEAR) return p->shared[layer] >= layers[layer].least;
    const uint32_t grams = a->grams < b->grams ? a->grams : b->grams;
    const uint32_t needed = samples_needed(a, b);
    return p->shared[layer] >= (needed < grams ? needed : grams);
}

/* The next pair; PL_END after the last. `r` holds the first record of it, has_record says whether. */
static int next_candidate(const struct deciding *x, pl_cursor *cursor, pl_record *r,
                          struct candidate *p) {
    if (!r->bytes.n) {
        const int rc = x->host->next(cursor, r);
        if (rc) return rc;
    }
    const uint64_t pair = r->key[0];
    *p = (struct candidate){pair_low(pair), pair_high(pair), {0}};
    int rc = PL_OK;
    for (; !rc && r->key[0] == pair; rc = x->host->next(cursor, r)) {
        uint32_t count;
        memcpy(&count, r->bytes.p, sizeof count);
        p->shared[r->key[1]] += count;
    }
    if (rc == PL_END) r->bytes.n = 0;
    return rc == PL_ESTOP ? rc : PL_OK;
}

typedef int on_candidate(struct deciding *, const struct candidate *);

static int walk_candidates(struct deciding *x, on_candidate *call) {
    pl_cursor *cursor = x->host->records(x->d->context, RECORD_CANDIDATE, 0, UINT64_MAX);
    if (!cursor) return PL_ESTOP;
    pl_record r = {0};
    struct candidate p;
    int rc;
    while ((rc = next_candidate(x, cursor, &r, &p)) == PL_OK) {
        bool is = false;
        for (int layer = 0; layer < LAYERS; layer++) is |= is_candidate(x->corpus, &p, layer);
        if (is && (rc = call(x, &p))) break;
    }
    x->host->close_cursor(cursor);
    return rc == PL_END ? PL_OK : rc;
}

static int want(struct deciding *x, const struct candidate *p) {
    x->wanted[p->a] = x->wanted[p->b] = true;
    return PL_OK;
}

static int no_memory(const struct deciding *x) {
    return x->host->fail(x->d->context, PL_ESTOP, "out of memory for pairs");
}

/* Is `later` an update of `earlier`, in this run? They are versions, and both stay. */
static bool is_update(const struct deciding *x, const struct reading *earlier,
                      const struct reading *later) {
    const uint64_t replaces = x->corpus->v[later->document].replaces;
    return replaces && id_key(body_about(&earlier->body).id) == replaces;
}

static void read_document(struct deciding *x, struct reading *r, uint32_t document) {
    if (r->document != document) reading_set(r, document, corpus_body(x->corpus, document));
}

static pl_span cover(const pl_span *places, uint32_t begin, uint32_t n) {
    return (pl_span){places[begin].begin, places[begin + n - 1].end};
}

static int tell_passage(struct deciding *x, const struct candidate *p, const struct passage *run) {
    reading_about(&x->one);
    reading_about(&x->other);
    const pl_span *a = reading_places(&x->one), *b = reading_places(&x->other);
    if (!a || !b) return no_memory(x);
    const pl_span in_a = cover(a, run->a, run->n), in_b = cover(b, run->b, run->n);
    struct message to_a = {.kind = MESSAGE_PASSAGE, .here = in_a, .id = x->other.about.id},
                   to_b = {.kind = MESSAGE_PASSAGE, .here = in_b, .id = x->one.about.id};
    if (reading_characters(&x->other, in_b, &to_a.there) ||
        reading_characters(&x->one, in_a, &to_b.there))
        return no_memory(x);
    const int rc = message_send(x->host, x->d->context, x->corpus->v[p->a].position, &to_a);
    return rc ? rc : message_send(x->host, x->d->context, x->corpus->v[p->b].position, &to_b);
}

static int tell_passages(struct deciding *x, const struct candidate *p) {
    if (passages_find(&x->passages, &x->one, &x->other, x->d->options->passage_words))
        return no_memory(x);
    int rc = PL_OK;
    for (uint32_t i = 0; i < x->passages.n && !rc; i++) rc = tell_passage(x, p, &x->passages.v[i]);
    return rc;
}

/* Copies of each other share passages as a matter of course: those are told of other pairs only. */
static int verify(struct deciding *x, const struct candidate *p) {
    struct likeness l = {0};
    read_document(x, &x->one, p->a);
    read_document(x, &x->other, p->b);
    if (is_update(x, &x->one, &x->other) || is_update(x, &x->other, &x->one)) return PL_OK;
    if (is_candidate(x->corpus, p, LAYER_NEAR) || is_candidate(x->corpus, p, LAYER_SPUN))
        if (compare(&x->one, &x->other, &x->d->limits, &l)) return no_memory(x);
    if (l.rule != RULE_NONE) return edges_add(&x->edges, p->a, p->b, &l) ? no_memory(x) : PL_OK;
    return is_candidate(x->corpus, p, LAYER_PASSAGE) ? tell_passages(x, p) : PL_OK;
}

static int likeness(void *to, uint32_t a, uint32_t b, struct likeness *l) {
    struct deciding *x = to;
    read_document(x, &x->one, a);
    read_document(x, &x->other, b);
    if (is_update(x, &x->one, &x->other) || is_update(x, &x->other, &x->one))
        return l->rule = RULE_NONE, 0;
    return compare_friends(&x->one, &x->other, l);
}

/* Equal words in another order of punctuation are not the same text: only "exact" is 1. */
static double shown(const struct outcome *o) {
    if (o->rule == RULE_EXACT) return 1;
    return o->similarity > 9999 ? 0.9999 : o->similarity / 10000.0;
}

static int send(struct deciding *x, uint32_t to, const struct message *m) {
    if (to < x->corpus->old) return PL_OK; /* out of reach: given out by an earlier run */
    return message_send(x->host, x->d->context, x->corpus->v[to].position, m);
}

/* What the two say differently; nothing where one text is not at hand. */
static int make_evidence(struct deciding *x, const struct outcome *o, char **bytes, pl_str *to) {
    if (o->rule == RULE_EXACT || o->of < x->corpus->old) return PL_OK;
    *bytes = evidence_make(&x->one, &x->other, to);
    return *bytes ? PL_OK : no_memory(x);
}

static int tell(struct deciding *x, uint32_t i) {
    const struct outcome *o = &x->outcomes[i];
    struct message m = {.kind = MESSAGE_DUPLICATE_OF, .rule = o->rule, .similarity = shown(o)};
    char *evidence = NULL;
    read_document(x, &x->one, o->of);
    read_document(x, &x->other, i);
    reading_about(&x->one);
    reading_about(&x->other);
    if (o->rule == RULE_FIELD && (m.similarity = compare_words(&x->one, &x->other)) < 0)
        return no_memory(x);
    int rc = make_evidence(x, o, &evidence, &m.evidence);
    m.id = x->one.about.id;
    if (!rc) rc = send(x, i, &m);
    m.kind = MESSAGE_DUPLICATE;
    m.id = x->other.about.id;
    if (!rc) rc = send(x, o->of, &m);
    free(evidence);
    return rc;
}

static int tell_all(struct deciding *x) {
    int rc = PL_OK;
    for (uint32_t i = x->corpus->old; i < x->corpus->n && !rc; i++)
        if (x->outcomes[i].of != i) rc = tell(x, i);
    return rc;
}

/* What this run keeps, for later ones. */
static int archive_all(struct deciding *x) {
    struct archive *a = x->corpus->archive;
    if (!a->folder) return PL_OK;
    int rc = archive_begin(a);
    for (uint32_t i = x->corpus->old; i < x->corpus->n && !rc; i++) {
        if (x->outcomes[i].of != i) continue;
        const struct body body = corpus_body(x->corpus, i);
        rc = archive_add(a, &x->corpus->v[i], &body);
    }
    return rc ? rc : archive_end(a);
}

static int decide_all(struct deciding *x) {
    struct corpus *c = x->corpus;
    for (uint32_t i = 0; i < c->n; i++)
        if (c->archive->folder)
            x->wanted[i] = true;
        else if (c->v[i].same != i)
            x->wanted[i] = x->wanted[c->v[i].same] = true;
    if (walk_candidates(x, want) || corpus_read_bodies(c, x->wanted) || walk_candidates(x, verify))
        return PL_ESTOP;
    if (cluster(c, &x->edges, (enum keep)x->d->options->keep, likeness, x, x->outcomes))
        return no_memory(x);
    return tell_all(x) ? PL_ESTOP : archive_all(x);
}

static int decide(struct deduper *d) {
    struct deciding x = {.d = d, .host = d->host, .corpus = &d->corpus};
    x.one.document = x.other.document = x.passages.of = UINT32_MAX;
    x.wanted = calloc((size_t)d->corpus.n + 1, sizeof *x.wanted);
    x.outcomes = malloc(((size_t)d->corpus.n + 1) * sizeof *x.outcomes);
    const int rc = x.wanted && x.outcomes ? decide_all(&x) : no_memory(&x);
    free(x.wanted);
    free(x.outcomes);
    free(x.edges.v);
    passages_free(&x.passages);
    reading_free(&x.one);
    reading_free(&x.other);
    return rc;
}

int resolve_round(struct deduper *d, uint32_t round) {
    return round ? decide(d) : find_candidates(d);
}
