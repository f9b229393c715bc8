/* head.h: the title (title.c), and the author and the day (head.c) above the body. */
#ifndef CLEANER_HEAD_H
#define CLEANER_HEAD_H
#include "judge.h"
#include "shapes.h"

enum {
    HEAD_LINES = 24, /* in which title, author and day are looked for by their place */
    UNWRAPPED = 17 /* words; no line of a text that is cut at a width has so many */
};

/* The first paragraph of the body that is one after all: captions above the title look like it. */
uint32_t head_body_begin(const struct judge *);
/* Is the first word of [at, end) a first name? */
int head_is_first_name(const struct judge *, uint32_t at, uint32_t end);
/* Finds the headline near the top; of those that say the same the lowest is the title, the others go. */
void head_title(struct judge *);
/* The title that line i is, without the name of the site behind it. */
struct piece head_title_text(const struct judge *, uint32_t i);
/* Finds the lines below the title, or beside a date, that name the author and the day and have no form of their own. */
void head_author(struct judge *);
/* Without a byline, a name that ends the text is the author's. */
void head_signature(struct judge *);
/* Fills the persons that line i, a byline, names: "Jane Doe, New York" has one. */
int head_byline(const struct judge *, uint32_t i, struct piece *names);
/* Is the piece the name of a person whom the body does not speak of? */
int head_is_person(const struct judge *, struct piece name);
/* Does line i, a short one below the title, begin with names whose words neither the body nor the lexicons have? */
int head_is_stranger(const struct judge *, uint32_t i, struct piece *names);
/* Does line i begin with the names of persons whom the body does not speak of? Fills the names. */
int head_is_author(const struct judge *, uint32_t i, struct piece *names);
#endif
