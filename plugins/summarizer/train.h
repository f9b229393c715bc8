/* train.h: parts of the trainer: articles with summaries, ROUGE, the oracle, logistic regression, folds. */
#ifndef SUMMARIZER_TRAIN_H
#define SUMMARIZER_TRAIN_H
#include <stdio.h>
#include "choose.h"
#include "model.h"
#include "survey.h"
#include "text-pipeline/pipeline_test.h"

/* ---- train_read.c: articles and running text ---- */
struct bag {
    uint64_t *v;
    uint32_t n, room;
};

struct example {
    char *id, *text, *summary;
    struct survey survey;
    struct bag reference; /* stems of the summary */
    uint8_t *oracle; /* per listed sentence: is it in the best set? */
    uint32_t group, fold; /* near-copies share a group */
};
struct examples {
    struct example *v;
    uint32_t n, room;
    pl_test *tokenized; /* holds texts, tokens and sentences of them */
};
/* Each calls `each` per row of a JSON Lines file (through zstd when its name ends so); the strings are the callee's to free. */
void read_rows(const char *path, void (*each)(void *, char *id, char *text, char *summary),
               void *to);
/* Runs texts through the tokenizer; exits with a message when that fails. */
pl_test *tokenize(char *const *texts, uint32_t n);
/* Texts of 20 sentences from a CoNLL file of words, to be freed. */
char **read_running_text(const char *path, uint32_t *n);

/* ---- train_words.c: the table of rarity.h ---- */
/* Adds the stems of the documents to the counts of words. */
struct words *words_new(void);
void words_count(struct words *, const pl_test *, uint32_t n);
/* Writes the table of rarity.h with all stems of at least `least` documents, in byte order. */
void words_write(const struct words *, const char *path, uint32_t least);
void words_free(struct words *);
/* Learns from surveyed examples that are not in `fold` how often summaries use each word, and tells the table. */
void habits_learn(struct words *, struct rarity *, const struct examples *, uint32_t fold);
/* Sets the habits of an example's words: as learned, or as if learned without it, so that it does not see itself. */
void habits_set(struct words *, struct rarity *, const struct example *, int without);

/* ---- train_rouge.c ---- */
struct rouge {
    double one, two; /* F1 */
};
/* Adds the stemmed words of a text to a bag in their order. */
void bag_add(struct bag *, pl_str text);
struct rouge rouge_of(const struct bag *reference, const struct bag *other);
/* Marks the listed sentences that raise ROUGE-1 + ROUGE-2 of the set greedily, at most 3. */
void find_oracle(struct example *);

/* ---- train_fold.c ---- */
/* Gives near-copies (15 % of their word 6-grams shared) one group, and groups one of `folds` folds. */
void make_folds(struct examples *, uint32_t folds);

/* ---- train_fit.c ---- */
struct table {
    float *v;
    uint8_t *label;
    uint32_t n, columns, room, label_room;
};
struct fit {
    double mean[80], scale[80], weight[80], bias;
};
void table_add(struct table *, const float *row, int label);
void table_free(struct table *);
/* `c` as in liblinear: the weight of the losses against the penalty; balanced: both classes weigh the same. */
void fit_table(struct fit *, const struct table *, double c, int balanced);
double fit_score(const struct fit *, const float *features, uint32_t columns);
/* Lines of model.h. */
void fit_write(const struct fit *, const char *const *names, uint32_t columns, const char *bias,
               FILE *);

#endif
