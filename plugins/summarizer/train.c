/* train.c: makes data/words.tsv and data/model.txt from articles with summaries, and says what the model is worth on articles that
 * it was not trained on: train DATA FOLDER [PREDICTIONS]. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "room.h"
#include "train.h"

enum { FOLDS = 10, LISTED = 80 };

static void add_example(void *to, char *id, char *text, char *summary) {
    struct examples *x = to;
    if (room_for(&x->v, &x->room, x->n + 1, sizeof *x->v)) abort();
    x->v[x->n++] = (struct example){.id = id, .text = text, .summary = summary};
}

static pl_str slurp(const char *folder, const char *name) {
    char path[4096];
    static char *bytes;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *f = fopen(path, "r");
    bytes = malloc(1 << 24);
    if (!f || !bytes) abort();
    const size_t n = fread(bytes, 1, 1 << 24, f);
    fclose(f);
    return (pl_str){bytes, n};
}

static void count_running_text(struct words *w, const char *data, const char *name) {
    char path[4096];
    uint32_t n;
    snprintf(path, sizeof path, "%s/%s", data, name);
    char **texts = read_running_text(path, &n);
    pl_test *t = tokenize(texts, n);
    words_count(w, t, n);
    pl_test_close(t);
    for (uint32_t i = 0; i < n; i++) free(texts[i]);
    free(texts);
}

static struct words *count_words(const char *data) {
    struct words *w = words_new();
    if (!w) abort();
    count_running_text(w, data, "nlp/ner/gmbfix-train.conll.zst");
    count_running_text(w, data, "nlp/ner/gmbfix-dev.conll");
    count_running_text(w, data, "nlp/ner/gmbfix-test.conll");
    return w;
}

static void write_words(const struct words *w, const char *folder) {
    char path[4096];
    snprintf(path, sizeof path, "%s/words.tsv", folder);
    words_write(w, path, 2);
}

struct trainer {
    struct examples examples;
    struct words *words;
    struct rarity *rarity;
    struct cues *cues;
};

struct models {
    struct fit words, sentences;
};

/* Scale and mean worked in, as model_load does. */
static void to_importance(const struct fit *f, struct importance *m) {
    double bias = f->bias;
    for (int k = 0; k < WORD_FEATURE_COUNT; k++) {
        m->weight[k] = (float)(f->weight[k] / f->scale[k]);
        bias -= f->weight[k] * f->mean[k] / f->scale[k];
    }
    m->bias = (float)bias;
}

static void survey_example(const struct trainer *t, uint32_t i,
                           const struct importance *importance) {
    const pl_test *tokenized = t->examples.tokenized;
    const struct material m = {.text =
                                   pl_test_host(tokenized)->text(pl_test_document(tokenized, i)),
                               .title = {"", 0},
                               .tokens = pl_test_layer(tokenized, i, "tokens"),
                               .sentences = pl_test_layer(tokenized, i, "sents"),
                               .most = LISTED,
                               .rarity = t->rarity,
                               .cues = t->cues,
                               .importance = importance};
    if (survey_document(&t->examples.v[i].survey, &m)) abort();
}

static void add_words(struct table *table, const struct example *e) {
    const struct terms *terms = &e->survey.article.terms;
    float features[WORD_FEATURE_COUNT];
    for (uint32_t i = 0; i < terms->n; i++) {
        int hit = 0;
        for (uint32_t k = 0; k < e->reference.n; k++) hit |= e->reference.v[k] == terms->v[i].stem;
        word_features_of(terms, &terms->v[i], e->survey.article.n, features);
        table_add(table, features, hit);
    }
}

static void fit_words(struct fit *f, const struct examples *x, uint32_t fold) {
    struct table table = {.columns = WORD_FEATURE_COUNT};
    for (uint32_t i = 0; i < x->n; i++)
        if (x->v[i].fold != fold) add_words(&table, &x->v[i]);
    fit_table(f, &table, .1, 0);
    table_free(&table);
}

static void fit_sentences(struct fit *f, const struct examples *x, uint32_t fold) {
    struct table table = {.columns = FEATURE_COUNT};
    for (uint32_t d = 0; d < x->n; d++)
        for (uint32_t i = 0; x->v[d].fold != fold && i < x->v[d].survey.graph.n; i++)
            table_add(&table, x->v[d].survey.features[i], x->v[d].oracle[i]);
    fit_table(f, &table, .01, 1);
    table_free(&table);
}

/* Examples outside `fold` are measured as if their summaries were not known. */
static void survey_all(const struct trainer *t, const struct importance *importance,
                       uint32_t fold) {
    for (uint32_t i = 0; i < t->examples.n; i++) {
        const struct example *e = &t->examples.v[i];
        if (e->fold != fold) habits_set(t->words, t->rarity, e, 1);
        survey_example(t, i, importance);
        if (e->fold != fold) habits_set(t->words, t->rarity, e, 0);
    }
}

