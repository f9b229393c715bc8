/* Tests of the deduper as a stage: what is a copy of what, which one stays, and what the documents say about it. */
#include <stdlib.h>
#include "deduper_test.h"

static void expect_field(pl_test *t, uint32_t i, const char *name, const char *value) {
    pl_value v = {0};
    const int rc = pl_test_host(t)->get(pl_test_document(t, i), name, &v);
    cr_expect(rc == PL_OK && v.type == PL_TEXT && str_is(v.u.s, value), "document %u: %s is '%.*s'",
              i, name, (int)v.u.s.n, v.u.s.p);
}

/* ---- pairs: two texts, and the rule that finds them ---- */

static const struct {
    const char *name, *one, *two, *rule; /* rule NULL: both are kept */
} pairs[] = {
    {"equal", "It rained in the north.", "It rained in the north.", "exact"},
    {"spacing", "It rained in the north.", "  It rained\n\nin the north. ", "exact"},
    {"case", "It rained in the north.", "IT RAINED IN THE NORTH.", "exact"},
    {"apostrophe", "It's raining, isn't it?", "It\xe2\x80\x99s raining, isn\xe2\x80\x99t it?",
     "exact"},
    {"punctuation", "It rained in the north today again.", "It rained, in the north, today again",
     "near"},
    {"another number", "Profit rose by 5 percent to 10 million.",
     "Profit rose by 7 percent to 12 million.", NULL},
    {"other words", "It rained in the north.", "It snowed in the south.", NULL},
    {"one word", "Rain", "Rain", "exact"},
    {"other single words", "Rain", "Snow", NULL},
    {"same signs", "***", "***", "exact"},
    {"other signs", "***", "---", NULL},
    {"chinese", "\xe4\xbb\x8a\xe5\xa4\xa9\xe5\xa4\xa9\xe6\xb0\x94\xe5\xbe\x88\xe5\xa5\xbd",
     "\xe4\xbb\x8a\xe5\xa4\xa9\xe5\xa4\xa9\xe6\xb0\x94\xe5\xbe\x88\xe5\xa5\xbd", "exact"},
    {"numbers of other scripts", "\xd9\xa1\xd9\xa2 x", "\xd9\xa3\xd9\xa4 x", NULL},
};

Test(deduper, pairs) {
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        pl_test *t = open_test("");
        pl_test_add(t, "one", pairs[i].one);
        pl_test_add(t, "two", pairs[i].two);
        run(t);
        cr_expect(is_kept(t, 0), "%s: the first goes", pairs[i].name);
        cr_expect_eq(is_kept(t, 1), !pairs[i].rule, "%s", pairs[i].name);
        const pl_duplicate *d = duplicate_of(t, 1);
        if (d && pairs[i].rule)
            cr_expect(str_is(d->rule, pairs[i].rule), "%s: found by %.*s", pairs[i].name,
                      (int)d->rule.n, d->rule.p);
        if (d && !strcmp(pairs[i].rule, "near"))
            cr_expect(d->similarity < 1, "%s: not the same text", pairs[i].name);
        pl_test_close(t);
    }
}

static const struct {
    unsigned words, change, found;
} changed[] = {{200, 0, 1},  {200, 10, 1},  {400, 20, 1},  {300, 500, 0},
               {30, 900, 0}, {2000, 10, 1}, {2000, 900, 0}};

Test(deduper, changed_words) {
    char a[ROOM], b[ROOM];
    for (size_t i = 0; i < sizeof changed / sizeof *changed; i++) {
        pl_test *t = open_test("keep = first\nspun = no\n");
        pl_test_add(t, "a", make_text(a, 1, changed[i].words, 0));
        pl_test_add(t, "b", make_text(b, 1, changed[i].words, changed[i].change));
        run(t);
        cr_expect(is_kept(t, 0));
        cr_expect_eq(is_kept(t, 1), !changed[i].found, "%u words, %u changed", changed[i].words,
                     changed[i].change);
        pl_test_close(t);
    }
}

