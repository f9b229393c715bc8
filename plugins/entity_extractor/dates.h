/* dates.h: what calendar dates (dates.c) and periods (periods.c) share. */
#ifndef ENTITY_DATES_H
#define ENTITY_DATES_H
#include "rules.h"

/* "2016-06-27", "XXXX-06-27", "2016-06", "2016"; returns the length. */
int write_date(char *out, size_t room, struct date);
/* A date that stands by itself, without "last", "early" or a weekday before it. */
int match_calendar(const struct rules *, uint32_t i, struct found *);
int match_decade(const struct rules *, uint32_t i, uint32_t stop, struct found *);
/* The year or month that word `i` is, 0 for none; `in_full`: not Jan. */
int32_t year_at(const struct rules *, uint32_t i, uint32_t stop);
int32_t month_at(const struct rules *, uint32_t i, uint32_t stop, int in_full);
/* A year behind a month, season or quarter: "2016", ", 2016", "of 2016", "of last year" (0 when the document has no date). Sets *end
   behind it, if there is one. */
int32_t year_behind(const struct rules *, uint32_t at, uint32_t stop, uint32_t *end);
/* What is no range: "Monday", "last week", "three years ago", "June 2016" (periods.c). */
int match_point(const struct rules *, uint32_t i, struct found *);
/* "three years", "two hours later", "hours" (durations.c); `led`: behind "last", where "a year" is one too. */
int match_duration(const struct rules *, uint32_t i, uint32_t stop, int led, struct found *);
int match_bare_duration(const struct rules *, uint32_t i, uint32_t stop, struct found *);
/* The unit of a duration: "Y", "10Y"; times `n` it is moved from the document's date. */
void write_moved(const struct rules *, pl_str unit, int32_t n, struct found *);
#endif
