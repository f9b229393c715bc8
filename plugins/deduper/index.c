/* index.c: samples of one hash range are sorted; those of one value give pairs. */
#include "index.h"
#include <stdlib.h>
#include <string.h>
#include "archive.h"
#include "pairs.h"

enum { LEAST_SAMPLES = 64, MOST_PARTS = 256 }; /* in memory at once; readings of a range */

struct index {
    const struct corpus *corpus;
    enum layer layer;
    uint32_t cap;
    uint64_t *v, *spare; /* sample << 32 | document */
    size_t n, room;
    uint8_t *seen; /* bits of drop_lonely */
    size_t seen_room;
    struct pairs pairs;
};

static int grow(struct index *x) {
    const size_t room = x->room + x->room / 2 + 4096;
    uint64_t *v = realloc(x->v, room * sizeof *v);
    if (v) x->v = v;
    uint64_t *spare = v ? realloc(x->spare, room * sizeof *v) : NULL;
    if (!spare) return PL_ESTOP;
    x->spare = spare;
    x->room = room;
    return PL_OK;
}

/* Which samples are read: those of a range that lie in `part` of `parts`; above `most` they are only counted. */
struct portion {
    uint32_t range, part, parts;
    size_t most;
};

static int add_sample(struct index *x, uint32_t sample, uint32_t document,
                      const struct portion *p) {
    if (sample % RANGES != p->range || sample / RANGES % p->parts != p->part) return PL_OK;
    if (x->n == x->room && x->n < p->most && grow(x)) return PL_ESTOP;
    if (x->n < x->room) x->v[x->n] = (uint64_t)sample << 32 | document;
    x->n++;
    return PL_OK;
}

static int add_samples(struct index *x, pl_str bytes, uint32_t document, const struct portion *p) {
    int rc = PL_OK;
    for (size_t i = 0; i < bytes.n && !rc; i += sizeof(uint32_t)) {
        uint32_t sample;
        memcpy(&sample, bytes.p + i, sizeof sample);
        rc = add_sample(x, sample, document, p);
    }
    return rc;
}

/* Documents of earlier runs come first, as their numbers do. */
static int read_old(struct index *x, const struct portion *p) {
    const struct corpus *c = x->corpus;
    int rc = PL_OK;
    for (uint32_t i = 0, n; i < c->old && !rc; i++) {
        if (c->v[i].same != i || c->v[i].gone) continue;
        const uint32_t *v = archive_samples(c->archive, i, x->layer, &n);
        for (uint32_t k = 0; k < n && !rc; k++) rc = add_sample(x, v[k], i, p);
    }
    return rc;
}

static int read_portion(struct index *x, const struct portion *p) {
    const struct corpus *c = x->corpus;
    const uint64_t key = samples_key(x->layer, p->range);
    x->n = 0;
    if (read_old(x, p)) return PL_ESTOP;
    pl_cursor *cursor = c->host->records(c->context, RECORD_SAMPLES, key, key);
    if (!cursor) return PL_ESTOP;
    pl_record r;
    uint32_t document = 0;
    int rc;
    while ((rc = c->host->next(cursor, &r)) == PL_OK) {
        document = corpus_follow(c, r.position, document);
        if (c->v[document].same == document && (rc = add_samples(x, r.bytes, document, p))) break;
    }
    c->host->close_cursor(cursor);
    return rc == PL_END ? PL_OK : rc;
}

/* Both of earlier runs: they were looked at then. */
static int pair(struct index *x, uint32_t a, uint32_t b) {
    return a < x->corpus->old && b < x->corpus->old ? PL_OK : pairs_add(&x->pairs, a, b);
}

/* Above the cap one document, chosen by its content, is paired with all others: families of any size stay in one piece, at a
 * cost that grows with their number only. */
static int pair_family(struct index *x, const uint64_t *v, size_t n) {
    const struct document *d = x->corpus->v;
    uint32_t head = (uint32_t)v[0];
    for (size_t i = 1; i < n; i++)
        if (d[(uint32_t)v[i]].exact[0] < d[head].exact[0]) head = (uint32_t)v[i];
    int rc = PL_OK;
    for (size_t i = 0; i < n && !rc; i++)
        if ((uint32_t)v[i] != head) rc = pair(x, head, (uint32_t)v[i]);
    return rc;
}

static int pair_all(struct index *x, const uint64_t *v, size_t n) {
    int rc = PL_OK;
    for (size_t i = 1; i < n && !rc; i++)
        for (size_t j = 0; j < i && !rc; j++) rc = pair(x, (uint32_t)v[j], (uint32_t)v[i]);
    return rc;
}

