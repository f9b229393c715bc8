/* head.h: the title and the author above the body. */
#ifndef CLEANER_HEAD_H
#define CLEANER_HEAD_H
#include "judge.h"
#include "shapes.h"

/* Finds the headline near the top; its repeats among the next lines go. */
void head_title(struct judge *);
/* The title that line i is, without the name of the site behind it. */
struct piece head_title_text(const struct judge *, uint32_t i);
/* Finds the lines below the title, or beside a date, that name the author and the day and have no form of their own. */
void head_author(struct judge *);
/* Fills the persons that line i, a byline, names: "Jane Doe, New York" has one. */
int head_byline(const struct judge *, uint32_t i, struct piece *names);
/* Does line i begin with the names of persons whom the body does not speak of? Fills the names. */
int head_is_author(const struct judge *, uint32_t i, struct piece *names);
#endif
