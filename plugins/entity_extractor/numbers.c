/* numbers.c: numbers in digits and words, and what consists of a number alone: cardinals, ordinals, percentages. */
#include <stdio.h>
#include <string.h>
#include "rules.h"

int32_t digits_of(const struct rules *r, uint32_t i, uint32_t stop, uint32_t most) {
    if (!is_number_word(r, i, stop)) return -1;
    const struct word *w = &r->words->v[i];
    int32_t v = 0;
    if (w->end - w->begin > most) return -1;
    for (uint32_t at = w->begin; at < w->end; at++) {
        const unsigned digit = (unsigned)(r->words->text[at] - '0');
        if (digit > 9) return -1;
        v = v * 10 + (int32_t)digit;
    }
    return v;
}

int32_t ordinal_digits(const struct rules *r, uint32_t i, uint32_t stop) {
    if (!is_number_word(r, i, stop)) return -1;
    const struct word *w = &r->words->v[i];
    const char *p = r->words->text + w->begin;
    const uint32_t n = w->end - w->begin;
    if (n < 3 || n > 8) return -1;
    const char a = p[n - 2] | 32, b = p[n - 1] | 32;
    if (!((a == 's' && b == 't') || (a == 'n' && b == 'd') || (a == 'r' && b == 'd') ||
          (a == 't' && b == 'h')))
        return -1;
    struct decimal d;
    return decimal_read(&d, p, n - 2) ? -1 : decimal_whole(d);
}

static uint64_t power(int e) {
    uint64_t v = 1;
    while (e-- > 0) v *= 10;
    return v;
}

/* "twenty-five", "twelve": below a hundred. Returns where it ends, 0 for none. */
static uint32_t below_hundred(const struct rules *r, uint32_t i, uint32_t stop, uint64_t *v) {
    const struct lexis_entry *e = word_is(r, i, stop, NUMBER_WORD);
    if (e) return *v = (uint64_t)e->value, i + 1;
    if (!(e = word_is(r, i, stop, TENS))) return 0;
    *v = (uint64_t)e->value;
    const uint32_t unit = i + 1 + (uint32_t)word_is_sign(r, i + 1, stop, '-');
    const struct lexis_entry *u = word_is(r, unit, stop, NUMBER_WORD);
    if (!u || u->value < 1 || u->value > 9) return i + 1;
    *v += (uint64_t)u->value;
    return unit + 1;
}

/* "two hundred and five", "a dozen": below a thousand. */
static uint32_t below_thousand(const struct rules *r, uint32_t i, uint32_t stop, uint64_t *v) {
    uint32_t end = below_hundred(r, i, stop, v);
    if (!end && (word_is_text(r, i, stop, "a") || word_is_text(r, i, stop, "an"))) {
        const struct lexis_entry *e = word_is(r, i + 1, stop, HUNDRED);
        if (!e && !word_is(r, i + 1, stop, MAGNITUDE)) return 0;
        *v = 1;
        end = i + 1;
    }
    const struct lexis_entry *e = end ? word_is(r, end, stop, HUNDRED) : NULL;
    if (!e) return end;
    if (e->value == 12) return *v *= 12, end + 1;
    *v *= 100;
    end++;
    uint64_t rest;
    const uint32_t from = end + (uint32_t)word_is_text(r, end, stop, "and");
    const uint32_t rest_end = below_hundred(r, from, stop, &rest);
    if (!rest_end) return end;
    *v += rest;
    return rest_end;
}

/* Numbers in words: parts below a thousand, each with its magnitude, in falling order. */
static int match_words(const struct rules *r, uint32_t i, uint32_t stop, struct number *n) {
    uint64_t total = 0, part;
    int last = 18;
    for (uint32_t at = i, end; (end = below_thousand(r, at, stop, &part)) != 0; at = end) {
        const uint32_t join = (uint32_t)word_is_sign(r, end, stop, '-');
        const struct lexis_entry *e = word_is(r, end + join, stop, MAGNITUDE);
        const int magnitude = e ? e->value : 0;
        if (magnitude >= last || part > 999999) break;
        if (e) end += 1 + join;
        total += part * power(magnitude);
        n->end = end;
        last = magnitude;
        if (!magnitude) break;
        end += (uint32_t)word_is_text(r, end, stop, "and");
    }
    if (last == 18) return 0;
    n->value = (struct decimal){total, 0};
    return 1;
}