/* Han characters without a space; of each 1000 about `change` are others. */
static char *make_han(char *to, unsigned seed, unsigned n, unsigned change) {
    uint64_t here = seed, other = seed + 99;
    char *p = to;
    for (unsigned i = 0; i < n; i++) {
        here = here * 6364136223846793005u + 1442695040888963407u;
        other = other * 6364136223846793005u + 1442695040888963407u;
        const unsigned c = 0x4e00 + (unsigned)(here >> 40) % 3000 + ((other >> 33) % 1000 < change);
        *p++ = (char)(0xe0 | c >> 12), *p++ = (char)(0x80 | (c >> 6 & 63)),
        *p++ = (char)(0x80 | (c & 63));
    }
    *p = 0;
    return to;
}

static const struct {
    unsigned seed, change, found;
} han[] = {{1, 0, 1}, {1, 20, 1}, {1, 400, 0}, {2, 0, 0}};

Test(deduper, text_without_spaces) {
    char a[ROOM], b[ROOM];
    for (size_t i = 0; i < sizeof han / sizeof *han; i++) {
        pl_test *t = open_test("keep = first\n");
        pl_test_add(t, "a", make_han(a, 1, 400, 0));
        pl_test_add(t, "b", make_han(b, han[i].seed, 400, han[i].change));
        run(t);
        cr_expect(is_kept(t, 0));
        cr_expect_eq(is_kept(t, 1), !han[i].found, "row %zu", i);
        pl_test_close(t);
    }
}

Test(deduper, a_part_is_contained) {
    char whole[ROOM], part[ROOM];
    make_text(whole, 5, 1500, 0);
    make_text(part, 5, 120, 0);
    for (uint32_t order = 0; order < 2; order++) {
        pl_test *t = open_test("");
        pl_test_add(t, "x", order ? part : whole);
        pl_test_add(t, "y", order ? whole : part);
        run(t);
        cr_expect(is_kept(t, order) && !is_kept(t, !order), "the longer one stays");
        const pl_duplicate *d = duplicate_of(t, !order);
        cr_expect(d && str_is(d->rule, "contained"));
        pl_test_close(t);
    }
}

Test(deduper, a_layer_that_is_off_finds_nothing) {
    static const struct {
        const char *option;
        unsigned change, words;
    } off[] = {{"exact = no\nnear = no\ncontained = no\nspun = no", 0, 300},
               {"near = no\ncontained = no\nspun = no\n", 10, 300}};
    char a[ROOM], b[ROOM];
    for (size_t i = 0; i < sizeof off / sizeof *off; i++) {
        pl_test *t = open_test(off[i].option);
        pl_test_add(t, "a", make_text(a, 1, 300, 0));
        pl_test_add(t, "b", make_text(b, 1, off[i].words, off[i].change));
        run(t);
        cr_expect(is_kept(t, 0) && is_kept(t, 1), "row %zu", i);
        pl_test_close(t);
    }
}

/* ---- which one stays ---- */

static const struct {
    const char *keep;
    const char *dates[3];
    unsigned words[3];
    uint32_t kept;
} keeps[] = {
    {"first", {"2020", "2019", "2018"}, {300, 320, 340}, 0},
    {"longest", {"2020", "2019", "2018"}, {300, 340, 320}, 1},
    {"oldest", {"2020-03-02", "2020-03-01", "2020-03-03"}, {300, 300, 340}, 1},
    {"oldest", {"", "2020", "2019"}, {340, 300, 300}, 2},
    {"best", {"2020", "2019", "2018"}, {300, 305, 380}, 2},
    {"best", {"2020-05", "2020-04", ""}, {300, 301, 302}, 1},
    {"best", {"", "", ""}, {301, 302, 300}, 0},
};

