/* json_test.c: tests of core/support/json_read.c; those of the writer are in json_write_test.c. */
#include "support/json.h"

#include <criterion/criterion.h>
#include <dlfcn.h>
#include <float.h>
#include <stdlib.h>
#include <string.h>

#define ROWS(table) (sizeof(table) / sizeof *(table))
#define S(literal) literal, sizeof(literal) - 1

/* A copy of exactly n bytes, so that a sanitizer sees a read behind them. */
static char *exact(const void *p, size_t n) {
    char *const copy = malloc(n ? n : 1);
    cr_assert_not_null(copy);
    if (n) memcpy(copy, p, n);
    return copy;
}

/* --- the whole value --- */

Test(json_read, valid) {
    static const char *const cases[] = {
        "0", "-0", "-1", "10", "1.5", "0.25", "1e5", "1E+5", "1e-05", "0e0", "-0.0e-0",
        "123456789012345678901234567890", "true", "false", "null", " \t\r\n1 \t\r\n",
        "\"\"", "\"a\"", "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uABCD\"", "\"\\ud83d\\ude00\"",
        "[]", "[ ]", "[1]", "[1,2]", "[ 1 , 2 ]", "[[],[[]],{}]", "[true,false,null]",
        "{}", "{ }", "{\"a\":1}", "{ \"a\" : 1 , \"b\" : [ ] }", "{\"\":{\"\":\"\"}}",
        "{\"a\":1,\"a\":2}", "[{\"a\":[{\"b\":[]}]},[{}],1]",
        /* lenient on purpose */
        "\"\\ud800\"", "\"\\udc00\\ud800x\"", "\"a\nb\tc\x01\"", "\"\x7f\"",
    };
    for (size_t i = 0; i < ROWS(cases); i++) {
        const size_t n = strlen(cases[i]);
        char *const text = exact(cases[i], n);
        struct json j;
        pl_str raw;
        json_open(&j, text, n);
        cr_expect_eq(json_skip(&j, &raw), 0, "%s: %s", cases[i], j.error);
        cr_expect_eq(json_end(&j), 0, "%s: %s", cases[i], j.error);
        json_open(&j, text, n);
        cr_expect_eq(json_end(&j), 0, "json_end alone checks it all: %s", cases[i]);
        free(text);
    }
}

