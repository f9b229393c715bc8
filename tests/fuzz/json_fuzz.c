/* json_fuzz.c: fuzz target of the JSON reader and writer.
 *
 *     clang -fsanitize=fuzzer,address,undefined ... json_fuzz.c json_read.c json_write.c \
 *           buffer.c -lm
 *
 * What must hold for any bytes: skipping and walking agree on whether they are JSON; an error has a
 * place inside the input; a string that is read, written and read again is the same; what the
 * walk writes is JSON, and walking that writes the same bytes once more. */
#include "support/json.h"

#include <stdlib.h>
#include <string.h>

#define CHECK(condition)                                                                           \
    do {                                                                                           \
        if (!(condition)) abort();                                                                 \
    } while (0)

/* A copy of exactly n bytes, so that the sanitizer sees a read behind them. */
static char *exact(const void *p, size_t n) {
    char *const copy = malloc(n ? n : 1);
    CHECK(copy);
    if (n) memcpy(copy, p, n);
    return copy;
}

static char *unescaped(pl_str raw, size_t *n) {
    char *const text = exact(raw.p, raw.n);
    *n = json_unescape(raw, text);
    CHECK(*n <= raw.n);
    return text;
}

/* Only the text itself is equal to the raw string, neither a shorter nor a longer one. */
static void check_compare(pl_str raw, const char *text, size_t n) {
    struct buffer z = {0};
    CHECK(!buffer_append(&z, text, n) && !buffer_put(&z, 0) && !buffer_put(&z, 0));
    CHECK(json_string_is(raw, z.p));
    z.p[n] = 'x';
    CHECK(!json_string_is(raw, z.p));
    z.p[n ? n - 1 : 0] = 0;
    CHECK(json_string_is(raw, z.p) == !n);
    buffer_free(&z);
}

/* Writes the string, reads it back, and compares. */
static void check_string(pl_str raw) {
    size_t n, again;
    char *const text = unescaped(raw, &n);
    if (!memchr(text, 0, n)) check_compare(raw, text, n);
    struct buffer b = {0};
    CHECK(!json_write_string(&b, text, n));
    char *const written = exact(b.p, b.n);
    struct json j;
    json_open(&j, written, b.n);
    pl_str back;
    bool escaped;
    CHECK(!json_string_raw(&j, &back, &escaped) && !json_end(&j));
    CHECK(escaped == (memchr(back.p, '\\', back.n) != NULL));
    char *const round = unescaped(back, &again);
    CHECK(n == again && !memcmp(text, round, n));
    free(round);
    free(written);
    buffer_free(&b);
    free(text);
}

static int write_text(struct buffer *b, pl_str raw, bool is_name) {
    check_string(raw);
    size_t n;
    char *const text = unescaped(raw, &n);
    const int rc = is_name ? json_write_name(b, text, n) : json_write_string(b, text, n);
    free(text);
    return rc;
}

/* Reals of any size must be written as numbers that the reader knows. */
static void check_real(double real) {
    struct buffer b = {0};
    struct json j;
    pl_str raw;
    CHECK(!json_write_begin(&b, '['));
    for (unsigned decimals = 0; decimals <= 9; decimals++)
        CHECK(!json_write_real(&b, real, decimals));
    CHECK(!json_write_real_down(&b, real) && !json_write_end(&b, ']'));
    json_open(&j, b.p, b.n);
    CHECK(!json_array_begin(&j));
    for (int i = 0; i < 11; i++) CHECK(json_element(&j) == 1 && !json_number_raw(&j, &raw));
    CHECK(!json_element(&j) && !json_end(&j));
    buffer_free(&b);
}

/* Writes whole numbers by their value, all others by their text. */
static int write_number(struct json *j, struct buffer *b) {
    pl_str raw;
    int64_t whole;
    double real;
    if (json_number_raw(j, &raw)) return -1;
    if (!json_number_real(raw, &real)) check_real(real);
    if (!json_number_int(raw, &whole)) return json_write_int(b, whole);
    return json_write_raw(b, raw.p, raw.n);
}

static int walk(struct json *j, struct buffer *b);

static int walk_object(struct json *j, struct buffer *b) {
    pl_str name;
    int more;
    if (json_object_begin(j) || json_write_begin(b, '{')) return -1;
    while ((more = json_member(j, &name)) == 1)
        if (write_text(b, name, true) || walk(j, b)) return -1;
    return more ? -1 : json_write_end(b, '}');
}

static int walk_array(struct json *j, struct buffer *b) {
    int more;
    if (json_array_begin(j) || json_write_begin(b, '[')) return -1;
    while ((more = json_element(j)) == 1)
        if (walk(j, b)) return -1;
    return more ? -1 : json_write_end(b, ']');
}

/* Reads a value through the pull interface and writes it; the reader bounds the recursion. */
static int walk(struct json *j, struct buffer *b) {
    pl_str raw;
    bool value;
    switch (json_peek(j)) {
    case JSON_OBJECT: return walk_object(j, b);
    case JSON_ARRAY: return walk_array(j, b);
    case JSON_STRING: return json_string_raw(j, &raw, NULL) ? -1 : write_text(b, raw, false);
    case JSON_NUMBER: return write_number(j, b);
    case JSON_BOOL: return json_bool(j, &value) ? -1 : json_write_bool(b, value);
    case JSON_NULL: return json_null(j) ? -1 : json_write_null(b);
    default: return -1;
    }
}

static bool rewrite(const char *p, size_t n, struct buffer *b, struct json *j) {
    json_open(j, p, n);
    return !walk(j, b) && !json_end(j);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char *const input = exact(data, size);
    struct json skipped, walked;
    pl_str raw;
    json_open(&skipped, input, size);
    const bool is_json = !json_skip(&skipped, &raw) && !json_end(&skipped);
    CHECK(is_json == !skipped.error && skipped.p >= input && skipped.p <= input + size);
    CHECK(!is_json || (raw.p >= input && raw.n && raw.p + raw.n <= input + size));

    struct buffer once = {0}, twice = {0};
    CHECK(rewrite(input, size, &once, &walked) == is_json);
    CHECK(walked.p == skipped.p && (is_json || !strcmp(walked.error, skipped.error)));
    if (is_json) {
        CHECK(rewrite(once.p, once.n, &twice, &walked));
        CHECK(once.n == twice.n && !memcmp(once.p, twice.p, once.n));
    }
    buffer_free(&once);
    buffer_free(&twice);
    free(input);
    return 0;
}
