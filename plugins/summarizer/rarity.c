/* rarity.c: a hash table from stem to idf. */
#include "rarity.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "stem.h"

/* 8 bytes a word, so that the table stays in the cache. */
struct rarity {
    struct entry {
        uint32_t tag; /* upper half of the stem, odd; 0: free */
        uint16_t idf; /* in 1 / IDF_UNIT */
        int16_t habit; /* in 1 / HABIT_UNIT */
    } * slots;
    uint32_t mask;
    long documents;
    uint16_t unknown;
};

enum { IDF_UNIT = 2048, HABIT_UNIT = 1000 };

static struct entry *find(const struct rarity *r, uint64_t stem) {
    const uint32_t tag = (uint32_t)(stem >> 32) | 1;
    uint32_t i = (uint32_t)stem & r->mask;
    while (r->slots[i].tag && r->slots[i].tag != tag) i = (i + 1) & r->mask;
    return &r->slots[i];
}

struct known rarity_of(const struct rarity *r, uint64_t stem) {
    const struct entry *found = find(r, stem);
    const uint16_t idf = found->tag ? found->idf : r->unknown;
    return (struct known){(float)idf / IDF_UNIT, (float)found->habit / HABIT_UNIT};
}

void rarity_set_habit(struct rarity *r, uint64_t stem, float habit) {
    struct entry *found = find(r, stem);
    if (found->tag) found->habit = (int16_t)lroundf(habit * HABIT_UNIT);
}

static uint16_t idf(const struct rarity *r, double df) {
    const double v = log(((double)r->documents + 1) / (df + .5));
    return (uint16_t)(v > 0 ? v * IDF_UNIT : 0);
}

/* Reads a whole number of at most 9 digits that ends in a tab or at `end`; moves *p behind it. */
static int number(const char **p, const char *end, long *v) {
    const int negative = *p < end && **p == '-';
    const char *first = *p += negative;
    for (*v = 0; *p < end && **p >= '0' && **p <= '9'; ++*p) *v = 10 * *v + **p - '0';
    const int bad = *p == first || *p - first > 9 || (*p < end && **p != '\t');
    if (negative) *v = -*v;
    *p += *p < end;
    return bad ? -1 : 0;
}

static int add_line(struct rarity *r, const char *p, size_t n) {
    const char *end = p + n, *tab = memchr(p, '\t', n), *at;
    long v, habit = 0;
    if (!n || *p == '#') return 0;
    if (!tab || tab == p || (at = tab + 1, number(&at, end, &v)) || v < 0) return -1;
    if (at < end && number(&at, end, &habit)) return -1;
    const pl_str stem = {p, (size_t)(tab - p)};
    if (!r->documents) {
        r->documents = v;
        r->unknown = idf(r, 0);
        return stem.n == 9 && !memcmp(p, "documents", 9) && v > 0 ? 0 : -1;
    }
    if (habit < -3000 || habit > 3000) return -1;
    *find(r, stem_key(stem)) = (struct entry){(uint32_t)(stem_key(stem) >> 32) | 1,
                                              idf(r, (double)v), (int16_t)(10 * habit)};
    return 0;
}

static struct rarity *new_table(pl_str file) {
    uint32_t lines = 1, slots = 1024;
    for (size_t i = 0; i < file.n; i++) lines += file.p[i] == '\n';
    while (slots < lines + lines / 4) slots *= 2;
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