static const struct { const char *in, *error; size_t at; } invalid[] = {
    { "", "unexpected end", 0 },            { "  ", "unexpected end", 2 },
    { "{", "unexpected end", 1 },           { "[", "unexpected end", 1 },
    { "[1", "unexpected end", 2 },          { "[1,", "unexpected end", 3 },
    { "{\"a\"", "unexpected end", 4 },      { "{\"a\":", "unexpected end", 5 },
    { "{\"a\":1", "unexpected end", 6 },    { "{\"a\":1,", "unexpected end", 7 },
    { "-", "unexpected end", 1 },           { "1.", "unexpected end", 2 },
    { "1e", "unexpected end", 2 },          { "1e+", "unexpected end", 3 },
    { "\"", "string without end", 0 },      { " \"abc", "string without end", 1 },
    { "{\"abc", "string without end", 1 },  { "\"a\\\"", "string without end", 0 },
    { "\"\\", "bad escape", 1 },            { "\"\\x\"", "bad escape", 1 },
    { "\"ab\\u12\"", "bad escape", 3 },     { "\"\\u12g4\"", "bad escape", 1 },
    { "\"\\u+123\"", "bad escape", 1 },     { "\"\\u@123\"", "bad escape", 1 },
    { "\"\\U0041\"", "bad escape", 1 },     { "\"\\'\"", "bad escape", 1 },
    { "[1,]", "expected a value", 3 },      { "[,1]", "expected a value", 1 },
    { "[1,,2]", "expected a value", 3 },    { "{\"a\":}", "expected a value", 5 },
    { "NaN", "expected a value", 0 },       { "nul", "expected a value", 0 },
    { "nulL", "expected a value", 0 },      { "True", "expected a value", 0 },
    { "tru", "expected a value", 0 },       { "falze", "expected a value", 0 },
    { "Infinity", "expected a value", 0 },  { "-Infinity", "bad number", 1 },
    { "+1", "expected a value", 0 },        { ".5", "expected a value", 0 },
    { "'a'", "expected a value", 0 },       { "]", "expected a value", 0 },
    { "012", "bad number", 0 },             { "-012", "bad number", 1 },
    { "00", "bad number", 0 },              { "1.x", "bad number", 2 },
    { "1.e5", "bad number", 2 },            { "1ex", "bad number", 2 },
    { "[-]", "bad number", 2 },             { "0x10", "text after the value", 1 },
    { "{\"a\":1,}", "expected a name in quotes", 7 },
    { "{,}", "expected a name in quotes", 1 },
    { "{a:1}", "expected a name in quotes", 1 },
    { "{1:1}", "expected a name in quotes", 1 },
    { "{\"a\" 1}", "expected ':'", 5 },     { "{\"a\",1}", "expected ':'", 4 },
    { "{\"a\":1 \"b\":2}", "expected ',' or '}'", 7 },
    { "{\"a\":1]", "expected ',' or '}'", 6 },
    { "[1 2]", "expected ',' or ']'", 3 },  { "[1}", "expected ',' or ']'", 2 },
    { "[[1]", "unexpected end", 4 },        { "[1]]", "text after the value", 3 },
    { "1 2", "text after the value", 2 },   { "{} x", "text after the value", 3 },
    { "truex", "text after the value", 4 }, { "\xEF\xBB\xBF{}", "expected a value", 0 },
    { "[1\f]", "expected ',' or ']'", 2 },  { "/**/1", "expected a value", 0 },
};

Test(json_read, invalid) {
    for (size_t i = 0; i < ROWS(invalid); i++) {
        const size_t n = strlen(invalid[i].in);
        char *const text = exact(invalid[i].in, n);
        struct json j;
        json_open(&j, text, n);
        cr_expect_eq(json_end(&j), -1, "%s", invalid[i].in);
        cr_expect_str_eq(j.error ? j.error : "", invalid[i].error, "%s", invalid[i].in);
        cr_expect_eq((size_t)(j.p - j.begin), invalid[i].at, "%s: %td", invalid[i].in,
                     j.p - j.begin);
        free(text);
    }
}

Test(json_read, nul_is_no_value_and_no_space) {
    struct json j;
    json_open(&j, S("\0"));
    cr_expect(json_end(&j) && !strcmp(j.error, "expected a value"));
    json_open(&j, S("1\0"));
    cr_expect(json_end(&j) && !strcmp(j.error, "text after the value"));
    json_open(&j, S("\"a\0b\""));
    cr_expect_eq(json_end(&j), 0, "inside a string it is one more control character");
}

Test(json_read, every_prefix_is_cut_off) {
    static const char text[] =
        "{\"a\":[1,-2.5e+3,true,false,null,\"\\ud83d\\ude00 and a longer text \\n\"],\"b\":{}}";
    for (size_t n = 0; n < sizeof text; n++) {
        char *const part = exact(text, n);
        struct json j;
        json_open(&j, part, n);
        cr_expect_eq(json_end(&j), n == sizeof text - 1 ? 0 : -1, "%zu bytes", n);
        cr_expect(j.p >= j.begin && j.p <= j.end);
        free(part);
    }
}

/* `n` times `open`, a 1, `n` times `shut`. */
static void nest(struct buffer *b, unsigned n, const char *open, const char *shut) {
    buffer_clear(b);
    for (unsigned i = 0; i < n; i++) buffer_puts(b, open);
    buffer_put(b, '1');
    for (unsigned i = 0; i < n; i++) buffer_puts(b, shut);
}

