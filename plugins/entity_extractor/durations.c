/* durations.c: lengths of time: "three years", "two hours later", "34-year-old", "a day or two", "hours". */
#include <stdio.h>
#include <string.h>
#include "dates.h"

/* A number before a duration: "three", "34", "a", "several". Returns where it ends; n < 0: no value. */
static uint32_t count_at(const struct rules *r, uint32_t i, uint32_t stop, struct number *n) {
    if (i < stop && match_number(r, i, 0, n)) {
        if (n->is_vague && word_is_text(r, n->end, stop, "of")) n->end++;
        return n->end;
    }
    if (word_is_text(r, i, stop, "half")) {
        const uint32_t an =
            (uint32_t)(word_is_text(r, i + 1, stop, "a") || word_is_text(r, i + 1, stop, "an"));
        *n = (struct number){.value = {5, -1}};
        return i + 1 + an;
    }
    const uint32_t a = (uint32_t)(word_is_text(r, i, stop, "a") || word_is_text(r, i, stop, "an"));
    *n = (struct number){.value = {1, 0}, .is_article = 1};
    if (word_is(r, i + a, stop, FEW)) {
        n->is_vague = 1;
        return i + a + 1 + (uint32_t)word_is_text(r, i + a + 1, stop, "of");
    }
    return a ? i + 1 : 0;
}

/* Writes "P3Y" behind the first `at` bytes; nothing where a number has no value. */
static void write_duration(const struct number *n, pl_str unit, int is_clock, size_t at,
                           struct found *f) {
    char amount[DECIMAL_ROOM];
    struct decimal v = n->value;
    f->normal[at] = 0;
    if (n->is_vague) return;
    for (size_t i = 0; i + 1 < unit.n; i++) {
        const uint64_t digit = (uint64_t)(unit.p[i] - '0');
        v = digit == 0 ? (struct decimal){v.m, v.e + 1} : (struct decimal){v.m * digit, v.e};
    }
    decimal_write(v, amount);
    snprintf(f->normal + at, sizeof f->normal - at, "P%s%s%c", is_clock ? "T" : "", amount,
             unit.p[unit.n - 1]);
}

/* "ago", "earlier", "-old", "old", "-long" behind a duration. */
static void take_direction(const struct rules *r, uint32_t stop, const struct number *n,
                           pl_str unit, struct found *f) {
    const uint32_t at = f->end + (uint32_t)word_is_sign(r, f->end, stop, '-');
    const struct lexis_entry *e = word_is(r, at, stop, DIRECTION);
    if (!e || (at > f->end && e->value < 8) || (at == f->end && e->value == 8)) return;
    if (e->value > 0) {
        f->end = at + 1;
    } else if (e->value < 0) {
        f->end++;
        const int32_t whole = n->is_vague ? -1 : decimal_whole(n->value);
        f->normal[0] = 0;
        if (f->type == DATE && whole >= 0) write_moved(r, unit, -whole, f);
    } else if (!word_is_text(r, at, stop, "before") && !word_is_text(r, at, stop, "after")) {
        f->end++;
        f->normal[0] = 0;
    }
}

/* May "a year" be a duration here? It is none in "5 million a year". */
static int is_duration_article(const struct rules *r, uint32_t i, uint32_t stop, uint32_t end) {
    const struct lexis_entry *e = word_is(r, end, stop, DIRECTION);
    if (e && (e->value <= 0)) return 1;
    if (word_is_sign(r, end, stop, '-')) return 0; /* "a week-long visit" */
    if (word_is_text(r, end, stop, "or")) return word_is(r, end + 1, stop, NUMBER_WORD) != NULL;
    return i > 0 && word_is(r, i - 1, stop, DURATION_BEFORE) != NULL;
}

