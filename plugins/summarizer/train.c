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

static void make_words(const struct examples *x, const char *data, const char *folder) {
    char path[4096];
    struct words *w = words_new();
    (void)x;
    count_running_text(w, data, "nlp/ner/gmbfix-train.conll.zst");
    count_running_text(w, data, "nlp/ner/gmbfix-dev.conll");
    count_running_text(w, data, "nlp/ner/gmbfix-test.conll");
    if (getenv("CNN")) words_count(w, x->tokenized, x->n);
    snprintf(path, sizeof path, "%s/words.tsv", folder);
    words_write(w, path, 2);
    words_free(w);
}

static void survey_all(struct examples *x, const char *folder) {
    int line;
    struct rarity *rarity = rarity_load(slurp(folder, "words.tsv"), &line);
    struct cues *cues = cues_load(slurp(folder, "cues.txt"), &line);
    if (!rarity || !cues) abort();
    for (uint32_t i = 0; i < x->n; i++) {
        const struct material m = {
            .text = pl_test_host(x->tokenized)->text(pl_test_document(x->tokenized, i)),
            .title = {"", 0},
            .tokens = pl_test_layer(x->tokenized, i, "tokens"),
            .sentences = pl_test_layer(x->tokenized, i, "sents"),
            .most = LISTED,
            .rarity = rarity,
            .cues = cues};
        if (survey_document(&x->v[i].survey, &m)) abort();
        find_oracle(&x->v[i]);
    }
}

static struct rouge predict(const struct example *e, const struct fit *f, FILE *out) {
    double score[MOST_LISTED];
    struct pick picks[MOST_LISTED];
    int was_cut;
    struct bag reference = {0}, other = {0};
    const struct budget budget = {.sentences = 3, .redundancy = .6, .lambda = 1};
    for (uint32_t i = 0; i < e->survey.graph.n; i++) score[i] = fit_score(f, e->survey.features[i]);
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
    bag_add(&reference, (pl_str){e->summary, strlen(e->summary)});
    const struct rouge r = rouge_of(&reference, &other);
    free(reference.v), free(other.v);
    return r;
}

static void cross_validate(const struct examples *x, const char *path) {
    struct fit f;
    struct rouge sum = {0};
    FILE *out = path ? fopen(path, "w") : NULL;
    for (uint32_t fold = 0; fold < FOLDS; fold++) {
        fit_model(&f, x, fold);
        for (uint32_t i = 0; i < x->n; i++) {
            if (x->v[i].fold != fold) continue;
            const struct rouge r = predict(&x->v[i], &f, out);
            sum.one += r.one;
            sum.two += r.two;
        }
    }
    if (out) fclose(out);
    printf("%u-fold: ROUGE-1 %.2f ROUGE-2 %.2f\n", FOLDS, 100 * sum.one / x->n,
           100 * sum.two / x->n);
}

int main(int argc, char **argv) {
    static struct examples x;
    char path[4096];
    if (argc < 3) return fprintf(stderr, "usage: train DATA FOLDER [PREDICTIONS]\n"), 2;
    snprintf(path, sizeof path, "%s/summarizer/train.jsonl.zst", argv[1]);
    read_rows(path, add_example, &x);
    snprintf(path, sizeof path, "%s/summarizer/dev.jsonl", argv[1]);
    read_rows(path, add_example, &x);
    char **texts = malloc(x.n * sizeof *texts);
    for (uint32_t i = 0; i < x.n; i++) texts[i] = x.v[i].text;
    x.tokenized = tokenize(texts, x.n);
    make_words(&x, argv[1], argv[2]);
    survey_all(&x, argv[2]);
    make_folds(&x, FOLDS);
    cross_validate(&x, argc > 3 ? argv[3] : NULL);
    struct fit f;
    fit_model(&f, &x, UINT32_MAX);
    snprintf(path, sizeof path, "%s/model.txt", argv[2]);
    fit_write(&f, path);
    return 0;
}
