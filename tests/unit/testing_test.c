/* testing_test.c: what tests of plugins are told when they go wrong themselves. */
#include <criterion/criterion.h>
#include <string.h>
#include "text-pipeline/pipeline_test.h"

static pl_test *opened(const char *config) {
    pl_test *t = pl_test_open(config);
    pl_test_field(t, "url", "http://x/1");
    pl_test_add(t, "a", "one two");
    return t;
}

Test(testing, a_wrong_config_is_named_by_its_line) {
    pl_test *t = opened("[pipeline]\nstages = tokeniser\n");
    cr_expect_eq(pl_test_run(t), PL_ESTOP);
    cr_expect(strstr(pl_test_error(t), ":2:") && strstr(pl_test_error(t), "tokenizer"), "%s",
              pl_test_error(t));
    pl_test_close(t);
}

Test(testing, before_it_ran_there_is_nothing_to_see) {
    pl_test *t = opened("[pipeline]\nstages = tokenizer\n");
    pl_test_field(t, "unused", "it is freed");
    cr_expect_null(pl_test_document(t, 0));
    cr_expect_eq(pl_test_layer(t, 0, "tokens").n, 0);
    cr_expect_eq(pl_test_name(t, 0).n, 0);
    cr_expect_str_eq(pl_test_json(t, 0), "");
    pl_test_close(t);
}

Test(testing, it_runs_once_and_has_its_documents_alone) {
    pl_test *t = opened("[pipeline]\nstages = tokenizer\n");
    cr_assert_eq(pl_test_run(t), PL_OK, "%s", pl_test_error(t));
    cr_expect_str_eq(pl_test_error(t), "");
    cr_expect_eq(pl_test_layer(t, 0, "tokens").n, 2);
    cr_expect_eq(pl_test_layer(t, 0, "runes").n, 0);
    cr_expect_null(pl_test_document(t, 1));
    cr_expect_str_eq(pl_test_json(t, 1), "");
    cr_expect_eq(pl_test_name(t, -1).n, 0);
    cr_expect_eq(pl_test_name(t, 1 << 20).n, 0);
    cr_expect(strstr(pl_test_json(t, 0), "http://x/1"));
    cr_expect_eq(pl_test_run(t), PL_ESTOP);
    cr_expect_str_eq(pl_test_error(t), "a test runs once");
    pl_test_close(t);
}
