/* Tests of the deduper as a stage: what is a copy of what, which one stays, and what the documents say about it. */
#include <criterion/criterion.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "text-pipeline/pipeline_test.h"

enum { ROOM = 1 << 16 };

/* A text of `n` words from a vocabulary of its own; the same seed, the same text. Every eighth word is changed at random when
 * `change` is not 0: `change` in 1000 of all words. */
static char *make_text(char *to, unsigned seed, unsigned n, unsigned change) {
    static const char *const small[] = {"the", "of", "and", "to", "in", "that", "is", "for"};
    uint64_t state = seed * 0x9e3779b97f4a7c15u + 1, other = state ^ 0x5555;
    size_t at = 0;
    for (unsigned i = 0; i < n; i++) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        other = other * 6364136223846793005u + 1442695040888963407u;
        const unsigned word = (unsigned)(state >> 40), changed = (other >> 33) % 1000 < change;
        if (word % 3 == 0)
            at += (size_t)sprintf(to + at, "%s ", small[word / 3 % 8]);
        else
            at += (size_t)sprintf(to + at, "w%c%c%c%s ", 'a' + word % 23, 'a' + word / 23 % 23,
                                  'a' + word / 529 % 23, changed ? "x" : "");
        if (i % 11 == 10) at += (size_t)sprintf(to + at - 1, ". ") - 1;
    }
    to[at] = 0;
    return to;
}

static pl_test *open_test(const char *options) {
    char config[1024];
    snprintf(config, sizeof config, "[pipeline]\nstages = tokenizer, deduper\n[deduper]\n%s",
             options);
    return pl_test_open(config);
}

static void run(pl_test *t) { cr_assert_eq(pl_test_run(t), PL_OK, "%s", pl_test_error(t)); }

static int is_kept(pl_test *t, uint32_t i) {
    return pl_test_host(t)->verdict(pl_test_document(t, i)).state == PL_KEPT;
}

static const pl_duplicate *duplicate_of(pl_test *t, uint32_t i) {
    return pl_test_layer(t, i, "duplicate_of").v;
}

static int str_is(pl_str s, const char *text) {
    return s.n == strlen(text) && !memcmp(s.p, text, s.n);
}

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

/* ---- rewording: an article written for this test, and a copy reworded by hand ---- */

static const char original[] = "Harbour at Sandwell closed after storm\n\n"
                               "The harbour at Sandwell was closed on Tuesday after a storm broke "
                               "part of the northern wall, officials said. "
                               "Nobody was hurt, but 14 fishing boats were damaged and the road "
                               "along the coast is under water.\n\n"
                               "The mayor, Anna Brook, told reporters that repairs would take at "
                               "least six weeks and cost about 3 million pounds. "
                               "\"We have been asking for money for this wall since 2011,\" she "
                               "said. \"Now we will have to pay more than twice as much.\"\n\n"
                               "The storm reached the coast shortly before midnight with winds of "
                               "up to 130 kilometres an hour. In the villages of Holt and "
                               "Marsham about 2,000 homes were without power until Wednesday "
                               "morning. Schools in the area will stay closed until the end of "
                               "the week, and the train line between Sandwell and Norwich is "
                               "expected to open again on Friday.\n\n"
                               "Fishermen said that they had moved most of their boats into the "
                               "inner basin before the storm came, because they did not trust "
                               "the old wall. \"My father already said that it would not hold,\" "
                               "said Peter Lund, who has worked in the harbour for 30 years. "
                               "The government in London promised to send engineers, and the "
                               "minister for transport will visit the town on Thursday.\n";
static const char reworded[] =
    "Harbour at Sandwell shut after tempest\n\n"
    "The harbour at Sandwell was shut on Tuesday after a tempest smashed portion of the northern "
    "barrier, functionaries stated. "
    "Nobody was injured, but 14 angling vessels were harmed and the street along the shore is "
    "under liquid.\n\n"
    "The mayor, Anna Brook, informed journalists that fixes would take at slightest six weeks and "
    "price about 3 million pounds. "
    "\"We have been requesting for cash for this barrier since 2011,\" she stated. \"Now we will "
    "have to spend more than double as greatly.\"\n\n"
    "The tempest touched the shore quickly before midnight with breezes of up to 130 kilometres an "
    "hour. In the hamlets of Holt and "
    "Marsham about 2,000 dwellings were without electricity until Wednesday daybreak. Colleges in "
    "the zone will remain shut until the finish of "
    "the week, and the railway line between Sandwell and Norwich is anticipated to unlock again on "
    "Friday.\n\n"
    "Anglers stated that they had shifted most of their vessels into the internal bowl before the "
    "tempest arrived, because they did not believe "
    "the aged barrier. \"My dad already stated that it would not clutch,\" stated Peter Lund, who "
    "has laboured in the harbour for 30 years. "
    "The regime in London vowed to dispatch technicians, and the priest for conveyance will attend "
    "the municipality on Thursday.\n";

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

