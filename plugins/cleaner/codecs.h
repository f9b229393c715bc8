/* codecs.h: what bytes a character can stand for in the single-byte codecs that UTF-8 is mistaken for. */
#ifndef CLEANER_CODECS_H
#define CLEANER_CODECS_H
#include <stddef.h>
#include <stdint.h>

enum { CODECS = 16 };

/* How a character behaves beside others; MARK and QUOTE may follow a word, ODD and CONTROL hardly do. */
enum sort { PLAIN, BLANK, DIGIT, LOWER, UPPER, CASELESS, QUOTE, MARK, ODD, CONTROL, BOX };

/* A bit per codec: is the character's byte the first of a sequence of two, of three or four, or a later one? */
struct roles {
    uint16_t two, more, later;
};

/* Reads "codec hex hex ..." (128 of them per line); call before all else. Any number of calls. */
void codecs_setup(const char *table, size_t n);
struct roles codecs_roles(uint32_t c);
/* The byte of c in a codec; 0: it is ASCII, or the codec has no such character. */
uint8_t codecs_byte(int codec, uint32_t c);
/* The character of a byte from 80 on. */
uint32_t codecs_char(int codec, unsigned byte);
int codecs_count(void);
enum sort codecs_sort(uint32_t c);
/* Is c assigned, and neither private nor half of a pair? */
int codecs_is_text(uint32_t c);
/* A number per script of letters; 0 for all that is no letter. */
int codecs_script(uint32_t c);
#endif
