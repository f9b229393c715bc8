/* json_read.c: the JSON reader. Strings, where the bytes are, go sixteen bytes at a step. */
#include "support/json.h"

#include <assert.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define NUMBER_MOST 500u /* a longer one is either not finite or has digits beyond reason */

static int fail(struct json *j, const char *at, const char *error) {
    if (!j->error) {
        j->error = error;
        j->p = at;
    }
    return -1;
}

/* The error for a missing thing: at the end of the input it is the end that is wrong. */
static int fail_expected(struct json *j, const char *error) {
    return fail(j, j->p, j->p == j->end ? "unexpected end" : error);
}

static inline void skip_space(struct json *j) {
    const char *p = j->p;
    while (p < j->end && (*p == ' ' || *p == '\n' || *p == '\t' || *p == '\r')) p++;
    j->p = p;
}

/* Takes c if it is the next byte after white space. */
static inline bool take(struct json *j, char c) {
    skip_space(j);
    if (j->p == j->end || *j->p != c) return false;
    j->p++;
    return true;
}

void json_open(struct json *j, const char *p, size_t n) {
    *j = (struct json){.p = p, .end = p + n, .begin = p, .place = JSON_AT_VALUE};
}

enum json_type json_peek(struct json *j) {
    if (j->error) return JSON_ERROR;
    assert(j->place == JSON_AT_VALUE);
    skip_space(j);
    switch (j->p < j->end ? *j->p : 0) {
    case '{': return JSON_OBJECT;
    case '[': return JSON_ARRAY;
    case '"': return JSON_STRING;
    case 't':
    case 'f': return JSON_BOOL;
    case 'n': return JSON_NULL;
    case '-':
    case '0':
    case '1':
    case '2':
    case '3':
    case '4':
    case '5':
    case '6':
    case '7':
    case '8':
    case '9': return JSON_NUMBER;
    default: fail_expected(j, "expected a value"); return JSON_ERROR;
    }
}

/* Is the next value of this type? If not, `error` says what should be there. */
static inline bool is_next(struct json *j, enum json_type type, const char *error) {
    const enum json_type found = json_peek(j);
    if (found != type && found != JSON_ERROR) fail(j, j->p, error);
    return found == type;
}

/* --- objects and arrays --- */

static int open_bracket(struct json *j) {
    if (j->depth == JSON_DEPTH) return fail(j, j->p, "nested too deeply");
    j->depth++;
    j->p++;
    j->place = JSON_AFTER_OPEN;
    return 0;
}

int json_object_begin(struct json *j) {
    return is_next(j, JSON_OBJECT, "expected an object") ? open_bracket(j) : -1;
}

int json_array_begin(struct json *j) {
    return is_next(j, JSON_ARRAY, "expected an array") ? open_bracket(j) : -1;
}

/* Goes on in the innermost object or array: 1 past a comma or right after the opening bracket,
 * 0 past the closing bracket, or -1. */
static inline int go_on(struct json *j, char bracket, const char *error) {
    if (j->place == JSON_AT_VALUE && json_skip(j, NULL)) return -1;
    if (j->error) return -1;
    assert(j->depth > 0);
    const bool is_first = j->place == JSON_AFTER_OPEN;
    j->place = JSON_AFTER_VALUE;
    if (take(j, bracket)) {
        j->depth--;
        return 0;
    }
    return is_first || take(j, ',') ? 1 : fail_expected(j, error);
}

int json_element(struct json *j) {
    const int more = go_on(j, ']', "expected ',' or ']'");
    if (more == 1) j->place = JSON_AT_VALUE;
    return more;
}

/* --- strings --- */

/* The first quote or backslash in [p, end), or end. */
static inline const char *find_special(const char *p, const char *end) {
#ifdef __SSE2__
    const __m128i quote = _mm_set1_epi8('"'), backslash = _mm_set1_epi8('\\');
    for (; end - p >= 16; p += 16) {
        const __m128i v = _mm_loadu_si128((const __m128i *)(const void *)p);
        const __m128i hit = _mm_or_si128(_mm_cmpeq_epi8(v, quote), _mm_cmpeq_epi8(v, backslash));
        const int mask = _mm_movemask_epi8(hit);
        if (mask) return p + __builtin_ctz((unsigned)mask);
    }
#endif
    const uint64_t ones = UINT64_MAX / 255;
    for (; end - p >= 8; p += 8) { /* all of it without SSE2, the rest of a line with it */
        uint64_t v;
        memcpy(&v, p, sizeof v);
        const uint64_t q = v ^ ones * '"', b = v ^ ones * '\\';
        if ((((q - ones) & ~q) | ((b - ones) & ~b)) & ones * 0x80) break;
    }
    while (p < end && *p != '"' && *p != '\\') p++;
    return p;
}

