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

enum { STOPS = 1024 /* slots; so few words are in a list that two hardly ever meet */ };

/* The function words of a language, as hashes, for language_is_stop; empty when there is no list of them. */
const uint32_t *languages_stops(const struct languages *, int language);
/* Has the language a list of function words? */
int languages_has_stops(int language);

static inline int language_is_stop(const uint32_t *stops, uint32_t word) {
    uint32_t slot = word % STOPS;
    while (words_is_other(stops[slot], word)) slot = (slot + 1) % STOPS;
    return stops[slot] == word;
}
#endif
