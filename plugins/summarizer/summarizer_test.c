/* Tests of the summarizer: stems, datelines, what is never picked, caps, and properties that hold for every text. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "stem.h"
#include "text-pipeline/pipeline_test.h"

static const char plain[] = "[pipeline]\nstages = tokenizer, summarizer\n";

static pl_test *run_bytes(const char *settings, const char *language, const char *title,
                          const char *in, size_t n) {
    char config[1024];
    snprintf(config, sizeof config, "%s[summarizer]\n%s\n", plain, settings);
    pl_test *t = pl_test_open(config);
    if (language) pl_test_field(t, "language", language);
    if (title) pl_test_field(t, "title", title);
    pl_test_add_bytes(t, "x", in, n);
    cr_assert_eq(pl_test_run(t), PL_OK, "%s", pl_test_error(t));
    return t;
}

static pl_test *run(const char *settings, const char *in) {
    return run_bytes(settings, NULL, NULL, in, strlen(in));
}

/* The sentences of the summary with a bar between them. */
static void join(const pl_test *t, char *out, size_t room) {
    const pl_array a = pl_test_layer(t, 0, "summary");
    const pl_str text = pl_test_host(t)->text(pl_test_document(t, 0));
    size_t n = 0;
    out[0] = '\0';
    for (uint32_t i = 0; i < a.n && n < room; i++) {
        const pl_span *s = (const void *)((const char *)a.v + (size_t)i * a.element_size);
        n += (size_t)snprintf(out + n, room - n, "%s%.*s", i ? "|" : "", (int)(s->end - s->begin),
                              text.p + s->begin);
    }
}

static void expect(const char *settings, const char *in, const char *out) {
    char got[8192];
    pl_test *t = run(settings, in);
    join(t, got, sizeof got);
    cr_expect_str_eq(got, out, "'%s'\n  gives '%s'\n  not   '%s'", in, got, out);
    pl_test_close(t);
}

/* ---- words ---- */

static const char *const stems[][2] = {
    {"cities", "citi"},     {"city", "citi"},   {"city's", "citi"},   {"planned", "plan"},
    {"planning", "plan"},   {"plans", "plan"},  {"hoped", "hop"},     {"hope", "hop"},
    {"hoping", "hop"},      {"agreed", "agr"},  {"agree", "agr"},     {"classes", "class"},
    {"class", "class"},     {"virus", "virus"}, {"crisis", "crisis"}, {"sing", "sing"},
    {"singing", "sing"},    {"red", "red"},     {"bed", "bed"},       {"the", "the"},
    {"workers'", "worker"}, {"a", "a"},         {"falling", "fall"},  {"updated", "updat"},
    {"updates", "updat"}};
Test(summarizer, inflections_share_a_stem) {
    for (size_t i = 0; i < sizeof stems / sizeof *stems; i++) {
        char got[64];
        got[stem_write((pl_str){stems[i][0], strlen(stems[i][0])}, got)] = '\0';
        cr_expect_str_eq(got, stems[i][1], "%s gives %s, not %s", stems[i][0], got, stems[i][1]);
    }
    const pl_str curly = {"City\xe2\x80\x99s", 8}, straight = {"cities", 6};
    cr_expect_eq(stem_of(curly, 1), stem_of(straight, 2));
    cr_expect_eq(stem_of((pl_str){"\xc3\x89tat", 5}, 7), ~(uint64_t)7, "other letters: by hash");
}

/* ---- what a summary shows ---- */

#define HARBOUR "The harbour of Ostby will get a second quay next spring, the council said."
#define COST "The quay costs 40 million crowns and replaces two wooden piers from 1911."
#define FISH "Fishermen fear that the quay will drive the herring out of the harbour."

Test(summarizer, fewer_sentences_than_asked_are_all_picked) {
    expect("sentences = 5", HARBOUR " " COST, HARBOUR "|" COST);
    expect("", HARBOUR, HARBOUR);
    expect("", "Rain", "Rain");
    expect("", "", "");
    expect("", " \n\n ", "");
}

static const char *const datelines[][2] = {
    {"(CNN)" HARBOUR, HARBOUR},
    {"(CNN) -- " HARBOUR, HARBOUR},
    {"OSTBY, Norway (CNN) -- " HARBOUR, HARBOUR},
    {"Ostby (Reuters) - " HARBOUR, HARBOUR},
    {"OSTBY, March 14, 2024 \xe2\x80\x93 " HARBOUR, HARBOUR},
    {"OSTBY \xe2\x80\x94 " HARBOUR, HARBOUR},
    {"IBM and the harbour - a long story - agree.", "IBM and the harbour - a long story - agree."},
    {"Ostby (population 400) has a harbour.", "Ostby (population 400) has a harbour."},
};
Test(summarizer, datelines_are_cut_off) {
    for (size_t i = 0; i < sizeof datelines / sizeof *datelines; i++)
        expect("", datelines[i][0], datelines[i][1]);
}

