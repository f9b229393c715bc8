/* Tests of the summarizer: stems, datelines, what is never picked, caps, and properties that hold for every text. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
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
        const pl_span *s = pl_at(a, i);
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
        strcpy(got, stems[i][0]);
        got[stem_cut(got, (uint32_t)strlen(got))] = '\0';
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
    {"Ostby, Norway (CNN)" HARBOUR, HARBOUR},
    {"Ostby (CNN) " HARBOUR, HARBOUR},
    {"Ostby Bank (OBK) " HARBOUR, "Ostby Bank (OBK) " HARBOUR},
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

Test(summarizer, what_goes_on_from_a_missing_sentence_comes_later) {
#define SHIPS "The council of Ostby wants larger ships in the harbour and pays 40 million crowns."
    expect("sentences = 2", HARBOUR " Rain fell. " COST " " SHIPS, HARBOUR "|" COST);
    expect("sentences = 2", HARBOUR " Rain fell. In fact, " COST " " SHIPS, HARBOUR "|" SHIPS);
}

Test(summarizer, repeated_sentences_are_picked_once) {
    char in[8192] = "";
    for (int i = 0; i < 50; i++) strcat(in, HARBOUR " ");
    expect("sentences = 9", in, HARBOUR);
    strcat(in, COST);
    expect("sentences = 9", in, HARBOUR "|" COST);
    expect("sentences = 9", "Yes. Yes. Yes. Yes.", "Yes.");
    expect("sentences = 9", "It was. It was. It was.", "It was.");
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
    for (uint32_t i = 0; i < a.n; i++) out[i] = *(const pl_scored *)pl_at(a, i);
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
        const pl_scored *s = pl_at(a, i);
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

Test(summarizer, texts_without_latin_words_are_summarized) {
    static const char *const texts[] = {
        "1 2 3 4 5 6 7 8 9 10.\n11 12 13 14 15 16.",
        "42",
        "... --- ...\n\n!!! ??? !!!",
        "\xe6\xb8\xaf\xe5\x8f\xa3\xe5\xb0\x86\xe5\xbb\xba\xe7\xac\xac\xe4\xba\x8c\xe7\xa0\x81\xe5"
        "\xa4\xb4\xe3\x80\x82"
        "\xe6\xb8\x94\xe6\xb0\x91\xe5\x8f\x8d\xe5\xaf\xb9\xe3\x80\x82",
        "\xd8\xa7\xd9\x84\xd9\x85\xd9\x8a\xd9\x86\xd8\xa7\xd8\xa1 "
        "\xd8\xac\xd8\xaf\xd9\x8a\xd8\xaf.",
        "Advertisement\n\nRead more\n\nSource link\n\nShare this\n\nLeave a reply",
        "* quay\n* pier\n* herring\n* budget\n* council\n* mayor"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        pl_test *t = run("", texts[i]);
        check_properties(t, 0, 3);
        cr_expect_gt(pl_test_layer(t, 0, "summary").n, 0, "nothing of '%s'", texts[i]);
        pl_test_close(t);
    }
}

/* Summaries and keyphrases of all documents, as they are written, in the order of their ids. */
static char *all_of(const char *more, int backwards) {
    enum { DOCUMENTS = 40 };
    char config[256], text[4096];
    static char all[1 << 18];
    size_t n = 0;
    snprintf(config, sizeof config, "[pipeline]\nstages = tokenizer, summarizer\n%s\n", more);
    pl_test *t = pl_test_open(config);
    for (int i = 0; i < DOCUMENTS; i++) {
        const int number = backwards ? DOCUMENTS - 1 - i : i;
        snprintf(text, sizeof text, "%s In year %d the %s was %d metres long. %s", story, number,
                 number % 3 ? "pier" : "quay", number * 7, number % 2 ? COST : "Ships wait.");
        pl_test_add(t, "x", text);
    }
    cr_assert_eq(pl_test_run(t), PL_OK, "%s", pl_test_error(t));
    for (int i = 0; i < DOCUMENTS; i++) {
        const uint32_t at = (uint32_t)(backwards ? DOCUMENTS - 1 - i : i);
        for (int layer = 0; layer < 2; layer++) {
            const pl_array a = pl_test_layer(t, at, layer ? "keyphrases" : "summary");
            memcpy(all + n, a.v, a.n * sizeof(pl_scored));
            n += a.n * sizeof(pl_scored);
        }
    }
    pl_test_close(t);
    char *out = malloc(n + sizeof n);
    cr_assert(out);
    memcpy(out, &n, sizeof n);
    memcpy(out + sizeof n, all, n);
    return out;
}

