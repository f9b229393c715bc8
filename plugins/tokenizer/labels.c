/* labels.c: the labels of list items: "1.", "b)", "3.)", "IV." */
#include "labels.h"

enum {
    STYLE_NUMBER = 4,
    STYLE_LOWER = 8,
    STYLE_UPPER = 12,
    STYLE_ROMAN = 16
}; /* added to the mark */
enum { MARK_NONE, MARK_STOP, MARK_BRACKET, MARK_BOTH };

static int is_spaced(const pl_token *t) { return (t->flags & PL_SPACE_BEFORE) != 0; }

static uint32_t number_value(const uint8_t *p, uint32_t n) {
    uint32_t value = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (!is_ascii_digit(p[i])) return 0;
        value = value * 10 + (uint32_t)(p[i] - '0');
    }
    return value;
}

static int is_roman(const uint8_t *p, uint32_t n) {
    for (uint32_t i = 0; i < n; i++)
        if (p[i] != 'I' && p[i] != 'V' && p[i] != 'X') return 0;
    return n > 1;
}

/* Style and value of the token without its marks: up to three digits, one letter, a small Roman number. */
static void read_value(const uint8_t *p, uint32_t n, struct label *l) {
    l->style = 0;
    if (n <= 3 && (l->value = number_value(p, n)) != 0)
        l->style = STYLE_NUMBER;
    else if (n == 1 && is_ascii_letter(*p)) {
        l->style = is_ascii_upper(*p) ? STYLE_UPPER : STYLE_LOWER;
        l->value = (uint32_t)((*p | 32) - 'a' + 1);
    } else if (n <= 4 && is_roman(p, n))
        l->style = STYLE_ROMAN;
}

static int is_mark(const uint8_t *text, const struct tokens *t, uint32_t at, char mark) {
    return at < t->n && text[t->v[at].span.begin] == mark && !is_spaced(&t->v[at]) &&
           t->v[at].span.end == t->v[at].span.begin + 1;
}

struct label label_at(const uint8_t *text, const struct tokens *t, uint32_t at) {
    const pl_token *const v = &t->v[at];
    const uint8_t *const p = text + v->span.begin;
    uint32_t n = v->span.end - v->span.begin, mark = MARK_NONE;
    struct label l = {.end = at + 1};
    if (n > 5 || (v->kind != PL_NUMBER && v->kind != PL_WORD)) return (struct label){0};
    if (n > 1 && p[n - 1] == '.')
        mark = MARK_STOP, n--;
    else if (is_mark(text, t, l.end, '.'))
        mark = MARK_STOP, l.end++;
    if (is_mark(text, t, l.end, ')')) mark |= MARK_BRACKET, l.end++;
    read_value(p, n, &l);
    const int followed = l.end < t->n && is_spaced(&t->v[l.end]) &&
                         !(t->v[l.end].reserved & (INFO_PARAGRAPH | INFO_LINE));
    if (!mark || !l.style || !followed) return (struct label){0};
    l.style |= mark;
    if (l.style == (STYLE_UPPER | MARK_STOP)) l.value = 0; /* an initial begins no list */
    return l;
}
