/* calendar.c: days of the Gregorian calendar. Years begin in March inside, so that the leap day comes last. */
#include "calendar.h"

int32_t days_of(struct date d) {
    const int32_t y = d.year - (d.month <= 2), era = (y >= 0 ? y : y - 399) / 400;
    const int32_t of_era = y - era * 400;
    const int32_t of_year = (153 * (d.month + (d.month > 2 ? -3 : 9)) + 2) / 5 + d.day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

struct date date_of(int32_t days) {
    days += 719468;
    const int32_t era = (days >= 0 ? days : days - 146096) / 146097;
    const int32_t of_era = days - era * 146097;
    const int32_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    const int32_t of_year = of_era - (365 * year + year / 4 - year / 100);
    const int32_t shifted = (5 * of_year + 2) / 153;
    const int32_t month = shifted + (shifted < 10 ? 3 : -9);
    return (struct date){year + era * 400 + (month <= 2), month,
                         of_year - (153 * shifted + 2) / 5 + 1};
}

int weekday_of(int32_t days) { return (int)(((days + 3) % 7 + 7) % 7) + 1; }

int is_date(int32_t year, int32_t month, int32_t day) {
    if (month < 1 || month > 12 || day < 1 || day > 31) return 0;
    const struct date d = {year ? year : 2000, month, day}, same = date_of(days_of(d));
    return same.month == month && same.day == day;
}

void week_of(int32_t days, int32_t *year, int32_t *week) {
    const int32_t thursday = days - weekday_of(days) + 4;
    *year = date_of(thursday).year;
    *week = (thursday - days_of((struct date){*year, 1, 1})) / 7 + 1;
}
