/* json_write.c: the JSON writer. Text without escapes is copied sixteen bytes at a step. */
#include "support/json.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define ESCAPE_MOST 6u /* \u001f */
#define INTEGER_MOST 20u /* -9223372036854775808, 18446744073709551615 */

/* Is a comma due before the next name or value? Yes if the last byte ends a value. */
static inline bool is_comma_due(const struct buffer *b) {
    if (!b->n) return false;
    const char c = b->p[b->n - 1];
    return c == '"' || c == '}' || c == ']' || c == 'e' || c == 'l' || (c >= '0' && c <= '9');
}

/* Room for `more` bytes behind the comma that may be due, which is written; NULL: no memory. */
static inline char *reserve_value(struct buffer *b, size_t more) {
    char *const to = buffer_reserve(b, more + 1);
    if (!to || !is_comma_due(b)) return to;
    *to = ',';
    b->n++;
    return to + 1;
}

int json_write_raw(struct buffer *b, const char *p, size_t n) {
    char *const to = reserve_value(b, n);
    if (!to) return -1;
    if (n) memcpy(to, p, n);
    b->n += n;
    return 0;
}

int json_write_begin(struct buffer *b, char bracket) {
    assert(bracket == '{' || bracket == '[');
    return json_write_raw(b, &bracket, 1);
}

int json_write_end(struct buffer *b, char bracket) {
    assert(bracket == '}' || bracket == ']');
    return buffer_put(b, bracket);
}

int json_write_bool(struct buffer *b, bool value) {
    return value ? json_write_raw(b, "true", 4) : json_write_raw(b, "false", 5);
}

int json_write_null(struct buffer *b) { return json_write_raw(b, "null", 4); }

/* --- strings --- */

static inline bool is_plain(char c) { return (unsigned char)c >= 0x20 && c != '"' && c != '\\'; }

/* Copies up to n bytes, as far as none needs an escape; returns how many. Writes nothing behind
 * out + n, but may write behind what it counts. */
static inline size_t copy_plain(char *restrict out, const char *restrict in, size_t n) {
    size_t i = 0;
#ifdef __SSE2__
    const __m128i quote = _mm_set1_epi8('"'), backslash = _mm_set1_epi8('\\');
    const __m128i last = _mm_set1_epi8(0x1F);
    for (; n - i >= 16; i += 16) {
        const __m128i v = _mm_loadu_si128((const __m128i *)(const void *)(in + i));
        _mm_storeu_si128((__m128i *)(void *)(out + i), v);
        const __m128i control = _mm_cmpeq_epi8(_mm_min_epu8(v, last), v);
        const __m128i hit = _mm_or_si128(_mm_cmpeq_epi8(v, quote), _mm_cmpeq_epi8(v, backslash));
        const int mask = _mm_movemask_epi8(_mm_or_si128(control, hit));
        if (mask) return i + (size_t)__builtin_ctz((unsigned)mask);
    }
#endif
    const uint64_t ones = UINT64_MAX / 255;
    for (; n - i >= 8; i += 8) { /* all of it without SSE2, the rest of a string with it */
        uint64_t v;
        memcpy(&v, in + i, sizeof v);
        const uint64_t q = v ^ ones * '"', b = v ^ ones * '\\', control = (v - ones * 0x20) & ~v;
        if ((((q - ones) & ~q) | ((b - ones) & ~b) | control) & ones * 0x80) break;
        memcpy(out + i, &v, sizeof v);
    }
    for (; i < n && is_plain(in[i]); i++) out[i] = in[i];
    return i;
}

/* Writes the escape of c, at most ESCAPE_MOST bytes; returns its end. */
static inline char *put_escape(char *out, char c) {
    static const char letters[32] = {
        ['\b'] = 'b', ['\f'] = 'f', ['\n'] = 'n', ['\r'] = 'r', ['\t'] = 't'};
    const unsigned char u = (unsigned char)c;
    *out++ = '\\';
    if (u >= 0x20) {
        *out++ = c;
    } else if (letters[u]) {
        *out++ = letters[u];
    } else {
        memcpy(out, "u00", 3);
        out[3] = (char)('0' + (u >> 4));
        out[4] = "0123456789abcdef"[u & 15];
        out += 5;
    }
    return out;
}