Test(json_read, depth) {
    static const struct { const char *open, *shut; unsigned each; size_t last; } cases[] = {
        { "[", "]", 1, 0 }, { "{\"a\":", "}", 1, 0 }, { "[{\"a\":", "}]", 2, 0 },
        { "[2,", "]", 1, 0 }, { "{\"a\":[", "]}", 2, 5 },
    };
    struct buffer b = { 0 };
    for (size_t i = 0; i < ROWS(cases); i++) {
        struct json j;
        const unsigned most = JSON_DEPTH / cases[i].each;
        nest(&b, most, cases[i].open, cases[i].shut);
        json_open(&j, b.p, b.n);
        cr_expect_eq(json_end(&j), 0, "%s: %s", cases[i].open, j.error);
        nest(&b, most + 1, cases[i].open, cases[i].shut);
        json_open(&j, b.p, b.n);
        cr_expect_eq(json_end(&j), -1, "%s", cases[i].open);
        cr_expect_str_eq(j.error, "nested too deeply", "%s", cases[i].open);
        cr_expect_eq((size_t)(j.p - j.begin), most * strlen(cases[i].open), "%s", cases[i].open);
    }
    nest(&b, 20000, "[", "]");
    struct json j;
    json_open(&j, b.p, b.n);
    cr_expect_eq(json_end(&j), -1);
    buffer_free(&b);
}

/* --- strings --- */

static const struct { const char *in; size_t in_n; const char *out; size_t out_n; } strings[] = {
    { S(""), S("") },
    { S("plain"), S("plain") },
    { S("\\\"\\\\\\/\\b\\f\\n\\r\\t"), S("\"\\/\b\f\n\r\t") },
    { S("\\u0041\\u00e9\\u20AC\\uFFFF"), S("A\xC3\xA9\xE2\x82\xAC\xEF\xBF\xBF") },
    { S("\\u007f\\u0080\\u07ff\\u0800"), S("\x7F\xC2\x80\xDF\xBF\xE0\xA0\x80") },
    { S("a\\u0000b"), S("a\0b") },
    { S("\\ud83d\\ude00"), S("\xF0\x9F\x98\x80") },
    { S("\\uD800\\uDC00\\uDBFF\\uDFFF"), S("\xF0\x90\x80\x80\xF4\x8F\xBF\xBF") },
    { S("\\ud800"), S("\xEF\xBF\xBD") },
    { S("\\udc00"), S("\xEF\xBF\xBD") },
    { S("\\ud800x"), S("\xEF\xBF\xBDx") },
    { S("\\ud800\\n"), S("\xEF\xBF\xBD\n") },
    { S("\\ud800\\u0041"), S("\xEF\xBF\xBD" "A") },
    { S("\\ud800\\ud83d\\ude00"), S("\xEF\xBF\xBD\xF0\x9F\x98\x80") },
    { S("\\ude00\\ud83d"), S("\xEF\xBF\xBD\xEF\xBF\xBD") },
    { S("\\ud83d\\\\ude00"), S("\xEF\xBF\xBD\\ude00") },
    { S("caf\xC3\xA9 \xF0\x9F\x98\x80"), S("caf\xC3\xA9 \xF0\x9F\x98\x80") },
    { S("tab\tand\nline"), S("tab\tand\nline") },
    { S("ends in \\\\"), S("ends in \\") },
};

Test(json_read, strings) {
    for (size_t i = 0; i < ROWS(strings); i++) {
        struct buffer b = { 0 };
        buffer_put(&b, '"');
        buffer_append(&b, strings[i].in, strings[i].in_n);
        buffer_put(&b, '"');
        struct json j;
        pl_str raw;
        bool escaped;
        json_open(&j, b.p, b.n);
        cr_assert_eq(json_string_raw(&j, &raw, &escaped), 0, "row %zu", i);
        cr_assert_eq(json_end(&j), 0, "row %zu", i);
        cr_expect_eq(raw.n, strings[i].in_n, "row %zu", i);
        cr_expect_eq(escaped, memchr(strings[i].in, '\\', strings[i].in_n) != NULL, "row %zu", i);
        char *const out = exact(raw.p, raw.n);
        const size_t n = json_unescape(raw, out);
        cr_expect(n == strings[i].out_n && !memcmp(out, strings[i].out, n), "row %zu", i);
        free(out);
        buffer_free(&b);
    }
}

