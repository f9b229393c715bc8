/* train_rouge.c: ROUGE-1 and ROUGE-2 with our own stems, and the set of sentences that has the most of it. */
#include <stdlib.h>
#include <string.h>
#include "room.h"
#include "stem.h"
#include "train.h"

static int folded(char c, char *out) {
    const int upper = c >= 'A' && c <= 'Z';
    *out = upper ? (char)(c + 32) : c;
    return upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

void bag_add(struct bag *b, pl_str text) {
    char word[65];
    uint32_t n = 0;
    for (size_t i = 0; i <= text.n; i++) {
        if (i < text.n && n + 1 < sizeof word && folded(text.p[i], word + n)) {
            n++;
            continue;
        }
        if (n && room_for(&b->v, &b->room, b->n + 1, sizeof *b->v)) abort();
        if (n) b->v[b->n++] = stem_key((pl_str){word, stem_cut(word, n)});
        n = 0;
    }
}

static int by_value(const void *x, const void *y) {
    const uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;
    return (a > b) - (a < b);
}

/* The n-grams of a bag, sorted, to be freed. */
static uint64_t *grams(const struct bag *b, uint32_t size, uint32_t *n) {
    *n = b->n >= size ? b->n - size + 1 : 0;
    uint64_t *v = malloc((*n + 1) * sizeof *v);
    if (!v) abort();
    for (uint32_t i = 0; i < *n; i++)
        v[i] = size == 1 ? b->v[i] : b->v[i] * 0x9e3779b97f4a7c15u + b->v[i + 1];
    qsort(v, *n, sizeof *v, by_value);
    return v;
}

static double f1(const struct bag *reference, const struct bag *other, uint32_t size) {
    uint32_t n, m, hits = 0;
    uint64_t *a = grams(reference, size, &n), *b = grams(other, size, &m);
    for (uint32_t i = 0, k = 0; i < n && k < m;) {
        hits += a[i] == b[k];
        const int equal = a[i] == b[k], less = a[i] < b[k];
        i += (uint32_t)(equal || less);
        k += (uint32_t)(equal || !less);
    }
    free(a), free(b);
    return hits ? 2. * hits / (n + m) : 0;
}

struct rouge rouge_of(const struct bag *reference, const struct bag *other) {
    return (struct rouge){f1(reference, other, 1), f1(reference, other, 2)};
}

static pl_str listed_text(const struct example *e, uint32_t i) {
    const struct article *a = &e->survey.article;
    const pl_span s = a->v[e->survey.graph.v[i].sentence].span;
    return (pl_str){a->text.p + s.begin, s.end - s.begin};
}

static double with(const struct example *e, const uint8_t *in, uint32_t also) {
    struct bag b = {0};
    for (uint32_t i = 0; i < e->survey.graph.n; i++)
        if (in[i] || i == also) bag_add(&b, listed_text(e, i));
    const struct rouge r = rouge_of(&e->reference, &b);
    free(b.v);
    return r.one + r.two;
}

void find_oracle(struct example *e) {
    double most = 0;
    if (!(e->oracle = calloc(MOST_LISTED, 1))) abort();
    for (int round = 0; round < 3; round++) {
        uint32_t best = UINT32_MAX;
        for (uint32_t i = 0; i < e->survey.graph.n; i++) {
            const double r = e->oracle[i] ? 0 : with(e, e->oracle, i);
            if (r > most) most = r, best = i;
        }
        if (best == UINT32_MAX) break;
        e->oracle[best] = 1;
    }
}