Test(deduper, keep) {
    char text[ROOM], option[64];
    for (size_t i = 0; i < sizeof keeps / sizeof *keeps; i++) {
        snprintf(option, sizeof option, "keep = %s\n", keeps[i].keep);
        pl_test *t = open_test(option);
        for (uint32_t k = 0; k < 3; k++) {
            char id[2] = {(char)('a' + k), 0};
            if (*keeps[i].dates[k]) pl_test_field(t, "created", keeps[i].dates[k]);
            pl_test_add(t, id, make_text(text, 9, keeps[i].words[k], 0));
        }
        run(t);
        for (uint32_t k = 0; k < 3; k++)
            cr_expect_eq(is_kept(t, k), k == keeps[i].kept, "row %zu, document %u", i, k);
        pl_test_close(t);
    }
}

Test(deduper, the_oldest_of_equal_texts_stays) {
    pl_test *t = open_test("");
    static const char *const dates[] = {"2021", "2019", "2020"};
    for (uint32_t k = 0; k < 3; k++) {
        char id[2] = {(char)('a' + k), 0};
        pl_test_field(t, "created", dates[k]);
        pl_test_add(t, id, "The same text three times over.");
    }
    run(t);
    cr_expect(!is_kept(t, 0) && is_kept(t, 1) && !is_kept(t, 2));
    for (uint32_t k = 0; k < 3; k += 2) {
        cr_assert_not_null(duplicate_of(t, k));
        cr_expect(str_is(duplicate_of(t, k)->id, "b"));
        cr_expect_eq(duplicate_of(t, k)->similarity, 1.0);
    }
    cr_expect_eq(pl_test_layer(t, 1, "duplicates").n, 2u);
    pl_test_close(t);
}

/* ---- what the documents say ---- */

Test(deduper, cluster_and_verdict) {
    pl_test *t = open_test("");
    pl_test_add(t, "a.txt", "Something else altogether, for once.");
    pl_test_add(t, "b.txt", "The harbour was closed for two days.");
    pl_test_add(t, "c.txt", "The harbour was closed for two days.");
    run(t);
    expect_field(t, 0, "cluster", "a.txt");
    expect_field(t, 1, "cluster", "b.txt");
    expect_field(t, 2, "cluster", "b.txt");
    const pl_verdict v = pl_test_host(t)->verdict(pl_test_document(t, 2));
    cr_expect(str_is(v.reason, "exact"), "%.*s", (int)v.reason.n, v.reason.p);
    cr_expect(str_is(v.message, "exact copy of b.txt"), "%.*s", (int)v.message.n, v.message.p);
    cr_expect_eq(pl_test_layer(t, 0, "duplicates").n, 0u);
    cr_expect_null(duplicate_of(t, 0));
    pl_test_close(t);
}

Test(deduper, mark_drops_nothing) {
    pl_test *t = open_test("action = mark\n");
    pl_test_add(t, "a", "The harbour was closed for two days.");
    pl_test_add(t, "b", "The harbour was closed for two days.");
    run(t);
    cr_expect(is_kept(t, 0) && is_kept(t, 1));
    cr_assert_not_null(duplicate_of(t, 1));
    cr_expect(str_is(duplicate_of(t, 1)->id, "a"));
    expect_field(t, 1, "cluster", "a");
    pl_test_close(t);
}

Test(deduper, copies_by_field) {
    pl_test *t = open_test("by = url\n");
    static const struct {
        const char *id, *url, *text, *rule;
    } rows[] = {
        {"a", "https://example.org/1?id=7&utm_source=x#top", "It rained in the north.", NULL},
        {"b", "http://www.example.org/1/?utm_medium=y&id=7",
         "It snowed in the south, and more is to come.", "field"},
        {"c", "https://example.org/1?id=8", "The sun shines on everyone.", NULL},
        {"d", "", "No address here.", NULL},
        {"e", "", "Nor here, as far as we know.", NULL},
        {"f", "https://example.org/9", "It rained in the north.", "exact"}};
    enum { ROWS = sizeof rows / sizeof *rows };
    for (size_t i = 0; i < ROWS; i++) {
        if (*rows[i].url) pl_test_field(t, "url", rows[i].url);
        pl_test_add(t, rows[i].id, rows[i].text);
    }
    run(t);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < ROWS; i++) kept += is_kept(t, i) != 0;
    cr_expect_eq(kept, 4u);
    cr_expect(is_kept(t, 1), "the longest of the three stays");
    for (uint32_t i = 0; i < ROWS; i += 5) {
        cr_assert_not_null(duplicate_of(t, i));
        cr_expect(str_is(duplicate_of(t, i)->rule, "field"));
        cr_expect_lt(duplicate_of(t, i)->similarity, 0.5, "the texts differ");
    }
    pl_test_close(t);
}