static inline unsigned hex_digit(char c) { /* 16 or more: not a digit */
    if (c >= '0' && c <= '9') return (unsigned)(c - '0');
    const char lower = (char)(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? (unsigned)(lower - 'a') + 10 : 16;
}

/* The length of the escape at p, which is a backslash; 0 if it is not one of the grammar. */
static inline size_t escape_length(const char *p, const char *end) {
    if (end - p < 2) return 0;
    switch (p[1]) {
    case '"':
    case '\\':
    case '/':
    case 'b':
    case 'f':
    case 'n':
    case 'r':
    case 't': return 2;
    case 'u': break;
    default: return 0;
    }
    if (end - p < 6) return 0;
    const unsigned all = hex_digit(p[2]) | hex_digit(p[3]) | hex_digit(p[4]) | hex_digit(p[5]);
    return all < 16 ? 6 : 0;
}

/* Reads the string whose quote is at j->p, up to behind its other quote. */
static inline int read_string(struct json *j, pl_str *raw, bool *escaped) {
    const char *const begin = j->p + 1, *p = find_special(begin, j->end);
    const bool has_escapes = p < j->end && *p == '\\';
    while (p < j->end && *p == '\\') {
        const size_t n = escape_length(p, j->end);
        if (!n) return fail(j, p, "bad escape");
        p = find_special(p + n, j->end);
    }
    if (p == j->end) return fail(j, j->p, "string without end");
    *raw = (pl_str){begin, (size_t)(p - begin)};
    if (escaped) *escaped = has_escapes;
    j->p = p + 1;
    return 0;
}

int json_string_raw(struct json *j, pl_str *raw, bool *escaped) {
    if (!is_next(j, JSON_STRING, "expected a string")) return -1;
    j->place = JSON_AFTER_VALUE;
    return read_string(j, raw, escaped);
}

int json_member(struct json *j, pl_str *name) {
    const int more = go_on(j, '}', "expected ',' or '}'");
    if (more != 1) return more;
    skip_space(j);
    if (j->p == j->end || *j->p != '"') return fail_expected(j, "expected a name in quotes");
    if (read_string(j, name, NULL)) return -1;
    if (!take(j, ':')) return fail_expected(j, "expected ':'");
    j->place = JSON_AT_VALUE;
    return 1;
}

/* --- numbers and words --- */

static inline bool is_digit(const char *p, const char *end) {
    return p < end && *p >= '0' && *p <= '9';
}

/* Goes over one digit or more from p; returns the end, or NULL if there is none. */
static inline const char *read_digits(const char *p, const char *end) {
    if (!is_digit(p, end)) return NULL;
    while (is_digit(p, end)) p++;
    return p;
}

/* Returns the end of the number at p, or NULL if the grammar does not know it; *at is the place. */
static const char *read_number(const char *p, const char *end, const char **at) {
    if (*p == '-') p++;
    const bool is_zero = p < end && *p == '0';
    const char *q = read_digits(p, end);
    if (q && is_zero && q - p > 1) q = NULL; /* 012 is no number */
    if (q && q < end && *q == '.') q = read_digits(p = q + 1, end);
    if (q && q < end && (*q == 'e' || *q == 'E')) {
        p = q + 1;
        if (p < end && (*p == '+' || *p == '-')) p++;
        q = read_digits(p, end);
    }
    *at = p;
    return q;
}

int json_number_raw(struct json *j, pl_str *raw) {
    if (!is_next(j, JSON_NUMBER, "expected a number")) return -1;
    const char *const begin = j->p, *at;
    const char *const p = read_number(begin, j->end, &at);
    if (!p) return fail(j, at, at == j->end ? "unexpected end" : "bad number");
    *raw = (pl_str){begin, (size_t)(p - begin)};
    j->p = p;
    j->place = JSON_AFTER_VALUE;
    return 0;
}

/* Reads the word, whose first letter is there already. */
static int read_word(struct json *j, const char *word) {
    const size_t n = strlen(word);
    if ((size_t)(j->end - j->p) < n || memcmp(j->p, word, n))
        return fail(j, j->p, "expected a value");
    j->p += n;
    j->place = JSON_AFTER_VALUE;
    return 0;
}

int json_bool(struct json *j, bool *value) {
    if (!is_next(j, JSON_BOOL, "expected true or false")) return -1;
    *value = *j->p == 't';
    return read_word(j, *value ? "true" : "false");
}

int json_null(struct json *j) {
    return is_next(j, JSON_NULL, "expected null") ? read_word(j, "null") : -1;
}

/* --- whole values --- */

/* Reads a number, string or word, or goes into an object or array. */
static inline int read_or_enter(struct json *j, enum json_type type) {
    pl_str raw;
    bool value;
    switch (type) {
    case JSON_STRING: return json_string_raw(j, &raw, NULL);
    case JSON_NUMBER: return json_number_raw(j, &raw);
    case JSON_BOOL: return json_bool(j, &value);
    case JSON_NULL: return json_null(j);
    case JSON_ARRAY:
    case JSON_OBJECT: return open_bracket(j);
    default: return -1;
    }
}

/* Goes on to the end of the object or array just entered. */
static int skip_inside(struct json *j, enum json_type type) {
    uint64_t objects[JSON_DEPTH / 64 + 1] = {0}; /* bit d: what was begun at depth d */
    const unsigned outside = j->depth - 1;
    while (j->depth > outside) {
        uint64_t *const word = &objects[j->depth / 64], bit = UINT64_C(1) << (j->depth & 63);
        if (type == JSON_OBJECT) *word |= bit;
        if (type == JSON_ARRAY) *word &= ~bit;
        pl_str name;
        const int more = *word & bit ? json_member(j, &name) : json_element(j);
        if (more < 0) return -1;
        type = more ? json_peek(j) : JSON_NULL; /* at an end nothing was entered */
        if (more && read_or_enter(j, type)) return -1;
    }
    return 0;
}

int json_skip(struct json *j, pl_str *raw) {
    const enum json_type type = json_peek(j);
    const char *const begin = j->p;
    if (read_or_enter(j, type)) return -1;
    if ((type == JSON_OBJECT || type == JSON_ARRAY) && skip_inside(j, type)) return -1;
    if (raw) *raw = (pl_str){begin, (size_t)(j->p - begin)};
    return 0;
}

int json_end(struct json *j) {
    if (j->error) return -1;
    if (j->place == JSON_AT_VALUE && json_skip(j, NULL)) return -1;
    assert(j->depth == 0);
    skip_space(j);
    return j->p == j->end ? 0 : fail(j, j->p, "text after the value");
}

/* --- what slices mean --- */

static inline unsigned hex4(const char *p) {
    return hex_digit(p[0]) << 12 | hex_digit(p[1]) << 8 | hex_digit(p[2]) << 4 | hex_digit(p[3]);
}

static inline char *put_utf8(char *out, unsigned c) {
    if (c < 0x80) {
        *out++ = (char)c;
        return out;
    }
    if (c < 0x800) {
        *out++ = (char)(0xC0 | c >> 6);
    } else {
        if (c < 0x10000) {
            *out++ = (char)(0xE0 | c >> 12);
        } else {
            *out++ = (char)(0xF0 | c >> 18);
            *out++ = (char)(0x80 | (c >> 12 & 0x3F));
        }
        *out++ = (char)(0x80 | (c >> 6 & 0x3F));
    }
    *out++ = (char)(0x80 | (c & 0x3F));
    return out;
}

/* The code point of the \u escape at *p, which moves behind it, behind both of a pair. */
static inline unsigned read_unicode(const char **p, const char *end) {
    const unsigned first = hex4(*p + 2);
    *p += 6;
    if (first < 0xD800 || first > 0xDFFF) return first;
    if (first > 0xDBFF || end - *p < 6 || (*p)[0] != '\\' || (*p)[1] != 'u') return 0xFFFD;
    const unsigned second = hex4(*p + 2);
    if (second < 0xDC00 || second > 0xDFFF) return 0xFFFD;
    *p += 6;
    return 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
}

static inline char simple_escape(char c) {
    switch (c) {
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    default: return c;
    }
}

/* Resolves the escape at *p, which moves behind it; writes 1 to 4 bytes and returns their end. */
static inline char *resolve(const char **p, const char *end, char *out) {
    if ((*p)[1] == 'u') return put_utf8(out, read_unicode(p, end));
    *out++ = simple_escape((*p)[1]);
    *p += 2;
    return out;
}

size_t json_unescape(pl_str raw, char *out) {
    const char *p = raw.p, *const end = raw.p + raw.n, *const start = out;
    while (p < end) {
        if (*p == '\\') {
            out = resolve(&p, end, out);
            continue;
        }
        const char *const stop = memchr(p, '\\', (size_t)(end - p));
        const size_t run = (size_t)((stop ? stop : end) - p);
        memcpy(out, p, run);
        out += run;
        p += run;
    }
    return (size_t)(out - start);
}

bool json_string_is(pl_str raw, const char *text) {
    const char *p = raw.p, *const end = raw.p + raw.n;
    size_t left = strlen(text);
    if (raw.n < left) return false; /* escapes only ever make a text shorter */
    while (p < end) {
        char piece[4] = {*p};
        size_t n = 1;
        if (*p == '\\')
            n = (size_t)(resolve(&p, end, piece) - piece);
        else
            p++;
        if (n > left || memcmp(piece, text, n)) return false;
        text += n;
        left -= n;
    }
    return !left;
}

int json_number_int(pl_str raw, int64_t *value) {
    const bool is_negative = raw.n && raw.p[0] == '-';
    const uint64_t most = (uint64_t)INT64_MAX + is_negative;
    uint64_t sum = 0;
    for (size_t i = is_negative; i < raw.n; i++) {
        const unsigned digit = (unsigned)(raw.p[i] - '0');
        if (digit > 9 || sum > (most - digit) / 10) return -1;
        sum = sum * 10 + digit;
    }
    *value = is_negative ? (int64_t)(0 - sum) : (int64_t)sum;
    return 0;
}

int json_number_real(pl_str raw, double *value) {
    char text[NUMBER_MOST + 1];
    if (raw.n > NUMBER_MOST) return -1;
    memcpy(text, raw.p, raw.n);
    text[raw.n] = 0;
    /* glibc has this locale ready and allocates nothing for it */
    const locale_t plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    if (!plain) return -1;
    const double result = strtod_l(text, NULL, plain);
    freelocale(plain);
    if (result - result != 0) return -1; /* infinite */
    *value = result;
    return 0;
}
