/* hard_news_test.c: sentences of hard news punctuation, written and labelled by hand. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "hard_news_cases.h"
#include "text-pipeline/pipeline_test.h"

/* Sentences of one case: how many the label has, how many of those were found exactly. */
struct count {
    uint32_t gold, right;
};

enum { MOST = 16 };

/* Removes the bars from `marked` and notes the spans of the sentences between them; a line break ends one, too. */
static uint32_t read_label(const char *marked, char *text, pl_span *spans) {
    uint32_t n = 0, at = 0, begin = 0;
    for (const char *p = marked;; p++) {
        if (*p == '|' || *p == '\n' || !*p) {
            if (at > begin) spans[n++] = (pl_span){begin, at};
            if (!*p) break;
            begin = at;
        }
        if (*p != '|') text[at++] = *p;
        while (begin < at && at == begin + 1 && (text[begin] == ' ' || text[begin] == '\n'))
            begin++;
    }
    text[at] = 0;
    return n;
}

static int has(const pl_array *sentences, pl_span want) {
    for (uint32_t i = 0; i < sentences->n; i++) {
        const pl_span *s = pl_at(*sentences, (uint32_t)i);
        if (s->begin == want.begin && s->end == want.end) return 1;
    }
    return 0;
}

static struct count check(const char *marked) {
    char text[1024];
    pl_span spans[MOST];
    struct count c = {read_label(marked, text, spans), 0};
    pl_test *t = pl_test_open("[pipeline]\nstages = tokenizer\n");
    pl_test_add(t, "case", text);
    cr_assert_eq(pl_test_run(t), PL_OK, "%s", pl_test_error(t));
    const pl_array found = pl_test_layer(t, 0, "sents");
    for (uint32_t i = 0; i < c.gold; i++) c.right += (uint32_t)has(&found, spans[i]);
    if (c.right < c.gold || found.n != c.gold) fprintf(stderr, "hard: %s\n", marked);
    pl_test_close(t);
    return c;
}

/* 99 of 100 are exact: both ends right. The misses are printed. */
Test(hard_news, ninety_nine_percent_of_the_sentences_are_exact) {
    struct count all = {0, 0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct count c = check(cases[i]);
        all.gold += c.gold;
        all.right += c.right;
    }
    fprintf(stderr, "hard news: %u of %u sentences exact\n", all.right, all.gold);
    cr_assert_geq(all.gold, 300);
    cr_expect_geq(all.right * 100, all.gold * 99);
}

/* A sentence cut once more is one sentence. */
Test(hard_news, sentences_are_not_cut_again) {
    const char *const config = "[pipeline]\nstages = tokenizer\n";
    pl_test *first = pl_test_open(config), *second = pl_test_open(config);
    char text[1024];
    pl_span spans[MOST];
    uint32_t n = 0;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        read_label(cases[i], text, spans);
        pl_test_add(first, "case", text);
    }
    cr_assert_eq(pl_test_run(first), PL_OK, "%s", pl_test_error(first));
    for (uint32_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const pl_array found = pl_test_layer(first, i, "sents");
        const pl_str whole = pl_test_host(first)->text(pl_test_document(first, i));
        for (uint32_t j = 0; j < found.n; j++, n++) {
            const pl_span *s = pl_at(found, (uint32_t)j);
            pl_test_add_bytes(second, "sentence", whole.p + s->begin, s->end - s->begin);
        }
    }
    cr_assert_eq(pl_test_run(second), PL_OK, "%s", pl_test_error(second));
    for (uint32_t i = 0; i < n; i++) {
        const pl_str one = pl_test_host(second)->text(pl_test_document(second, i));
        cr_expect_eq(pl_test_layer(second, i, "sents").n, 1, "%.*s", (int)one.n, one.p);
    }
    pl_test_close(first);
    pl_test_close(second);
}
