/* names.h: first names of people. */
#ifndef CLEANER_NAMES_H
#define CLEANER_NAMES_H
#include <stddef.h>
#include <stdint.h>

struct names;

/* Adds a list, one name a line, to those of `names`, or NULL; NULL when memory is gone, and `names` is freed. */
struct names *names_add(struct names *names, const char *file, size_t n);
void names_free(struct names *);
/* Is the word, as a hash of words.h, a first name? */
int names_has(const struct names *, uint32_t word);
#endif
