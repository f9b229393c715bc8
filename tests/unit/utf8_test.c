/* UTF-8: validation of every class of bad bytes at every place of a block, counting, reading, code point offsets. */
#include <criterion/criterion.h>
#include <string.h>
#include "document/codepoints.h"

static const struct { const char *name, *text; size_t n, valid; } utf8[] = {
    {"ascii", "plain", 5, 5},                      {"NUL is valid", "a\0b", 3, 3},
    {"first of two", "\xc2\x80", 2, 2},            {"last of two", "\xdf\xbf", 2, 2},
    {"first of three", "\xe0\xa0\x80", 3, 3},      {"last of three", "\xef\xbf\xbf", 3, 3},
    {"before surrogates", "\xed\x9f\xbf", 3, 3},   {"behind surrogates", "\xee\x80\x80", 3, 3},
    {"first of four", "\xf0\x90\x80\x80", 4, 4},   {"last of four", "\xf4\x8f\xbf\xbf", 4, 4},
    {"C0", "a\xc0\xaf", 3, 1},                     {"C1", "a\xc1\xbf", 3, 1},
    {"overlong three", "\xe0\x80\xaf", 3, 0},      {"overlong three, last", "\xe0\x9f\xbf", 3, 0},
    {"overlong four", "\xf0\x80\x80\xaf", 4, 0},   {"overlong four, last", "\xf0\x8f\xbf\xbf", 4, 0},
    {"first surrogate", "ab\xed\xa0\x80", 5, 2},   {"last surrogate", "ab\xed\xbf\xbf", 5, 2},
    {"above 10FFFF", "\xf4\x90\x80\x80", 4, 0},    {"F5", "\xf5\x80\x80\x80", 4, 0},
    {"five bytes", "\xf8\x88\x80\x80\x80", 5, 0},  {"six bytes", "\xfc\x84\x80\x80\x80\x80", 6, 0},
    {"FE", "\xfe", 1, 0},                          {"FF", "a\xff", 2, 1},
    {"lone tail 80", "a\x80", 2, 1},               {"lone tail BF", "a\xbf", 2, 1},
    {"tail too many", "\xc3\xa9\xa9", 3, 2},       {"two leads", "\xc3\xc3\xa9", 3, 0},
    {"cut off: 1 of 2", "a\xc3", 2, 1},            {"cut off: 1 of 3", "a\xe2", 2, 1},
    {"cut off: 2 of 3", "a\xe2\x82", 3, 1},        {"cut off: 1 of 4", "a\xf0", 2, 1},
    {"cut off: 3 of 4", "a\xf0\x9f\x98", 4, 1},    {"ascii for a tail", "\xe2\x82z", 3, 0},
    {"third byte wrong", "\xf0\x9f\x41\x80", 4, 0},{"fourth byte wrong", "\xf0\x9f\x98\xc0", 4, 0},
};

Test(utf8, finds_the_first_bad_byte) {
    for (size_t i = 0; i < sizeof utf8 / sizeof *utf8; i++)
        cr_expect_eq(utf8_valid(utf8[i].text, utf8[i].n), utf8[i].valid, "%s: %zu", utf8[i].name,
                     utf8_valid(utf8[i].text, utf8[i].n));
}

/* The fast path works by blocks: each row again behind 0 to 99 bytes of ASCII or other characters, and before more text. */
Test(utf8, finds_it_at_every_place_of_a_block) {
    static const char *const fill[] = {"a", "\xd0\x9f", "\xe6\xb8\xa1", "\xf0\x9f\x98\x80", "a\xc3\xa9"};
    for (size_t f = 0; f < sizeof fill / sizeof *fill; f++)
        for (size_t i = 0; i < sizeof utf8 / sizeof *utf8; i++)
            for (size_t shift = 0; shift < 4; shift++)
                for (size_t times = 0; times < 25; times++) {
                    char text[400];
                    size_t n = shift;
                    memset(text, 'x', shift);
                    for (size_t k = 0; k < times; k++, n += strlen(fill[f]))
                        memcpy(text + n, fill[f], strlen(fill[f]));
                    const size_t before = n;
                    memcpy(text + n, utf8[i].text, utf8[i].n);
                    n += utf8[i].n;
                    cr_assert_eq(utf8_valid(text, n), before + utf8[i].valid, "%s behind %zu bytes", utf8[i].name, before);
                    if (utf8[i].valid == utf8[i].n) continue;
                    memset(text + n, 'z', 100);
                    cr_assert_eq(utf8_valid(text, n + 100), before + utf8[i].valid, "%s amid, behind %zu bytes", utf8[i].name, before);
                }
}

