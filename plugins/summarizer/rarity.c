/* rarity.c: a hash table from stem to idf. */
#include "rarity.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "stem.h"

struct rarity {
    struct rare {
        uint64_t stem;
        float idf;
    } * slots;
    uint32_t mask;
    double documents;
    float unknown;
};

static struct rare *find(const struct rarity *r, uint64_t stem) {
    uint32_t i = (uint32_t)stem & r->mask;
    while (r->slots[i].stem && r->slots[i].stem != stem) i = (i + 1) & r->mask;
    return &r->slots[i];
}

float rarity_of(const struct rarity *r, uint64_t stem) {
    const struct rare *found = find(r, stem);
    return found->stem ? found->idf : r->unknown;
}

static float idf(const struct rarity *r, double df) {
    return (float)log((r->documents + 1) / (df + .5));
}

/* The number behind the tab of [p, p + n); -1 when there is none. */
static long number_behind_tab(const char *p, size_t n, size_t *tab) {
    const char *at = memchr(p, '\t', n);
    if (!at || at == p || at + 1 >= p + n || n - (size_t)(at - p) > 10) return -1;
    long v = 0;
    for (const char *c = at + 1; c < p + n; c++)
        if (*c < '0' || *c > '9')
            return -1;
        else
            v = 10 * v + *c - '0';
    *tab = (size_t)(at - p);
    return v;
}

static int add_line(struct rarity *r, const char *p, size_t n) {
    size_t tab;
    if (!n || *p == '#') return 0;
    const long v = number_behind_tab(p, n, &tab);
    if (v < 0) return -1;
    if (r->documents <= 0) {
        r->documents = (double)v;
        r->unknown = idf(r, 0);
        return tab == 9 && !memcmp(p, "documents", 9) && v > 0 ? 0 : -1;
    }
    const uint64_t stem = stem_key((pl_str){p, tab});
    *find(r, stem) = (struct rare){stem, idf(r, (double)v)};
    return 0;
}

static struct rarity *new_table(pl_str file) {
    uint32_t lines = 1, slots = 1024;
    for (size_t i = 0; i < file.n; i++) lines += file.p[i] == '\n';
    while (slots < 2 * lines) slots *= 2;
    struct rarity *r = calloc(1, sizeof *r);
    if (r && !(r->slots = calloc(slots, sizeof *r->slots))) {
        free(r);
        return NULL;
    }
    if (r) r->mask = slots - 1;
    return r;
}

struct rarity *rarity_load(pl_str file, int *line) {
    struct rarity *r = new_table(file);
    *line = 0;
    for (size_t i = 0; r && i < file.n; i++) {
        const char *end = memchr(file.p + i, '\n', file.n - i);
        const size_t n = end ? (size_t)(end - file.p) - i : file.n - i;
        ++*line;
        if (add_line(r, file.p + i, n)) {
            rarity_free(r);
            return NULL;
        }
        i += n;
    }
    return r;
}

void rarity_free(struct rarity *r) {
    if (r) free(r->slots);
    free(r);
}