/* Habits first, then the words' model, which sees them, then that of sentences, which sees both. */
static void fit_models(const struct trainer *t, struct models *m, uint32_t fold) {
    struct importance importance = {0};
    habits_learn(t->words, t->rarity, &t->examples, fold);
    survey_all(t, &importance, fold);
    fit_words(&m->words, &t->examples, fold);
    to_importance(&m->words, &importance);
    survey_all(t, &importance, fold);
    fit_sentences(&m->sentences, &t->examples, fold);
}

static struct rouge predict(struct example *e, const struct fit *f, FILE *out) {
    double score[MOST_LISTED];
    struct pick picks[MOST_LISTED];
    int was_cut;
    struct bag other = {0};
    const struct budget budget = {.sentences = 3, .redundancy = .6, .lambda = .4};
    for (uint32_t i = 0; i < e->survey.graph.n; i++)
        score[i] = fit_score(f, e->survey.features[i], FEATURE_COUNT);
    const uint32_t n =
        choose(&e->survey.article, &e->survey.graph, score, &budget, picks, &was_cut);
    if (out) fprintf(out, "{\"id\": \"%s\", \"summary\": \"", e->id);
    for (uint32_t i = 0; i < n; i++) {
        const pl_span s = picks[i].span;
        bag_add(&other, (pl_str){e->survey.article.text.p + s.begin, s.end - s.begin});
        for (uint32_t k = s.begin; out && k < s.end; k++) {
            const char c = e->survey.article.text.p[k];
            putc(c == '"' || c == '\\' || (unsigned char)c < ' ' ? ' ' : c, out);
        }
        if (out) fputs("\\n", out);
    }
    if (out) fputs("\"}\n", out);
    const struct rouge r = rouge_of(&e->reference, &other);
    free(other.v);
    return r;
}

static void cross_validate(const struct trainer *t, const char *path) {
    const struct examples *x = &t->examples;
    struct models m;
    struct rouge sum = {0};
    FILE *out = path ? fopen(path, "w") : NULL;
    for (uint32_t fold = 0; fold < FOLDS; fold++) {
        fit_models(t, &m, fold);
        for (uint32_t i = 0; i < x->n; i++) {
            if (x->v[i].fold != fold) continue;
            const struct rouge r = predict(&x->v[i], &m.sentences, out);
            sum.one += r.one;
            sum.two += r.two;
        }
    }
    if (out) fclose(out);
    printf("%u-fold: ROUGE-1 %.2f ROUGE-2 %.2f\n", FOLDS, 100 * sum.one / x->n,
           100 * sum.two / x->n);
}

static void read_examples(struct examples *x, const char *data) {
    char path[4096];
    snprintf(path, sizeof path, "%s/summarizer/train.jsonl.zst", data);
    read_rows(path, add_example, x);
    snprintf(path, sizeof path, "%s/summarizer/dev.jsonl", data);
    read_rows(path, add_example, x);
    char **texts = malloc(x->n * sizeof *texts);
    if (!texts) abort();
    for (uint32_t i = 0; i < x->n; i++) texts[i] = x->v[i].text;
    x->tokenized = tokenize(texts, x->n);
    free(texts);
}

static void write_models(const struct models *m, const char *folder) {
    char path[4096];
    snprintf(path, sizeof path, "%s/model.txt", folder);
    FILE *out = fopen(path, "w");
    if (!out) abort();
    fprintf(out, "# Weights of words and sentences; made by train.c, sources in NOTICE.\n# feature "
                 "mean scale weight\n");
    fit_write(&m->words, word_feature_names, WORD_FEATURE_COUNT, "word_bias", out);
    fit_write(&m->sentences, feature_names, FEATURE_COUNT, "bias", out);
    if (fclose(out)) abort();
}

static int prepare(struct trainer *t, const char *data, const char *folder) {
    const struct importance nothing = {0};
    int line;
    read_examples(&t->examples, data);
    t->words = count_words(data);
    write_words(t->words, folder);
    t->rarity = rarity_load(slurp(folder, "words.tsv"), &line);
    t->cues = cues_load(slurp(folder, "cues.txt"), &line);
    if (!t->rarity || !t->cues) return -1;
    for (uint32_t i = 0; i < t->examples.n; i++) {
        struct example *e = &t->examples.v[i];
        bag_add(&e->reference, (pl_str){e->summary, strlen(e->summary)});
        survey_example(t, i, &nothing);
        find_oracle(e);
    }
    make_folds(&t->examples, FOLDS);
    return 0;
}

int main(int argc, char **argv) {
    static struct trainer t;
    struct models m;
    if (argc < 3) return fprintf(stderr, "usage: train DATA FOLDER [PREDICTIONS]\n"), 2;
    if (prepare(&t, argv[1], argv[2])) return fprintf(stderr, "train: bad data files\n"), 1;
    cross_validate(&t, argc > 3 ? argv[3] : NULL);
    fit_models(&t, &m, UINT32_MAX);
    write_words(t.words, argv[2]);
    write_models(&m, argv[2]);
    return 0;
}