/* ---- clusters ---- */

Test(deduper, a_family_above_every_cap) { /* one page, 400 times, each with a line of its own */
    char text[ROOM], id[16];
    make_text(text, 3, 200, 0);
    const size_t n = strlen(text);
    pl_test *t = open_test("keep = first\n");
    for (int i = 0; i < 400; i++) {
        snprintf(id, sizeof id, "%d", i);
        snprintf(text + n, 32, "number%d.", i);
        pl_test_add(t, id, text);
    }
    run(t);
    int kept = 0;
    for (uint32_t i = 0; i < 400; i++) kept += is_kept(t, i) != 0;
    cr_expect_eq(kept, 1, "%d kept", kept);
    cr_expect(is_kept(t, 0));
    pl_test_close(t);
}

Test(deduper,
     a_chain_is_not_one_cluster) { /* each like the next; the ends have nothing in common */
    enum { LINKS = 12, STEP = 30, WORDS = 300 };
    char long_text[ROOM], *words[LINKS * STEP + WORDS] = {0}, id[8];
    make_text(long_text, 21, LINKS * STEP + WORDS, 0);
    unsigned n = 0;
    for (char *w = strtok(long_text, " "); w && n < LINKS * STEP + WORDS; w = strtok(NULL, " "))
        words[n++] = w;
    cr_assert_eq(n, LINKS * STEP + WORDS);
    pl_test *t = open_test("keep = first\nspun = no\ncontained = no\n");
    for (unsigned i = 0; i < LINKS; i++) {
        char text[ROOM], *to = text;
        for (unsigned k = 0; k < WORDS; k++) to += sprintf(to, "%s ", words[i * STEP + k]);
        snprintf(id, sizeof id, "%u", i);
        pl_test_add(t, id, text);
    }
    run(t);
    int kept = 0;
    for (uint32_t i = 0; i < LINKS; i++) {
        kept += is_kept(t, i) != 0;
        if (!is_kept(t, i)) cr_expect_geq(duplicate_of(t, i)->similarity, 0.5);
    }
    cr_expect(kept > 1 && kept < LINKS, "%d kept", kept);
    pl_test_close(t);
}

/* ---- rewording ---- */

Test(deduper, a_reworded_copy_goes_whichever_comes_first) {
    for (uint32_t order = 0; order < 2; order++) {
        pl_test *t = open_test("");
        pl_test_add(t, "0", order ? original : reworded);
        pl_test_add(t, "1", order ? reworded : original);
        run(t);
        const uint32_t kept = !order;
        cr_expect(is_kept(t, kept) && !is_kept(t, !kept), "order %u", order);
        const pl_duplicate *d = duplicate_of(t, !kept);
        cr_assert_not_null(d);
        cr_expect(str_is(d->rule, "spun"));
        cr_expect(d->similarity >= 0.25 && d->similarity < 1);
        const pl_verdict v = pl_test_host(t)->verdict(pl_test_document(t, !kept));
        cr_expect(str_is(v.message, order ? "spun copy of 0" : "spun copy of 1"));
        pl_test_close(t);
    }
}

Test(deduper, evidence_names_what_was_replaced) {
    static const char *const wanted[] = {
        "{\"original\":\"storm broke part\",\"copy\":\"tempest smashed portion\"}",
        "{\"original\":\"hurt\",\"copy\":\"injured\"}"};
    pl_test *t = open_test("");
    pl_test_add(t, "o", original);
    pl_test_add(t, "c", reworded);
    run(t);
    const pl_duplicate *of = duplicate_of(t, 1), *copy = pl_test_layer(t, 0, "duplicates").v;
    cr_assert(of && copy);
    cr_expect(of->evidence.n == copy->evidence.n &&
              !memcmp(of->evidence.p, copy->evidence.p, of->evidence.n));
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        cr_expect(memmem(of->evidence.p, of->evidence.n, wanted[i], strlen(wanted[i])),
                  "%s is not in %.*s", wanted[i], (int)of->evidence.n, of->evidence.p);
    pl_test_close(t);
}

