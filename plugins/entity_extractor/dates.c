/* dates.c: calendar dates: months, days, years, decades, centuries, in words and in digits. Normal forms are EDTF. */
#include "dates.h"
#include <stdio.h>
#include <string.h>

int write_date(char *out, size_t room, struct date d) {
    char date[40] = "XXXX";
    size_t n = d.year ? digits_write((uint64_t)(uint32_t)d.year, 4, date) : 4;
    if (d.month || d.day) {
        date[n++] = '-';
        n += digits_write((uint64_t)(uint32_t)d.month, 2, date + n);
    }
    if (d.day) {
        date[n++] = '-';
        n += digits_write((uint64_t)(uint32_t)d.day, 2, date + n);
    }
    if (n > room - 1) n = room - 1;
    memcpy(out, date, n);
    out[n] = 0;
    return (int)n;
}

static void write_range(struct found *f, struct date from, struct date to) {
    const int n = write_date(f->normal, sizeof f->normal, from);
    f->normal[n] = '/';
    write_date(f->normal + n + 1, sizeof f->normal - (size_t)n - 1, to);
}

int32_t year_at(const struct rules *r, uint32_t i, uint32_t stop) {
    const int32_t v = digits_of(r, i, stop, 4);
    return v >= 1000 && v < 2200 ? v : 0;
}

static int32_t day_at(const struct rules *r, uint32_t i, uint32_t stop) {
    int32_t v = digits_of(r, i, stop, 2);
    if (v < 0) v = ordinal_digits(r, i, stop);
    return v >= 1 && v <= 31 ? v : 0;
}

int32_t month_at(const struct rules *r, uint32_t i, uint32_t stop, int in_full) {
    const struct lexis_entry *e = word_is(r, i, stop, MONTH);
    if (!e && !in_full) e = word_is(r, i, stop, MONTH_SHORT);
    return e && is_capitalised(&r->words->v[i]) ? e->value : 0;
}

int32_t year_behind(const struct rules *r, uint32_t at, uint32_t stop, uint32_t *end) {
    const int of = word_is_text(r, at, stop, "of");
    const uint32_t from = at + (uint32_t)(of || word_is_sign(r, at, stop, ','));
    const int32_t year = year_at(r, from, stop);
    if (year) return *end = from + 1, year;
    const struct lexis_entry *step = of ? word_is(r, from, stop, STEP) : NULL;
    if (!step || !word_is_text(r, from + 1, stop, "year")) return 0;
    *end = from + 2;
    return r->created.year && step->value < 2 ? r->created.year + step->value : 0;
}

/* "27", "27-29", "27 to 29", "27 and 28": the days behind a month or before it. Returns where they end, 0 for none. */
static uint32_t days_at(const struct rules *r, uint32_t i, uint32_t stop, int32_t day[2]) {
    day[1] = 0;
    if (!(day[0] = day_at(r, i, stop))) return 0;
    if (word_is_dash(r, i + 1, stop) || word_is_text(r, i + 1, stop, "to") ||
        word_is_text(r, i + 1, stop, "and")) {
        day[1] = day_at(r, i + 2, stop);
        if (day[1] > day[0]) return i + 3;
        day[1] = 0;
    }
    return i + 1;
}

static int finish_days(struct found *f, int32_t year, int32_t month, const int32_t day[2]) {
    if (!is_date(year, month, day[0]) || (day[1] && !is_date(year, month, day[1]))) return 0;
    f->type = DATE;
    const struct date from = {year, month, day[0]};
    if (day[1])
        write_range(f, from, (struct date){year, month, day[1]});
    else
        write_date(f->normal, sizeof f->normal, from);
    return 1;
}

/* "June 27 - July 3", with or without a year at the end. */
static int match_two_months(const struct rules *r, uint32_t i, uint32_t stop, struct found *f) {
    const struct date from = {0, month_at(r, i, stop, 0), day_at(r, i + 1, stop)};
    if (!word_is_dash(r, i + 2, stop) && !word_is_text(r, i + 2, stop, "to")) return 0;
    struct date to = {0, month_at(r, i + 3, stop, 0), day_at(r, i + 4, stop)};
    if (!from.day || !to.month || !to.day) return 0;
    if (!is_date(0, from.month, from.day) || !is_date(0, to.month, to.day)) return 0;
    f->end = i + 5;
    to.year = year_behind(r, i + 5, stop, &f->end);
    f->type = DATE;
    write_range(f, (struct date){to.year, from.month, from.day}, to);
    return 1;
}

