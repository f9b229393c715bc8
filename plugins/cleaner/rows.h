/* rows.h: lines of a text that has still its layout: how wide they are, and what they begin with. */
#ifndef CLEANER_ROWS_H
#define CLEANER_ROWS_H
#include <stddef.h>
#include <stdint.h>

/* Widths are counted in characters, up to one more than wrapped text ever has. */
enum { ROWS_WIDEST = 100, ROWS_WIDER = ROWS_WIDEST + 1 };

/* A line without the white space around it. */
struct row {
    size_t begin, end, next; /* bytes; where the line below begins */
    uint32_t indent, width, word; /* white space in front, with that, of the first word */
    int is_solid; /* one word, which nothing could break: an address, a rule, most lines of Chinese */
};

/* The line at `at`; 0 at the end of the text. */
int rows_read(const char *text, size_t n, size_t at, struct row *);
static inline int rows_is_blank(const struct row *r) { return r->begin == r->end; }
/* Characters of text[begin, end). */
uint32_t rows_columns(const char *text, size_t begin, size_t end);

/* All below of lines that are not blank. */

/* Does a small letter, or one of a script that has no capitals but blanks between words, stand at byte i? */
int rows_is_small(const char *text, size_t i);
/* Does the sentence go on behind the line, with a small letter at byte `next`? */
int rows_goes_on(const char *text, const struct row *, size_t next);
/* No small letter: a heading in capitals, a row of numbers. */
int rows_is_loud(const char *text, const struct row *);
/* Tabulators or three blanks in it: a row of a table. */
int rows_has_columns(const char *text, const struct row *);
/* Bytes of the mark of a list with the blank behind it: one that no sentence holds at that place, like a bullet; or a dash, number or
 * letter, which may be part of a sentence. 0: there is none. */
size_t rows_sure_mark(const char *text, const struct row *);
size_t rows_doubtful_mark(const char *text, const struct row *);
static inline size_t rows_mark(const char *text, const struct row *r) {
    const size_t sure = rows_sure_mark(text, r);
    return sure ? sure : rows_doubtful_mark(text, r);
}
/* Quoted mail, a row of a table, a heading of several #, a rule of signs. */
int rows_stands_alone(const char *text, const struct row *);
#endif
