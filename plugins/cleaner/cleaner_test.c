/* Tests of the cleaner: layout, controls, and that a clean text stays as it is. */
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
     "b\xc2\x85"
     "c",
     "a\nb\nc"},
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

Test(cleaner, explains_every_change) {
    pl_test *t = pl_test_open("[pipeline]\nstages = cleaner\n");
    pl_test_add(t, "x", "a  b\x01");
    cr_assert_eq(pl_test_run(t), PL_OK, "%s", pl_test_error(t));
    pl_removal r = {.size = sizeof r};
    cr_assert_eq(pl_test_host(t)->removal_at(pl_test_document(t, 0), 0, &r), PL_OK);
    cr_expect_eq(r.original.begin, 1);
    cr_expect_eq(r.original.end, 3);
    cr_expect(!strncmp(r.why.p, "layout:spaces", r.why.n));
    cr_assert_eq(pl_test_host(t)->removal_at(pl_test_document(t, 0), 1, &r), PL_OK);
    cr_expect(!strncmp(r.why.p, "control", r.why.n));
    cr_expect_eq(pl_test_host(t)->removal_at(pl_test_document(t, 0), 2, &r), PL_END);
    pl_test_close(t);
}
