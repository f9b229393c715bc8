/* opening.c: datelines by the case of their words, end marks by their bytes. */
#include "opening.h"
#include <string.h>

/* ---- ends ---- */

static int has_end(const char *p, size_t n, const char *mark) {
    const size_t k = strlen(mark);
    return n >= k && !memcmp(p + n - k, mark, k) ? (int)k : 0;
}

static size_t closing_at_end(const char *p, size_t n) {
    static const char *const closing[] = {
        "\"", "'", ")", "]", "\xe2\x80\x9d", "\xe2\x80\x99", "\xc2\xbb", "\xe3\x80\x8d", NULL};
    for (int i = 0; closing[i]; i++) {
        const int k = has_end(p, n, closing[i]);
        if (k) return (size_t)k;
    }
    return 0;
}

int end_mark(pl_str text, pl_span s) {
    static const struct {
        const char *mark;
        int means;
    } marks[] = {{".", '.'},
                 {"?", '?'},
                 {"!", '!'},
                 {"\xe2\x80\xa6", '.'},
                 {"\xe3\x80\x82", '.'},
                 {"\xef\xbc\x9f", '?'},
                 {"\xef\xbc\x81", '!'},
                 {"\xd8\x9f", '?'},
                 {"\xe0\xa5\xa4", '.'},
                 {"\xdb\x94", '.'}};
    const char *p = text.p + s.begin;
    size_t n = s.end - s.begin, closing;
    while ((closing = closing_at_end(p, n))) n -= closing;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (has_end(p, n, marks[i].mark)) return marks[i].means;
    return 0;
}

/* ---- datelines ---- */

struct head {
    pl_str text;
    pl_array tokens;
    uint32_t first, end;
};

static const pl_token *token(const struct head *h, uint32_t i) {
    return (const pl_token *)(const void *)((const char *)h->tokens.v +
                                            (size_t)i * h->tokens.element_size);
}

static int is(const struct head *h, uint32_t i, const char *s) {
    const pl_token *k = token(h, i);
    const size_t n = strlen(s);
    return k->span.end - k->span.begin == n && !memcmp(h->text.p + k->span.begin, s, n);
}

static int is_dash(const struct head *h, uint32_t i) {
    return is(h, i, "-") || is(h, i, "--") || is(h, i, "\xe2\x80\x93") || is(h, i, "\xe2\x80\x94");
}

static int is_capital(const struct head *h, uint32_t i) {
    const pl_case c = PL_CASE(token(h, i)->shape);
    return c == PL_TITLE || c == PL_UPPER || c == PL_MIXED;
}

/* May the token stand in a dateline: a name, a number, a mark between them? */
static int may_stand(const struct head *h, uint32_t i) {
    const pl_token *k = token(h, i);
    if (k->kind == PL_WORD) return is_capital(h, i) || is(h, i, "of") || is(h, i, "de");
    return k->kind == PL_NUMBER || is(h, i, ",") || is(h, i, ".") || is(h, i, "/") || is(h, i, ":");
}

/* Behind "(CNN)" or "(AP)": the token after the bracket; `i` when there is no such thing. */
static uint32_t behind_agency(const struct head *h, uint32_t i) {
    uint32_t at = i + 1;
    if (i >= h->end || !is(h, i, "(")) return i;
    while (at < h->end && at < i + 5 && (is_capital(h, at) || is(h, at, "/"))) at++;
    return at > i + 1 && at < h->end && is(h, at, ")") ? at + 1 : i;
}

/* Behind the dash that ends a dateline; what follows must look like the begin of a sentence. */
static uint32_t behind_dash(const struct head *h, uint32_t i) {
    if (i + 1 >= h->end || !is_dash(h, i)) return 0;
    const pl_token *next = token(h, i + 1);
    return next->kind != PL_WORD || is_capital(h, i + 1) ? i + 1 - h->first : 0;
}

uint32_t dateline_tokens(pl_str text, pl_array tokens, uint32_t first, uint32_t end) {
    const struct head h = {text, tokens, first, end < first + 20 ? end : first + 20};
    uint32_t i = first;
    while (i < h.end && may_stand(&h, i)) i++;
    const uint32_t behind = behind_agency(&h, i);
    const int shouted = PL_CASE(token(&h, first)->shape) == PL_UPPER &&
                        token(&h, first)->span.end - token(&h, first)->span.begin > 2;
    if (behind == i && !shouted) return 0;
    const uint32_t n = behind_dash(&h, behind);
    if (n) return n;
    return behind > i && i == first && behind < h.end ? behind - first : 0;
}