static const char *const furniture[] = {
    "Ostby harbour gets second quay",
    "By Kari Nordmann",
    "Source link",
    "Read more: Ostby and its harbour",
    "Photo: Kari Nordmann / Ostby Post",
    "Sign up for our newsletter about the harbour of Ostby and the quay.",
    "The quay of Ostby harbour"};
Test(summarizer, furniture_is_never_picked) {
    for (size_t i = 0; i < sizeof furniture / sizeof *furniture; i++) {
        char in[1024];
        snprintf(in, sizeof in, "%s\n\n" HARBOUR " " COST "\n\n%s\n\n" FISH "\n\n%s", furniture[i],
                 furniture[i], furniture[i]);
        expect("sentences = 9", in, HARBOUR "|" COST "|" FISH);
    }
}

Test(summarizer, title_field_is_never_picked) {
    char got[1024];
    const char in[] = "New quay for Ostby harbour.\n\n" HARBOUR " " COST;
    pl_test *t = run_bytes("", NULL, "New Quay for Ostby Harbour", in, strlen(in));
    join(t, got, sizeof got);
    cr_expect_str_eq(got, HARBOUR "|" COST);
    pl_test_close(t);
}

Test(summarizer, furniture_alone_is_better_than_nothing) {
    expect("", "Source link", "Source link");
}

Test(summarizer, half_a_quotation_comes_last) {
    expect("sentences = 2",
           "\"The quay is a mistake. The harbour is small,\" said Berg of Ostby. " HARBOUR " " COST,
           HARBOUR "|" COST);
}

Test(summarizer, repeated_sentences_are_picked_once) {
    char in[8192] = "";
    for (int i = 0; i < 50; i++) strcat(in, HARBOUR " ");
    expect("sentences = 9", in, HARBOUR);
    strcat(in, COST);
    expect("sentences = 9", in, HARBOUR "|" COST);
    expect("sentences = 9", "Yes. Yes. Yes. Yes.", "Yes.");
}

/* ---- caps ---- */

static const char story[] = HARBOUR " " COST " " FISH " The mayor hopes for cruise ships. "
                                    "Last year 12 ships came to Ostby, fewer than to any other "
                                    "town on the coast. A vote on the budget is due in June.";

static uint32_t count_words(const char *s) {
    uint32_t n = 0;
    for (int in = 0; *s; s++) {
        const int letter = (*s | 32) >= 'a' && (*s | 32) <= 'z';
        n += letter && !in;
        in = letter;
    }
    return n;
}

Test(summarizer, caps_hold) {
    char settings[64], got[4096];
    for (uint32_t cap = 1; cap < 100; cap += 7) {
        snprintf(settings, sizeof settings, "sentences = 0\nwords = %u", cap);
        pl_test *t = run(settings, story);
        join(t, got, sizeof got);
        cr_expect(*got && count_words(got) <= cap, "words %u: '%s'", cap, got);
        pl_test_close(t);
        snprintf(settings, sizeof settings, "sentences = 0\ncharacters = %u", 10 * cap);
        t = run(settings, story);
        join(t, got, sizeof got);
        cr_expect(*got && strlen(got) <= 10 * cap, "characters %u: '%s'", 10 * cap, got);
        pl_test_close(t);
        snprintf(settings, sizeof settings, "sentences = 0\nratio = %.2f", cap / 100.);
        t = run(settings, story);
        join(t, got, sizeof got);
        cr_expect(*got && count_words(got) <= cap / 100. * count_words(story) + 1, "ratio %u: '%s'",
                  cap, got);
        pl_test_close(t);
    }
}

Test(summarizer, a_sentence_that_fits_nowhere_is_cut_and_flagged) {
    pl_test *t = run("characters = 30", story);
    cr_expect(strstr(pl_test_json(t, 0), "\"flags\":[\"summary_cut\"]"), "%s", pl_test_json(t, 0));
    pl_test_close(t);
}

static uint32_t picked(const pl_test *t, uint32_t doc, pl_scored *out) {
    const pl_array a = pl_test_layer(t, doc, "summary");
    for (uint32_t i = 0; i < a.n; i++) out[i] = ((const pl_scored *)a.v)[i];
    return a.n;
}

