/* metrics_test.c: the text for Prometheus. */
#include "engine/metrics.h"
#include "temporary.h"

static struct outcome outcome;

static const char *printed(const char *config, uint64_t last_success, int code) {
    static struct buffer b;
    const struct metrics m = {.config = config,
                              .exit_code = code,
                              .ended = 1800000001,
                              .last_success = last_success,
                              .seconds = 1.25,
                              .peak_rss = 123456789012,
                              .outcome = &outcome};
    buffer_clear(&b);
    metrics_print(&b, &m);
    buffer_append(&b, "", 1);
    return b.p;
}

static void has(const char *text, const char *row) {
    cr_expect(strstr(text, row) != NULL, "no '%s' in:\n%s", row, text);
}

Test(metrics, numbers_are_written_out) {
    const char *text = printed("news", 1800000000, 3);
    has(text, "\npipeline_last_success_timestamp_seconds{config=\"news\"} 1800000000\n");
    has(text, "\npipeline_last_run_timestamp_seconds{config=\"news\"} 1800000001\n");
    has(text, "\npipeline_last_exit_code{config=\"news\"} 3\n");
    has(text, "\npipeline_duration_seconds{config=\"news\"} 1.25\n");
    has(text, "\npipeline_peak_rss_bytes{config=\"news\"} 123456789012\n");
}

Test(metrics, labels_are_escaped) {
    static const struct {
        const char *name, *label;
    } table[] = {{"a\"b", "a\\\"b"},
                 {"a\\b", "a\\\\b"},
                 {"a\nb", "a\\nb"},
                 {"n\xc3\xa9", "n\xc3\xa9"},
                 {"n\xe9s", "n?s"},
                 {"\xff\xfe", "??"},
                 {"\xc3\xa9\xe9\xc3\xa9", "\xc3\xa9?\xc3\xa9"},
                 {"", ""}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        char row[128];
        snprintf(row, sizeof row, "\npipeline_last_exit_code{config=\"%s\"} 0\n", table[i].label);
        has(printed(table[i].name, 0, 0), row);
    }
}

Test(metrics, a_stage_has_a_row_of_its_own) {
    outcome.n_stages = 2;
    strcpy(outcome.stages[0].name, "read");
    strcpy(outcome.stages[1].name, "a\"b");
    outcome.stages[1].seconds = 0.5;
    const char *text = printed("news", 0, 0);
    has(text, "\npipeline_stage_seconds{config=\"news\",stage=\"read\"} 0\n");
    has(text, "\npipeline_stage_seconds{config=\"news\",stage=\"a\\\"b\"} 0.5\n");
}

Test(metrics, the_last_success_is_read_back, .init = make_folder, .fini = remove_folder) {
    const char *names[] = {"news", "a\"} b", ""};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *text = printed(names[i], 1800000000, 74);
        write_file("x.prom", text, strlen(text));
        cr_expect_eq(metrics_last_success(path_of("x.prom")), 1800000000, "%s", names[i]);
    }
}

Test(metrics, a_file_of_others_says_nothing, .init = make_folder, .fini = remove_folder) {
    const char *texts[] = {"", "\n", "node_load1 3\n", "\npipeline_last_success_timestamp_seconds{",
                           "\npipeline_last_success_timestamp_seconds{config=\"x\"} soon\n"};
    cr_expect_eq(metrics_last_success(path_of("nothing.prom")), 0);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        write_file("x.prom", texts[i], strlen(texts[i]));
        cr_expect_eq(metrics_last_success(path_of("x.prom")), 0, "%s", texts[i]);
    }
}
