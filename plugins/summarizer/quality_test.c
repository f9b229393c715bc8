/* quality_test.c: summaries against the first three sentences, where the data are at hand: $PIPELINE_SHARED or ../shared. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "stem.h"
#include "text-pipeline/pipeline_test.h"

enum { MOST_ARTICLES = 100, MOST_WORDS = 4096 };

/* The string behind a key of a JSON line, to be freed; escapes become blanks, which is enough for counting words. */
static char *member(const char *line, const char *key) {
    char quoted[32];
    snprintf(quoted, sizeof quoted, "\"%s\": \"", key);
    const char *p = strstr(line, quoted);
    cr_assert(p, "no %s in '%.80s'", key, line);
    char *out = strdup(p + strlen(quoted)), *to = out;
    for (p += strlen(quoted); *p != '"'; p++) {
        if (*p == '\\')
            p += p[1] == 'u' ? 5 : 1, *to++ = *p == '"' ? '"' : ' ';
        else
            *to++ = *p;
    }
    *to = '\0';
    return out;
}

struct words {
    uint64_t v[MOST_WORDS];
    uint32_t n;
};

static void add_words(struct words *w, pl_str text) {
    for (size_t i = 0; i < text.n; i++) {
        char word[65];
        uint32_t n = 0;
        for (; i < text.n && n < 64; i++) {
            const char c = text.p[i], letter = (char)(c | 32);
            if ((letter < 'a' || letter > 'z') && (c < '0' || c > '9')) break;
            word[n++] = c <= '9' ? c : letter;
        }
        if (n && w->n < MOST_WORDS) w->v[w->n++] = stem_key((pl_str){word, stem_cut(word, n)});
    }
}

/* F1 of the words that both hold, each as often as it comes: ROUGE-1. */
static double rouge_1(const struct words *reference, const struct words *other) {
    static uint8_t used[MOST_WORDS];
    uint32_t hits = 0;
    memset(used, 0, sizeof used);
    for (uint32_t i = 0; i < other->n; i++)
        for (uint32_t k = 0; k < reference->n; k++)
            if (!used[k] && reference->v[k] == other->v[i]) {
                used[k] = 1;
                hits++;
                break;
            }
    return hits ? 200. * hits / (reference->n + other->n) : 0;
}

/* ROUGE-1 of the first three elements of a layer. */
static double score(const pl_test *t, uint32_t doc, const char *layer, const char *summary) {
    static struct words reference, other;
    const pl_array spans = pl_test_layer(t, doc, layer);
    const char *text = pl_test_host(t)->text(pl_test_document(t, doc)).p;
    reference.n = other.n = 0;
    add_words(&reference, (pl_str){summary, strlen(summary)});
    for (uint32_t i = 0; i < spans.n && i < 3; i++) {
        const pl_span *s = pl_at(spans, i);
        add_words(&other, (pl_str){text + s->begin, s->end - s->begin});
    }
    return rouge_1(&reference, &other);
}

static FILE *open_articles(void) {
    char path[512];
    const char *shared = getenv("PIPELINE_SHARED");
    snprintf(path, sizeof path, "%s/data/summarizer/dev.jsonl", shared ? shared : "../shared");
    if (access(path, R_OK) != 0) {
        cr_log_warn("%s is not there", path);
        cr_skip_test("no data");
    }
    return fopen(path, "r");
}

/* These articles are among those that the weights were made of: the test guards what comes after training. What the model is worth
 * on others, the trainer says. */
Test(quality, summaries_beat_the_first_three_sentences) {
    char *line = NULL, *summaries[MOST_ARTICLES];
    size_t room = 0;
    uint32_t n = 0;
    double sum = 0, square = 0;
    FILE *f = open_articles();
    pl_test *t = pl_test_open("[pipeline]\nstages = tokenizer, summarizer\n");
    for (; n < MOST_ARTICLES && getline(&line, &room, f) > 0; n++) {
        char *text = member(line, "text");
        summaries[n] = member(line, "summary");
        pl_test_add(t, "x", text);
        free(text);
    }
    cr_assert_eq(pl_test_run(t), PL_OK, "%s", pl_test_error(t));
    for (uint32_t i = 0; i < n; i++) {
        const double gain =
            score(t, i, "summary", summaries[i]) - score(t, i, "sents", summaries[i]);
        sum += gain;
        square += gain * gain;
        free(summaries[i]);
    }
    const double mean = sum / n, error = sqrt((square / n - mean * mean) / n);
    fprintf(stderr, "%u articles: ROUGE-1 %+.2f, 95 %% %+.2f .. %+.2f\n", n, mean,
            mean - 1.96 * error, mean + 1.96 * error);
    cr_expect_gt(mean - 1.96 * error, 0);
    pl_test_close(t);
    free(line);
    fclose(f);
}
