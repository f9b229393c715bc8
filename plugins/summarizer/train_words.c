/* train_words.c: in how many documents each stem occurs, and how often summaries use it. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "stem.h"
#include "train.h"

enum { SLOTS = 1 << 19, LONGEST = 32 };

struct words {
    struct word {
        char stem[LONGEST + 1];
        uint64_t key;
        uint32_t documents, last, articles,
            used; /* used: summaries of these articles that hold it */
    } v[SLOTS];
    uint32_t documents, stems;
};

struct words *words_new(void) {
    return calloc(1, sizeof(struct words));
}
void words_free(struct words *w) { free(w); }

static struct word *find(struct words *w, uint64_t key) {
    uint32_t i = (uint32_t)key & (SLOTS - 1);
    while (w->v[i].documents && w->v[i].key != key) i = (i + 1) & (SLOTS - 1);
    return &w->v[i];
}

static void count(struct words *w, const char *stem, uint32_t n) {
    const uint64_t key = stem_key((pl_str){stem, n});
    struct word *found = find(w, key);
    if (found->last == w->documents) return;
    if (!found->documents) {
        if (w->stems++ > SLOTS / 2) abort();
        memcpy(found->stem, stem, n);
        found->key = key;
    }
    found->documents++;
    found->last = w->documents;
}

static void count_token(struct words *w, const pl_token *k, const char *text) {
    char stem[LONGEST + 1];
    const uint32_t n = k->span.end - k->span.begin;
    if (k->kind != PL_WORD || k->flags & PL_STOPWORD || n > LONGEST) return;
    const uint32_t letters = stem_fold((pl_str){text + k->span.begin, n}, stem);
    if (letters) count(w, stem, stem_cut(stem, letters));
}

void words_count(struct words *w, const pl_test *t, uint32_t n) {
    for (uint32_t i = 0; i < n; i++) {
        const pl_array tokens = pl_test_layer(t, i, "tokens");
        const char *text = pl_test_host(t)->text(pl_test_document(t, i)).p;
        w->documents++;
        for (uint32_t k = 0; k < tokens.n; k++)
            count_token(w, (const pl_token *)tokens.v + k, text);
    }
}

/* ---- habits ---- */

static const double share = .08,
                    trust = 20; /* of the words of an article a summary uses some 8 % */

static float habit(uint32_t used, uint32_t articles) {
    const double yes = used + trust * share, no = articles - used + trust * (1 - share);
    return (float)(log(yes / no) - log(share / (1 - share)));
}

static int holds(const struct bag *b, uint64_t stem) {
    for (uint32_t i = 0; i < b->n; i++)
        if (b->v[i] == stem) return 1;
    return 0;
}

static void learn_from(struct words *w, const struct example *e) {
    const struct terms *t = &e->survey.article.terms;
    for (uint32_t i = 0; i < t->n; i++) {
        struct word *word = find(w, t->v[i].stem);
        if (!word->documents) continue;
        word->articles++;
        word->used += (uint32_t)holds(&e->reference, word->key);
    }
}

void habits_learn(struct words *w, struct rarity *r, const struct examples *x, uint32_t fold) {
    for (uint32_t i = 0; i < SLOTS; i++) w->v[i].articles = w->v[i].used = 0;
    for (uint32_t d = 0; d < x->n; d++)
        if (x->v[d].fold != fold) learn_from(w, &x->v[d]);
    for (uint32_t i = 0; i < SLOTS; i++)
        if (w->v[i].documents)
            rarity_set_habit(r, w->v[i].key, habit(w->v[i].used, w->v[i].articles));
}

void habits_set(struct words *w, struct rarity *r, const struct example *e, int without) {
    const struct terms *t = &e->survey.article.terms;
    for (uint32_t i = 0; i < t->n; i++) {
        const struct word *word = find(w, t->v[i].stem);
        if (!word->documents) continue;
        const uint32_t own = without ? 1 : 0, hit = own && holds(&e->reference, word->key);
        rarity_set_habit(r, word->key, habit(word->used - hit, word->articles - own));
    }
}

static int by_stem(const void *a, const void *b) {
    return strcmp(((const struct word *)a)->stem, ((const struct word *)b)->stem);
}

void words_write(const struct words *w, const char *path, uint32_t least) {
    struct words *sorted = words_new();
    FILE *f = fopen(path, "w");
    if (!f || !sorted) abort();
    for (uint32_t i = 0; i < SLOTS; i++)
        if (w->v[i].documents >= least) sorted->v[sorted->stems++] = w->v[i];
    qsort(sorted->v, sorted->stems, sizeof *sorted->v, by_stem);
    fprintf(f,
            "# In how many documents a stem occurs; made by train.c, sources in "
            "NOTICE.\ndocuments\t%u\n",
            w->documents);
    for (uint32_t i = 0; i < sorted->stems; i++) {
        const struct word *word = &sorted->v[i];
        const long rounded = lround(100 * (double)habit(word->used, word->articles));
        fprintf(f, "%s\t%u", word->stem, word->documents);
        if (rounded) fprintf(f, "\t%ld", rounded);
        putc('\n', f);
    }
    if (fclose(f)) abort();
    words_free(sorted);
}