Test(summarizer, growing_sets_are_nested) {
    pl_scored few[16], many[16];
    for (int n = 1; n < 6; n++) {
        char settings[32];
        snprintf(settings, sizeof settings, "sentences = %d", n);
        pl_test *t = run(settings, story);
        const uint32_t a = picked(t, 0, few);
        pl_test_close(t);
        snprintf(settings, sizeof settings, "sentences = %d", n + 1);
        t = run(settings, story);
        const uint32_t b = picked(t, 0, many);
        cr_expect(a == (uint32_t)n && b == (uint32_t)n + 1, "%u %u", a, b);
        for (uint32_t i = 0; i < a; i++) {
            uint32_t k = 0;
            while (k < b && many[k].span.begin != few[i].span.begin) k++;
            cr_expect_lt(k, b, "%d: a sentence of the smaller set is gone", n);
        }
        pl_test_close(t);
    }
}

Test(summarizer, order_by_score_is_a_field) {
    pl_test *t = run("order = score\nsentences = 3", story);
    const char *json = pl_test_json(t, 0);
    cr_expect(strstr(json, "\"summary_by_score\":\"" HARBOUR "\\n"), "%s", json);
    pl_test_close(t);
}

/* ---- any text ---- */

static void check_properties(const pl_test *t, uint32_t doc, uint32_t most) {
    const pl_array a = pl_test_layer(t, doc, "summary");
    const pl_str text = pl_test_host(t)->text(pl_test_document(t, doc));
    cr_expect_leq(a.n, most);
    uint32_t at = 0;
    for (uint32_t i = 0; i < a.n; i++) {
        const pl_scored *s = (const pl_scored *)a.v + i;
        cr_expect(s->span.begin >= at && s->span.end > s->span.begin && s->span.end <= text.n,
                  "span %u-%u after %u", s->span.begin, s->span.end, at);
        cr_expect(isfinite(s->score) && s->score >= 0 && s->score <= 1);
        at = s->span.end;
    }
}

static uint32_t random_state = 1;
static uint32_t chance(uint32_t n) {
    random_state = random_state * 1664525u + 1013904223u;
    return (uint32_t)(((uint64_t)random_state * n) >> 32);
}

Test(summarizer, any_text_is_summarized) {
    static const char *const pieces[] = {" ",
                                         "\n",
                                         "\n\n",
                                         ". ",
                                         "? ",
                                         "\"",
                                         "\xe2\x80\x9c",
                                         "\xe2\x80\x9d",
                                         "(",
                                         ")",
                                         "CNN",
                                         " -- ",
                                         "He ",
                                         "But ",
                                         "42 ",
                                         "1,000 ",
                                         "harbour ",
                                         "quays ",
                                         "\xc3\xa9t\xc3\xa9 ",
                                         "\xe6\xbc\xa2\xe5\xad\x97",
                                         "\xe3\x80\x82",
                                         "\xd8\xb9\xd8\xb1\xd8\xa8 ",
                                         "By ",
                                         "Source link",
                                         "\xef\xbf\xbd",
                                         "\xf0\x9f\x98\x80",
                                         "http://a.example/b ",
                                         "- ",
                                         "* ",
                                         "\t"};
    char in[2048];
    for (int round = 0; round < 200; round++) {
        size_t n = 0;
        for (uint32_t k = chance(120); k; k--)
            n += (size_t)snprintf(in + n, sizeof in - n, "%s",
                                  pieces[chance(sizeof pieces / sizeof *pieces)]);
        pl_test *t = run_bytes(round & 1 ? "sentences = 2" : "sentences = 0\nwords = 9",
                               round & 2 ? "de" : NULL, NULL, in, n);
        check_properties(t, 0, 200);
        if (pl_test_layer(t, 0, "sents").n)
            cr_expect_gt(pl_test_layer(t, 0, "summary").n, 0, "nothing of '%.*s'", (int)n, in);
        pl_test_close(t);
    }
}

Test(summarizer, other_languages_are_summarized_by_position) {
    const char in[] = "Der Hafen bekommt im Fr\xc3\xbchjahr einen zweiten Kai. Der Kai kostet 40 "
                      "Millionen Kronen. Die Fischer sind dagegen. Der Rat stimmt im Juni ab.";
    pl_test *t = run_bytes("", "de", NULL, in, strlen(in));
    cr_expect_eq(pl_test_layer(t, 0, "summary").n, 3);
    cr_expect(strstr(pl_test_json(t, 0), "summary_by_position"));
    pl_test_close(t);
}

/* A document's summary does not depend on the documents before it. */
Test(summarizer, there_is_no_state_between_documents) {
    pl_test *t = pl_test_open(plain);
    pl_test_add(t, "a", story);
    pl_test_add(t, "b", HARBOUR " " COST);
    pl_test_add(t, "c", story);
    cr_assert_eq(pl_test_run(t), PL_OK, "%s", pl_test_error(t));
    const pl_array a = pl_test_layer(t, 0, "summary"), c = pl_test_layer(t, 2, "summary");
    cr_expect(a.n == c.n && !memcmp(a.v, c.v, a.n * sizeof(pl_scored)));
    pl_test_close(t);
}
