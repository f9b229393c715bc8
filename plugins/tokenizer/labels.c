/* labels.c: the labels of list items: "1.", "b)", "3.)", "IV." */
#include "labels.h"

/* Of the value; the mark is added. */
enum { STYLE_NUMBER = 4, STYLE_LOWER = 8, STYLE_UPPER = 12, STYLE_ROMAN = 16 };
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

static uint32_t roman_value(const uint8_t *p, uint32_t n) {
    const uint8_t small = p[0] & 32;
    uint32_t value = 0, last = 0;
    for (uint32_t i = n; i-- > 0;) {
        const uint32_t digit = p[i] == ('I' | small)   ? 1
                               : p[i] == ('V' | small) ? 5
                               : p[i] == ('X' | small) ? 10
                                                       : 0;
        if (!digit) return 0;
        value = digit < last ? value - digit : value + digit;
        last = digit;
    }
    return small ? value : value + 100;
}

/* Style and value of the token without its marks: up to three digits, one letter, a small Roman number. */
static void read_value(const uint8_t *p, uint32_t n, struct label *l) {
    l->roman = roman_value(p, n);
    if (n <= 3 && (l->value = number_value(p, n)) != 0)
        l->style = STYLE_NUMBER;
    else if (n == 1 && is_ascii_letter(*p)) {
        l->style = is_ascii_upper(*p) ? STYLE_UPPER : STYLE_LOWER;
        l->value = (uint32_t)((*p | 32) - 'a' + 1);
    } else if (l->roman)
        l->style = STYLE_ROMAN;
}

int label_follows(const struct label *first, const struct label *second) {
    if (!first->end || !second->end || ((first->style ^ second->style) & MARK_BOTH)) return 0;
    if (first->roman && second->roman == first->roman + 1) return 1;
    return first->style == second->style && second->value == first->value + 1;
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
    if (n > 6 || (v->kind != PL_NUMBER && v->kind != PL_WORD)) return (struct label){0};
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
