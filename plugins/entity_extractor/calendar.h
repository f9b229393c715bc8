/* calendar.h: days of the Gregorian calendar. */
#ifndef ENTITY_CALENDAR_H
#define ENTITY_CALENDAR_H
#include <stdint.h>

struct date {
    int32_t year, month, day; /* month and day from 1; year 0: not known */
};

/* Days since 1970-01-01, and back. */
int32_t days_of(struct date);
struct date date_of(int32_t days);
/* 1 (Monday) to 7. */
int weekday_of(int32_t days);
/* Is there such a day? */
int is_date(int32_t year, int32_t month, int32_t day);
/* ISO 8601 week: its year and number. */
void week_of(int32_t days, int32_t *year, int32_t *week);
#endif
