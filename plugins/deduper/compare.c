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

/* All ones for true. */
static uint32_t mask_of(bool yes) { return 0 - (uint32_t)yes; }

/* Without a branch on the class, which chance decides. */
uint32_t marks_of(const uint32_t *v, uint32_t n, uint32_t *out) {
    uint32_t kept = 0, last = 1;
    for (uint32_t i = 0; i < n; i++) {
        const enum unit_class class = unit_class(v[i]);
        const uint32_t named = v[i] ^ mask_of(class != UNIT_FUNCTION); /* Will is not will */
        const uint32_t mark = named & mask_of(class != UNIT_CONTENT);
        out[kept] = mark;
        kept += (class != UNIT_CONTENT) | (last != 0); /* of wildcards in a row one stays */
        last = mark;
    }
    return kept;
}

/* The units of a class or a higher one. */
static uint32_t units_of(const struct body *b, enum unit_class least, uint32_t *out) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < b->n; i++) {
        out[n] = b->v[i];
        n += unit_class(b->v[i]) >= least;
    }
    return n;
}

/* One gram for each form. */
static uint32_t forms_hash(const uint32_t *v, uint32_t n, uint64_t *out) {
    for (uint32_t i = 0; i < n; i++) out[i] = unit_form(v[i]) * 0x9e3779b97f4a7c15u | 1;
    return n;
}

/* The grams of a set, into the scratch. Returns how many. */
static uint32_t hash_set(struct reading *r, enum set set) {
    const struct body *b = &r->body;
    uint64_t *const out = r->scratch;
    uint32_t *const some = (uint32_t *)(void *)(out + b->n);
    switch (set) {
    case SET_NEAR: return grams_hash(b->v, b->n, NEAR_GRAM, out);
    case SET_MARKS: return grams_hash(some, marks_of(b->v, b->n, some), MARK_GRAM, out);
    case SET_NAMES: return forms_hash(some, units_of(b, UNIT_NAME, some), out);
    case SET_NAME_GRAMS: return grams_hash(some, units_of(b, UNIT_NAME, some), NAME_GRAM, out);
    default: return forms_hash(some, units_of(b, UNIT_NUMBER, some), out);
    }
}

static int read_set(struct reading *r, enum set set) {
    if (r->has[set]) return 0;
    if (reading_reserve(r)) return -1;
    r->has[set] = true;
    return gram_set_fill(&r->sets[set], r->scratch, hash_set(r, set));
}

/* What a set of two documents has in common. */
struct overlap {
    uint32_t shared, smaller;
    double jaccard;
};

/* 0, or -1 without memory. */
static int measure(struct reading *a, struct reading *b, enum set set, struct overlap *o) {
    if (read_set(a, set) || read_set(b, set)) return -1;
    const struct gram_set *x = &a->sets[set], *y = &b->sets[set];
    o->shared = gram_set_shared(x, y);
    o->smaller = x->n < y->n ? x->n : y->n;
    const uint32_t all = x->n + y->n - o->shared;
    o->jaccard = all ? (double)o->shared / all : 0;
    return 0;
}

static void judge_near(const struct overlap *o, double near, double contained,
                       struct likeness *to) {
    const double part = o->smaller ? (double)o->shared / o->smaller : 0;
    const double least = o->smaller < SHORT && near < NEAR_WHEN_SHORT ? NEAR_WHEN_SHORT : near;
    if (o->jaccard >= least)
        *to = (struct likeness){RULE_NEAR, o->jaccard};
    else if (part >= contained && o->smaller >= SHORT)
        *to = (struct likeness){RULE_CONTAINED, part};
}

/* Notices of one form with other figures are no copies: both have numbers, and other ones. */
static bool differs_in_numbers(const struct overlap *numbers, uint32_t shared_marks) {
    return numbers->smaller >= GUARD_NUMBERS && shared_marks < GUARD_GRAMS &&
           numbers->jaccard < GUARD_LIKENESS;
}

/* A text is about who is named in it: a form that is filled in anew names others. */
static bool names_the_same(const struct overlap *names) {
    return names->smaller >= FEW_NAMES && names->shared >= NAMED * names->smaller;
}

/* A rewording shares more of its marks than of its words. Two versions of a story, which share whole sentences, do not. Where
 * function words were exchanged too, names and numbers in their order tell. What rejects most at least cost comes first. */
static int judge_spun(struct reading *a, struct reading *b, const struct limits *l, double words,
                      struct likeness *to) {
    struct overlap names, marks, numbers, name_grams;
    if (measure(a, b, SET_NAMES, &names)) return -1;
    if (!names_the_same(&names)) return 0;
    if (measure(a, b, SET_MARKS, &marks)) return -1;
    if (marks.shared < l->spun_grams || marks.jaccard < FRAME) return 0;
    if (measure(a, b, SET_NUMBERS, &numbers)) return -1;
    if (differs_in_numbers(&numbers, marks.shared)) return 0;
    if (marks.jaccard >= l->spun && marks.jaccard - words >= REWORDED) {
        *to = (struct likeness){RULE_SPUN, marks.jaccard};
        return 0;
    }
    if (measure(a, b, SET_NAME_GRAMS, &name_grams)) return -1;
    if (name_grams.jaccard >= NAMES && name_grams.shared >= LEAST_NAMES &&
        name_grams.jaccard - words >= NAMES_REWORDED)
        *to = (struct likeness){RULE_SPUN, name_grams.jaccard};
    return 0;
}

static bool is_long_enough(const struct reading *r, const struct limits *l) {
    return r->body.n >= l->spun_words;
}

int compare(struct reading *a, struct reading *b, const struct limits *l, struct likeness *to) {
    struct overlap words;
    *to = (struct likeness){RULE_NONE, 0};
    if (measure(a, b, SET_NEAR, &words)) return -1;
    judge_near(&words, l->near, l->contained, to);
    if (to->rule != RULE_NONE) return 0;
    if (l->spun > 1 || !is_long_enough(a, l) || !is_long_enough(b, l)) return 0;
    return judge_spun(a, b, l, words.jaccard, to);
}

int compare_friends(struct reading *a, struct reading *b, struct likeness *to) {
    struct overlap words;
    *to = (struct likeness){RULE_NONE, 0};
    if (measure(a, b, SET_NEAR, &words)) return -1;
    judge_near(&words, FRIEND_NEAR, FRIEND_CONTAINED, to);
    return 0;
}

double compare_words(struct reading *a, struct reading *b) {
    struct overlap words;
    return measure(a, b, SET_NEAR, &words) ? -1 : words.jaccard;
}
