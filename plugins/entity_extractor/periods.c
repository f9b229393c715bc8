/* periods.c: dates that lean on other dates: weekdays, "last week", "third quarter", seasons. */
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

/* "of last week" behind a weekday. */
static void take_week(const struct rules *r, uint32_t stop, int32_t weekday, struct found *f) {
    if (!word_is_text(r, f->end, stop, "of") || !word_is_text(r, f->end + 2, stop, "week")) return;
    const struct lexis_entry *step = word_is(r, f->end + 1, stop, STEP);
    if (!step) return;
    f->end += 3;
    f->normal[0] = 0;
    if (!r->created.year || step->value == 2) return;
    const int32_t today = days_of(r->created);
    write_day(f, today - weekday_of(today) + weekday + 7 * step->value);
}

/* "Monday", "last Monday", "Monday, June 27", "Monday night", "Monday of last week". */
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
    take_week(r, stop, e->value, f);
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

void write_moved(const struct rules *r, pl_str unit, int32_t n, struct found *f) {
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
    f->type = DATE;
    f->end = i + 1;
    const int32_t year = year_behind(r, i + 1, stop, &f->end);
    if (f->end == i + 1 && !step) {
        if (word_is_text(r, i, stop, "fall") || word_is_text(r, i, stop, "spring")) return 0;
        if (i == 0 || !(word_is(r, i - 1, stop, YEAR_BEFORE))) return 0;
    }
    write_season(r, e->value, step ? step->value : -2, year, f);
    return 1;
}

/* "fiscal 1989", "fiscal year 1989", "fiscal year": when it begins is not known. */
static int match_fiscal(const struct rules *r, uint32_t i, uint32_t stop, struct found *f) {
    if (!word_is(r, i, stop, YEAR_KIND)) return 0;
    const int is_year = word_is_text(r, i + 1, stop, "year");
    const uint32_t at = i + 1 + (uint32_t)is_year;
    const int32_t year = year_at(r, at, stop);
    if (!year && !is_year) return 0;
    f->type = DATE;
    f->end = at + (year != 0);
    f->normal[0] = 0;
    if (year) write_date(f->normal, sizeof f->normal, (struct date){year, 0, 0});
    return 1;
}

/* "last week", "this past week", "this morning", "next two days", "last June", "current fiscal year". */
static int match_step(const struct rules *r, uint32_t i, uint32_t stop, struct found *f) {
    if (word_is_text(r, i, stop, "this") && word_is(r, i + 1, stop, STEP)) i++;
    const struct lexis_entry *step = word_is(r, i, stop, STEP);
    if (!step || i + 1 >= stop) return 0;
    if (match_fiscal(r, i + 1, stop, f)) return f->normal[0] = 0, 1;
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
    f->type = DATE;
    f->end = i + 2;
    f->normal[0] = 0;
    int32_t year = year_behind(r, i + 2, stop, &f->end);
    if (f->end == i + 2 && !quarter) return 0;
    if (f->end == i + 2 && r->created.year)
        year = r->created.year - (e->value > (r->created.month - 1) / 3 + 1);
    if (year && quarter)
        snprintf(f->normal, sizeof f->normal, "%04d-%d", (int)year, (int)e->value + 32);
    if (year && !quarter)
        snprintf(f->normal, sizeof f->normal, "%04d-%d", (int)year, (int)e->value + 39);
    return 1;
}

/* "afternoon", "morning hours", "afternoon Saturday", behind "early". */
static int match_part_of_day(const struct rules *r, uint32_t i, uint32_t stop, struct found *f) {
    const struct lexis_entry *e = word_is(r, i, stop, DAY_PART);
    if (!e || e->value > 4 || is_capitalised(&r->words->v[i])) return 0;
    f->type = TIME;
    f->end = i + 1 + (uint32_t)word_is_text(r, i + 1, stop, "hours");
    f->normal[0] = 0;
    const uint32_t day = f->end + (uint32_t)word_is_text(r, f->end, stop, "on");
    if (word_is(r, day, stop, WEEKDAY)) f->end = day + 1;
    return 1;
}