static double fluency(pl_test *t, uint32_t i) {
    pl_value v = {0};
    return pl_test_host(t)->get(pl_test_document(t, i), "fluency", &v) == PL_OK ? v.u.r : -100;
}

Test(deduper, fluency) {
    pl_test *t = open_test("");
    pl_test_add(t, "o", original);
    pl_test_add(t, "c", reworded);
    pl_test_add(t, "short", "Too short to tell.");
    pl_test_field(t, "language", "de");
    pl_test_add(t, "german", original);
    run(t);
    cr_expect_gt(fluency(t, 0), fluency(t, 1) + 0.5);
    cr_expect_eq(fluency(t, 2), -100, "nothing is known of a few words");
    cr_expect_eq(fluency(t, 3), -100, "the model knows English only");
    pl_test_close(t);
}

/* ---- passages ---- */

Test(deduper, a_shared_run_is_told_on_both_sides) {
    char host[ROOM], tail[ROOM], text[2 * ROOM + 256];
    make_text(host, 31, 200, 0);
    snprintf(text, sizeof text,
             "%s\xc3\xa9 The mayor of the town told reporters that repairs would take at least six "
             "weeks and cost about three million. %s",
             host, make_text(tail, 32, 200, 0));
    pl_test *t = open_test("");
    pl_test_add(t, "o",
                "First words \xc3\xa9\xc3\xa9. The mayor of the town told reporters that repairs "
                "would take at least six weeks and cost about three million. Nobody believed it.");
    pl_test_add(t, "p", text);
    pl_test_add(t, "q", make_text(host, 33, 300, 0));
    run(t);
    for (uint32_t i = 0; i < 3; i++) cr_expect(is_kept(t, i));
    for (uint32_t i = 0; i < 2; i++) {
        const pl_array a = pl_test_layer(t, i, "passages");
        cr_assert_eq(a.n, 1u, "document %u has %u", i, a.n);
        const pl_passage *p = a.v;
        const pl_str all = pl_test_host(t)->text(pl_test_document(t, i));
        static const char begin[] = "The mayor", end[] = "about three million";
        cr_expect(!memcmp(all.p + p->span.begin, begin, sizeof begin - 1));
        cr_expect(!memcmp(all.p + p->span.end - (sizeof end - 1), end, sizeof end - 1));
        cr_expect(str_is(p->id, i ? "o" : "p"));
    }
    cr_expect_eq(((const pl_passage *)pl_test_layer(t, 1, "passages").v)->other_begin, 16u,
                 "code points");
    cr_expect_eq(pl_test_layer(t, 2, "passages").n, 0u);
    pl_test_close(t);
}

/* ---- bad input ---- */

Test(deduper, anything_goes) {
    static const char *const texts[] = {"a",
                                        "a a a a a a a a a a a a a a a a a a a a a a a",
                                        "\xf0\x9f\x98\x80",
                                        "...",
                                        "1 2 3",
                                        "\xe2\x80\x99",
                                        "x\n\n\n\ny"};
    pl_test *t = open_test("");
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) pl_test_add(t, "x", texts[i]);
    char *big = malloc(2 << 20);
    for (size_t i = 0; i < 2 << 20; i++) big[i] = i % 2 ? ' ' : 'a';
    pl_test_add_bytes(t, "big", big, 2 << 20);
    memset(big, 'b', 2 << 20);
    pl_test_add_bytes(t, "one word", big, 2 << 20);
    run(t);
    free(big);
    for (uint32_t i = 0; i < 9; i++) cr_expect(is_kept(t, i), "document %u", i);
    pl_test_close(t);
}
