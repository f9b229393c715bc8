/* The list of config errors: its order, what a line of it shows, and its way through a pipe that may end anywhere. */
#include "config/problems.h"
#include <errno.h>
#include "temporary.h"

TestSuite(problems, .init = make_folder, .fini = remove_folder);

static void print(struct problems *p, char *to, size_t size) {
    FILE *f = fmemopen(to, size, "w");
    cr_assert_not_null(f);
    problems_print(p, f);
    cr_assert_eq(fclose(f), 0);
}

static void fill(struct problems *p) {
    problems_file(p, "main.ini");
    problems_add(p, PROBLEM_CONFIG, "other.ini", 1, 1, NULL, "of the %s file", "other");
    problems_add(p, PROBLEM_CONFIG, "main.ini", 7, 3, "read", "second");
    problems_add(p, PROBLEM_CONFIG, "main.ini", 7, 1, "read", "first");
    problems_add(p, PROBLEM_CONFIG, "main.ini", 7, 1, "read", "first");
    problems_add(p, PROBLEM_WARNING, "main.ini", 7, 1, NULL, "and beside it");
    problems_add(p, PROBLEM_INPUT, "main.ini", 0, 0, NULL, "as a whole");
}
static const char printed[] = "main.ini: as a whole\nmain.ini:7:1: [read] first\n"
                              "main.ini:7:1: warning: and beside it\nmain.ini:7:3: [read] second\n"
                              "other.ini:1:1: of the other file\n";

Test(problems, stand_in_the_order_of_their_places_each_once) {
    struct problems p = {0};
    char text[1024];
    fill(&p);
    print(&p, text, sizeof text);
    cr_expect_str_eq(text, printed);
    cr_expect_eq(problems_count(&p), 4u);
    cr_expect_null(problems_at(&p, 5));
    problems_withdraw(&p, "main.ini", 7, 1);
    cr_expect_str_eq(problems_at(&p, 1)->text, "[read] second");
    problems_free(&p);
}

Test(problems, exit_code_is_that_of_what_can_be_done) {
    static const struct {
        int kinds[3], code;
    } cases[] = {
        {{-1}, 0},
        {{PROBLEM_WARNING, -1}, 0},
        {{PROBLEM_CONFIG, -1}, 78},
        {{PROBLEM_PLUGIN, PROBLEM_WARNING, -1}, 69},
        {{PROBLEM_INPUT, -1}, 66},
        {{PROBLEM_INPUT, PROBLEM_PLUGIN, -1}, 78},
        {{PROBLEM_CONFIG, PROBLEM_INPUT, -1}, 78},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct problems p = {0};
        for (int k = 0; k < 3 && cases[i].kinds[k] >= 0; k++)
            problems_add(&p, (enum problem_kind)cases[i].kinds[k], "f", 1, k + 1, NULL, "x");
        cr_expect_eq(problems_exit_code(&p), cases[i].code, "case %zu", i);
        problems_free(&p);
    }
}

Test(problems, a_line_is_shown_unless_a_terminal_might_obey_it) {
    static const struct {
        const char *line;
        int column;
        const char *shown;
    } cases[] = {
        {"key = value", 7, "    key = value\n          ^\n"},
        {"\tkey", 2, "    \tkey\n    \t^\n"},
        {"\xc3\xa9\xc3\xa9 x", 6, "    \xc3\xa9\xc3\xa9 x\n       ^\n"},
        {"key", 4, "    key\n       ^\n"},
        {"key", 5, ""},
        {"key", 0, ""},
        {"", 1, ""},
        {"red \x1b[31m", 1, ""},
        {"del\x7f", 1, ""},
        {"c1 \xc2\x9b", 1, ""},
        {"no-break \xc2\xa0", 1, "    no-break \xc2\xa0\n    ^\n"},
        {"not utf-8 \xff", 1, ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct problems p = {.show_lines = true};
        char text[2048], expected[2048];
        snprintf(text, sizeof text, "first line\r\n%s\nthird", cases[i].line);
        write_file("c.ini", text, strlen(text));
        problems_add(&p, PROBLEM_CONFIG, path_of("c.ini"), 2, cases[i].column, NULL, "wrong");
        snprintf(expected, sizeof expected, "%s:2:%d: wrong\n%s", path_of("c.ini"), cases[i].column,
                 cases[i].shown);
        print(&p, text, sizeof text);
        cr_expect_str_eq(text, expected, "case %zu: %s", i, text);
        problems_free(&p);
    }
}

Test(problems, a_line_that_is_not_there_or_too_long_is_not_shown) {
    struct problems p = {.show_lines = true};
    char text[1024], row[200];
    memset(row, 'x', sizeof row);
    write_file("c.ini", row, sizeof row);
    problems_add(&p, PROBLEM_CONFIG, path_of("c.ini"), 1, 1, NULL, "long");
    problems_add(&p, PROBLEM_CONFIG, path_of("c.ini"), 9, 1, NULL, "behind the end");
    problems_add(&p, PROBLEM_CONFIG, path_of("gone.ini"), 1, 1, NULL, "no file");
    print(&p, text, sizeof text);
    cr_expect_null(strstr(text, "    "), "%s", text);
    problems_free(&p);
}

static int send_through(int ends[2], const char *bytes, size_t n) {
    cr_assert_eq(pipe(ends), 0);
    const bool all = write(ends[1], bytes, n) == (ssize_t)n;
    return close(ends[1]) || !all;
}

Test(problems, come_through_a_pipe_whole_or_it_is_said) {
    struct problems p = {0}, q = {0};
    char sent[2048], text[1024];
    int ends[2];
    fill(&p);
    cr_assert_eq(pipe(ends), 0);
    cr_assert_eq(problems_write(&p, ends[1]), 0);
    close(ends[1]);
    const ssize_t n = read(ends[0], sent, sizeof sent);
    cr_assert(n > 100);
    close(ends[0]);
    for (size_t cut = 0; cut <= (size_t)n; cut++) {
        cr_assert_eq(send_through(ends, sent, cut), 0);
        cr_expect_eq(problems_read(&q, ends[0]), cut == (size_t)n ? 0 : -1, "cut at %zu", cut);
        close(ends[0]);
        if (cut < (size_t)n) problems_free(&q), q = (struct problems){0};
    }
    print(&q, text, sizeof text);
    cr_expect_str_eq(text, printed);
    problems_free(&p);
    problems_free(&q);
}

Test(problems, nonsense_from_a_pipe_is_refused) {
    static const char *const cases[] = {
        "X\nE\n",          "F -1\nE\n", "F x\nE\n", "F 99999999999\nE\n", "P 9 1 1 0 0\nE\n",
        "P 0 1 1 1\nxE\n", "F 5\nxE\n", "E\nE\n",   "P 0 1 1 0 9\nxE\n"};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct problems p = {0};
        int ends[2];
        cr_assert_eq(send_through(ends, cases[i], strlen(cases[i])), 0);
        cr_expect_eq(problems_read(&p, ends[0]), -1, "%s", cases[i]);
        close(ends[0]);
        problems_free(&p);
    }
    struct problems p = {0};
    cr_expect_eq(problems_read(&p, -1), -1);
    fill(&p);
    cr_expect(problems_write(&p, -1) == -1 && errno == EBADF);
    problems_free(&p);
}