/* Every byte that ends a run, at every place of strings up to 70 bytes: all steps of the scan. */
Test(json_read, specials_at_every_place) {
    static const char specials[] = "\"\\\n\x1f\x01 \x7f\x80\xff!#[]";
    for (size_t n = 1; n < 70; n++)
        for (size_t at = 0; at < n; at++)
            for (size_t s = 0; s < sizeof specials; s++) {     /* the NUL is one of them */
                char text[70], back[70];
                memset(text, 'a', n);
                text[at] = specials[s];
                char *const in = exact(text, n);
                struct buffer b = { 0 };
                cr_assert_eq(json_write_string(&b, in, n), 0);
                char *const written = exact(b.p, b.n);
                struct json j;
                pl_str raw;
                json_open(&j, written, b.n);
                cr_assert_eq(json_string_raw(&j, &raw, NULL), 0, "%zu %zu %zu", n, at, s);
                cr_assert_eq(json_end(&j), 0, "%zu %zu %zu", n, at, s);
                cr_assert_eq(json_unescape(raw, back), n, "%zu %zu %zu", n, at, s);
                cr_assert_eq(memcmp(back, text, n), 0, "%zu %zu %zu", n, at, s);
                free(written);
                buffer_free(&b);
                free(in);
            }
}

Test(json_read, string_is) {
    static const struct { const char *raw, *text; bool equal; } cases[] = {
        { "", "", true },           { "a", "", false },         { "", "a", false },
        { "text", "text", true },   { "text", "tex", false },   { "tex", "text", false },
        { "Text", "text", false },  { "t\\u0065xt", "text", true },
        { "t\\u0065xt", "taxt", false }, { "\\u0074\\u0065\\u0078\\u0074", "text", true },
        { "a\\\\b", "a\\b", true },  { "a\\b", "a\\b", false },  { "a\\n", "a\n", true },
        { "\\u00e9", "\xC3\xA9", true }, { "\\u00e9x", "\xC3\xA9", false },
        { "text\\u0000", "text", false }, { "\\ud83d\\ude00", "\xF0\x9F\x98\x80", true },
        { "\\ud83d", "\xEF\xBF\xBD", true }, { "\\n", "\\n", false },
    };
    for (size_t i = 0; i < ROWS(cases); i++) {
        const pl_str raw = { cases[i].raw, strlen(cases[i].raw) };
        cr_expect_eq(json_string_is(raw, cases[i].text), cases[i].equal, "row %zu", i);
    }
}

/* --- pulling --- */

Test(json_read, unread_members_are_skipped) {
    static const char text[] =
        "{\"x\":{\"deep\":[1,{\"y\":\"}\"}]},\"n\":7,\"l\":[1,[2],3],\"t\":\"v\"}";
    struct json j;
    pl_str name, value = { 0 }, third = { 0 };
    json_open(&j, S(text));
    cr_assert_eq(json_object_begin(&j), 0);
    unsigned members = 0;
    while (json_member(&j, &name) == 1) {
        members++;
        if (json_string_is(name, "t")) cr_assert_eq(json_string_raw(&j, &value, NULL), 0);
        if (!json_string_is(name, "l")) continue;
        cr_assert_eq(json_array_begin(&j), 0);
        for (unsigned i = 0; json_element(&j) == 1; i++)
            if (i == 2) cr_assert_eq(json_number_raw(&j, &third), 0);
    }
    cr_assert_eq(json_end(&j), 0, "%s", j.error);
    cr_expect_eq(members, 4u);
    cr_expect(value.n == 1 && *value.p == 'v');
    cr_expect(third.n == 1 && *third.p == '3');
}