/* "half a million", "a quarter million", "half a dozen": the part of a magnitude. */
static int match_part(const struct rules *r, uint32_t i, uint32_t stop, struct number *n) {
    const uint32_t at = i + (uint32_t)word_is_text(r, i, stop, "a");
    const struct lexis_entry *part = word_is(r, at, stop, FRACTION);
    if (!part || (part->value != 2 && part->value != 4)) return 0;
    const uint32_t of =
        at + 1 +
        (uint32_t)(word_is_text(r, at + 1, stop, "a") || word_is_sign(r, at + 1, stop, '-'));
    const struct lexis_entry *e = word_is(r, of, stop, MAGNITUDE);
    const struct lexis_entry *h = word_is(r, of, stop, HUNDRED);
    if (!e && !h) return 0;
    const uint64_t hundredths = (uint64_t)(100 / part->value);
    n->value = e                ? (struct decimal){hundredths, e->value - 2}
               : h->value == 12 ? (struct decimal){12 / (uint64_t)part->value, 0}
                                : (struct decimal){hundredths, 0};
    n->end = of + 1;
    n->is_article = 1;
    return 1;
}

/* "and a half" behind a number, and the magnitude of both: "two and a half million". */
static void take_half(const struct rules *r, uint32_t stop, struct number *n) {
    uint32_t at = n->end + (uint32_t)word_is_sign(r, n->end, stop, '-');
    const uint32_t join = at - n->end;
    if (!word_is_text(r, at, stop, "and") || !word_is_text(r, at + 1 + join, stop, "a")) return;
    at += 2 + 2 * join;
    if (!word_is_text(r, at, stop, "half") || n->value.m > 1000000) return;
    const struct lexis_entry *e = word_is(r, at + 1, stop, MAGNITUDE);
    n->value = (struct decimal){10 * n->value.m + 5, n->value.e - 1 + (e ? e->value : 0)};
    n->end = at + 1 + (e != NULL);
}

/* "dozens", "hundreds of thousands", "tens of millions", "scores of people". */
static int match_vague(const struct rules *r, uint32_t i, uint32_t stop, struct number *n) {
    if (!word_is(r, i, stop, VAGUE)) return 0;
    n->end = i + 1;
    n->is_vague = 1;
    if (word_is_text(r, i + 1, stop, "of") && word_is(r, i + 2, stop, VAGUE)) n->end = i + 3;
    if (n->end > i + 1) return 1;
    if (word_is_text(r, i, stop, "scores"))
        return word_is_text(r, i + 1, stop, "of") && !word_is_text(r, i + 2, stop, "the");
    return !word_is_text(r, i, stop, "tens");
}

/* "1.5 million", "2-million", "5m". */
static int match_digits(const struct rules *r, uint32_t i, uint32_t stop, int shorts,
                        struct number *n) {
    if (!is_number_word(r, i, stop)) return 0;
    const struct word *w = &r->words->v[i];
    if (decimal_read(&n->value, r->words->text + w->begin, w->end - w->begin)) return 0;
    n->is_digits = 1;
    n->end = i + 1;
    for (;;) {
        const uint32_t join = (uint32_t)(word_is_sign(r, n->end, stop, '-') != 0);
        const struct lexis_entry *e = word_is(r, n->end + join, stop, MAGNITUDE);
        if (!e && shorts && !join) e = word_is(r, n->end, stop, MAGNITUDE_SHORT);
        if (!e || n->value.e > 12) return 1;
        n->value.e += e->value;
        n->end += 1 + join;
    }
}

int match_number(const struct rules *r, uint32_t i, int shorts, struct number *n) {
    const uint32_t stop = stop_of(r, i);
    *n = (struct number){0};
    if (match_digits(r, i, stop, shorts, n) || match_words(r, i, stop, n)) {
        if (n->value.e <= 0) take_half(r, stop, n);
        return 1;
    }
    return match_part(r, i, stop, n) || match_vague(r, i, stop, n);
}

