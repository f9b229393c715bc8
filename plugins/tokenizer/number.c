/* number.c: numbers of mode = news: digits, and the signs inside dates, times, telephone numbers and amounts. */
#include "form.h"
#include "scan.h"

static uint32_t digits_end(const struct scan *s, uint32_t at) {
    for (;;) {
        uint32_t length;
        if (is_ascii_digit(scan_byte(s, at)))
            at++;
        else if (scan_byte(s, at) >= 0x80 && scan_class(s, at, &length) == CLASS_DIGIT)
            at += length;
        else
            return at;
    }
}

static int value(const struct scan *s, uint32_t begin, uint32_t end) {
    int v = 0;
    for (; begin < end && v < 100000; begin++) v = v * 10 + (s->text[begin] - '0');
    return v;
}

/* Groups of digits with one sign between them: their number, ends and lengths, up to four. */
struct groups {
    int n, length[4], value[4];
    uint32_t end;
};
static struct groups groups_of(const struct scan *s, uint32_t at, uint8_t sign) {
    struct groups g = {0};
    for (;;) {
        uint32_t end = at;
        while (is_ascii_digit(scan_byte(s, end))) end++;
        if (end == at || g.n == 4) return g.n = 0, g;
        g.length[g.n] = (int)(end - at);
        g.value[g.n++] = value(s, at, end);
        g.end = end;
        if (scan_byte(s, end) != sign || !is_ascii_digit(scan_byte(s, end + 1))) return g;
        at = end + 1;
    }
}

static int is_year(int length) { return length == 2 || length == 4; }

/* 08/16/2000, 2010/11/05, 9/11; but 3/4 is a fraction. */
static uint32_t slash_end(const struct scan *s, uint32_t at) {
    const struct groups g = groups_of(s, at, '/');
    if (g.n == 3 && ((g.length[0] <= 2 && g.length[1] <= 2 && is_year(g.length[2])) ||
                     (g.length[0] == 4 && g.length[1] <= 2)))
        return g.end;
    if (g.n == 2 && g.length[0] <= 2 && g.length[1] <= 2 && g.value[0] <= 12 && g.value[0] > 0 &&
        g.value[1] <= 31 && g.value[1] > 10 && g.value[1] != 12 && g.value[1] != 16)
        return g.end;
    return 0;
}

/* 713-853-3989, 853-3989, 1-800-991-9019, 10012-4523, 2010-11-05; but 10-15 is a range. */
static uint32_t hyphen_end(const struct scan *s, uint32_t at) {
    const struct groups g = groups_of(s, at, '-');
    if (g.n == 2 && g.length[0] == 3 && g.length[1] == 4) return g.end;
    if (g.n == 2 && g.length[0] == 5 && g.length[1] == 4) return g.end;
    if (g.n == 3 && g.length[0] == 3 && g.length[1] == 3) return g.end;
    if (g.n == 4 && g.length[0] == 1 && g.length[1] == 3) return g.end;
    if (g.n == 3 && g.length[0] == 4 && g.length[1] == 2 && g.length[2] == 2) return g.end;
    if (g.n == 3 && g.length[0] <= 2 && g.length[1] <= 2 && is_year(g.length[2])) return g.end;
    return 0;
}

/* Decimal points, thousands, times, versions: the signs that stay inside a number when digits follow. */
static uint32_t inner_end(const struct scan *s, uint32_t at) {
    uint32_t end = digits_end(s, at);
    for (;;) {
        const uint8_t c = scan_byte(s, end);
        if (c != '.' && c != ',' && c != ':') return end;
        const uint32_t more = digits_end(s, end + 1);
        if (more == end + 1) return end;
        end = more;
    }
}

/* Letters behind a number: a unit is a token of its own, an ordinal or a code is part of the number. */
static uint32_t suffix_end(const struct scan *s, uint32_t at) {
    const struct peek k = scan_peek(s, at);
    if (!k.n || k.spaces || k.classes & LEX_UNIT) return at;
    uint32_t end = at, length;
    enum news_class class;
    while (class = scan_class(s, end, &length),
           is_letter_class(class) || class == CLASS_DIGIT || class == CLASS_MARK)
        end += length;
    return end;
}

/* The 1990's. */
static uint32_t decade_end(const struct scan *s, uint32_t at) {
    uint32_t length, next;
    if (scan_class(s, at, &length) != CLASS_APOSTROPHE || scan_byte(s, at + length) != 's')
        return at;
    return is_letter_class(scan_class(s, at + length + 1, &next)) ? at : at + length + 1;
}

/* A full stop behind the number and a capitalised word behind that: the end of a sentence without its space. */
static int is_glued(const struct scan *s, uint32_t end) {
    uint32_t length;
    if (!s->split_glued || scan_byte(s, end) != '.' ||
        scan_class(s, end + 1, &length) != CLASS_UPPER)
        return 0;
    return scan_class(s, end + 1 + length, &length) == CLASS_LOWER;
}

/* Where the digits from `at` end, and the signs inside them. */
static uint32_t body_end(const struct scan *s, uint32_t at) {
    const uint8_t c = scan_byte(s, digits_end(s, at));
    const uint32_t special = c == '/' ? slash_end(s, at) : c == '-' ? hyphen_end(s, at) : 0;
    return special ? special : inner_end(s, at);
}

uint32_t scan_number_from(struct scan *s, uint32_t at, uint32_t digits) {
    const uint32_t body = body_end(s, digits);
    uint32_t end = body, length;
    pl_token_kind kind;
    if (is_letter_class(scan_class(s, end, &length))) end = suffix_end(s, end);
    while (scan_class(s, end, &length) == CLASS_MARK) end += length;
    end = decade_end(s, end);
    if (scan_byte(s, end) == '.' && is_letter_class(scan_class(s, end + 1, &length)) &&
        (length = address_host(s, at, &kind)) != 0) { /* 2010.pdf */
        scan_emit(s, at, length, kind, ROLE_NONE);
        return length;
    }
    scan_emit(s, at, end, PL_NUMBER, ROLE_NONE);
    if (end == body && is_letter_class(scan_class(s, end, &length))) {
        const uint32_t unit = scan_peek(s, end).n;
        scan_emit(s, end, end + unit, PL_WORD, ROLE_NONE);
        end += unit;
    }
    if (is_glued(s, end))
        scan_emit(s, end, end + 1, PL_PUNCTUATION, ROLE_STOP)->flags |= PL_GLUED, end++;
    return end;
}

uint32_t scan_number(struct scan *s, uint32_t at) { return scan_number_from(s, at, at); }
