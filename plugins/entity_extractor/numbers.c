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

/* "half a million", "half"; the value is 0.5 of what follows. */
static int match_half(const struct rules *r, uint32_t i, uint32_t stop, struct number *n) {
    if (!word_is_text(r, i, stop, "half") || !word_is_text(r, i + 1, stop, "a")) return 0;
    const struct lexis_entry *e = word_is(r, i + 2, stop, MAGNITUDE);
    const struct lexis_entry *h = word_is(r, i + 2, stop, HUNDRED);
    if (!e && !h) return 0;
    n->value = e ? (struct decimal){5, e->value - 1} : (struct decimal){h->value == 12 ? 6 : 50, 0};
    n->end = i + 3;
    n->is_article = 1;
    return 1;
}

/* "dozens", "hundreds of thousands", "tens of millions". */
static int match_vague(const struct rules *r, uint32_t i, uint32_t stop, struct number *n) {
    if (!word_is(r, i, stop, VAGUE)) return 0;
    n->end = i + 1;
    n->is_vague = 1;
    if (word_is_text(r, i + 1, stop, "of") && word_is(r, i + 2, stop, VAGUE)) n->end = i + 3;
    return n->end > i + 1 ||
           (!word_is_text(r, i, stop, "tens") && !word_is_text(r, i, stop, "scores"));
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
    return match_digits(r, i, stop, shorts, n) || match_half(r, i, stop, n) ||
           match_words(r, i, stop, n) || match_vague(r, i, stop, n);
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

/* The second number of a range behind `end`: "5-7", "5 to 7"; 0 for none. A magnitude at the end counts for both. */
static int match_high(const struct rules *r, struct number *low, struct number *high) {
    const uint32_t stop = low->end ? stop_of(r, low->end - 1) : 0, at = low->end;
    if (low->is_vague || at + 1 >= stop) return 0;
    if (!word_is_dash(r, at, stop) && !word_is_text(r, at, stop, "to")) return 0;
    if (!match_number(r, at + 1, 0, high) || high->is_vague) return 0;
    return high->is_digits == low->is_digits;
}

static void percent_of(struct number *n) { n->value.e -= 2; }

int match_percent(const struct rules *r, uint32_t i, struct found *f) {
    const uint32_t stop = stop_of(r, i);
    struct number low, high;
    if (!match_number(r, i, 0, &low)) return 0;
    uint32_t at = low.end, end;
    int is_range = 0;
    if (!phrase_is(r, at + (uint32_t)word_is_sign(r, at, stop, '-'), stop, PERCENT_WORD, &end)) {
        if (!(is_range = match_high(r, &low, &high))) return 0;
        if (!phrase_is(r, high.end, stop, PERCENT_WORD, &end)) return 0;
    } else if (end < stop &&
               match_high(r, &(struct number){.end = end, .is_digits = low.is_digits}, &high)) {
        uint32_t second;
        is_range = phrase_is(r, high.end, stop, PERCENT_WORD, &second) != NULL;
        if (is_range) end = second;
    }
    f->end = end;
    f->type = PERCENT;
    percent_of(&low);
    if (is_range) percent_of(&high);
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

/* "one" that stands for a person or thing. */
static int is_pronoun(const struct rules *r, uint32_t i, uint32_t stop) {
    if (!word_is_text(r, i, stop, "one")) return 0;
    if (i > 0 && word_is(r, i - 1, stop, NO_NUMBER)) return 1;
    return i + 1 < stop &&
           (word_is(r, i + 1, stop, MODAL) || r->words->v[i + 1].own & WORD_POSSESSIVE ||
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
    const int is_range = match_high(r, &low, &high);
    f->type = CARDINAL;
    f->end = is_range ? high.end : low.end;
    write_amount(f->normal, sizeof f->normal, &low, is_range ? &high : NULL, "", 0);
    return 1;
}