/* ---- earlier runs ---- */

static char folder[] = "/tmp/deduper_test.XXXXXX";

static pl_test *run_with_index(const char *const *ids, const char *const *texts, size_t n) {
    char option[128];
    snprintf(option, sizeof option, "index = %s\n", folder);
    pl_test *t = open_test(option);
    for (size_t i = 0; i < n; i++) pl_test_add(t, ids[i], texts[i]);
    return t;
}

static void remove_folder(void) {
    char command[128];
    snprintf(command, sizeof command, "rm -r '%s'", folder);
    cr_assert_eq(system(command), 0);
}

Test(deduper, later_runs_find_copies_of_what_earlier_ones_kept) {
    char a[ROOM], near[ROOM], other[ROOM], third[ROOM];
    make_text(a, 41, 300, 0), make_text(near, 41, 300, 30);
    make_text(other, 42, 300, 0), make_text(third, 43, 300, 0);
    cr_assert_not_null(mkdtemp(folder));
    pl_test *t = run_with_index((const char *[]){"a", "a again"}, (const char *[]){a, a}, 2);
    run(t);
    cr_expect(is_kept(t, 0) && !is_kept(t, 1));
    pl_test_close(t);
    t = run_with_index((const char *[]){"b", "c", "d", "e"},
                       (const char *[]){near, original, a, other}, 4);
    run(t);
    cr_expect(!is_kept(t, 0) && is_kept(t, 1) && !is_kept(t, 2) && is_kept(t, 3));
    cr_assert(duplicate_of(t, 0) && duplicate_of(t, 2));
    cr_expect(str_is(duplicate_of(t, 0)->id, "a") && str_is(duplicate_of(t, 0)->rule, "near"),
              "%.*s %.*s %f", (int)duplicate_of(t, 0)->id.n, duplicate_of(t, 0)->id.p,
              (int)duplicate_of(t, 0)->rule.n, duplicate_of(t, 0)->rule.p,
              duplicate_of(t, 0)->similarity);
    cr_expect(str_is(duplicate_of(t, 2)->id, "a") && str_is(duplicate_of(t, 2)->rule, "exact"));
    pl_test_close(t);
    t = run_with_index((const char *[]){"f", "g", "h"}, (const char *[]){reworded, third, other},
                       3);
    run(t);
    cr_expect(!is_kept(t, 0) && is_kept(t, 1) && !is_kept(t, 2));
    cr_assert_not_null(duplicate_of(t, 0));
    cr_expect(str_is(duplicate_of(t, 0)->id, "c") && str_is(duplicate_of(t, 0)->rule, "spun"));
    pl_test_close(t);
    remove_folder();
}

Test(deduper, an_update_takes_the_place_of_what_it_replaces) {
    char a[ROOM], newer[ROOM], other[ROOM], other_near[ROOM];
    make_text(a, 51, 300, 0), make_text(newer, 51, 300, 30);
    make_text(other, 52, 300, 0), make_text(other_near, 52, 300, 30);
    cr_assert_not_null(mkdtemp(folder));
    pl_test *t = run_with_index((const char *[]){"a", "o"}, (const char *[]){a, other}, 2);
    run(t);
    pl_test_close(t);
    t = run_with_index(NULL, NULL, 0);
    pl_test_field(t, "update_of", "a");
    pl_test_add(t, "a", newer);
    pl_test_field(t, "update_of", "gone long ago");
    pl_test_add(t, "n", other_near);
    pl_test_add(t, "copy", newer);
    run(t);
    cr_expect(is_kept(t, 0), "no copy of the text that it replaces");
    cr_expect(is_kept(t, 1), "nor of any other");
    cr_expect(!is_kept(t, 2) && str_is(duplicate_of(t, 2)->id, "a"), "others are copies of it");
    pl_test_close(t);
    t = run_with_index((const char *[]){"b", "c"}, (const char *[]){a, other}, 2);
    run(t);
    cr_expect(!is_kept(t, 0) && str_is(duplicate_of(t, 0)->rule, "near"),
              "of the two texts of an id the newer is there");
    cr_expect(!is_kept(t, 1) && str_is(duplicate_of(t, 1)->rule, "exact"));
    pl_test_close(t);
    remove_folder();
}