/* "night before", "the day before", "the year earlier": a period that leans on what the text said. */
static int match_before(const struct rules *r, uint32_t i, uint32_t stop, struct found *f) {
    const struct lexis_entry *part = word_is(r, i, stop, DAY_PART);
    const int is_led = i > 0 && word_is_text(r, i - 1, stop, "the");
    if ((!part || part->value > 4) && !(is_led && word_is(r, i, stop, PERIOD))) return 0;
    if (!word_is_text(r, i + 1, stop, "before") && !word_is_text(r, i + 1, stop, "earlier"))
        return 0;
    f->type = part ? TIME : DATE;
    f->end = i + 2;
    f->normal[0] = 0;
    return 1;
}

/* "13th night", "third straight year". */
static int match_nth(const struct rules *r, uint32_t i, uint32_t stop, struct found *f) {
    if (ordinal_digits(r, i, stop) < 1 && !word_is(r, i, stop, ORDINAL_WORD)) return 0;
    const uint32_t at = i + 1 +
                        (uint32_t)(word_is_text(r, i + 1, stop, "straight") ||
                                   word_is_text(r, i + 1, stop, "consecutive") ||
                                   word_is_text(r, i + 1, stop, "successive"));
    const struct lexis_entry *part = word_is(r, at, stop, DAY_PART);
    if ((!part || part->value > 4) && !word_is(r, at, stop, PERIOD)) return 0;
    if (word_is_text(r, at, stop, "century") || word_is_text(r, at, stop, "season")) return 0;
    f->type = part ? TIME : DATE;
    f->end = at + 1;
    f->normal[0] = 0;
    return 1;
}

/* "He was 73.", "a widow of 49,": what a person is, with nothing behind it that could be counted. */
static int is_age_of_person(const struct rules *r, uint32_t i, uint32_t stop) {
    if (i < 2 || !word_is(r, i - 2, stop, PERSON_WORD) || !word_is(r, i - 1, stop, PERSON_IS))
        return 0;
    return i + 1 >= stop || word_is_sign(r, i + 1, stop, '.') ||
           word_is_sign(r, i + 1, stop, ',') || word_is_sign(r, i + 1, stop, ';');
}

/* "aged 49", "at the age of 18", "He was 73.": a number of years. */
static int match_age(const struct rules *r, uint32_t i, uint32_t stop, struct found *f) {
    const int32_t years = digits_of(r, i, stop, 3);
    if (years < 0 || i == 0) return 0;
    const uint32_t before = i - 1 - (uint32_t)(i > 1 && word_is_text(r, i - 1, stop, "of"));
    if (!word_is(r, before, stop, AGE_BEFORE) && !is_age_of_person(r, i, stop)) return 0;
    f->type = DATE;
    f->end = i + 1;
    snprintf(f->normal, sizeof f->normal, "P%dY", (int)years);
    return 1;
}

static int match_part(const struct rules *r, uint32_t i, uint32_t stop, struct found *f) {
    if (!word_is(r, i, stop, PART)) return 0;
    const uint32_t at = i + 1 + (uint32_t)word_is_sign(r, i + 1, stop, '-');
    if (at >= stop || is_capitalised(&r->words->v[i]) > 1) return 0;
    if (word_is_text(r, at, stop, "the")) return 0;
    return match_part_of_day(r, at, stop, f) || match_step(r, at, stop, f) ||
           match_weekday(r, at, stop, NULL, f) || match_season(r, at, stop, NULL, f) ||
           match_relative_day(r, at, stop, f) || (match_calendar(r, at, f) && f->type == DATE);
}

int match_point(const struct rules *r, uint32_t i, struct found *f) {
    const uint32_t stop = stop_of(r, i);
    f->normal[0] = 0;
    return match_part(r, i, stop, f) || match_step(r, i, stop, f) ||
           match_weekday(r, i, stop, NULL, f) || match_relative_day(r, i, stop, f) ||
           match_duration(r, i, stop, 0, f) || match_bare_duration(r, i, stop, f) ||
           match_quarter(r, i, stop, f) || match_season(r, i, stop, NULL, f) ||
           match_fiscal(r, i, stop, f) || match_before(r, i, stop, f) || match_nth(r, i, stop, f) ||
           match_age(r, i, stop, f) || match_calendar(r, i, f);
}
