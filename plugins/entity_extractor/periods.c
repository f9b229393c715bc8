/* periods.c: dates that lean on other dates: weekdays, "last week", "three years ago", ages, seasons, quarters. */
#include <stdio.h>
#include <string.h>
#include "dates.h"

static void write_day(struct found *f, int32_t days) {
    write_date(f->normal, sizeof f->normal, date_of(days));
}

/* Does the sentence speak of the future before word `i`? */
static int is_future(const struct rules *r, uint32_t i) {
    const uint32_t stop = stop_of(r, i), least = i > 25 ? i - 25 : 0;
    for (uint32_t k = i; k > least && r->words->v[k - 1].stop == stop; k--)
        if (word_is(r, k - 1, stop, FUTURE)) return 1;
    return 0;
}

/* The day that a weekday means: the last one up to the document's date, or the next one. */
static void write_weekday(const struct rules *r, uint32_t i, const struct lexis_entry *step,
                          int32_t weekday, struct found *f) {
    f->normal[0] = 0;
    if (!r->created.year) return;
    const int32_t today = days_of(r->created);
    int32_t back = (weekday_of(today) - weekday + 7) % 7;
    const int future = step ? step->value > 0 : is_future(r, i);
    if (future) back = back == 0 ? (step ? -7 : 0) : back - 7;
    if (step && step->value < 0 && back == 0) back = 7;
    write_day(f, today - back);
}

/* A part of the day behind a day makes it a TIME: "Monday night". */
static void take_day_part(const struct rules *r, uint32_t stop, struct found *f) {
    const struct lexis_entry *e = word_is(r, f->end, stop, DAY_PART);
    if (!e || e->value > 4) return;
    f->end++;
    f->type = TIME;
    f->normal[0] = 0;
}

/* "Monday", "last Monday", "Monday, June 27", "Monday night". */
static int match_weekday(const struct rules *r, uint32_t i, uint32_t stop,
                         const struct lexis_entry *step, struct found *f) {
    const struct lexis_entry *e = word_is(r, i, stop, WEEKDAY);
    if (!e || !is_capitalised(&r->words->v[i])) return 0;
    const uint32_t at = i + 1 + (uint32_t)word_is_sign(r, i + 1, stop, ',');
    if (at < stop && (is_number_word(r, at, stop) || month_at(r, at, stop, 0)) &&
        match_calendar(r, at, f) && f->end > at + 1)
        return 1;
    f->end = i + 1;
    f->type = DATE;
    write_weekday(r, i, step, e->value, f);
    take_day_part(r, stop, f);
    return 1;
}

static int match_relative_day(const struct rules *r, uint32_t i, uint32_t stop, struct found *f) {
    const struct lexis_entry *e = word_is(r, i, stop, RELATIVE_DAY);
    if (!e) return 0;
    f->end = i + 1;
    f->type = DATE;
    f->normal[0] = 0;
    if (r->created.year) write_day(f, days_of(r->created) + e->value);
    take_day_part(r, stop, f);
    return 1;
}

static struct date add_months(struct date d, int32_t n) {
    const int32_t months = d.year * 12 + d.month - 1 + n;
    return (struct date){months / 12, months % 12 + 1, 0};
}

/* The unit of a duration: "Y", "10Y"; times `n` it is moved from the document's date. */
static void write_moved(const struct rules *r, pl_str unit, int32_t n, struct found *f) {
    f->normal[0] = 0;
    if (!r->created.year || !unit.n || n < -3000 || n > 3000) return;
    const int32_t times = unit.n == 1 ? 1 : unit.n == 2 ? unit.p[0] - '0' : unit.n == 3 ? 10 : 100;
    const char letter = unit.p[unit.n - 1];
    const struct date now = r->created;
    if (letter == 'D') write_day(f, days_of(now) + n * times);
    if (letter == 'W') write_day(f, days_of(now) + 7 * n * times);
    if (letter == 'M') write_date(f->normal, sizeof f->normal, add_months(now, n));
    if (letter == 'Y' && now.year + n * times > 0)
        write_date(f->normal, sizeof f->normal, (struct date){now.year + n * times, 0, 0});
}