Test(deduper, an_original_that_comes_after_its_rewording_stays) {
    cr_assert_not_null(mkdtemp(folder));
    pl_test *t = run_with_index((const char *[]){"copy"}, (const char *[]){reworded}, 1);
    run(t);
    pl_test_close(t);
    t = run_with_index((const char *[]){"original"}, (const char *[]){original}, 1);
    run(t);
    cr_expect(is_kept(t, 0));
    pl_test_close(t);
    remove_folder();
}

Test(deduper, a_damaged_segment_stops_the_run) {
    char path[128];
    cr_assert_not_null(mkdtemp(folder));
    pl_test *t = run_with_index((const char *[]){"a"}, (const char *[]){original}, 1);
    run(t);
    pl_test_close(t);
    snprintf(path, sizeof path, "%s/000001-000001.seg", folder);
    FILE *f = fopen(path, "r+b");
    cr_assert_not_null(f);
    fseek(f, 300, SEEK_SET);
    fputc('x', f);
    fclose(f);
    t = run_with_index((const char *[]){"b"}, (const char *[]){reworded}, 1);
    cr_expect_neq(pl_test_run(t), PL_OK);
    cr_expect_not_null(strstr(pl_test_error(t), "damaged"), "%s", pl_test_error(t));
    pl_test_close(t);
    remove_folder();
}

Test(deduper, one_run_at_a_time_has_the_index) {
    cr_assert_not_null(mkdtemp(folder));
    pl_test *first = run_with_index((const char *[]){"a"}, (const char *[]){original}, 1),
            *second = run_with_index((const char *[]){"b"}, (const char *[]){reworded}, 1);
    run(first);
    cr_expect_neq(pl_test_run(second), PL_OK);
    cr_expect_not_null(strstr(pl_test_error(second), "another run uses it"), "%s",
                       pl_test_error(second));
    pl_test_close(second);
    pl_test_close(first);
    pl_test *third = run_with_index((const char *[]){"b"}, (const char *[]){reworded}, 1);
    run(third);
    cr_expect(!is_kept(third, 0));
    pl_test_close(third);
    remove_folder();
}

static uint32_t count_files(void) {
    uint32_t n = 0;
    DIR *d = opendir(folder);
    cr_assert_not_null(d);
    while (readdir(d)) n++;
    closedir(d);
    return n - 2; /* "." and ".." */
}

Test(deduper, many_runs_leave_few_segments_and_lose_nothing) {
    enum { NIGHTS = 21 };
    char texts[NIGHTS][ROOM], names[NIGHTS][8];
    const char *ids[NIGHTS], *all[NIGHTS];
    cr_assert_not_null(mkdtemp(folder));
    for (uint32_t i = 0; i < NIGHTS; i++) {
        snprintf(names[i], sizeof names[i], "n%u", i);
        ids[i] = names[i];
        all[i] = make_text(texts[i], 100 + i, 300, 0);
        pl_test *t = run_with_index(ids + i, all + i, 1);
        run(t);
        cr_assert(is_kept(t, 0));
        pl_test_close(t);
        cr_assert_leq(count_files(), 5u, "night %u", i);
    }
    cr_expect_eq(count_files(), 3u, "16, 4 and 1 documents");
    pl_test *t = run_with_index((const char *[NIGHTS]){0}, all, 0);
    for (uint32_t i = 0; i < NIGHTS; i++) pl_test_add(t, "again", all[i]);
    run(t);
    for (uint32_t i = 0; i < NIGHTS; i++) {
        cr_assert(!is_kept(t, i) && duplicate_of(t, i), "document %u", i);
        cr_expect(str_is(duplicate_of(t, i)->id, names[i]), "document %u", i);
    }
    pl_test_close(t);
    remove_folder();
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
