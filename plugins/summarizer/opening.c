/* opening.c: datelines by the case of their words, end marks by their bytes. */
#include "opening.h"
#include <string.h>

/* ---- ends ---- */

/* What sentences end with, the most frequent first; means 0: a quotation mark or a bracket that may stand behind the end. */
static const struct {
    char bytes[4];
    uint8_t n;
    char means;
} ends[] = {{".", 1, '.'},
            {"?", 1, '?'},
            {"!", 1, '!'},
            {"\"", 1, 0},
            {"\xe2\x80\x9d", 3, 0},
            {"'", 1, 0},
            {"\xe2\x80\x99", 3, 0},
            {")", 1, 0},
            {"]", 1, 0},
            {"\xe2\x80\xa6", 3, '.'},
            {"\xc2\xbb", 2, 0},
            {"\xe3\x80\x8d", 3, 0},
            {"\xe3\x80\x82", 3, '.'},
            {"\xef\xbc\x9f", 3, '?'},
            {"\xef\xbc\x81", 3, '!'},
            {"\xd8\x9f", 2, '?'},
            {"\xe0\xa5\xa4", 3, '.'},
            {"\xdb\x94", 2, '.'}};

static size_t end_of(pl_str t) {
    size_t i = 0;
    for (; i < sizeof ends / sizeof *ends; i++) {
        const size_t n = ends[i].n;
        if (t.n >= n && t.p[t.n - 1] == ends[i].bytes[n - 1] &&
            (n == 1 || !memcmp(t.p + t.n - n, ends[i].bytes, n)))
            break;
    }
    return i;
}

int end_mark(pl_str text, pl_span s) {
    pl_str t = {text.p + s.begin, s.end - s.begin};
    for (size_t i; (i = end_of(t)) < sizeof ends / sizeof *ends; t.n -= ends[i].n)
        if (ends[i].means) return ends[i].means;
    return 0;
}

/* ---- datelines ---- */

struct head {
    pl_str text;
    pl_array tokens;
    uint32_t first, end;
};

static const pl_token *token(const struct head *h, uint32_t i) { return pl_at(h->tokens, i); }

static inline int is(const struct head *h, uint32_t i, const char *s) {
    const pl_token *k = token(h, i);
    const size_t n = strlen(s);
    return k->span.end - k->span.begin == n && !memcmp(h->text.p + k->span.begin, s, n);
}

static int is_sign(const struct head *h, uint32_t i, char c) {
    const pl_span s = token(h, i)->span;
    return s.end - s.begin == 1 && h->text.p[s.begin] == c;
}

static int is_dash(const struct head *h, uint32_t i) {
    return is_sign(h, i, '-') || is(h, i, "--") || is(h, i, "\xe2\x80\x93") ||
           is(h, i, "\xe2\x80\x94");
}

static int is_capital(const struct head *h, uint32_t i) {
    const pl_case c = PL_CASE(token(h, i)->shape);
    return c == PL_TITLE || c == PL_UPPER || c == PL_MIXED;
}

/* May the token stand in a dateline: a name, a number, a mark between them? */
static int may_stand(const struct head *h, uint32_t i) {
    const pl_token *k = token(h, i);
    if (k->kind == PL_WORD) return is_capital(h, i) || is(h, i, "of") || is(h, i, "de");
    return k->kind == PL_NUMBER || is_sign(h, i, ',') || is_sign(h, i, '.') || is_sign(h, i, '/') ||
           is_sign(h, i, ':');
}

/* Behind "(CNN)" or "(AP)": the token after the bracket; `i` when there is no such thing. */
static uint32_t behind_agency(const struct head *h, uint32_t i) {
    uint32_t at = i + 1;
    if (i >= h->end || !is_sign(h, i, '(')) return i;
    while (at < h->end && at < i + 5 && (is_capital(h, at) || is_sign(h, at, '/'))) at++;
    return at > i + 1 && at < h->end && is_sign(h, at, ')') ? at + 1 : i;
}

/* Does the token look like the begin of a sentence? */
static int starts(const struct head *h, uint32_t i) {
    return token(h, i)->kind != PL_WORD || is_capital(h, i);
}

/* Behind the dash that ends a dateline. */
static uint32_t behind_dash(const struct head *h, uint32_t i) {
    if (i + 1 >= h->end || !is_dash(h, i)) return 0;
    return starts(h, i + 1) ? i + 1 - h->first : 0;
}

/* A bracket behind names need not hold an agency: "Deutsche Bank (DB)". */
static int is_known_agency(const struct head *h, uint32_t bracket, const struct cues *cues) {
    return cues_of(cues, token(h, bracket + 1)->hash) & CUE_AGENCY;
}

uint32_t dateline_tokens(pl_str text, pl_array tokens, uint32_t first, uint32_t end,
                         const struct cues *cues) {
    const struct head h = {text, tokens, first, end < first + 20 ? end : first + 20};
    uint32_t i = first;
    while (i < h.end && may_stand(&h, i)) i++;
    const uint32_t behind = behind_agency(&h, i);
    const int shouted = PL_CASE(token(&h, first)->shape) == PL_UPPER &&
                        token(&h, first)->span.end - token(&h, first)->span.begin > 2;
    if (behind == i && !shouted) return 0;
    const uint32_t n = behind_dash(&h, behind);
    if (n) return n;
    if (behind == i || behind >= h.end) return 0;
    return i == first || (is_known_agency(&h, i, cues) && starts(&h, behind)) ? behind - first : 0;
}
