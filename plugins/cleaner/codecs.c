/* codecs.c: tables by code point, made once from data/codecs.txt. */
#include "codecs.h"
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

struct glyph codecs_glyphs[CODECS_SLOTS];
static uint16_t chars[CODECS][128];
static uint8_t bytes[CODECS][CODECS_SLOTS];
static int count;

static const uint16_t quotes[] = {'\'',   '"',    0xab,   0xbb,   0x2018, 0x2019,
                                  0x201a, 0x201c, 0x201d, 0x201e, 0x2039, 0x203a,
                                  0x2026, 0x2013, 0x2014, 0x2015, 0};
static const uint16_t marks[] = {0xa1,   0xa7,   0xa8,   0xa9,   0xaa,   0xae,   0xb0, 0xb2,
                                 0xd7,   0xb3,   0xb4,   0xb6,   0xb7,   0xb9,   0xba, 0xbf,
                                 0x2020, 0x2021, 0x2022, 0x2030, 0x2122, 0x2219, 0};
static const uint16_t odd[] = {0x192, 0xb5, 0x3a9, 0x2c6, 0x2c7, 0};

static void set_sort(const uint16_t *list, enum sort sort) {
    for (; *list; list++) codecs_glyphs[*list].sort = (uint8_t)sort;
}

/* The sort of a character that no list names. */
static enum sort sort_of(uint32_t c) {
    if (c == ' ' || c == '\n' || c == '\t' || c == 0xa0) return BLANK;
    if ((c >= 0x80 && c < 0xa0) || c == 0xad) return CONTROL;
    if (c >= '0' && c <= '9') return DIGIT;
    if (c >= 0x2500 && c < 0x25a1) return BOX;
    switch (utf8proc_category((utf8proc_int32_t)c)) {
    case UTF8PROC_CATEGORY_LL: return LOWER;
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LT: return UPPER;
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO: return CASELESS;
    default: return c < 0x80 ? PLAIN : ODD;
    }
}

static int script_of(uint32_t c) {
    const enum sort s = (enum sort)codecs_glyphs[c].sort;
    if (s != LOWER && s != UPPER && s != CASELESS) return 0;
    static const uint16_t ends[] = {0x370,  0x400,  0x530,  0x590,  0x600,  0x780,
                                    0x900,  0x980,  0xe00,  0xe80,  0x10a0, 0x1100,
                                    0x1200, 0x1e00, 0x1f00, 0x2000, 0};
    int i = 0;
    while (ends[i] && c >= ends[i]) i++;
    return i == 14 || !ends[i] ? 1 : i + 1; /* U+1E00 to U+1EFF are Latin again */
}

static void add(int codec, uint32_t c, unsigned byte) {
    const uint32_t s = codecs_slot(c);
    struct glyph *g = &codecs_glyphs[s];
    const uint16_t bit = (uint16_t)(1u << codec);
    if (!s || bytes[codec][s]) return;
    if (byte >= 0xc0 && (byte < 0xc2 || byte > 0xf4)) return;
    bytes[codec][s] = (uint8_t)byte;
    if (byte < 0xc0)
        g->later |= bit;
    else if (byte < 0xe0)
        g->two |= bit;
    else
        g->more |= bit;
}

void codecs_setup(const char *table, size_t n) {
    const char *end = table + n;
    if (count) return;
    for (uint32_t c = 1; c < CODECS_HIGH; c++) codecs_glyphs[c].sort = (uint8_t)sort_of(c);
    set_sort(quotes, QUOTE);
    set_sort(marks, MARK);
    set_sort(odd, ODD);
    for (uint32_t c = 1; c < CODECS_HIGH; c++) codecs_glyphs[c].script = (uint8_t)script_of(c);
    for (const char *p = table, *stop; p < end && count < CODECS; p = stop + 1, count++) {
        const char *hex = memchr(p, ' ', (size_t)(end - p));
        stop = memchr(p, '\n', (size_t)(end - p));
        if (!stop || !hex) break;
        for (unsigned byte = 0x80; byte < 0x100; byte++) {
            char *next;
            chars[count][byte - 0x80] = (uint16_t)strtoul(hex, &next, 16);
            add(count, chars[count][byte - 0x80], byte);
            hex = next;
        }
        /* a text that was Windows for one program was ISO 8859 for another, and has C1 controls instead */
        if (!memcmp(p, "cp125", 5))
            for (unsigned byte = 0x80; byte < 0xa0; byte++) add(count, byte, byte);
        /* Apple's first table has the increment there, iconv's the Greek letter */
        if (!memcmp(p, "mac_roman", 9)) add(count, 0x394, 0xc6);
    }
}

uint32_t codecs_char(int codec, unsigned byte) { return chars[codec][byte - 0x80]; }

int codecs_count(void) { return count; }

uint8_t codecs_byte(int codec, uint32_t c) { return bytes[codec][codecs_slot(c)]; }

int codecs_is_text(uint32_t c) {
    if (c < 0x80 || c > 0x10ffff) return 0;
    const utf8proc_category_t g = utf8proc_category((utf8proc_int32_t)c);
    return g != UTF8PROC_CATEGORY_CN && g != UTF8PROC_CATEGORY_CO && g != UTF8PROC_CATEGORY_CS;
}
