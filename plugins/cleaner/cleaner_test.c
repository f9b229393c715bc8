/* Tests of the cleaner as a stage: repair, boilerplate, metadata, and that a clean text stays as it is. */
#include <criterion/criterion.h>
#include <string.h>
#include "text-pipeline/pipeline_test.h"

static const struct {
    const char *name, *in, *out;
} compact[] = {
    {"clean text", "One line.\nAnother.\n\nA paragraph.", "One line.\nAnother.\n\nA paragraph."},
    {"windows line ends", "a\r\nb\rc", "a\nb\nc"},
    {"spaces", "a  b\tc \n d", "a b c\nd"},
    {"blank lines", "a\n\n\n \nb", "a\n\nb"},
    {"ends of the text", "  \n a \n\n", "a"},
    {"no-break and thin spaces",
     "a\xc2\xa0"
     "b\xe2\x80\x89"
     "c\xe3\x80\x80"
     "d",
     "a b c d"},
    {"unicode line ends",
     "a\xe2\x80\xa8"
     "b",
     "a\nb"},
    {"controls",
     "a\x01"
     "b\x7f"
     "c\xc2\xad"
     "d\xe2\x80\x8b"
     "e",
     "abcde"},
    {"byte order mark inside",
     "a\xef\xbb\xbf"
     "b",
     "ab"},
    {"other scripts", "\xd0\x96\xd0\xb8 \xe6\x97\xa5\xe6\x9c\xac",
     "\xd0\x96\xd0\xb8 \xe6\x97\xa5\xe6\x9c\xac"},
    {"dashes and quotes stay", "\xe2\x80\x9cyes\xe2\x80\x9d \xe2\x80\x93 no",
     "\xe2\x80\x9cyes\xe2\x80\x9d \xe2\x80\x93 no"},
};

static void check(const char *config, const char *name, const char *in, const char *out) {
    pl_test *t = pl_test_open(config);
    pl_test_add(t, "x", in);
    cr_assert_eq(pl_test_run(t), PL_OK, "%s: %s", name, pl_test_error(t));
    const pl_str text = pl_test_host(t)->text(pl_test_document(t, 0));
    cr_expect(text.n == strlen(out) && !memcmp(text.p, out, text.n), "%s: got '%.*s'", name,
              (int)text.n, text.p);
    pl_test_close(t);
}

Test(cleaner, compact_layout) {
    for (size_t i = 0; i < sizeof compact / sizeof *compact; i++)
        check("[pipeline]\nstages = cleaner\n", compact[i].name, compact[i].in, compact[i].out);
}

Test(cleaner, is_stable) { /* clean(clean(x)) = clean(x) */
    for (size_t i = 0; i < sizeof compact / sizeof *compact; i++)
        check("[pipeline]\nstages = cleaner\n", compact[i].name, compact[i].out, compact[i].out);
}

Test(cleaner, keeps_the_layout_when_told) {
    check("[pipeline]\nstages = cleaner\n[cleaner]\nlayout = keep\n", "indent",
          "  a\r\n\r\n\r\nb  c\x02", "  a\n\n\nb  c");
}

static const struct {
    const char *name, *in, *out;
} repairs[] = {
    {"entities", "Fish &amp; chips &mdash; &#8364;5 &#x41;&#150;",
     "Fish & chips \xe2\x80\x94 \xe2\x82\xac"
     "5 A\xe2\x80\x93"},
    {"entities in markup stay", "<p>Fish &amp; chips</p>", "<p>Fish &amp; chips</p>"},
    {"no entity", "AT&T, R&D, a & b, &nosuch; &#xffffff;", "AT&T, R&D, a & b, &nosuch; &#xffffff;"},
    {"composed", "cafe\xcc\x81 A\xcc\x8angstro\xcc\x88m", "caf\xc3\xa9 \xc3\x85ngstr\xc3\xb6m"},
    {"joiners of Persian stay",
     "\xd9\x85\xdb\x8c\xe2\x80\x8c\xd8\xae\xd9\x88\xd8\xa7\xd9\x87\xd9\x85",
     "\xd9\x85\xdb\x8c\xe2\x80\x8c\xd8\xae\xd9\x88\xd8\xa7\xd9\x87\xd9\x85"},
};

Test(cleaner, repairs) {
    for (size_t i = 0; i < sizeof repairs / sizeof *repairs; i++)
        check("[pipeline]\nstages = cleaner\n", repairs[i].name, repairs[i].in, repairs[i].out);
}

#define TITLE "Ferry to the Island Runs Again After Five Weeks\n\n"
#define BODY                                                                                       \
    "The ferry to the island sails again after five weeks in dock, the company said on Monday, "   \
    "and the "                                                                                     \
    "first lorries were on board before six in the morning.\n\n"                                   \
    "Farmers had waited for fodder, and the school had sent its pupils home twice, because the "   \
    "boat "                                                                                        \
    "that replaced the ferry could carry neither buses nor the fuel that the island needs."