Test(json_read, an_error_in_a_skipped_member_is_found) {
    struct json j;
    pl_str name;
    json_open(&j, S("{\"x\":[1,02],\"y\":1}"));
    cr_assert_eq(json_object_begin(&j), 0);
    cr_assert_eq(json_member(&j, &name), 1);
    cr_assert_eq(json_member(&j, &name), -1);
    cr_expect_str_eq(j.error, "bad number");
    cr_expect_eq(j.p - j.begin, 8);
    bool value;
    cr_expect(json_peek(&j) == JSON_ERROR && json_member(&j, &name) == -1);
    cr_expect(json_element(&j) == -1 && json_bool(&j, &value) == -1 && json_end(&j) == -1);
    cr_expect_str_eq(j.error, "bad number", "the first error stays");
    cr_expect_eq(j.p - j.begin, 8);
}

Test(json_read, skip_gives_the_bytes) {
    static const char *const cases[] = {
        "{\"a\": [1, 2 ]}", "[ ]", "-1.50e2", "\"\\u0041\"", "null",
    };
    for (size_t i = 0; i < ROWS(cases); i++) {
        struct buffer b = { 0 };
        buffer_printf(&b, " { \"v\" :  %s  } ", cases[i]);
        struct json j;
        pl_str name, raw;
        json_open(&j, b.p, b.n);
        cr_assert_eq(json_object_begin(&j), 0);
        cr_assert_eq(json_member(&j, &name), 1);
        cr_assert_eq(json_skip(&j, &raw), 0);
        cr_assert_eq(json_member(&j, &name), 0);
        cr_assert_eq(json_end(&j), 0);
        cr_expect(raw.n == strlen(cases[i]) && !memcmp(raw.p, cases[i], raw.n), "%s", cases[i]);
        buffer_free(&b);
    }
}

Test(json_read, types) {
    static const struct { const char *in; enum json_type type; const char *error; } cases[] = {
        { " {}", JSON_OBJECT, "expected null" }, { " []", JSON_ARRAY, "expected an object" },
        { " \"\"", JSON_STRING, "expected an array" }, { " -1", JSON_NUMBER, "expected a string" },
        { " true", JSON_BOOL, "expected a number" },
        { " null", JSON_NULL, "expected true or false" },
    };
    for (size_t i = 0; i < ROWS(cases); i++) {
        struct json j;
        pl_str raw;
        bool value;
        json_open(&j, cases[i].in, strlen(cases[i].in));
        cr_expect_eq(json_peek(&j), cases[i].type, "%s", cases[i].in);
        cr_expect_eq(json_peek(&j), cases[i].type, "peeking does not read: %s", cases[i].in);
        switch (cases[i].type) {
        case JSON_OBJECT: cr_expect_eq(json_null(&j), -1); break;
        case JSON_ARRAY:  cr_expect_eq(json_object_begin(&j), -1); break;
        case JSON_STRING: cr_expect_eq(json_array_begin(&j), -1); break;
        case JSON_NUMBER: cr_expect_eq(json_string_raw(&j, &raw, NULL), -1); break;
        case JSON_BOOL:   cr_expect_eq(json_number_raw(&j, &raw), -1); break;
        default:          cr_expect_eq(json_bool(&j, &value), -1); break;
        }
        cr_expect_str_eq(j.error ? j.error : "", cases[i].error);
        cr_expect_eq(j.p - j.begin, 1);
    }
    struct json j;
    bool value = false;
    json_open(&j, S("true"));
    cr_expect(!json_bool(&j, &value) && value && !json_end(&j));
    json_open(&j, S("false"));
    cr_expect(!json_bool(&j, &value) && !value && !json_end(&j));
}

