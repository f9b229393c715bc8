/* json_write_test.c: tests of core/support/json_write.c. */
#include "support/json.h"

#include <criterion/criterion.h>
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define ROWS(table) (sizeof(table) / sizeof *(table))
#define S(literal) literal, sizeof(literal) - 1

static bool is_text(const struct buffer *b, const char *p, size_t n) {
    return b->n == n && !memcmp(b->p, p, n);
}

Test(json_write, every_byte) {
    for (int c = 0; c < 256; c++) {
        char expected[16];
        const char in[3] = { 'a', (char)c, 'b' }, *letter = c ? strchr("\bb\ff\nn\rr\tt", c) : NULL;
        int n;
        if (c < 0x20 && letter) n = sprintf(expected, "\"a\\%cb\"", letter[1]);
        else if (c < 0x20) n = sprintf(expected, "\"a\\u%04xb\"", c);
        else n = sprintf(expected, c == '"' || c == '\\' ? "\"a\\%cb\"" : "\"a%cb\"", c);
        struct buffer b = { 0 };
        cr_expect_eq(json_write_string(&b, in, 3), 0);
        cr_expect(is_text(&b, expected, (size_t)n), "%d: %.*s", c, (int)b.n, b.p);
        buffer_free(&b);
    }
}

Test(json_write, all_escapes_need_six_times_the_room) {
    char zeros[3000] = { 0 };
    struct buffer b = { 0 };
    cr_assert_eq(json_write_string(&b, zeros, sizeof zeros), 0);
    cr_assert_eq(b.n, sizeof zeros * 6 + 2);
    for (size_t i = 0; i < sizeof zeros; i++)
        cr_assert_eq(memcmp(b.p + 1 + i * 6, "\\u0000", 6), 0);
    buffer_free(&b);
}

Test(json_write, commas_come_by_themselves) {
    struct buffer b = { 0 };
    for (int line = 0; line < 2; line++) {
        json_write_begin(&b, '{');
        json_write_key(&b, "s");
        json_write_string(&b, "x:", 2);
        json_write_key(&b, "a");
        json_write_begin(&b, '[');
        json_write_int(&b, -1);
        json_write_bool(&b, true);
        json_write_bool(&b, false);
        json_write_null(&b);
        json_write_real(&b, 0.5, 3);
        json_write_begin(&b, '[');
        json_write_end(&b, ']');
        json_write_begin(&b, '{');
        json_write_end(&b, '}');
        json_write_string(&b, "", 0);
        json_write_end(&b, ']');
        json_write_name(&b, "k\n", 2);
        json_write_raw(&b, "{\"z\":1}", 7);
        json_write_key(&b, "");
        json_write_uint(&b, 7);
        json_write_end(&b, '}');
        buffer_put(&b, '\n');
    }
    static const char line[] = "{\"s\":\"x:\",\"a\":[-1,true,false,null,0.5,[],{},\"\"],"
                               "\"k\\n\":{\"z\":1},\"\":7}\n";
    cr_assert_eq(b.n, 2 * (sizeof line - 1), "%.*s", (int)b.n, b.p);
    cr_expect_eq(memcmp(b.p, line, sizeof line - 1), 0, "%.*s", (int)b.n, b.p);
    cr_expect_eq(memcmp(b.p + sizeof line - 1, line, sizeof line - 1), 0);
    buffer_free(&b);
}

Test(json_write, integers) {
    static const int64_t cases[] = { 0, 1, -1, 9, 10, 11, 99, 100, 101, 999, 1000, -1000, 65535,
                                     1234567, -99999999, INT64_MAX, INT64_MIN, INT64_MIN + 1 };
    for (size_t i = 0; i < ROWS(cases); i++) {
        char expected[32];
        struct buffer b = { 0 };
        json_write_int(&b, cases[i]);
        cr_expect(is_text(&b, expected, (size_t)sprintf(expected, "%jd", (intmax_t)cases[i])), "%s",
                  expected);
        buffer_clear(&b);
        json_write_uint(&b, (uint64_t)cases[i]);
        cr_expect(is_text(&b, expected, (size_t)sprintf(expected, "%ju", (uintmax_t)cases[i])),
                  "%s", expected);
        buffer_free(&b);
    }
}

