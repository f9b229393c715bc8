/* ranges.c: dates from one to another: "between July and September", "the year ended June 30, 1990". */
#include <stdio.h>
#include <string.h>
#include "dates.h"

static int match_end(const struct rules *r, uint32_t i, uint32_t stop, struct found *f) {
    return i < stop && (match_clock(r, i, f) || match_point(r, i, f));
}

/* "XXXX-07/2016-09": the year of the second is that of the first. */
static void write_between(struct found *f, const char *to) {
    const size_t n = strlen(f->normal);
    if (!n || !to[0] || n + 1 + strlen(to) >= sizeof f->normal) {
        f->normal[0] = 0;
        return;
    }
    if (!memcmp(f->normal, "XXXX", 4) && to[0] != 'P') memcpy(f->normal, to, 4);
    f->normal[n] = '/';
    strcpy(f->normal + n + 1, to);
}

/* "between July and September 2016", "between 10 and 12 May", where the second part is a range for itself. */
static int match_between(const struct rules *r, uint32_t i, uint32_t stop, struct found *f) {
    struct found to = {0};
    if (!word_is_text(r, i, stop, "between") || !match_end(r, i + 1, stop, f)) return 0;
    if (word_is_text(r, f->end, stop, "and") && match_end(r, f->end + 1, stop, &to)) {
        if (f->type != to.type) return 0;
        f->end = to.end;
        return write_between(f, to.normal), 1;
    }
    for (uint32_t k = i + 2; k < f->end; k++)
        if (word_is_text(r, k, f->end, "and")) return 1;
    return 0;
}

/* The year that ends on a day. */
static void write_year_ending(const char *day, struct found *f) {
    int year, month, of_month;
    f->normal[0] = 0;
    if (sscanf(day, "%4d-%2d-%2d", &year, &month, &of_month) != 3) return;
    const struct date first = date_of(days_of((struct date){year - 1, month, of_month}) + 1);
    const int n = write_date(f->normal, sizeof f->normal, first);
    snprintf(f->normal + n, sizeof f->normal - (size_t)n, "/%s", day);
}

/* "ended June 30, 1990" behind a period that ends at `at`. */
static int match_ending(const struct rules *r, uint32_t at, uint32_t stop, struct found *f) {
    if (!word_is_text(r, at, stop, "ended") && !word_is_text(r, at, stop, "ending")) return 0;
    const uint32_t day = at + 1 + (uint32_t)word_is_text(r, at + 1, stop, "on");
    struct found end;
    if (day >= stop || !match_calendar(r, day, &end) || end.type != DATE) return 0;
    f->type = DATE;
    f->end = end.end;
    f->normal[0] = 0;
    if (word_is_text(r, at - 1, stop, "year")) write_year_ending(end.normal, f);
    return 1;
}

int match_date(const struct rules *r, uint32_t i, struct found *f) {
    const uint32_t stop = stop_of(r, i);
    if (match_between(r, i, stop, f)) return 1;
    const int is_point = match_point(r, i, f);
    if (is_point && f->type == DATE) return match_ending(r, f->end, stop, f), 1;
    return is_point || (word_is(r, i, stop, PERIOD) && match_ending(r, i + 1, stop, f));
}