Test(json_read, numbers) {
    static const struct { const char *in; int rc; int64_t whole; double real; } cases[] = {
        { "0", 0, 0, 0 }, { "-0", 0, 0, 0 }, { "42", 0, 42, 42 }, { "-7", 0, -7, -7 },
        { "9223372036854775807", 0, INT64_MAX, 0x1p63 },
        { "-9223372036854775808", 0, INT64_MIN, -0x1p63 },
        { "9223372036854775808", -1, 0, 0x1p63 }, { "-9223372036854775809", -1, 0, -0x1p63 },
        { "99999999999999999999", -1, 0, 1e20 }, { "1.0", -1, 0, 1 }, { "1e2", -1, 0, 100 },
        { "0.1", -1, 0, 0.1 },
        { "2.2250738585072014e-308", -1, 0, DBL_MIN }, { "1e-999", -1, 0, 0 },
    };
    for (size_t i = 0; i < ROWS(cases); i++) {
        const pl_str raw = { cases[i].in, strlen(cases[i].in) };
        int64_t whole = 0;
        double real = -1;
        cr_expect_eq(json_number_int(raw, &whole), cases[i].rc, "%s", cases[i].in);
        cr_expect_eq(whole, cases[i].whole, "%s", cases[i].in);
        cr_expect_eq(json_number_real(raw, &real), 0, "%s", cases[i].in);
        cr_expect_eq(real, cases[i].real, "%s", cases[i].in);
    }
    double real;
    char zeros[502];
    memset(zeros, '0', sizeof zeros);
    memcpy(zeros, "0.", 2);
    cr_expect_eq(json_number_real((pl_str){ S("1e999") }, &real), -1);
    cr_expect_eq(json_number_real((pl_str){ zeros, 500 }, &real), 0);
    cr_expect_eq(json_number_real((pl_str){ zeros, 501 }, &real), -1);
}

/* --- jansson as oracle; loaded at run time, as both have a json_null --- */

struct oracle {
    void *library;
    void *(*load)(const char *, size_t, size_t flags, void *error);
    int (*equal)(const void *, const void *);
    void (*free)(void *);
};

static bool oracle_open(struct oracle *o) {
    o->library = dlopen("libjansson.so.4", RTLD_NOW | RTLD_LOCAL);
    if (!o->library) return false;
    *(void **)&o->load = dlsym(o->library, "json_loadb");
    *(void **)&o->equal = dlsym(o->library, "json_equal");
    *(void **)&o->free = dlsym(o->library, "json_delete");
    return o->load && o->equal && o->free;
}

static void *oracle_load(const struct oracle *o, const struct buffer *b) {
    return o->load(b->p, b->n, 0x4 | 0x8 | 0x10, NULL);   /* any value, integers as reals, NUL */
}

static unsigned random_below(uint64_t *state, unsigned n) {
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (unsigned)(*state >> 33) % n;
}

static void put_any(struct buffer *b, uint64_t *state, unsigned depth);

static void put_members(struct buffer *b, uint64_t *state, unsigned depth, bool named) {
    const unsigned n = random_below(state, 5);
    buffer_put(b, named ? '{' : '[');
    for (unsigned i = 0; i < n; i++) {
        if (i) buffer_puts(b, random_below(state, 3) ? "," : " ,\n");
        if (named) buffer_printf(b, "\"%.*s\\u%04x\":", (int)random_below(state, 9), "abcdefghi",
                                 random_below(state, 0xD800 - 0x20) + 0x20);
        put_any(b, state, depth + 1);
    }
    buffer_put(b, named ? '}' : ']');
}

static void put_any(struct buffer *b, uint64_t *state, unsigned depth) {
    static const char *const leaves[] = {
        "0", "-1", "12", "0.5", "-2e5", "1E+2", "0.1e-1", "true", "false", "null", "\"\"",
        "\"\\n\"", "\"a longer text with \\\"quotes\\\" in it\"", "\"\\ud83d\\ude00\"",
        "123456789012345678901", "\"\\u00e9\\t\\\\\"", "\"exactly 16 bytes\"", "\"0123456\\/\"",
    };
    const unsigned kind = random_below(state, 4);
    if (depth < 6 && kind < 2) put_members(b, state, depth, kind);
    else buffer_puts(b, leaves[random_below(state, ROWS(leaves))]);
}

