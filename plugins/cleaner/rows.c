/* rows.c: lines of a text that has still its layout: how wide they are, and what they begin with. */
#include "rows.h"
#include <string.h>
#include <utf8proc.h>
#include "marks.h"
#include "utf8.h"
#include "words.h"

/* Length of a blank, tab or no-break space at i, or 0. */
static size_t blank_at(const char *s, size_t i, size_t n) {
    if (s[i] == ' ' || s[i] == '\t') return 1;
    return i + 1 < n && !memcmp(s + i, "\xc2\xa0", 2) ? 2 : 0;
}

uint32_t rows_columns(const char *s, size_t i, size_t n) {
    if (n - i > 4 * (size_t)ROWS_WIDEST) return ROWS_WIDER;
    const size_t wide = utf8_skip_ascii(s, i, n);
    size_t all = wide - i;
    for (i = wide; i < n && all < ROWS_WIDER; i++) all += ((unsigned char)s[i] & 0xc0) != 0x80;
    return all < ROWS_WIDER ? (uint32_t)all : ROWS_WIDER;
}

static int is_white(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\f'; }

int rows_read(const char *s, size_t n, size_t at, struct row *r) {
    enum { TAB = 8 };
    if (at >= n) return 0;
    const char *const lf = memchr(s + at, '\n', n - at);
    size_t i = at, blank;
    r->end = lf ? (size_t)(lf - s) : n;
    r->next = r->end + 1;
    r->indent = 0;
    for (; i < r->end && (blank = blank_at(s, i, r->end)); i += blank)
        if (r->indent < ROWS_WIDER) r->indent += s[i] == '\t' ? TAB : 1;
    r->begin = i;
    while (r->end > i && is_white(s[r->end - 1])) r->end--;
    r->width = r->indent + rows_columns(s, i, r->end);
    if (r->width > ROWS_WIDER) r->width = ROWS_WIDER;
    const char *const word = memchr(s + i, ' ', r->end - i);
    r->is_solid = !word;
    r->word = rows_columns(s, i, word ? (size_t)(word - s) : r->end);
    return 1;
}

/* A small letter, or one of a script that has no capitals but blanks between words. */
static int is_small(uint32_t c) {
    if (c < 0x80) return c >= 'a' && c <= 'z';
    const utf8proc_category_t g = utf8proc_category((utf8proc_int32_t)c);
    return g == UTF8PROC_CATEGORY_LL ||
           (g == UTF8PROC_CATEGORY_LO && (c < 0xe00 || (c >= 0xac00 && c < 0xd7b0)));
}

int rows_is_small(const char *s, size_t i) {
    size_t length;
    return is_small(utf8_get(s, i, &length));
}

int rows_is_loud(const char *s, const struct row *r) {
    size_t length;
    for (size_t i = r->begin; i < r->end; i += length)
        if (is_small(utf8_get(s, i, &length))) return 0;
    return 1;
}

int rows_goes_on(const char *s, const struct row *r, size_t next) {
    return rows_is_small(s, next) &&
           !(marks_of_end(s, r->begin, r->end) & (LINE_STOP | LINE_COLON | LINE_DOTS));
}

int rows_has_columns(const char *s, const struct row *r) {
    return memchr(s + r->begin, '\t', r->end - r->begin) ||
           memmem(s + r->begin, r->end - r->begin, "   ", 3);
}

size_t rows_doubtful_mark(const char *s, const struct row *r) {
    const char *p = s + r->begin, *const end = s + r->end;
    if (*p == '-')
        p++;
    else if (end - p > 3 && (!memcmp(p, "\xe2\x80\x93", 3) || !memcmp(p, "\xe2\x80\x94", 3)))
        p += 3;
    else {
        while (p < end && *p >= '0' && *p <= '9' && p - (s + r->begin) < 3) p++;
        if (p == s + r->begin && *p >= 'a' && *p <= 'z' && p + 1 < end && p[1] == ')') p++;
        if (p == s + r->begin || p == end || (*p != '.' && *p != ')')) return 0;
        p++;
    }
    return p < end && *p == ' ' ? (size_t)(p + 1 - (s + r->begin)) : 0;
}

static int is_letter_or_digit(char c) {
    return ((c | 32) >= 'a' && (c | 32) <= 'z') || (c >= '0' && c <= '9');
}

size_t rows_sure_mark(const char *s, const struct row *r) {
    static const char *const bullets[] = {"*",
                                          "+",
                                          "#",
                                          "\xe2\x80\xa2",
                                          "\xc2\xb7",
                                          "\xe2\x96\xaa",
                                          "\xe2\x97\x8f",
                                          "\xe2\x97\xa6",
                                          "\xe2\x80\xa3"};
    const size_t n = r->end - r->begin;
    if (is_letter_or_digit(s[r->begin])) return 0;
    for (size_t i = 0; i < sizeof bullets / sizeof *bullets; i++) {
        const size_t length = strlen(bullets[i]);
        if (n > length && !memcmp(s + r->begin, bullets[i], length) && s[r->begin + length] == ' ')
            return length + 1;
    }
    return 0;
}

int rows_stands_alone(const char *s, const struct row *r) {
    const char c = s[r->begin];
    if (c == '>' || c == '|') return 1;
    return r->end - r->begin > 2 && strchr("#-=*_~+", c) && s[r->begin + 1] == c &&
           (c != '-' || s[r->begin + 2] == c);
}
