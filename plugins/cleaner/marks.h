/* marks.h: what a line begins with, ends in and holds, as the bits LINE_... of words.h. */
#ifndef CLEANER_MARKS_H
#define CLEANER_MARKS_H
#include <stddef.h>
#include <stdint.h>

/* All of bytes [begin, end) without line ends. */
unsigned marks_of_begin(const char *text, size_t begin, size_t end);
unsigned marks_of_end(const char *text, size_t begin, size_t end);
unsigned marks_inside(const char *text, size_t begin, size_t end);
/* How often a sentence ends without a space behind it: "rose.The". */
uint32_t marks_glued(const char *text, size_t n);
#endif
