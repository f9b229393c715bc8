/* codecs.h: what bytes a character can stand for in the single-byte codecs that UTF-8 is mistaken for. */
#ifndef CLEANER_CODECS_H
#define CLEANER_CODECS_H
#include <stddef.h>
#include <stdint.h>

enum { CODECS = 16 };

/* How a character behaves beside others; MARK and QUOTE may follow a word, ODD and CONTROL hardly do. */
enum sort { PLAIN, BLANK, DIGIT, LOWER, UPPER, CASELESS, QUOTE, MARK, ODD, CONTROL, BOX };

/* A bit per codec: is the character's byte the first of a sequence of two, of three or four, or a later one? */
struct glyph {
    uint16_t two, more, later;
    uint8_t sort, script;
};

enum {
    CODECS_HIGH = 0x2700,
    CODECS_SLOTS = CODECS_HIGH + 3
}; /* all characters of these codecs but three are below */
extern struct glyph codecs_glyphs[CODECS_SLOTS]; /* read-only after codecs_setup */

/* Where a character stands in the tables; 0: it has no place. */
static inline uint32_t codecs_slot(uint32_t c) {
    if (c < CODECS_HIGH) return c;
    return c == 0xfb01   ? CODECS_HIGH
           : c == 0xfb02 ? CODECS_HIGH + 1
           : c == 0xf8ff ? CODECS_HIGH + 2
                         : 0;
}

/* Reads "codec hex hex ..." (128 of them per line); call before all else. Any number of calls. */
void codecs_setup(const char *table, size_t n);
static inline const struct glyph *codecs_glyph(uint32_t c) {
    return &codecs_glyphs[codecs_slot(c)];
}
/* The byte of c in a codec; 0: it is ASCII, or the codec has no such character. */
uint8_t codecs_byte(int codec, uint32_t c);
/* The character of a byte from 80 on. */
uint32_t codecs_char(int codec, unsigned byte);
int codecs_count(void);
static inline enum sort codecs_sort(uint32_t c) {
    if (c < CODECS_HIGH) return (enum sort)codecs_glyphs[c].sort;
    return c >= 0x2e80 && c < 0xfb00 ? CASELESS : c == 0xfffd ? PLAIN : ODD;
}
/* Is c assigned, and neither private nor half of a pair? */
int codecs_is_text(uint32_t c);
/* A number per script of letters; 0 for all that is no letter. */
static inline int codecs_script(uint32_t c) {
    if (c < CODECS_HIGH) return codecs_glyphs[c].script;
    return c >= 0x2e80 && c < 0xfb00 ? 20 : c >= 0x2c00 ? 21 : 0;
}
#endif