/* "June 27, 2016", "June 27-29", "June 2016". */
static int match_month_first(const struct rules *r, uint32_t i, uint32_t stop, struct found *f) {
    const int32_t month = month_at(r, i, stop, 0);
    int32_t day[2];
    if (!month) return 0;
    if (match_two_months(r, i, stop, f)) return 1;
    uint32_t at = days_at(r, i + 1, stop, day);
    if (!at) {
        f->end = 0;
        const int32_t year = year_behind(r, i + 1, stop, &f->end);
        f->type = DATE;
        write_date(f->normal, sizeof f->normal, (struct date){year, month, 0});
        return f->end != 0;
    }
    f->end = at;
    const int32_t year = year_behind(r, at, stop, &f->end);
    return finish_days(f, year, month, day);
}

/* "27 June 2016", "3rd of May", "27-29 June". */
static int match_day_first(const struct rules *r, uint32_t i, uint32_t stop, struct found *f) {
    int32_t day[2];
    uint32_t at = days_at(r, i, stop, day);
    if (!at) return 0;
    at += (uint32_t)word_is_text(r, at, stop, "of");
    at += (uint32_t)word_is_sign(r, at, stop, '-');
    const int32_t month = month_at(r, at, stop, 0);
    if (!month) return 0;
    f->end = at + 1;
    at = f->end + (uint32_t)word_is_sign(r, f->end, stop, '-');
    const int32_t year = year_behind(r, at, stop, &f->end);
    return finish_days(f, year, month, day);
}

/* Months that are first names or words too. */
static int is_ambiguous(int32_t month) { return month >= 3 && month <= 8 && month != 7; }

/* A month alone, when what stands around it says that it is one. */
static int match_month(const struct rules *r, uint32_t i, uint32_t stop, struct found *f) {
    const int32_t month = month_at(r, i, stop, 1);
    if (!month) return 0;
    const struct word *next = i + 1 < stop ? &r->words->v[i + 1] : NULL;
    const int named = next && next->kind == PL_WORD && is_capitalised(next) && is_spaced(next);
    const int led = i > 0 && (word_is(r, i - 1, stop, MONTH_BEFORE) ||
                              word_is(r, i - 1, stop, STEP) || word_is(r, i - 1, stop, PART));
    if (is_ambiguous(month) && (named || ((month == 3 || month == 5) && !led))) return 0;
    f->end = i + 1;
    f->type = DATE;
    write_date(f->normal, sizeof f->normal, (struct date){0, month, 0});
    if ((word_is_dash(r, i + 1, stop) || word_is_text(r, i + 1, stop, "to") ||
         word_is_text(r, i + 1, stop, "and")) &&
        month_at(r, i + 2, stop, 1)) {
        struct date to = {0, month_at(r, i + 2, stop, 1), 0};
        f->end = i + 3;
        to.year = year_behind(r, i + 3, stop, &f->end);
        write_range(f, (struct date){to.year, month, 0}, to);
    }
    return 1;
}

/* A number of four digits that counts something: "2000 people". */
static int counts(const struct rules *r, uint32_t i, uint32_t stop) {
    if (word_is(r, i + 1, stop, NOT_A_YEAR)) return 1;
    uint32_t end;
    return i + 1 < stop &&
           (phrase_is(r, i + 1, stop, UNIT, &end) || phrase_is(r, i + 1, stop, CURRENCY, &end) ||
            phrase_is(r, i + 1, stop, PERCENT_WORD, &end));
}

/* Does a number stand where a year stands? */
static int stands_as_year(const struct rules *r, uint32_t i, uint32_t stop) {
    const int led =
        i > 0 && r->words->v[i - 1].stop == stop && word_is(r, i - 1, stop, YEAR_BEFORE);
    const struct word *next = i + 1 < stop ? &r->words->v[i + 1] : NULL;
    if (counts(r, i, stop)) return 0;
    if (led || !next || next->kind != PL_WORD) return 1;
    return next->flags & PL_STOPWORD || PL_CASE(next->shape) != PL_LOWER ||
           next->own & WORD_POSSESSIVE || year_at(r, i, stop) >= 1900;
}

/* "2014", "2013-14", "2011 to 2013". */
static int match_year(const struct rules *r, uint32_t i, uint32_t stop, struct found *f) {
    const int32_t year = year_at(r, i, stop);
    if (year < 1100 || year > 2100 || !stands_as_year(r, i, stop)) return 0;
    f->end = i + 1;
    f->type = DATE;
    write_date(f->normal, sizeof f->normal, (struct date){year, 0, 0});
    if (!word_is_dash(r, i + 1, stop) && !word_is_text(r, i + 1, stop, "to") &&
        !word_is_sign(r, i + 1, stop, '/'))
        return 1;
    int32_t to = year_at(r, i + 2, stop);
    if (!to && digits_of(r, i + 2, stop, 2) >= 0 && !word_is_text(r, i + 1, stop, "to"))
        to = year / 100 * 100 + digits_of(r, i + 2, stop, 2);
    if (to <= year || counts(r, i + 2, stop)) return 1;
    f->end = i + 3;
    write_range(f, (struct date){year, 0, 0}, (struct date){to, 0, 0});
    return 1;
}