Test(summarizer, neither_threads_nor_order_change_anything) {
    char *one = all_of("threads = 1", 0);
    size_t n;
    memcpy(&n, one, sizeof n);
    cr_assert_gt(n, 40 * sizeof(pl_scored));
    for (int i = 0; i < 3; i++) {
        char *other = all_of(i < 2 ? "threads = 4" : "threads = 1", i > 0);
        cr_expect(!memcmp(one, other, n + sizeof n), "run %d", i);
        free(other);
    }
    free(one);
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

/* ---- size ---- */

static const char *const filler[] = {
    "The council of Ostby met about item %u. ", "Harbour dues rose by %u crowns last year. ",
    "Fishermen landed %u tonnes of herring. ", "Nobody in the town expected %u ships. "};

static char *many_sentences(uint32_t sentences, size_t *n) {
    char *text = malloc((size_t)sentences * 64 + 1);
    cr_assert(text);
    *n = 0;
    for (uint32_t i = 0; i < sentences; i++) *n += (size_t)sprintf(text + *n, filler[i % 4], i);
    return text;
}

static double seconds_of(const char *text, size_t n) {
    struct timespec a, b;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &a);
    pl_test *t = run_bytes("", NULL, NULL, text, n);
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &b);
    check_properties(t, 0, 3);
    cr_expect_eq(pl_test_layer(t, 0, "summary").n, 3);
    cr_expect_gt(pl_test_layer(t, 0, "keyphrases").n, 0);
    pl_test_close(t);
    return (double)(b.tv_sec - a.tv_sec) + 1e-9 * (double)(b.tv_nsec - a.tv_nsec);
}

/* The larger text no longer fits the caches, so 10 times the sentences cost up to 20 times the time; quadratic work would be 100. */
Test(summarizer, time_is_linear) {
    size_t n, m;
    char *few = many_sentences(20000, &n), *many = many_sentences(200000, &m);
    double least = 1e9, most = 1e9;
    for (int i = 0; i < 2; i++) {
        const double a = seconds_of(few, n), b = seconds_of(many, m);
        if (a < least) least = a;
        if (b < most) most = b;
    }
    cr_expect_leq(most, 40 * least, "%.3f s for 20,000 sentences, %.3f s for 200,000", least, most);
    free(few), free(many);
}

/* Without caps and redundancy control the summary is the list: of a text longer than it, the head and what is nearest to the whole. */
Test(summarizer, long_texts_are_listed_by_head_and_centrality) {
    static const char *const asides[] = {"Rain fell on Tuesday.", "A dog barked somewhere.",
                                         "Nobody answered the letters.", "Lamps went out early."};
    char in[4096] = "Snow covered the roofs. Two buses left late. ";
    for (int i = 0; i < 12; i++) {
        strcat(strcat(in, asides[i % 4]), " ");
        if (i == 7) strcat(in, HARBOUR " ");
        if (i == 10) strcat(in, FISH " ");
    }
    expect("sentences = 0\nmax_sentences = 4\nredundancy = 1\nlambda = 0", in,
           "Snow covered the roofs.|Two buses left late.|" HARBOUR "|" FISH);
}

Test(summarizer, one_sentence_of_a_megabyte) {
    const size_t n = 1 << 20;
    char *text = malloc(n);
    cr_assert(text);
    for (size_t i = 0; i < n; i++) text[i] = i % 7 == 6 ? ' ' : (char)('a' + (i * i / 7) % 26);
    pl_test *t = run_bytes("", NULL, NULL, text, n);
    cr_expect_eq(pl_test_layer(t, 0, "summary").n, 1);
    pl_test_close(t);
    t = run_bytes("characters = 100", NULL, NULL, text, n);
    check_properties(t, 0, 1);
    pl_test_close(t);
    free(text);
}