/* Puts an amount with its unit behind the first `at` bytes, as much of it as there is room for. */
static size_t append_amount(char *out, size_t room, size_t at, struct decimal value,
                            const char *unit, size_t unit_n) {
    char amount[DECIMAL_ROOM + 1 + 64];
    size_t n = decimal_write(value, amount);
    if (unit_n) amount[n++] = ' ';
    if (unit_n > 64) unit_n = 64;
    memcpy(amount + n, unit, unit_n);
    n += unit_n;
    if (n > room - 1 - at) n = room - 1 - at;
    memcpy(out + at, amount, n);
    out[at + n] = 0;
    return at + n;
}

void write_amount(char *out, size_t room, const struct number *low, const struct number *high,
                  const char *unit, size_t unit_n) {
    out[0] = 0;
    if (low->is_vague || (high && high->is_vague)) return;
    size_t n = append_amount(out, room, 0, low->value, unit, unit_n);
    if (!high || n + 1 >= room) return;
    out[n++] = '/';
    append_amount(out, room, n, high->value, unit, unit_n);
}

int match_high(const struct rules *r, const struct number *low, int shorts, struct number *high) {
    const uint32_t stop = stop_of(r, low->end - 1);
    uint32_t at = low->end + 1, behind;
    if (low->is_vague || at >= stop) return 0;
    const int is_choice = word_is_text(r, at - 1, stop, "or");
    if (!is_choice && !word_is_dash(r, at - 1, stop) && !word_is_text(r, at - 1, stop, "to"))
        return 0;
    if (shorts && phrase_is(r, at, stop, CURRENCY_SIGN, &behind)) at = behind;
    if (at >= stop || !match_number(r, at, shorts, high) || high->is_vague ||
        high->is_digits != low->is_digits)
        return 0;
    if (!is_choice) return 1;
    const int32_t least = decimal_whole(low->value);
    return least >= 0 && least < decimal_whole(high->value);
}

int is_change(const struct rules *r, uint32_t i, uint32_t end) {
    const uint32_t stop = stop_of(r, i);
    return i > 0 && word_is_text(r, end, stop, "to") && word_is(r, i - 1, stop, CHANGE);
}

int match_percent(const struct rules *r, uint32_t i, struct found *f) {
    const uint32_t stop = stop_of(r, i);
    struct number low, high;
    if (!match_number(r, i, 0, &low)) return 0;
    uint32_t at = low.end, end;
    int is_range = 0;
    const struct lexis_entry *e =
        phrase_is(r, at + (uint32_t)word_is_sign(r, at, stop, '-'), stop, PERCENT_WORD, &end);
    if (!e) {
        if (!(is_range = match_high(r, &low, 0, &high))) return 0;
        if (!(e = phrase_is(r, high.end, stop, PERCENT_WORD, &end))) return 0;
    } else if (!is_change(r, i, end)) {
        struct number first = low;
        first.end = end;
        uint32_t second;
        is_range = match_high(r, &first, 0, &high) &&
                   phrase_is(r, high.end, stop, PERCENT_WORD, &second) != NULL;
        if (is_range) end = second;
    }
    f->end = end;
    f->type = PERCENT;
    low.value.e -= e->value;
    if (is_range) high.value.e -= e->value;
    write_amount(f->normal, sizeof f->normal, &low, is_range ? &high : NULL, "", 0);
    return 1;
}

/* Ordinals in words: first, twenty-third; and in digits: 23rd. The value, 0 for none. */
static int32_t ordinal_at(const struct rules *r, uint32_t i, uint32_t stop, uint32_t *end) {
    int32_t v = ordinal_digits(r, i, stop);
    *end = i + 1;
    if (v > 0) return v;
    const struct lexis_entry *e = word_is(r, i, stop, ORDINAL_WORD);
    if (e) return e->value;
    const struct lexis_entry *tens = word_is(r, i, stop, TENS);
    if (!tens || !word_is_sign(r, i + 1, stop, '-')) return 0;
    if (!(e = word_is(r, i + 2, stop, ORDINAL_WORD)) || e->value > 9) return 0;
    *end = i + 3;
    return tens->value + e->value;
}