Test(json_write, reals) {
    static const struct { double value; unsigned decimals; const char *out; } cases[] = {
        { 0, 3, "0" }, { -0.0, 3, "0" }, { 1, 3, "1" }, { -1, 0, "-1" }, { 0.5, 3, "0.5" },
        { 0.5, 0, "1" }, { -0.5, 0, "-1" }, { 1.5, 0, "2" }, { 2.5, 0, "3" }, { -2.5, 0, "-3" },
        { 0.0005, 3, "0.001" }, { -0.0005, 3, "-0.001" }, { 0.00049, 3, "0" },
        { -0.00049, 3, "0" }, { 1.0005, 3, "1.001" }, { 2.675, 2, "2.68" }, { 1.005, 2, "1.01" },
        { 0.1, 3, "0.1" }, { 0.123456, 3, "0.123" }, { 0.98f, 3, "0.98" }, { 0.1 + 0.2, 3, "0.3" },
        { 0.9995, 3, "1" }, { 9.9996, 3, "10" }, { 100.05, 3, "100.05" }, { 1000000, 3, "1000000" },
        { 0.191, 3, "0.191" }, { 3.000001, 6, "3.000001" }, { 0.123456789, 9, "0.123456789" },
        { 0x1p53, 3, "9007199254740992" }, { 9007199254740.9921875, 3, "9007199254740.992" },
        { 0x1p51 + 0.5, 3, "2251799813685248.5" }, { -0x1p51 - 0.5, 0, "-2251799813685249" },
        { 0x1.8p62, 9, "6917529027641081856" }, { 0x1p63, 3, "9223372036854775808" },
        { -1e22, 3, "-10000000000000000000000" }, { DBL_MIN, 9, "0" },
        { NAN, 3, "null" }, { INFINITY, 3, "null" }, { -INFINITY, 0, "null" },
    };
    for (size_t i = 0; i < ROWS(cases); i++) {
        struct buffer b = { 0 };
        json_write_real(&b, cases[i].value, cases[i].decimals);
        cr_expect(is_text(&b, cases[i].out, strlen(cases[i].out)), "%s: %.*s", cases[i].out,
                  (int)b.n, b.p);
        buffer_free(&b);
    }
    struct buffer b = { 0 };
    json_write_real(&b, DBL_MAX, 9);
    cr_expect_eq(b.n, 309u);
    buffer_clear(&b);
    json_write_real_down(&b, DBL_MAX);
    cr_expect_eq(b.n, 309u, "finite, though a thousand times it is not");
    buffer_free(&b);
}

/* Each of the steps 0, 0.001 ... 1 stays itself, as a double, as a float and a little above it;
 * clearly below it, the step before is written. */
Test(json_write, real_down) {
    for (int step = 0; step <= 1000; step++) {
        const double value = step / 1000.0;
        const double same[] = { value, (float)value, value + 0.00099, nextafter(value, 0) };
        struct buffer expected = { 0 }, b = { 0 };
        json_write_real(&expected, value, 3);
        for (size_t i = 0; i < ROWS(same); i++) {
            buffer_clear(&b);
            json_write_real_down(&b, same[i]);
            cr_expect(is_text(&b, expected.p, expected.n), "%d row %zu: %.*s", step, i,
                      (int)b.n, b.p);
        }
        buffer_clear(&b);
        json_write_real_down(&b, value + 0.001 - 1e-6);
        cr_expect(is_text(&b, expected.p, expected.n), "%d: %.*s", step, (int)b.n, b.p);
        buffer_free(&b);
        buffer_free(&expected);
    }
    static const struct { double value; const char *out; } cases[] = {
        { 0.8, "0.8" }, { 4.0 / 5, "0.8" }, { 0.7999, "0.799" }, { 0.44999, "0.449" },
        { 2.0 / 3, "0.666" },
        { 0.9999, "0.999" }, { 1, "1" }, { 0, "0" }, { NAN, "null" }, { INFINITY, "null" },
    };
    for (size_t i = 0; i < ROWS(cases); i++) {
        struct buffer b = { 0 };
        json_write_real_down(&b, cases[i].value);
        cr_expect(is_text(&b, cases[i].out, strlen(cases[i].out)), "%s: %.*s", cases[i].out,
                  (int)b.n, b.p);
        buffer_free(&b);
    }
}

Test(json_write, no_memory) {
    struct buffer b = { 0 };
    buffer_puts(&b, "{\"a\":1");
    cr_assert_null(buffer_reserve(&b, SIZE_MAX));
    cr_expect(json_write_key(&b, "k") == -1 && json_write_string(&b, "v", 1) == -1);
    cr_expect(json_write_int(&b, 1) == -1 && json_write_real(&b, 0.5, 3) == -1);
    cr_expect(json_write_null(&b) == -1 && json_write_begin(&b, '[') == -1);
    cr_expect(json_write_end(&b, '}') == -1 && b.failed);
    cr_expect(is_text(&b, S("{\"a\":1")), "nothing is added behind a hole");
    buffer_free(&b);
}