/* "two hours and 13 minutes", "two years and three months". */
static void take_second(const struct rules *r, uint32_t stop, int is_clock, struct found *f) {
    struct number n;
    struct found second;
    const uint32_t from = f->end + (uint32_t)word_is_text(r, f->end, stop, "and");
    if (from >= stop || !match_number(r, from, 0, &n)) return;
    const struct lexis_entry *e = word_is(r, n.end, stop, is_clock ? CLOCK_DURATION : DURATION);
    if (!e || e->text.n != 1 || n.is_vague) return;
    write_duration(&n, e->text, is_clock, 0, &second);
    const char *tail = second.normal + (is_clock ? 2 : 1);
    if (f->normal[0] && strlen(f->normal) + strlen(tail) < sizeof f->normal)
        strcat(f->normal, tail);
    f->end = n.end + 1;
}

/* "or two" behind "a year". */
static int take_choice(const struct rules *r, uint32_t stop, struct number *high, struct found *f) {
    if (!word_is_text(r, f->end, stop, "or") || !word_is(r, f->end + 1, stop, NUMBER_WORD))
        return 0;
    if (!match_number(r, f->end + 1, 0, high)) return 0;
    return f->end = high->end, 1;
}

/* "three years", "34-year-old", "two days ago", "five-hour", "half an hour". */
int match_duration(const struct rules *r, uint32_t i, uint32_t stop, int led, struct found *f) {
    struct number n, high;
    uint32_t at = count_at(r, i, stop, &n);
    if (!at) return 0;
    int is_range = n.end == at && match_high(r, &n, 0, &high);
    if (is_range) at = high.end;
    at += (uint32_t)word_is_sign(r, at, stop, '-');
    const struct lexis_entry *e = word_is(r, at, stop, DURATION);
    const int is_clock = !e;
    if (!e) e = word_is(r, at, stop, CLOCK_DURATION);
    if (!e || (word_is(r, at, stop, ORDINAL_WORD) && !n.is_digits)) return 0;
    if (n.is_article && !n.is_vague && !led && at == i + 1 &&
        !is_duration_article(r, i, stop, at + 1))
        return 0;
    f->end = at + 1;
    f->type = is_clock ? TIME : DATE;
    if (n.is_article && !is_range) is_range = take_choice(r, stop, &high, f);
    write_duration(&n, e->text, is_clock, 0, f);
    if (is_range) {
        const size_t low = strlen(f->normal);
        f->normal[low] = '/';
        write_duration(&high, e->text, is_clock, low + 1, f);
    } else
        take_second(r, stop, is_clock, f);
    take_direction(r, stop, &n, e->text, f);
    return 1;
}

/* Does a plural without a number say how long: "for years", "hours after", "months of pressure"? Not "the early days of". */
static int is_bare(const struct rules *r, uint32_t i, uint32_t stop) {
    if (i > 0 && word_is(r, i - 1, stop, LENGTH_BEFORE)) return 1;
    if (i > 0 && word_is(r, i - 1, stop, NO_LENGTH)) return 0;
    const struct lexis_entry *e = word_is(r, i + 1, stop, DIRECTION);
    return word_is_text(r, i + 1, stop, "of") || (e && e->value <= 0);
}

/* "hours later", "for decades", "week-long". */
int match_bare_duration(const struct rules *r, uint32_t i, uint32_t stop, struct found *f) {
    const struct lexis_entry *e = word_is(r, i, stop, DURATION);
    const int is_clock = !e;
    if (!e && !(e = word_is(r, i, stop, CLOCK_DURATION))) return 0;
    const struct word *w = &r->words->v[i];
    const int is_plural = r->words->text[w->end - 1] == 's';
    const struct lexis_entry *behind = word_is(r, i + 2, stop, DIRECTION);
    const int is_long = word_is_sign(r, i + 1, stop, '-') && behind && behind->value > 0;
    if (!is_long && (!is_plural || !is_bare(r, i, stop))) return 0;
    const struct number n = {.value = {1, 0}, .is_vague = is_plural};
    f->type = is_clock ? TIME : DATE;
    f->end = i + 1;
    write_duration(&n, e->text, is_clock, 0, f);
    take_direction(r, stop, &n, e->text, f);
    return 1;
}