/* ---- repetition ---- */

static uint32_t common_words(const char *text, pl_span a, pl_span b) {
    uint32_t n = 0;
    for (uint32_t i = a.begin; i < a.end; i++) {
        char word[32];
        uint32_t k = 0;
        while (i < a.end && text[i] != ' ' && k < 31) word[k++] = text[i++];
        word[k] = '\0';
        const char *found = k > 4 ? memmem(text + b.begin, b.end - b.begin, word, k) : NULL;
        n += found != NULL;
    }
    return n;
}

static double mean_repetition(const char *settings, const char *in) {
    pl_scored s[16];
    pl_test *t = run(settings, in);
    const uint32_t n = picked(t, 0, s);
    double sum = 0;
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < i; k++) sum += common_words(in, s[i].span, s[k].span);
    pl_test_close(t);
    return sum;
}

Test(summarizer, lambda_lowers_repetition) {
    static const char *const lambdas[] = {"0", "0.4", "2", "20"};
    const char in[] =
        HARBOUR " The council said the second quay of the harbour will be ready next spring. " COST
                " " FISH " The quay of the harbour, said the council, replaces piers. The mayor "
                "left for Oslo on Sunday. Two ferries to Denmark were late because of the fog.";
    char settings[64];
    double first = 0, before = 0;
    for (size_t i = 0; i < sizeof lambdas / sizeof *lambdas; i++) {
        snprintf(settings, sizeof settings, "lambda = %s\nredundancy = 1", lambdas[i]);
        const double now = mean_repetition(settings, in);
        if (i)
            cr_expect_leq(now, before, "lambda %s: %g after %g", lambdas[i], now, before);
        else
            first = now;
        before = now;
    }
    cr_expect_lt(before, first);
}

Test(summarizer, redundancy_is_a_limit) {
    const char in[] =
        HARBOUR " The harbour of Ostby will get a second quay next spring, the mayor said. " COST;
    expect("sentences = 3", in, HARBOUR "|" COST);
    pl_test *t = run("sentences = 3\nredundancy = 1", in);
    cr_expect_eq(pl_test_layer(t, 0, "summary").n, 3);
    pl_test_close(t);
}

/* ---- query ---- */

Test(summarizer, query_words_come_first) {
    expect("sentences = 1\nquery = cruise ship", story, "The mayor hopes for cruise ships.");
    expect("sentences = 1\nquery = budgets", story, "A vote on the budget is due in June.");
    pl_test *a = run("sentences = 2\nquery = nowhere", story), *b = run("sentences = 2", story);
    cr_expect(!memcmp(pl_test_layer(a, 0, "summary").v, pl_test_layer(b, 0, "summary").v,
                      2 * sizeof(pl_scored)));
    pl_test_close(a), pl_test_close(b);
}

/* ---- data files ---- */

Test(summarizer, bad_data_files_are_named_with_their_line) {
    static const struct {
        const char *option, *content, *message;
    } rows[] = {{"model", "bias 0 1 0\nnonsense 0 1 1\n", ":2:"},
                {"model", "words 0 1 1\n", "incomplete"},
                {"model", "bias 0 0 1\n", ":1:"},
                {"rarity", "documents\t10\nquay\n", ":2:"},
                {"rarity", "quay\t3\n", ":1:"},
                {"rarity", "documents\t10\nquay\tx\n", ":2:"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char path[] = "/tmp/data.XXXXXX", config[256];
        const int file = mkstemp(path);
        cr_assert(file >= 0 && write(file, rows[i].content, strlen(rows[i].content)) > 0);
        close(file);
        snprintf(config, sizeof config, "%s[summarizer]\n%s = %s\n", plain, rows[i].option, path);
        pl_test *t = pl_test_open(config);
        pl_test_add(t, "x", "Text.");
        cr_expect_eq(pl_test_run(t), PL_ESTOP, "'%s' was taken", rows[i].content);
        cr_expect(strstr(pl_test_error(t), rows[i].message), "%s", pl_test_error(t));
        pl_test_close(t);
        unlink(path);
    }
}
