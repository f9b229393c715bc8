/* Text as a word of a line: what is coded comes back, byte for byte. */
#include "support/percent.h"
#include <criterion/criterion.h>
#include <string.h>

static const struct {
    const char *plain, *word;
} cases[] = {
    {"", ""},
    {"abc/d-e_f.jsonl", "abc/d-e_f.jsonl"},
    {"a b", "a%20b"},
    {"100%", "100%25"},
    {"%41", "%2541"},
    {"\t\n\x01\x7f", "%09%0A%01%7F"},
    {"é 日本", "é%20日本"},
};

Test(percent, codes_what_would_end_the_word) {
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buffer b = {0};
        percent_write(&b, (pl_str){cases[i].plain, (uint32_t)strlen(cases[i].plain)});
        cr_expect(b.n == strlen(cases[i].word) && (!b.n || !memcmp(b.p, cases[i].word, b.n)),
                  "'%s' became '%.*s'", cases[i].plain, (int)b.n, b.p);
        cr_assert(!buffer_put(&b, 0));
        b.p[percent_read(b.p, b.n - 1)] = 0;
        cr_expect_str_eq(b.p, cases[i].plain);
        buffer_free(&b);
    }
}

Test(percent, a_cut_code_stays_as_it_is) {
    static const char *const cut[] = {"%", "%4", "a%", "a%2"};
    for (size_t i = 0; i < sizeof cut / sizeof *cut; i++) {
        char text[8];
        strcpy(text, cut[i]);
        cr_expect_eq(percent_read(text, strlen(text)), strlen(cut[i]), "%s", cut[i]);
        cr_expect_str_eq(text, cut[i]);
    }
}