int json_write_string(struct buffer *b, const char *p, size_t n) {
    const size_t around = ESCAPE_MOST + 2; /* an escape and both quotes */
    char *out = reserve_value(b, n + around);
    if (!out) return -1;
    const size_t start = b->n;
    *out++ = '"';
    for (;;) {
        const size_t plain = copy_plain(out, p, n);
        out += plain;
        p += plain;
        n -= plain;
        if (!n) break;
        out = put_escape(out, *p++);
        n--;
        b->n = (size_t)(out - b->p);
        out = buffer_reserve(b, n + around);
        if (!out) {
            b->n = start; /* no half of a string */
            b->room = start;
            return -1;
        }
    }
    *out++ = '"';
    b->n = (size_t)(out - b->p);
    return 0;
}

int json_write_name(struct buffer *b, const char *p, size_t n) {
    return json_write_string(b, p, n) ? -1 : buffer_put(b, ':');
}

int json_write_key(struct buffer *b, const char *name) {
    const size_t n = strlen(name);
    char *const to = reserve_value(b, n + 3); /* both quotes and the colon */
    if (!to) return -1;
    to[0] = '"';
    memcpy(to + 1, name, n);
    memcpy(to + 1 + n, "\":", 2);
    b->n += n + 3;
    return 0;
}

/* --- numbers --- */

/* Writes the digits of value so that they end before `end`; returns where they begin. */
static inline char *put_digits(char *end, uint64_t value) {
    static const char pairs[] =
        "00010203040506070809101112131415161718192021222324252627282930313233343536373839"
        "40414243444546474849505152535455565758596061626364656667686970717273747576777879"
        "8081828384858687888990919293949596979899";
    for (; value >= 100; value /= 100) memcpy(end -= 2, pairs + value % 100 * 2, 2);
    if (value >= 10)
        memcpy(end -= 2, pairs + value * 2, 2);
    else
        *--end = (char)('0' + value);
    return end;
}

static inline int write_integer(struct buffer *b, bool is_negative, uint64_t size) {
    char text[INTEGER_MOST + 1], *const end = text + sizeof text;
    char *begin = put_digits(end, size);
    if (is_negative) *--begin = '-';
    return json_write_raw(b, begin, (size_t)(end - begin));
}

int json_write_int(struct buffer *b, int64_t value) {
    return write_integer(b, value < 0, value < 0 ? 0 - (uint64_t)value : (uint64_t)value);
}

int json_write_uint(struct buffer *b, uint64_t value) { return write_integer(b, false, value); }

/* Writes whole + part / 10^decimals without the zeros at its end; part is below 10^decimals. */
static int write_fixed(struct buffer *b, bool is_negative, uint64_t whole, uint64_t part,
                       unsigned decimals) {
    char text[40], *const end = text + sizeof text, *last = end, *begin = end;
    for (unsigned i = 0; i < decimals; i++, part /= 10) *--begin = (char)('0' + part % 10);
    while (last > begin && last[-1] == '0') last--;
    if (last > begin)
        *--begin = '.';
    else
        begin = last = end;
    begin = put_digits(begin, whole);
    const bool is_zero = last == end && begin == end - 1 && *begin == '0';
    if (is_negative && !is_zero) *--begin = '-';
    return json_write_raw(b, begin, (size_t)(last - begin));
}

int json_write_real(struct buffer *b, double value, unsigned decimals) {
    static const uint64_t powers[] = {1,      10,      100,      1000,      10000,
                                      100000, 1000000, 10000000, 100000000, 1000000000};
    assert(decimals < sizeof powers / sizeof *powers);
    if (!isfinite(value)) return json_write_null(b);
    const uint64_t power = powers[decimals];
    const double size = fabs(value), scaled = size * (double)power;
    if (scaled < 0x1p51) { /* the double nearest to a decimal half counts as that half */
        uint64_t all = (uint64_t)scaled;
        if (size >= (double)(2 * all + 1) / (double)(2 * power)) all++;
        return write_fixed(b, value < 0, all / power, all % power, decimals);
    }
    if (size < 0x1p63) { /* here the product would lose digits, and the parts lose none */
        const uint64_t whole = (uint64_t)size;
        const uint64_t part = (uint64_t)round((size - (double)whole) * (double)power);
        return write_fixed(b, value < 0, whole + part / power, part % power, decimals);
    }
    char text[320]; /* DBL_MAX has 309 digits */
    const int n = snprintf(text, sizeof text, "%.0f", value);
    return json_write_raw(b, text, (size_t)n);
}

int json_write_real_down(struct buffer *b, double value) {
    if (!(fabs(value) < 1e9)) return json_write_real(b, value, 3); /* no similarity */
    const double step = round(value * 1000) / 1000;
    return json_write_real(b, value > step - 1e-7 ? step : step - 0.001, 3);
}