/* "1990s", "'90s", "90s"; "1800s" is a century. */
int match_decade(const struct rules *r, uint32_t i, uint32_t stop, struct found *f) {
    if (!is_number_word(r, i, stop)) return 0;
    const struct word *w = &r->words->v[i];
    const char *p = r->words->text + w->begin;
    uint32_t n = w->end - w->begin, at = 0;
    if (n && p[0] == '\'') at = 1;
    if (n >= 3 && !memcmp(p, "\xe2\x80\x99", 3)) at = 3;
    if (n - at >= 2 && p[n - 1] == 's') n--;
    if (n == w->end - w->begin || (p[n - 1] != '0' && p[n - 1] != '\'')) return 0;
    if (p[n - 1] == '\'') n--;
    if ((n - at != 2 && n - at != 4) || p[n - 1] != '0') return 0;
    for (uint32_t k = at; k < n; k++)
        if ((unsigned)(p[k] - '0') > 9) return 0;
    f->end = i + 1;
    f->type = DATE;
    const int is_century = n - at == 4 && p[at] == '1' && p[at + 2] == '0';
    if (n - at == 4)
        snprintf(f->normal, sizeof f->normal, is_century ? "%.2sXX" : "%.3sX", p + at);
    else
        snprintf(f->normal, sizeof f->normal, "%s%cX", p[at] <= '1' ? "20" : "19", p[at]);
    return p[at] >= '1';
}

/* "19th century", "twentieth-century". */
static int match_century(const struct rules *r, uint32_t i, uint32_t stop, struct found *f) {
    int32_t v = ordinal_digits(r, i, stop);
    const struct lexis_entry *e = word_is(r, i, stop, ORDINAL_WORD);
    uint32_t at = i + 1;
    if (v < 0 && e) v = e->value;
    if (v < 1 || v > 30) return 0;
    at += (uint32_t)word_is_sign(r, at, stop, '-');
    if (!word_is_text(r, at, stop, "century") && !word_is_text(r, at, stop, "centuries")) return 0;
    f->end = at + 1;
    f->type = DATE;
    snprintf(f->normal, sizeof f->normal, "%02dXX", (int)v - 1);
    return 1;
}

/* Up to three numbers with one sign between them: their count. */
static int split_digits(const char *p, uint32_t n, int32_t part[3], uint32_t length[3]) {
    int parts = 0;
    char sign = 0;
    memset(length, 0, 3 * sizeof *length);
    part[0] = 0;
    for (uint32_t i = 0; i < n; i++) {
        if ((unsigned)(p[i] - '0') < 10) {
            if (++length[parts] > 4) return 0;
            part[parts] = part[parts] * 10 + (p[i] - '0');
        } else {
            if (parts == 2 || !length[parts] || !strchr("-/.", p[i]) || (sign && p[i] != sign))
                return 0;
            sign = p[i];
            part[++parts] = 0;
        }
    }
    return length[parts] ? parts + 1 : 0;
}

/* "2016-06-27", "27/06/2016", "06/27/16", "27.06.2016". When day and month may be exchanged, it stays unresolved. */
static int match_digits_date(const struct rules *r, uint32_t i, uint32_t stop, struct found *f) {
    if (!is_number_word(r, i, stop)) return 0;
    const struct word *w = &r->words->v[i];
    int32_t part[3];
    uint32_t length[3];
    if (split_digits(r->words->text + w->begin, w->end - w->begin, part, length) != 3) return 0;
    struct date d;
    int unsure = 0;
    if (length[0] == 4) {
        d = (struct date){part[0], part[1], part[2]};
    } else {
        if ((length[2] != 4 && length[2] != 2) || length[0] > 2 || length[1] > 2) return 0;
        const int32_t year = length[2] == 4 ? part[2] : part[2] + (part[2] < 50 ? 2000 : 1900);
        d = part[1] > 12 ? (struct date){year, part[0], part[1]}
                         : (struct date){year, part[1], part[0]};
        unsure = part[0] <= 12 && part[1] <= 12 && part[0] != part[1];
    }
    if (d.year < 1000 || !is_date(d.year, d.month, d.day)) return 0;
    f->end = i + 1;
    f->type = DATE;
    if (!unsure) write_date(f->normal, sizeof f->normal, d);
    return 1;
}

int match_calendar(const struct rules *r, uint32_t i, struct found *f) {
    const uint32_t stop = stop_of(r, i);
    f->normal[0] = 0;
    if (!is_number_word(r, i, stop) && !lexis_word(r->lexis, &r->words->v[i])) return 0;
    return match_month_first(r, i, stop, f) || match_day_first(r, i, stop, f) ||
           match_digits_date(r, i, stop, f) || match_decade(r, i, stop, f) ||
           match_century(r, i, stop, f) || match_year(r, i, stop, f) || match_month(r, i, stop, f);
}
