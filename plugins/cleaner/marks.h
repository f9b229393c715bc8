/* marks.h: what a line begins with, ends in and holds, as the bits LINE_... of words.h. */
#ifndef CLEANER_MARKS_H
#define CLEANER_MARKS_H
#include <stddef.h>
#include <stdint.h>

/* All of bytes [begin, end) without line ends. */
unsigned marks_of_begin(const char *text, size_t begin, size_t end);
unsigned marks_of_end(const char *text, size_t begin, size_t end);
/* Of the sign c, which begins at byte i. */
unsigned marks_of_sign(const char *text, size_t begin, size_t end, size_t i, uint32_t c);
/* Does a sentence end at the full stop text[i] without a space behind it: "rose.The"? */
int marks_is_glued(const char *text, size_t n, size_t i);
#endif