/* "last week": a period of which the document's date is in the one behind or before it. */
static void write_period(const struct rules *r, char unit, int32_t step, struct found *f) {
    f->normal[0] = 0;
    const struct date now = r->created;
    if (!now.year) return;
    int32_t year, week;
    if (unit == 'W') {
        const int32_t monday = days_of(now) - weekday_of(days_of(now)) + 1 + 7 * step;
        write_day(f, monday);
        const size_t n = strlen(f->normal);
        f->normal[n] = '/';
        write_date(f->normal + n + 1, sizeof f->normal - n - 1, date_of(monday + 6));
    } else if (unit == 'E') {
        week_of(days_of(now) + 7 * step, &year, &week);
        const int32_t saturday = days_of(now) - weekday_of(days_of(now)) + 6 + 7 * step;
        write_day(f, saturday);
        const size_t n = strlen(f->normal);
        f->normal[n] = '/';
        write_date(f->normal + n + 1, sizeof f->normal - n - 1, date_of(saturday + 1));
    } else if (unit == 'Q') {
        const int32_t quarters = now.year * 4 + (now.month - 1) / 3 + step;
        snprintf(f->normal, sizeof f->normal, "%04d-%d", (int)(quarters / 4),
                 (int)(quarters % 4) + 33);
    } else
        write_moved(r, (pl_str){&unit, 1}, step, f);
}

/* The season of this name that began last before the document's date, or of the year that stands behind it. */
static void write_season(const struct rules *r, int32_t season, int32_t step, int32_t year,
                         struct found *f) {
    const struct date now = r->created;
    f->normal[0] = 0;
    if (!year && !now.year) return;
    const int32_t begins = 3 * (season - 21) + 3;
    if (!year) {
        year = now.year - (now.month < begins);
        if (step < 0 && year == now.year && now.month < begins + 3) year--;
        if (step > 0) year = now.year + (now.month >= begins);
        if (step == 0) year = now.year;
    }
    snprintf(f->normal, sizeof f->normal, "%04d-%d", (int)year, (int)season);
}

/* "summer of 2015", "autumn 2017", "last summer"; alone only where an article or preposition leads to it. */
static int match_season(const struct rules *r, uint32_t i, uint32_t stop,
                        const struct lexis_entry *step, struct found *f) {
    const struct lexis_entry *e = word_is(r, i, stop, SEASON);
    if (!e) return 0;
    const uint32_t at = i + 1 + (uint32_t)word_is_text(r, i + 1, stop, "of");
    const int32_t year = year_at(r, at, stop);
    f->type = DATE;
    f->end = year ? at + 1 : i + 1;
    if (!year && !step) {
        if (word_is_text(r, i, stop, "fall") || word_is_text(r, i, stop, "spring")) return 0;
        if (i == 0 || !(word_is(r, i - 1, stop, YEAR_BEFORE))) return 0;
    }
    write_season(r, e->value, step ? step->value : -2, year, f);
    return 1;
}

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

static void write_duration(const struct number *n, pl_str unit, int is_clock, struct found *f) {
    char amount[DECIMAL_ROOM];
    struct decimal v = n->value;
    f->normal[0] = 0;
    if (n->is_vague) return;
    for (size_t i = 0; i + 1 < unit.n; i++) {
        const uint64_t digit = (uint64_t)(unit.p[i] - '0');
        v = digit == 0 ? (struct decimal){v.m, v.e + 1} : (struct decimal){v.m * digit, v.e};
    }
    decimal_write(v, amount);
    snprintf(f->normal, sizeof f->normal, "P%s%s%c", is_clock ? "T" : "", amount,
             unit.p[unit.n - 1]);
}

