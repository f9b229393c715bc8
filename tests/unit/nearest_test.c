/* nearest_test.c: how far two names are apart, and which one is suggested. */
#include "config/nearest.h"
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

Test(nearest, distances) {
    static const struct {
        const char *a, *b;
        int distance;
    } cases[] = {
        {"", "", 0},
        {"keep", "keep", 0},
        {"KEEP", "keep", 0},
        {"", "a", 1},
        {"", "ab", 2},
        {"", "abc", 3},
        {"near", "neer", 1},
        {"near", "neaar", 1},
        {"near", "nea", 1},
        {"near", "naer", 1},
        {"near", "NAER", 1},
        {"near", "enra", 2},
        {"near", "er", 2},
        {"near", "nnearr", 2},
        {"ca", "abc", 3}, /* 2 for the unrestricted distance: no edit inside a swapped pair */
        {"near", "best", 3},
        {"first", "f", 3},
        {"dedup", "dedup_near", 3},
        {"min_length", "min_lenght", 1},
        {"encoding", "encodings", 1},
        {"\xc3\xa4", "a", 2}, /* bytes, not letters */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const int there = name_distance(cases[i].a, cases[i].b);
        const int back = name_distance(cases[i].b, cases[i].a);
        cr_expect_eq(there, cases[i].distance, "%s %s: %d", cases[i].a, cases[i].b, there);
        cr_expect_eq(back, there, "%s %s: %d", cases[i].b, cases[i].a, back);
    }
}

static int least(int a, int b) { return a < b ? a : b; }

/* The definition, without a table. */
static int by_definition(const char *a, size_t n, const char *b, size_t m) {
    if (!n || !m) return (int)(n + m);
    int d = by_definition(a, n - 1, b, m - 1) + (a[n - 1] != b[m - 1]);
    d = least(d, by_definition(a, n - 1, b, m) + 1);
    d = least(d, by_definition(a, n, b, m - 1) + 1);
    if (n > 1 && m > 1 && a[n - 1] == b[m - 2] && a[n - 2] == b[m - 1])
        d = least(d, by_definition(a, n - 2, b, m - 2) + 1);
    return d;
}

/* The digits of i in base 4 as letters a, b, c; the first 0 ends the word. At most 5 letters below 1024. */
static void word(unsigned i, char *out) {
    while (i % 4) *out++ = (char)('a' - 1 + (int)(i % 4)), i /= 4;
    *out = 0;
}

Test(nearest, all_short_words) {
    unsigned pairs = 0;
    for (unsigned i = 0; i < 256; i++)
        for (unsigned k = 0; k < 1024; k += 3) {
            char a[8], b[8];
            word(i, a), word(k, b);
            const int d = least(by_definition(a, strlen(a), b, strlen(b)), 3);
            cr_assert_eq(name_distance(a, b), d, "'%s' '%s': %d, not %d", a, b, name_distance(a, b),
                         d);
            pairs += *a && *b;
        }
    cr_expect_gt(pairs, 10000);
}

/* Names of 63 bytes are compared, longer ones are far from everything. */
Test(nearest, long_names) {
    for (size_t n = 60; n < 70; n++) {
        char a[80] = "", b[80] = "";
        memset(a, 'a', n), memset(b, 'a', n);
        cr_expect_eq(name_distance(a, b), n < 64 ? 0 : 3, "%zu bytes", n);
        b[n / 2] = 'b';
        cr_expect_eq(name_distance(a, b), n < 64 ? 1 : 3, "%zu bytes", n);
    }
    char *huge = malloc(100000);
    cr_assert_not_null(huge);
    memset(huge, 'a', 99999), huge[99999] = 0;
    cr_expect_eq(name_distance(huge, huge), 3);
    free(huge);
}

Test(nearest, suggestions) {
    static const struct {
        const char *wanted, *candidates[5], *suggested;
    } cases[] = {
        {"neer", {"exact", "near", "keep"}, "near"},
        {"neer", {"near", "deer"}, "near"}, /* ties: the first */
        {"neer", {"beard", "near", "neer"}, "neer"},
        {"nothing", {"exact", "near", "keep"}, NULL},
        {"x", {"y", "z"}, NULL}, /* nothing of it would be left */
        {"ab", {"cd", "xy"}, NULL},
        {"ab", {"ax"}, "ax"},
        {"", {"a"}, NULL},
        {"Near", {"near"}, "near"},
        {"near", {NULL}, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct nearest best = {NULL, 3};
        for (size_t k = 0; cases[i].candidates[k]; k++)
            nearest_try(&best, cases[i].wanted, cases[i].candidates[k]);
        cr_expect_str_eq(best.name ? best.name : "(none)",
                         cases[i].suggested ? cases[i].suggested : "(none)", "%s: %s",
                         cases[i].wanted, best.name ? best.name : "(none)");
    }
}
