/* names.h: first names of people. */
#ifndef CLEANER_NAMES_H
#define CLEANER_NAMES_H
#include <stddef.h>
#include <stdint.h>

struct names;

/* Reads a list, one name a line; NULL when memory is gone. */
struct names *names_load(const char *file, size_t n);
void names_free(struct names *);
/* Is the word, as a hash of words.h, a first name? */
int names_has(const struct names *, uint32_t word);
#endif