int match_ordinal(const struct rules *r, uint32_t i, struct found *f) {
    const uint32_t stop = stop_of(r, i);
    const int32_t v = ordinal_at(r, i, stop, &f->end);
    if (v <= 0) return 0;
    if (v == 2 && i > 0 && word_is(r, i - 1, stop, NOT_ORDINAL) &&
        !word_is_text(r, i - 1, stop, "a"))
        return 0;
    f->type = ORDINAL;
    snprintf(f->normal, sizeof f->normal, "%d", v);
    return 1;
}

/* A word of small letters that is none of grammar: "defeated". */
static int is_content(const struct word *w) {
    return w->kind == PL_WORD && PL_CASE(w->shape) == PL_LOWER && !(w->flags & PL_STOPWORD);
}

/* Is word `i` led by an article and a word that describes: "the defeated one"? Not "the number one". */
static int is_described(const struct rules *r, uint32_t i, uint32_t stop) {
    return i > 1 && is_content(&r->words->v[i - 1]) && !word_is_text(r, i - 1, stop, "number") &&
           (word_is_text(r, i - 2, stop, "the") || word_is_text(r, i - 2, stop, "a") ||
            word_is_text(r, i - 2, stop, "an"));
}

/* "one" that stands for a person or thing: "no one", "the one who", "the defeated one". */
static int is_pronoun(const struct rules *r, uint32_t i, uint32_t stop) {
    if (!word_is_text(r, i, stop, "one")) return 0;
    const struct word *next = i + 1 < stop ? &r->words->v[i + 1] : NULL;
    if (next && ((word_is_dash(r, i + 1, stop) && !is_spaced(next)) ||
                 word_is(r, i + 1, stop, MAGNITUDE) || word_is(r, i + 1, stop, HUNDRED)))
        return 0;
    if (i > 0 && (word_is(r, i - 1, stop, NO_NUMBER) || is_described(r, i, stop))) return 1;
    if (i > 0 && word_is_text(r, i - 1, stop, "the")) return !next || !is_content(next);
    return next && (word_is(r, i + 1, stop, MODAL) || next->own & WORD_POSSESSIVE ||
                    word_is_text(r, i + 1, stop, "another"));
}

/* "two-thirds", "three quarters", "a quarter", "half". */
static int match_fraction(const struct rules *r, uint32_t i, struct found *f) {
    const uint32_t stop = stop_of(r, i);
    const struct lexis_entry *n = word_is(r, i, stop, NUMBER_WORD);
    uint32_t at = i;
    if (n || word_is_text(r, i, stop, "a")) {
        at = i + 1 + (uint32_t)word_is_sign(r, i + 1, stop, '-');
    } else if (!word_is_text(r, i, stop, "half"))
        return 0;
    const struct lexis_entry *part = word_is(r, at, stop, FRACTION);
    if (!part || (n && n->value > part->value)) return 0;
    if (n ? !word_is_text(r, at + 1, stop, "of") && n->value == 1
          : at > i && !word_is_text(r, at + 1, stop, "of"))
        return 0;
    f->type = CARDINAL;
    f->end = at + 1;
    const int over = n ? n->value : 1;
    snprintf(f->normal, sizeof f->normal, "%g", (double)(1000 * over / part->value) / 1000);
    return 1;
}

int match_cardinal(const struct rules *r, uint32_t i, struct found *f) {
    const uint32_t stop = stop_of(r, i);
    struct number low, high;
    const int is_fraction = match_fraction(r, i, f);
    if (is_pronoun(r, i, stop) || !match_number(r, i, 0, &low) ||
        (is_fraction && f->end >= low.end))
        return is_fraction;
    if (low.is_digits && low.end < stop && !is_spaced(&r->words->v[low.end]) &&
        word_is(r, low.end, stop, MAGNITUDE_SHORT)) {
        match_number(r, i, 1, &low);
    }
    const int is_range = !is_change(r, i, low.end) && match_high(r, &low, 0, &high);
    f->type = CARDINAL;
    f->end = is_range ? high.end : low.end;
    write_amount(f->normal, sizeof f->normal, &low, is_range ? &high : NULL, "", 0);
    return 1;
}