/* A document may have a sample twice. */
static size_t unique(uint64_t *v, size_t n) {
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (!kept || v[i] != v[kept - 1]) v[kept++] = v[i];
    return kept;
}

/* Nearly all samples are of one document only. Two Bloom filters, of samples that were seen and of those that were seen again,
 * spare them the sort. */
static int drop_lonely(struct index *x) {
    size_t bits = 4096, kept = 0;
    while (bits < 4 * x->n) bits *= 2;
    if (bits / 4 > x->seen_room) {
        free(x->seen);
        x->seen_room = 0;
        if (!(x->seen = malloc(bits / 4))) return PL_ESTOP;
        x->seen_room = bits / 4;
    }
    uint8_t *const once = x->seen, *const again = x->seen + bits / 8;
    memset(once, 0, bits / 4);
    for (size_t i = 0; i < x->n; i++) {
        const size_t bit = (x->v[i] >> 32) / RANGES & (bits - 1);
        const uint8_t mask = (uint8_t)(1 << bit % 8);
        again[bit / 8] |= once[bit / 8] & mask;
        once[bit / 8] |= mask;
    }
    for (size_t i = 0; i < x->n; i++) {
        const size_t bit = (x->v[i] >> 32) / RANGES & (bits - 1);
        x->v[kept] = x->v[i];
        kept += again[bit / 8] >> bit % 8 & 1;
    }
    x->n = kept;
    return PL_OK;
}

static int pair_groups(struct index *x) {
    int rc = drop_lonely(x);
    uint64_t *const v = sort_numbers(x->v, x->spare, x->n, 32);
    const size_t n = unique(v, x->n);
    for (size_t begin = 0, end; begin < n && !rc; begin = end) {
        for (end = begin + 1; end < n && v[end] >> 32 == v[begin] >> 32;) end++;
        if (end - begin <= x->cap)
            rc = pair_all(x, v + begin, end - begin);
        else if (x->layer != LAYER_PASSAGE)
            rc = pair_family(x, v + begin, end - begin);
    }
    return rc;
}

/* A range is worked on whole when it fits, else in parts of about equal size. */
static int read_range(struct index *x, uint32_t range, size_t most) {
    struct portion p = {range, 0, 1, most};
    int rc = read_portion(x, &p);
    while (p.parts < MOST_PARTS && x->n / p.parts > most) p.parts *= 2;
    p.most = SIZE_MAX;
    for (; p.part < p.parts && !rc; p.part++) {
        if (p.parts > 1) rc = read_portion(x, &p);
        if (!rc) rc = pair_groups(x);
    }
    return rc;
}

static int emit_candidate(void *to, uint64_t pair, uint32_t count) {
    const struct index *x = to;
    const struct corpus *c = x->corpus;
    const uint64_t key[2] = {pair, x->layer};
    return c->host->emit_at(c->context, c->v[pair_low(pair)].position, RECORD_CANDIDATE, key,
                            (pl_str){(const char *)&count, sizeof count});
}

/* Hard mode: as little as can be, so that every range comes in parts and every pair is spilled. */
static size_t memory_for(const struct corpus *c) {
#ifdef PL_HARD
    return (void)c, 0;
#else
    return c->host->memory(c->context);
#endif
}

struct index *index_open(const struct corpus *c) {
    struct index *x = calloc(1, sizeof *x);
    if (x && !pairs_open(&x->pairs, memory_for(c) / 4)) {
        x->corpus = c;
        x->pairs.spill = emit_candidate;
        x->pairs.to = x;
        return x;
    }
    index_free(x);
    c->host->fail(c->context, PL_ESTOP, "out of memory for candidates");
    return NULL;
}

int index_candidates(struct index *x, enum layer layer, uint32_t cap, uint32_t least) {
    const struct corpus *c = x->corpus;
    const size_t most = memory_for(c) / 2 / (2 * sizeof *x->v) + LEAST_SAMPLES;
    int rc = PL_OK;
    x->layer = layer;
    x->cap = cap;
    pairs_begin(&x->pairs);
    for (uint32_t range = 0; range < RANGES && !rc; range++) rc = read_range(x, range, most);
    if (!rc) rc = pairs_finish(&x->pairs, least);
    return rc == PL_ESTOP ? c->host->fail(c->context, rc, "out of memory for candidates") : rc;
}

void index_free(struct index *x) {
    if (!x) return;
    pairs_free(&x->pairs);
    free(x->v);
    free(x->spare);
    free(x->seen);
    free(x);
}
