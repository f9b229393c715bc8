/* compare.c: sets of grams of two documents are made and compared. */
#include "compare.h"
#include <stdlib.h>

enum {
    SHORT = 30, /* grams below which chance makes documents alike */
    GUARD_NUMBERS = 3, /* different numbers that make a document one of figures */
    FEW_NAMES = 3, /* names without which nothing is said to be reworded */
    LEAST_NAMES = 20, /* grams of names that say so alone */
    GUARD_GRAMS = 150 /* shared grams that outweigh different numbers */
};
/* What rewordings and versions of a story differ in, measured on development sets; figures in README.md. */
static const double REWORDED = 0.12, FRAME = 0.1, NAMES = 0.5, NAMES_REWORDED = 0.3, NAMED = 0.4;
static const double NEAR_WHEN_SHORT = 0.8, GUARD_LIKENESS = 0.25;
static const double FRIEND_NEAR = 0.5, FRIEND_CONTAINED = 0.7;

static int read_near(struct reading *r) {
    if (r->has_near) return 0;
    if (reading_reserve(r)) return -1;
    r->has_near = true;
    return gram_set_fill(&r->near, r->scratch,
                         grams_hash(r->body.v, r->body.n, NEAR_GRAM, r->scratch));
}

uint32_t marks_of(const uint32_t *v, uint32_t n, uint32_t *out) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < n; i++) {
        const enum unit_class class = unit_class(v[i]);
        if (class != UNIT_CONTENT)
            out[kept++] = class == UNIT_FUNCTION ? v[i] : ~v[i]; /* Will is not will */
        else if (!kept || out[kept - 1])
            out[kept++] = 0;
    }
    return kept;
}

/* The different units of a class or a higher one. */
static int read_class(struct reading *r, enum unit_class least, struct gram_set *to) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < r->body.n; i++)
        if (unit_class(r->body.v[i]) >= least)
            r->scratch[n++] = unit_form(r->body.v[i]) * 0x9e3779b97f4a7c15u | 1;
    return gram_set_fill(to, r->scratch, n);
}

static int read_name_grams(struct reading *r) {
    uint32_t *const names = (uint32_t *)(void *)(r->scratch + r->body.n), n = 0;
    for (uint32_t i = 0; i < r->body.n; i++)
        if (unit_class(r->body.v[i]) >= UNIT_NAME) names[n++] = r->body.v[i];
    return gram_set_fill(&r->name_grams, r->scratch, grams_hash(names, n, NAME_GRAM, r->scratch));
}

static int read_marks(struct reading *r) {
    if (r->has_marks) return 0;
    if (reading_reserve(r) || read_class(r, UNIT_NUMBER, &r->numbers) ||
        read_class(r, UNIT_NAME, &r->names) || read_name_grams(r))
        return -1;
    r->has_marks = true;
    uint32_t *const marks = (uint32_t *)(void *)(r->scratch + r->body.n);
    const uint32_t n = marks_of(r->body.v, r->body.n, marks);
    return gram_set_fill(&r->marks, r->scratch, grams_hash(marks, n, MARK_GRAM, r->scratch));
}

static double jaccard(const struct gram_set *a, const struct gram_set *b, uint32_t shared) {
    const uint32_t all = a->n + b->n - shared;
    return all ? (double)shared / all : 0;
}

static void measure_near(const struct reading *a, const struct reading *b, double near,
                         double contained, struct likeness *to) {
    const uint32_t shared = gram_set_shared(&a->near, &b->near);
    const uint32_t smaller = a->near.n < b->near.n ? a->near.n : b->near.n;
    const double j = jaccard(&a->near, &b->near, shared);
    const double part = smaller ? (double)shared / smaller : 0;
    const double least = smaller < SHORT && near < NEAR_WHEN_SHORT ? NEAR_WHEN_SHORT : near;
    if (j >= least)
        *to = (struct likeness){RULE_NEAR, j};
    else if (part >= contained && smaller >= SHORT)
        *to = (struct likeness){RULE_CONTAINED, part};
}

/* Notices of one form with other figures are no copies: both have numbers, and other ones. */
static bool differs_in_numbers(const struct reading *a, const struct reading *b, uint32_t shared) {
    const struct gram_set *x = &a->numbers, *y = &b->numbers;
    if (x->n < GUARD_NUMBERS || y->n < GUARD_NUMBERS || shared >= GUARD_GRAMS) return false;
    return jaccard(x, y, gram_set_shared(x, y)) < GUARD_LIKENESS;
}

/* A text is about who is named in it: a form that is filled in anew names others. */
static bool names_the_same(const struct reading *a, const struct reading *b) {
    const uint32_t smaller = a->names.n < b->names.n ? a->names.n : b->names.n;
    return smaller >= FEW_NAMES && gram_set_shared(&a->names, &b->names) >= NAMED * smaller;
}

/* A rewording shares more of its marks than of its words. Two versions of a story, which share whole sentences, do not. Where
 * function words were exchanged too, names and numbers in their order tell. */
static bool is_spun(const struct reading *a, const struct reading *b, const struct limits *l,
                    struct likeness *to) {
    const uint32_t shared = gram_set_shared(&a->marks, &b->marks);
    const double words = jaccard(&a->near, &b->near, gram_set_shared(&a->near, &b->near));
    const double marks = jaccard(&a->marks, &b->marks, shared);
    if (shared < l->spun_grams || marks < FRAME) return false;
    if (!names_the_same(a, b) || differs_in_numbers(a, b, shared)) return false;
    if (marks >= l->spun && marks - words >= REWORDED) {
        *to = (struct likeness){RULE_SPUN, marks};
        return true;
    }
    const uint32_t shared_names = gram_set_shared(&a->name_grams, &b->name_grams);
    const double names = jaccard(&a->name_grams, &b->name_grams, shared_names);
    if (names < NAMES || shared_names < LEAST_NAMES || names - words < NAMES_REWORDED) return false;
    *to = (struct likeness){RULE_SPUN, names};
    return true;
}

static bool is_long_enough(const struct reading *r, const struct limits *l) {
    return r->body.n >= l->spun_words;
}

int compare(struct reading *a, struct reading *b, const struct limits *l, struct likeness *to) {
    *to = (struct likeness){RULE_NONE, 0};
    if (read_near(a) || read_near(b)) return -1;
    measure_near(a, b, l->near, l->contained, to);
    if (to->rule != RULE_NONE) return 0;
    if (l->spun > 1 || !is_long_enough(a, l) || !is_long_enough(b, l)) return 0;
    if (read_marks(a) || read_marks(b)) return -1;
    is_spun(a, b, l, to);
    return 0;
}

int compare_friends(struct reading *a, struct reading *b, struct likeness *to) {
    *to = (struct likeness){RULE_NONE, 0};
    if (read_near(a) || read_near(b)) return -1;
    measure_near(a, b, FRIEND_NEAR, FRIEND_CONTAINED, to);
    return 0;
}

double compare_words(struct reading *a, struct reading *b) {
    if (read_near(a) || read_near(b)) return -1;
    return jaccard(&a->near, &b->near, gram_set_shared(&a->near, &b->near));
}
