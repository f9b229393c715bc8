/* language.h: the language of a text, from its script and its function words. */
#ifndef CLEANER_LANGUAGE_H
#define CLEANER_LANGUAGE_H
#include "words.h"

struct languages;

/* Reads the lists "code word word ..."; NULL when memory is gone. */
struct languages *languages_load(const char *file, size_t n);
void languages_free(struct languages *);
/* The number of the language, -1 when unsure. */
int languages_guess(const struct languages *, const struct words *);
const char *languages_code(const struct languages *, int language); /* "und" for -1 */
int languages_find(const struct languages *, const char *code, size_t n);
/* Has the language a list of function words? */
int languages_has_stops(int language);
/* Counts the function words of each line into line->stops; returns their sum. -1: none are counted. */
uint32_t languages_stops(const struct languages *, int language, struct words *);
#endif
