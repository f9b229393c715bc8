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
#endif
