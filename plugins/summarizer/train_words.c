/* train_words.c: counts in how many documents each stem occurs. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "stem.h"
#include "train.h"

enum { SLOTS = 1 << 19, LONGEST = 32 };

struct words {
    struct word {
        char stem[LONGEST + 1];
        uint32_t documents, last;
    } v[SLOTS];
    uint32_t documents, used;
};

struct words *words_new(void) {
    return calloc(1, sizeof(struct words));
}
void words_free(struct words *w) { free(w); }

static void count(struct words *w, const char *stem, uint32_t n) {
    uint32_t i = (uint32_t)stem_key((pl_str){stem, n}) & (SLOTS - 1);
    while (w->v[i].documents && (strlen(w->v[i].stem) != n || memcmp(w->v[i].stem, stem, n)))
        i = (i + 1) & (SLOTS - 1);
    struct word *found = &w->v[i];
    if (found->last == w->documents) return;
    if (!found->documents) {
        if (w->used++ > SLOTS / 2) abort();
        memcpy(found->stem, stem, n);
    }
    found->documents++;
    found->last = w->documents;
}

static void count_token(struct words *w, const pl_token *k, const char *text) {
    char folded[LONGEST], stem[LONGEST + 1];
    const uint32_t n = k->span.end - k->span.begin;
    if (k->kind != PL_WORD || k->flags & PL_STOPWORD || n > LONGEST) return;
    const uint32_t letters = stem_fold((pl_str){text + k->span.begin, n}, folded);
    if (letters) count(w, stem, stem_write((pl_str){folded, letters}, stem));
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

static int by_stem(const void *a, const void *b) {
    return strcmp(((const struct word *)a)->stem, ((const struct word *)b)->stem);
}

void words_write(const struct words *w, const char *path, uint32_t least) {
    struct words *sorted = words_new();
    FILE *f = fopen(path, "w");
    if (!f || !sorted) abort();
    for (uint32_t i = 0; i < SLOTS; i++)
        if (w->v[i].documents >= least) sorted->v[sorted->used++] = w->v[i];
    qsort(sorted->v, sorted->used, sizeof *sorted->v, by_stem);
    fprintf(f,
            "# In how many documents a stem occurs; made by train.c, sources in "
            "NOTICE.\ndocuments\t%u\n",
            w->documents);
    for (uint32_t i = 0; i < sorted->used; i++)
        fprintf(f, "%s\t%u\n", sorted->v[i].stem, sorted->v[i].documents);
    if (fclose(f)) abort();
    words_free(sorted);
}