/* "ago", "earlier", "-old", "old" behind a duration. */
static void take_direction(const struct rules *r, uint32_t stop, const struct number *n,
                           pl_str unit, struct found *f) {
    const uint32_t at = f->end + (uint32_t)word_is_sign(r, f->end, stop, '-');
    const struct lexis_entry *e = word_is(r, at, stop, DIRECTION);
    if (!e || (at > f->end && e->value != 9)) return;
    if (e->value == 9) {
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
    write_duration(&n, e->text, is_clock, &second);
    const char *tail = second.normal + (is_clock ? 2 : 1);
    if (f->normal[0] && strlen(f->normal) + strlen(tail) < sizeof f->normal)
        strcat(f->normal, tail);
    f->end = n.end + 1;
}

/* "three years", "34-year-old", "two days ago", "five-hour", "half an hour". */
static int match_duration(const struct rules *r, uint32_t i, uint32_t stop, int led,
                          struct found *f) {
    struct number n;
    uint32_t at = count_at(r, i, stop, &n);
    if (!at) return 0;
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
    write_duration(&n, e->text, is_clock, f);
    take_second(r, stop, is_clock, f);
    take_direction(r, stop, &n, e->text, f);
    return 1;
}

/* "last week", "this morning", "next two days", "last June", "previous Monday". */
static int match_step(const struct rules *r, uint32_t i, uint32_t stop, struct found *f) {
    const struct lexis_entry *step = word_is(r, i, stop, STEP);
    if (!step || i + 1 >= stop) return 0;
    const struct lexis_entry *part = word_is(r, i + 1, stop, DAY_PART);
    const struct lexis_entry *period = word_is(r, i + 1, stop, PERIOD);
    f->normal[0] = 0;
    f->end = i + 2;
    if (part && part->value <= 4) return f->type = TIME, 1;
    if (period) {
        f->type = DATE;
        if (step->value != 2) write_period(r, period->text.p[0], step->value, f);
        return 1;
    }
    if (word_is(r, i + 1, stop, DURATION)) return f->type = DATE, 1; /* "coming weeks" */
    if (match_weekday(r, i + 1, stop, step, f) || match_season(r, i + 1, stop, step, f)) return 1;
    const int32_t month = month_at(r, i + 1, stop, 1);
    if (month && year_at(r, i + 2, stop) == 0) {
        f->type = DATE;
        const int32_t now = r->created.month;
        const int32_t year = r->created.year + (step->value > 0   ? now >= month
                                                : step->value < 0 ? -(now <= month)
                                                                  : 0);
        write_date(f->normal, sizeof f->normal,
                   (struct date){r->created.year ? year : 0, month, 0});
        return 1;
    }
    return match_duration(r, i + 1, stop, 1, f);
}

/* "first quarter of 2020", "third quarter", "second half of last year". */
static int match_quarter(const struct rules *r, uint32_t i, uint32_t stop, struct found *f) {
    const struct lexis_entry *e = word_is(r, i, stop, ORDINAL_WORD);
    const int quarter = word_is_text(r, i + 1, stop, "quarter");
    if (!e || e->value > 4 || (!quarter && !word_is_text(r, i + 1, stop, "half"))) return 0;
    uint32_t at = i + 2 + (uint32_t)word_is_text(r, i + 2, stop, "of");
    int32_t year = year_at(r, at, stop);
    f->type = DATE;
    f->end = year ? at + 1 : i + 2;
    f->normal[0] = 0;
    if (!quarter && !year) return 0;
    if (!year && r->created.year)
        year = r->created.year - (e->value > (r->created.month - 1) / 3 + 1);
    if (year && quarter)
        snprintf(f->normal, sizeof f->normal, "%04d-%d", (int)year, (int)e->value + 32);
    if (year && !quarter)
        snprintf(f->normal, sizeof f->normal, "%04d-%d", (int)year, (int)e->value + 39);
    return 1;
}

static int match_part(const struct rules *r, uint32_t i, uint32_t stop, struct found *f) {
    if (!word_is(r, i, stop, PART)) return 0;
    const uint32_t at = i + 1 + (uint32_t)word_is_sign(r, i + 1, stop, '-');
    if (at >= stop || is_capitalised(&r->words->v[i]) > 1) return 0;
    if (word_is_text(r, at, stop, "the")) return 0;
    return match_step(r, at, stop, f) || match_weekday(r, at, stop, NULL, f) ||
           match_season(r, at, stop, NULL, f) || match_relative_day(r, at, stop, f) ||
           (match_calendar(r, at, f) && f->type == DATE);
}

/* "the 1990s", "the past two years": the article belongs to these. */
static int match_article(const struct rules *r, uint32_t i, uint32_t stop, struct found *f) {
    if (!word_is_text(r, i, stop, "the")) return 0;
    const uint32_t part = i + 1 + (uint32_t)(word_is(r, i + 1, stop, PART) != NULL);
    const uint32_t at = part + (uint32_t)(part > i + 1 && word_is_sign(r, part, stop, '-'));
    if (match_decade(r, at, stop, f)) return 1;
    const struct lexis_entry *step = word_is(r, i + 1, stop, STEP);
    return step && match_step(r, i + 1, stop, f);
}

int match_date(const struct rules *r, uint32_t i, struct found *f) {
    const uint32_t stop = stop_of(r, i);
    f->normal[0] = 0;
    return match_article(r, i, stop, f) || match_part(r, i, stop, f) || match_step(r, i, stop, f) ||
           match_weekday(r, i, stop, NULL, f) || match_relative_day(r, i, stop, f) ||
           match_duration(r, i, stop, 0, f) || match_quarter(r, i, stop, f) ||
           match_season(r, i, stop, NULL, f) || match_calendar(r, i, f);
}
