/* train_fold.c: near-copies into one group, groups into folds. */
#include <stdlib.h>
#include <string.h>
#include "train.h"

enum { GRAM = 6 };

struct gram {
    uint64_t hash;
    uint32_t example;
};

static int by_hash(const void *x, const void *y) {
    const struct gram *a = x, *b = y;
    if (a->hash != b->hash) return a->hash < b->hash ? -1 : 1;
    return (a->example > b->example) - (a->example < b->example);
}

static uint32_t add_grams(struct gram *out, const struct example *e, uint32_t number) {
    struct bag b = {0};
    uint32_t n = 0;
    bag_add(&b, (pl_str){e->text, strlen(e->text)});
    for (uint32_t i = 0; i + GRAM <= b.n; i++) {
        uint64_t h = 0;
        for (uint32_t k = 0; k < GRAM; k++) h = (h ^ b.v[i + k]) * 0x9e3779b97f4a7c15u;
        out[n++] = (struct gram){h, number};
    }
    free(b.v);
    return n;
}

static uint32_t top(const struct examples *x, uint32_t i) {
    while (x->v[i].group != i) i = x->v[i].group;
    return i;
}

static void join(struct examples *x, uint32_t a, uint32_t b) {
    const uint32_t i = top(x, a), k = top(x, b);
    x->v[i < k ? k : i].group = i < k ? i : k;
}

/* shared[i * n + k]: how many different 6-grams two examples have in common. */
static void count_shared(const struct gram *g, uint32_t grams, uint32_t n, uint32_t *shared) {
    for (uint32_t i = 0; i < grams;) {
        uint32_t end = i;
        while (end < grams && g[end].hash == g[i].hash) end++;
        for (uint32_t a = i; a < end; a++)
            for (uint32_t b = i; b < a; b++)
                if (g[a].example != g[b].example &&
                    (a + 1 == end || g[a + 1].example != g[a].example) &&
                    g[b + 1].example != g[b].example)
                    shared[(size_t)g[a].example * n + g[b].example]++;
        i = end;
    }
}

void make_folds(struct examples *x, uint32_t folds) {
    uint32_t grams = 0, *length = calloc(x->n, sizeof *length),
             *shared = calloc((size_t)x->n * x->n, sizeof *shared);
    size_t bytes = 0;
    for (uint32_t i = 0; i < x->n; i++) bytes += strlen(x->v[i].text);
    struct gram *g = malloc(bytes * sizeof *g);
    if (!g || !length || !shared) abort();
    for (uint32_t i = 0; i < x->n; i++) {
        x->v[i].group = i;
        grams += length[i] = add_grams(g + grams, &x->v[i], i);
    }
    qsort(g, grams, sizeof *g, by_hash);
    count_shared(g, grams, x->n, shared);
    for (uint32_t i = 0; i < x->n; i++)
        for (uint32_t k = 0; k < i; k++)
            if (shared[(size_t)i * x->n + k] >=
                .15 * (length[i] < length[k] ? length[i] : length[k]))
                join(x, i, k);
    for (uint32_t i = 0; i < x->n; i++)
        x->v[i].fold = (uint32_t)(((uint64_t)top(x, i) * 2654435761u >> 7) % folds);
    free(g), free(length), free(shared);
}
