/* Tests of the choice: what length and a missing sentence before it cost. */
#include "choose.h"
#include <criterion/criterion.h>

/* Two or three sentences without terms, one paragraph, "a a a ...", "b b b ...". */
static struct article article;
static struct graph graph;

static void begin(const struct sentence *v, uint32_t n) {
    static struct sentence sentences[4];
    static char text[1024];
    for (size_t i = 0; i < sizeof text; i++) text[i] = (char)(i % 2 ? ' ' : 'a' + i / 200);
    graph = (struct graph){.n = n};
    for (uint32_t i = 0; i < n; i++) {
        sentences[i] = v[i];
        sentences[i].position = i;
        sentences[i].standing = GOOD;
        sentences[i].spaced = v[i].words;
        sentences[i].span = (pl_span){200 * i, 200 * i + 2 * v[i].words - 1};
        graph.v[i].sentence = i;
    }
    article = (struct article){.text = {text, sizeof text}, .v = sentences, .n = n, .body = n};
}

static uint32_t first_of(const double *score, struct budget budget) {
    struct pick picks[MOST_LISTED];
    int was_cut;
    budget.redundancy = 1;
    cr_assert_gt(choose(&article, &graph, score, &budget, picks, &was_cut), 0);
    return picks[0].listed;
}

/* What is long must be worth more in a number of sentences; a cap on words charges for the words itself. */
Test(choose, length_is_charged_once) {
    const struct sentence v[] = {{.words = 10}, {.words = 40}};
    const double score[] = {.3, 0};
    begin(v, 2);
    cr_expect_eq(first_of(score, (struct budget){.sentences = 1}), 0);
    cr_expect_eq(first_of(score, (struct budget){.sentences = 1, .words = 60}), 0);
    cr_expect_eq(first_of(score, (struct budget){.words = 60}), 1);
    cr_expect_eq(first_of(score, (struct budget){.characters = 200}), 1);
}

/* "He said ..." is worth less while the sentence before it is not chosen, and as much as others when it is. */
Test(choose, what_leans_on_a_missing_sentence_comes_later) {
    const struct sentence v[] = {
        {.words = 10}, {.words = 10, .opening = CUE_PRONOUN}, {.words = 10}};
    struct pick picks[MOST_LISTED];
    int was_cut;
    begin(v, 3);
    cr_expect_eq(first_of((const double[]){-1, .5, 0}, (struct budget){.sentences = 1}), 2);
    cr_expect_eq(first_of((const double[]){-1, 1.5, 0}, (struct budget){.sentences = 1}), 1);
    choose(&article, &graph, (const double[]){1, .5, 0}, &(struct budget){2, .redundancy = 1},
           picks, &was_cut);
    cr_expect_eq(picks[1].listed, 1);
}