static const struct {
    const char *name, *in, *out;
} lines[] = {
    {"comment form",
     TITLE BODY "\n\nLeave a Reply\n\nYour email address will not be published. Required fields "
                "are marked *\n\n*",
     TITLE BODY},
    {"repeated title", TITLE TITLE BODY, TITLE BODY},
    {"shortcodes", "[ad_1]\n" TITLE BODY "\n[ad_2]\nSource link", TITLE BODY},
    {"share bar", TITLE BODY "\n\nShare this:\nFacebook\nTwitter\n\n12 comments", TITLE BODY},
    {"teasers",
     TITLE BODY "\n\nWhy the Harbour Needs a New Crane\n\nThe old crane has lifted its last "
                "container, and the city must now decide what to...",
     TITLE BODY},
    {"byline", TITLE "By Ida Holm\n\n" BODY, TITLE BODY},
    {"lone by", TITLE "By\n\n" BODY, TITLE BODY},
    {"a question in the body stays", TITLE BODY "\n\nWhat comes next?\n\n" BODY,
     TITLE BODY "\n\nWhat comes next?\n\n" BODY},
    {"a heading like a menu stays inside the body", TITLE BODY "\n\nPolitics\n\n" BODY,
     TITLE BODY "\n\nPolitics\n\n" BODY},
    {"too little would be left", "Leave a Reply\nFacebook\nTwitter",
     "Leave a Reply\nFacebook\nTwitter"},
};

Test(cleaner, takes_out_boilerplate) {
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        check("[pipeline]\nstages = cleaner\n", lines[i].name, lines[i].in, lines[i].out);
}

Test(cleaner, leaves_lines_alone_when_told) {
    check("[pipeline]\nstages = cleaner\n[cleaner]\nboilerplate = no\n", "share",
          BODY "\n\nShare this:", BODY "\n\nShare this:");
}

static void expect_field(pl_test *t, const char *name, const char *value) {
    pl_value v = {0};
    const int rc = pl_test_host(t)->get(pl_test_document(t, 0), name, &v);
    if (!*value)
        cr_expect(rc != PL_OK || !v.u.s.n, "%s is '%.*s'", name, (int)v.u.s.n, v.u.s.p);
    else
        cr_expect(rc == PL_OK && v.u.s.n == strlen(value) && !memcmp(v.u.s.p, value, v.u.s.n),
                  "%s is '%.*s'", name, (int)(rc ? 0 : v.u.s.n), rc ? "" : v.u.s.p);
}

Test(cleaner, finds_metadata) {
    pl_test *t = pl_test_open("[pipeline]\nstages = cleaner\n");
    pl_test_add(t, "x",
                TITLE "By Ida Holm\n\nPublished: 3 March 2024\n\n" BODY
                      "\n\nThe views expressed in this article are those of the author.\n\nIda "
                      "Holm is a reporter who covers the coast.");
    cr_assert_eq(pl_test_run(t), PL_OK, "%s", pl_test_error(t));
    expect_field(t, "title", "Ferry to the Island Runs Again After Five Weeks");
    expect_field(t, "byline", "By Ida Holm");
    expect_field(t, "author", "Ida Holm");
    expect_field(t, "created", "2024-03-03");
    expect_field(t, "disclaimer", "The views expressed in this article are those of the author.");
    expect_field(t, "author_bio", "Ida Holm is a reporter who covers the coast.");
    expect_field(t, "language", "en");
    cr_expect_eq(pl_test_layer(t, 0, "zones").n, 5);
    pl_test_close(t);
}

Test(cleaner, invents_nothing) {
    pl_test *t = pl_test_open("[pipeline]\nstages = cleaner\n");
    pl_test_add(t, "x", BODY);
    cr_assert_eq(pl_test_run(t), PL_OK, "%s", pl_test_error(t));
    static const char *const fields[] = {"title", "byline", "author",     "created",
                                         "site",  "url",    "author_bio", "disclaimer"};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) expect_field(t, fields[i], "");
    pl_test_close(t);
}

/* 16M are 76959 lines. The scratch of a text of more than a megabyte goes; the next text is as good as any. */
Test(cleaner, refuses_lines_that_memory_cannot_hold) {
    enum { BYTES = 2 << 20 };
    static char text[BYTES];
    static const struct {
        const char *name;
        uint32_t lines;
        pl_state_of state;
    } rows[] = {{"as many as can be", 76959, PL_KEPT}, {"one more", 76960, PL_DEAD}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        pl_test *t = pl_test_open("[pipeline]\nstages = cleaner\nmemory = 16M\n");
        memset(text, 'a', BYTES);
        for (uint32_t k = 1; k < rows[i].lines; k++) text[20 * k] = '\n';
        pl_test_add_bytes(t, "many", text, BYTES);
        pl_test_add(t, "few", "a  b");
        cr_assert_eq(pl_test_run(t), PL_OK, "%s", pl_test_error(t));
        const pl_verdict v = pl_test_host(t)->verdict(pl_test_document(t, 0));
        cr_expect_eq(v.state, rows[i].state, "%s", rows[i].name);
        if (v.state == PL_DEAD)
            cr_expect_str_eq(v.message.p, "more than 76959 lines, too many for `memory`");
        cr_expect_eq(pl_test_host(t)->text(pl_test_document(t, 1)).n, 3u);
        pl_test_close(t);
    }
}

Test(cleaner, explains_every_change) {
    pl_test *t = pl_test_open("[pipeline]\nstages = cleaner\n");
    pl_test_add(t, "x", "a  b\x01");
    cr_assert_eq(pl_test_run(t), PL_OK, "%s", pl_test_error(t));
    pl_removal r = {.size = sizeof r};
    cr_assert_eq(pl_test_host(t)->removal_at(pl_test_document(t, 0), 0, &r), PL_OK);
    cr_expect_eq(r.original.begin, 2);
    cr_expect_eq(r.original.end, 3);
    cr_expect(!strncmp(r.why.p, "layout:spaces", r.why.n));
    cr_assert_eq(pl_test_host(t)->removal_at(pl_test_document(t, 0), 1, &r), PL_OK);
    cr_expect(!strncmp(r.why.p, "control", r.why.n));
    cr_expect_eq(pl_test_host(t)->removal_at(pl_test_document(t, 0), 2, &r), PL_END);
    pl_test_close(t);
}
