/* last_run_test.c: what the newest run of a state folder left of itself. */
#include "engine/last_run.h"
#include <errno.h>
#include "temporary.h"

Test(last_run, comes_back_as_it_was_written, .init = make_folder, .fini = remove_folder) {
    const struct last_run was = {
        .config = "/etc/\"news\"\n.ini",
        .name = "news",
        .dead_letters = "",
        .report = "/out/\xc3\xa9",
        .reason = "a\tb\\",
        .process = 1234,
        .began = 1800000000,
        .ended = 1800000001,
        .last_success = 1700000000,
        .exit_code = 74,
        .bytes_out = UINT64_C(1) << 60,
        .seconds = 0.125,
        .totals = {.in = 5, .kept = 3, .dropped = 1, .dead = 1, .bytes_in = 99}};
    struct last_run is;
    cr_assert_eq(last_run_write(folder, &was), 0);
    cr_assert_eq(last_run_read(folder, &is), 0);
    cr_expect_str_eq(is.config, was.config);
    cr_expect_str_eq(is.name, was.name);
    cr_expect_str_eq(is.dead_letters, was.dead_letters);
    cr_expect_str_eq(is.report, was.report);
    cr_expect_str_eq(is.reason, was.reason);
    cr_expect_eq(is.process, was.process);
    cr_expect_eq(is.began, was.began);
    cr_expect_eq(is.ended, was.ended);
    cr_expect_eq(is.last_success, was.last_success);
    cr_expect_eq(is.exit_code, was.exit_code);
    cr_expect_eq(is.bytes_out, was.bytes_out);
    cr_expect_eq(is.seconds, was.seconds);
    cr_expect_eq(memcmp(&is.totals, &was.totals, sizeof is.totals), 0);
    last_run_free(&is);
}

Test(last_run, what_is_no_such_file_is_refused, .init = make_folder, .fini = remove_folder) {
    static const char *const texts[] = {"",
                                        "{",
                                        "[]",
                                        "{}",
                                        "{\"name\":\"a\",\"config\":\"b\"}",
                                        "{\"name\":1}",
                                        "{\"process\":\"x\"}"};
    struct last_run r;
    cr_expect(last_run_read(folder, &r) == -1 && errno == ENOENT);
    last_run_free(&r);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        write_file("last_run", texts[i], strlen(texts[i]));
        cr_expect(last_run_read(folder, &r) == -1 && errno == EBADMSG, "%s", texts[i]);
        last_run_free(&r);
    }
}
