/* amounts.c: a number with a unit: money and quantities. */
#include <string.h>
#include "rules.h"

/* The low and high number of an amount, and where it ends. */
struct amount {
    struct number low, high;
    int is_range;
    uint32_t end;
};

/* Takes the magnitude of the high number for the low one: "$400-450 million". */
static void share_magnitude(const struct rules *r, struct amount *a) {
    struct number bare;
    if (!a->high.is_digits) return;
    const struct word *w = &r->words->v[a->low.end + 1];
    if (decimal_read(&bare.value, r->words->text + w->begin, w->end - w->begin)) return;
    const int more = a->high.value.e - bare.value.e;
    if (more > 0 && a->low.value.e <= 0 && a->low.value.m < 100000) a->low.value.e += more;
}

/* A number, or two that make a range ("5 to 6", "$5m-$6m"). */
static int match_amount(const struct rules *r, uint32_t i, int shorts, struct amount *a) {
    if (!match_number(r, i, shorts, &a->low)) return 0;
    a->end = a->low.end;
    a->is_range = match_high(r, &a->low, shorts, &a->high);
    if (!a->is_range) return 1;
    share_magnitude(r, a);
    a->end = a->high.end;
    return 1;
}

static void take(struct found *f, enum type type, uint32_t end, const struct amount *a,
                 pl_str unit) {
    f->type = type;
    f->end = end;
    if (unit.n)
        write_amount(f->normal, sizeof f->normal, &a->low, a->is_range ? &a->high : NULL, unit.p,
                     unit.n);
    else
        f->normal[0] = 0;
}

/* "$5m", "US$ 3 billion", "EUR 20", "Rs 500 crore". */
static int match_sign_first(const struct rules *r, uint32_t i, uint32_t stop, struct found *f) {
    uint32_t at;
    const struct lexis_entry *e = phrase_is(r, i, stop, CURRENCY_SIGN, &at);
    const int is_code = !e;
    if (!e && PL_CASE(r->words->v[i].shape) == PL_UPPER)
        e = phrase_is(r, i, stop, CURRENCY_CODE, &at);
    struct amount a;
    if (!e || at >= stop || !(is_code ? is_number_word(r, at, stop) : 1)) return 0;
    if (!match_amount(r, at, 1, &a)) return 0;
    if (a.is_range && is_change(r, i, a.low.end)) a.is_range = 0, a.end = a.low.end;
    uint32_t behind;
    if (phrase_is(r, a.end, stop, CURRENCY, &behind)) a.end = behind;
    take(f, MONEY, a.end, &a, e->text);
    return 1;
}

/* "5 million euros", "1,500 Kenyan shillings", "50 cents", "20 USD", "15m euros". */
static int match_sign_last(const struct rules *r, uint32_t i, uint32_t stop, struct found *f) {
    struct amount a;
    uint32_t end;
    if (!match_amount(r, i, 1, &a) || a.end >= stop) return 0;
    const int joined =
        word_is_sign(r, a.end, stop, '-') || (a.low.is_vague && word_is_text(r, a.end, stop, "of"));
    const uint32_t at = a.end + (uint32_t)joined;
    if (at >= stop) return 0;
    const struct lexis_entry *e = phrase_is(r, at, stop, CURRENCY, &end);
    if (!e && a.low.is_vague) return 0;
    if (!e && PL_CASE(r->words->v[at].shape) == PL_UPPER)
        e = phrase_is(r, at, stop, CURRENCY_CODE, &end);
    if (!e) e = phrase_is(r, at, stop, CURRENCY_SIGN, &end);
    if (e) {
        const uint32_t behind = end;
        if (behind + 1 < stop && word_is_text(r, behind, stop, "and")) {
            struct number cents;
            uint32_t cents_end;
            if (match_number(r, behind + 1, 0, &cents) && cents.end < stop &&
                phrase_is(r, cents.end, stop, CENT, &cents_end)) {
                end = cents_end;
            }
        }
        take(f, MONEY, end, &a, e->text);
        return 1;
    }
    if (!(e = phrase_is(r, at, stop, CENT, &end)) || end - at > 1) return 0;
    if (word_is_sign(r, at, stop, 'p') && (is_spaced(&r->words->v[at]) || !a.low.is_digits))
        return 0;
    a.low.value.e -= 2;
    if (a.is_range) a.high.value.e -= 2;
    take(f, MONEY, end, &a, e->text);
    return 1;
}

int match_money(const struct rules *r, uint32_t i, struct found *f) {
    const uint32_t stop = stop_of(r, i);
    return match_sign_first(r, i, stop, f) || match_sign_last(r, i, stop, f);
}

/* "km/h" comes in three words. */
static uint32_t per_hour(const struct rules *r, uint32_t at, uint32_t stop) {
    if (!word_is_sign(r, at, stop, '/')) return 0;
    return word_is_text(r, at + 1, stop, "h") || word_is_text(r, at + 1, stop, "hr") ||
                   word_is_text(r, at + 1, stop, "s")
               ? at + 2
               : 0;
}

/* "10m people": millions, not metres. */
static int counts_things(const struct rules *r, uint32_t unit, uint32_t stop) {
    const struct word *next = unit + 1 < stop ? &r->words->v[unit + 1] : NULL;
    return next && next->kind == PL_WORD && PL_CASE(next->shape) == PL_LOWER && is_spaced(next) &&
           !(next->flags & PL_STOPWORD) && word_is_sign(r, unit, stop, 'm');
}

int match_quantity(const struct rules *r, uint32_t i, struct found *f) {
    const uint32_t stop = stop_of(r, i);
    const int minus = word_is_text(r, i, stop, "minus") || word_is_sign(r, i, stop, '-');
    struct amount a;
    uint32_t end;
    if (i + (uint32_t)minus >= stop || !match_amount(r, i + (uint32_t)minus, 0, &a)) return 0;
    const uint32_t at = a.end + (uint32_t)(word_is_sign(r, a.end, stop, '-') && a.end + 1 < stop);
    const struct lexis_entry *e = phrase_is(r, at, stop, UNIT, &end);
    if (!e && a.low.is_digits && !counts_things(r, at, stop))
        e = phrase_is(r, at, stop, UNIT_SHORT, &end);
    if (!e || (word_is_text(r, at, stop, "c") && !minus)) return 0;
    char unit[24];
    const uint32_t fast = per_hour(r, end, stop);
    memcpy(unit, e->text.p, e->text.n);
    if (fast) memcpy(unit + e->text.n, "/h", 2);
    take(f, QUANTITY, fast ? fast : end, &a, (pl_str){unit, e->text.n + (fast ? 2 : 0)});
    if (minus && f->normal[0]) {
        memmove(f->normal + 1, f->normal, strlen(f->normal) + 1);
        f->normal[0] = '-';
    }
    return 1;
}
