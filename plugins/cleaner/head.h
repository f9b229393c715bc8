/* head.h: the title and the author above the body. */
#ifndef CLEANER_HEAD_H
#define CLEANER_HEAD_H
#include "judge.h"
#include "shapes.h"

/* Finds the headline near the top; its repeats among the next lines go. */
void head_title(struct judge *);
/* The title that line i is, without the name of the site behind it. */
struct piece head_title_text(const struct judge *, uint32_t i);
/* Finds a bare name: below the title, or beside a date. */
void head_author(struct judge *);
/* Of the names that a byline has, those that are persons: "Jane Doe, New York" is one; none: begin == end. */
struct piece head_authors(const struct judge *, struct piece names);
/* Does line i begin with the names of persons whom the body does not speak of? Fills the names. */
int head_is_author(const struct judge *, uint32_t i, struct piece *names);
#endif