/* Every sequence of two bytes, and every second and third byte behind each lead, against the rule by value. */
Test(utf8, agrees_with_the_definition) {
    for (uint32_t c = 0; c < 0x110000; c++) {
        char bytes[4];
        uint32_t back = 0;
        const bool surrogate = c >= 0xd800 && c <= 0xdfff;
        const unsigned n = utf8_write(bytes, c);
        cr_assert_eq(utf8_valid(bytes, n), n, "%x", c);
        cr_assert_eq(utf8_next(bytes, bytes + n, &back), n, "%x", c);
        cr_assert_eq(back, surrogate ? 0xfffd : c, "%x: %x", c, back);
        cr_assert_eq(utf8_count(bytes, n), 1u, "%x", c);
    }
    size_t valid = 0;
    for (uint32_t v = 0; v < 0x1000000; v++) {
        const char bytes[3] = {(char)(v >> 16), (char)(v >> 8), (char)v};
        valid += utf8_sequence((const unsigned char *)bytes, 3) == 3;
    }
    cr_expect_eq(valid, 0x10000u - 0x800u - 0x800u, "%zu sequences of three", valid);
}

Test(utf8, next_stops_at_the_end_and_at_bad_bytes) {
    uint32_t c = 7;
    cr_expect_eq(utf8_next("", "", &c), 0u);
    const char *const cut = "\xe2\x82";
    cr_expect_eq(utf8_next(cut, cut + 2, &c), 0u);
    const char *const bad = "\xed\xa0\x80";
    cr_expect_eq(utf8_next(bad, bad + 3, &c), 0u);
    cr_expect_eq(c, 7u, "untouched");
}

Test(utf8, ascii_prefix) {
    char text[100];
    for (size_t n = 0; n < sizeof text; n++)
        for (size_t at = 0; at <= n; at++) {
            memset(text, 'a', sizeof text);
            text[at] = (char)0x80;
            cr_assert_eq(utf8_ascii(text, n), at < n ? at : n, "%zu of %zu", at, n);
        }
}

Test(utf8, counts_agree_with_counting_one_by_one) {
    static const char text[] = "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80 and some text, long enough for three blocks: \xd0\x9f\xd0\xb0\xd1\x80\xd0\xbe\xd0\xbc \xe6\xb8\xa1\xe8\xbd\xae.";
    struct codepoints c;
    codepoints_open(&c, text, strlen(text));
    for (size_t begin = 0; begin <= strlen(text); begin++)
        for (size_t end = begin; end <= strlen(text); end++) {
            size_t slow = 0;
            for (size_t i = begin; i < end; i++) slow += ((unsigned char)text[i] & 0xc0) != 0x80;
            cr_assert_eq(utf8_count(text + begin, end - begin), slow, "%zu to %zu", begin, end);
            if (begin == 0 && ((unsigned char)text[end] & 0xc0) != 0x80)
                cr_assert_eq(codepoints_at(&c, (uint32_t)end), slow, "byte %zu", end);
        }
}

Test(codepoints, ascii_is_the_identity) {
    struct codepoints c;
    codepoints_open(&c, "plain text", 10);
    for (uint32_t i = 0; i <= 10; i++) cr_expect_eq(codepoints_at(&c, i), i);
    codepoints_open(&c, "", 0);
    cr_expect_eq(codepoints_at(&c, 0), 0u);
}

Test(utf8, counts_code_points_forwards_and_backwards) {
    static const char text[] = "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80 and more text of sixteen bytes \xc3\xa9.";
    cr_expect_eq(utf8_count(text, strlen(text)), 38u, "%zu", utf8_count(text, strlen(text)));
    struct codepoints c;
    codepoints_open(&c, text, strlen(text));
    static const struct { uint32_t byte, point; } rows[] = {{0, 0}, {1, 1}, {3, 2}, {6, 3}, {10, 4}, {3, 2}, {42, 36}, {0, 0}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        cr_expect_eq(codepoints_at(&c, rows[i].byte), rows[i].point, "byte %u: %u", rows[i].byte, codepoints_at(&c, rows[i].byte));
}
