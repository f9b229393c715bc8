/* dates.h: finds a full calendar date in a line. */
#ifndef CLEANER_DATES_H
#define CLEANER_DATES_H
#include <stddef.h>

struct date {
    int year, month, day;
    size_t begin, end; /* in the line */
    const char *stop; /* private */
};

/* Fills the table of month names; call once, after words_setup. */
void dates_setup(void);

/* How 3/4/2024 is read; DATE_UNKNOWN: it is passed over. */
enum date_order { DATE_UNKNOWN, DATE_DAY_FIRST, DATE_MONTH_FIRST };

/* Of texts in a language: English ones, and those of which it is not known, may have the month or the day first. */
enum date_order dates_order(const char *language);

/* The first full date (day, month and year) of text[0, n). Returns 1 when there is one. */
int dates_find(const char *text, size_t n, enum date_order, struct date *);
#endif