/* Replaces, inserts or removes a byte; none of the bytes leads to what we are lenient about. */
static void damage(struct buffer *b, uint64_t *state) {
    static const char bytes[] = "{}[],:\"\\uen0112.-+tfrls /";
    char *const at = b->p + random_below(state, (unsigned)b->n);
    const size_t after = (size_t)(b->p + b->n - at);
    switch (random_below(state, 3)) {
    case 0: memmove(at, at + 1, after - 1); b->n--; return;
    case 1: memmove(at + 1, at, after); b->n++; break;     /* a byte of room was reserved */
    }
    *at = bytes[random_below(state, sizeof bytes - 1)];
}

/* Reads the value and writes it again; *is_odd: it holds what jansson refuses by its own rules. */
static int copy_value(struct json *j, struct buffer *out, bool *is_odd) {
    pl_str raw;
    double real;
    int more;
    char text[512];
    switch (json_peek(j)) {
    case JSON_OBJECT:
        json_write_begin(out, '{');
        for (json_object_begin(j); (more = json_member(j, &raw)) == 1; copy_value(j, out, is_odd)) {
            cr_assert_leq(raw.n, sizeof text);
            const size_t n = json_unescape(raw, text);
            if (memchr(text, 0, n)) *is_odd = true;
            json_write_name(out, text, n);
        }
        json_write_end(out, '}');
        return more;
    case JSON_ARRAY:
        json_write_begin(out, '[');
        for (json_array_begin(j); (more = json_element(j)) == 1;) copy_value(j, out, is_odd);
        json_write_end(out, ']');
        return more;
    case JSON_STRING:
        if (json_string_raw(j, &raw, NULL)) return -1;
        cr_assert_leq(raw.n, sizeof text);
        return json_write_string(out, text, json_unescape(raw, text));
    case JSON_NUMBER:
        if (json_number_raw(j, &raw)) return -1;
        if (json_number_real(raw, &real)) *is_odd = true;
        return json_write_raw(out, raw.p, raw.n);
    default:
        return json_skip(j, &raw) ? -1 : json_write_raw(out, raw.p, raw.n);
    }
}

/* A surrogate in the text: half of one is U+FFFD for us and an error for jansson. */
static bool has_surrogate(const struct buffer *b) {
    for (size_t i = 0; i + 4 <= b->n; i++)
        if (!memcmp(b->p + i, "\\ud", 3) && b->p[i + 3] >= '8') return true;
    return false;
}

Test(json_read, agrees_with_jansson) {
    struct oracle o;
    if (!oracle_open(&o)) cr_skip("libjansson.so.4 is not here: nothing to compare with");
    uint64_t state = 20240501;
    unsigned valid = 0, invalid_too = 0;
    struct buffer in = { 0 }, out = { 0 };
    for (unsigned i = 0; i < 30000; i++) {
        buffer_clear(&in);
        buffer_clear(&out);
        put_any(&in, &state, 0);
        const unsigned damages = i % 3;
        for (unsigned k = 0; k < damages && in.n; k++)
            if (buffer_reserve(&in, 1)) damage(&in, &state);
        if (damages && has_surrogate(&in)) continue;
        struct json j;
        bool is_odd = false;
        json_open(&j, in.p, in.n);
        copy_value(&j, &out, &is_odd);
        const bool is_valid = !json_end(&j);
        if (is_odd) continue;
        void *const theirs = oracle_load(&o, &in);
        cr_assert_eq(theirs != NULL, is_valid, "%s: %.*s", j.error, (int)in.n, in.p);
        valid += is_valid;
        invalid_too += !is_valid;
        if (!is_valid) continue;
        void *const again = oracle_load(&o, &out);
        cr_assert(again && o.equal(theirs, again), "%.*s\n%.*s", (int)in.n, in.p, (int)out.n,
                  out.p);
        o.free(theirs);
        o.free(again);
    }
    cr_expect(valid > 10000 && invalid_too > 5000, "%u, %u", valid, invalid_too);
    buffer_free(&in);
    buffer_free(&out);
}
