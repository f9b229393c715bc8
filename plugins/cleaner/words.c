/* words.c: cuts a text into lines and words in one pass. ASCII goes by table; other characters by block. */
#include "words.h"
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>
#include "utf8.h"

enum {
    FOLDED = 0x600
}; /* code points below are folded by table: Latin, Greek, Cyrillic, Armenian */

enum kind { NONE, LETTER, DIGIT, SINGLE }; /* SINGLE: a word by itself, as in Chinese */

static uint16_t fold[FOLDED];
static uint8_t upper[FOLDED];
static uint8_t kinds[FOLDED];
static uint8_t scripts[FOLDED];
static struct {
    uint32_t counts; /* 1 for a capital, 0x10000 for a digit */
    uint8_t is_word, folded;
} ascii[256]; /* bytes from 80 on are no word here */

static enum kind kind_of(uint32_t c) {
    if (c < FOLDED) return (enum kind)kinds[c];
    if (c < 0x2000) return LETTER;
    if (c < 0x2c00 || (c >= 0x2e00 && c < 0x3005) || (c >= 0x3008 && c < 0x3040)) return NONE;
    if (c < 0x2e80) return LETTER;
    if (c < 0xa000 || (c >= 0xf900 && c < 0xfb00)) return SINGLE;
    if (c >= 0xe000 && c < 0xf900) return NONE;
    if ((c >= 0xfe00 && c < 0xfe70) || (c >= 0xff00 && c < 0xff10) || (c >= 0xffe0 && c < 0x10000))
        return NONE;
    if (c >= 0x1f000 && c < 0x1fb00) return NONE;
    return c >= 0x20000 && c < 0x32000 ? SINGLE : LETTER;
}

static enum script script_of(uint32_t c) {
    static const struct {
        uint32_t end;
        enum script s;
    } blocks[] = {{0x370, LATIN},          {0x400, GREEK},         {0x530, CYRILLIC},
                  {0x590, ARMENIAN},       {0x600, HEBREW},        {0x780, ARABIC},
                  {0x900, OTHER_SCRIPT},   {0x980, DEVANAGARI},    {0xa00, BENGALI},
                  {0xb80, OTHER_SCRIPT},   {0xc00, TAMIL},         {0xe00, OTHER_SCRIPT},
                  {0xe80, THAI},           {0x10a0, OTHER_SCRIPT}, {0x1100, GEORGIAN},
                  {0x1200, HANGUL},        {0x1e00, OTHER_SCRIPT}, {0x1f00, LATIN},
                  {0x2000, GREEK},         {0x3040, OTHER_SCRIPT}, {0x3100, KANA},
                  {0x3130, HAN},           {0x3190, HANGUL},       {0xa000, HAN},
                  {0xac00, OTHER_SCRIPT},  {0xd7b0, HANGUL},       {0xf900, OTHER_SCRIPT},
                  {0xfb00, HAN},           {0xfb50, HEBREW},       {0xff00, ARABIC},
                  {0x20000, OTHER_SCRIPT}, {0x32000, HAN}};
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
        if (c < blocks[i].end) return blocks[i].s;
    return OTHER_SCRIPT;
}

void words_setup(void) {
    for (uint32_t c = 0; c < FOLDED; c++) {
        const utf8proc_category_t g = utf8proc_category((utf8proc_int32_t)c);
        scripts[c] = (uint8_t)script_of(c);
        fold[c] = (uint16_t)utf8proc_tolower((utf8proc_int32_t)c);
        upper[c] = g == UTF8PROC_CATEGORY_LU || g == UTF8PROC_CATEGORY_LT;
        kinds[c] = (uint8_t)(g == UTF8PROC_CATEGORY_ND ? DIGIT
                             : (g >= UTF8PROC_CATEGORY_LU && g <= UTF8PROC_CATEGORY_ME) || c == '_'
                                 ? LETTER
                                 : NONE);
    }
    for (int c = 0; c < 0x80; c++) {
        ascii[c].is_word = kinds[c] != NONE;
        ascii[c].folded = (uint8_t)fold[c];
        ascii[c].counts = kinds[c] == DIGIT ? 0x10000 : upper[c];
    }
}

static uint32_t mix(uint32_t h, uint32_t c) { return (h ^ c) * 0x9e3779b1u; }
static uint32_t finish(uint32_t h) {
    h ^= h >> 15;
    h *= 0x85ebca6bu;
    h ^= h >> 13;
    return h < 2 ? h + 2 : h;
}
static const uint32_t seed = 0x243f6a88u;

/* State of one scan. */
struct scan {
    struct words *w;
    struct line *line;
    const char *text;
    size_t n;
    uint32_t hash; /* of the word under way */
    uint32_t length, ups; /* its characters, its capitals */
    uint8_t numeric, first_up;
    uint8_t other; /* the line holds characters beyond ASCII */
};

static int grow(void *p, uint32_t *room, size_t size) {
    void **v = p;
    const uint32_t more = *room * 2 + 512;
    void *q = realloc(*v, more * size);
    if (!q) return 0;
    *v = q;
    *room = more;
    return 1;
}

static int grow_words(struct words *w) {
    uint32_t room = w->word_room;
    if (!grow(&w->is_stop, &room, sizeof *w->is_stop)) return 0;
    return grow(&w->word, &w->word_room, sizeof *w->word);
}

static void count16(uint16_t *v) { *v = (uint16_t)(*v + (*v < 65535)); }

static int end_word(struct scan *s) {
    struct words *w = s->w;
    if (w->n == w->word_room && !grow_words(w)) return -1;
    const uint32_t h = s->numeric ? WORD_NUMBER : finish(s->hash);
    w->word[w->n++] = h;
    s->line->hash = (s->line->hash ^ h) * 0x9e3779b97f4a7c15u;
    if (s->first_up) count16(&s->line->capitals);
    if (s->ups > 1 && s->ups == s->length) count16(&s->line->shouts);
    if (s->numeric) count16(&s->line->numbers);
    s->length = 0;
    return 0;
}

static void begin_word(struct scan *s, int is_upper, int is_digit, int may_be_lower) {
    s->hash = seed;
    s->ups = 0;
    s->numeric = 1;
    s->first_up = (uint8_t)is_upper;
    if (may_be_lower && !s->line->letters && !s->line->digits && !is_upper && !is_digit)
        s->line->marks |= LINE_LOWER;
}

static void add(struct scan *s, uint32_t c, int is_upper, int is_digit) {
    if (!s->length) begin_word(s, is_upper, is_digit, c < 0x600);
    s->hash = mix(s->hash, c);
    s->length++;
    s->ups += (uint32_t)is_upper;
    s->numeric &= (uint8_t)is_digit;
    if (is_digit)
        s->line->digits++;
    else
        s->line->letters++;
}

/* One character beyond ASCII at i; returns its length, 0 when memory is gone. */
static size_t wide(struct scan *s, size_t i) {
    size_t length;
    const uint32_t c = utf8_get(s->text, i, &length);
    const enum kind k = kind_of(c);
    s->other = 1;
    if (k == NONE || k == SINGLE) {
        if (s->length && end_word(s)) return 0;
        if (k == NONE) return s->line->symbols++, length;
    }
    const int is_upper = c < FOLDED && upper[c];
    s->w->script[c < FOLDED ? scripts[c] : script_of(c)]++;
    add(s,
        c < FOLDED                  ? fold[c]
        : c >= 0x1e00 && c < 0x2000 ? (uint32_t)utf8proc_tolower((utf8proc_int32_t)c)
                                    : c,
        is_upper, k == DIGIT);
    if (k == SINGLE && end_word(s)) return 0;
    return length;
}

/* A stretch of ASCII letters and digits from i on; returns where it ends. The case that must be fast. */
static size_t add_ascii(struct scan *s, size_t i) {
    const unsigned char *t = (const unsigned char *)s->text;
    const size_t begin = i, end = s->line->end;
    uint32_t h = s->hash, counts = 0; /* capitals in the low half, digits in the high one */
    for (; i < end && ascii[t[i]].is_word; i++) {
        h = mix(h, ascii[t[i]].folded);
        counts += ascii[t[i]].counts;
        if ((counts & 0x8000) != 0) break; /* a word of 32768 letters: in pieces */
    }
    const uint32_t n = (uint32_t)(i - begin), digits = counts >> 16;
    s->hash = h;
    s->length += n;
    s->ups += counts & 0xffff;
    s->numeric &= digits == n;
    s->line->digits += digits;
    s->line->letters += n - digits;
    return i;
}

/* The words of one line. */
static int scan_words(struct scan *s) {
    for (size_t i = s->line->begin; i < s->line->end;) {
        const unsigned char c = (unsigned char)s->text[i];
        if (c >= 0x80) {
            const size_t n = wide(s, i);
            if (!n) return -1;
            i += n;
        } else if (kinds[c]) {
            if (!s->length) begin_word(s, upper[c], kinds[c] == DIGIT, 1);
            i = add_ascii(s, i);
        } else {
            if (s->length && end_word(s)) return -1;
            if (c != ' ') s->line->symbols++;
            if (c == ':' && !s->line->label)
                s->line->label = (uint16_t)(s->w->n - s->line->first_word);
            i++;
        }
    }
    return s->length ? end_word(s) : 0;
}

/* Is the last sign before `end` one of the closing quotes or brackets? Returns its length. */
static size_t closing(const char *t, size_t begin, size_t end) {
    const unsigned char c = (unsigned char)t[end - 1];
    if (c == '"' || c == '\'' || c == ')' || c == ']') return 1;
    if (end - begin > 3 && !memcmp(t + end - 3, "\xe2\x80", 2) &&
        (c == 0x99 || c == 0x9d || c == 0x9c))
        return 3;
    return end - begin > 2 && !memcmp(t + end - 2, "\xc2\xbb", 2) ? 2 : 0;
}

static unsigned end_marks(const char *t, size_t begin, size_t end) {
    if (end == begin) return 0;
    const char last = t[end - 1];
    if (last == ':') return LINE_COLON;
    if (last == ',') return LINE_COMMA;
    size_t n;
    for (int i = 0; i < 3 && end > begin && (n = closing(t, begin, end)); i++) end -= n;
    if (end == begin) return 0;
    if (end - begin >= 3 &&
        (!memcmp(t + end - 3, "...", 3) || !memcmp(t + end - 3, "\xe2\x80\xa6", 3)))
        return LINE_DOTS;
    const unsigned char c = (unsigned char)t[end - 1];
    if (c == '!') return LINE_STOP | LINE_CALL;
    if (c == '.' || c == '?') return LINE_STOP;
    /* Chinese, Japanese, Devanagari, Arabic full stops and questions */
    if (end - begin >= 3 &&
        (!memcmp(t + end - 3, "\xe3\x80\x82", 3) || !memcmp(t + end - 3, "\xef\xbc\x81", 3) ||
         !memcmp(t + end - 3, "\xef\xbc\x9f", 3) || !memcmp(t + end - 3, "\xe0\xa5\xa4", 3)))
        return LINE_STOP;
    return end - begin >= 2 &&
                   (!memcmp(t + end - 2, "\xd8\x9f", 2) || !memcmp(t + end - 2, "\xdb\x94", 2))
               ? LINE_STOP
               : 0;
}

static unsigned begin_marks(const char *t, size_t begin, size_t end) {
    const size_t n = end - begin;
    if (!n) return 0;
    const char c = t[begin], last = t[end - 1];
    if (c == '[' && last == ']') return LINE_BRACKET;
    if (c == '(' && last == ')') return LINE_BRACKET | LINE_ROUND;
    if (c == '"' || c == '\'') return LINE_QUOTE;
    if (c == '*' || c == '-' || c == '+') return LINE_BULLET;
    if (n > 2 && !memcmp(t + begin, "\xe2\x80", 2)) {
        const unsigned char d = (unsigned char)t[begin + 2];
        if (d == 0x9c || d == 0x98 || d == 0x9e) return LINE_QUOTE;
        if (d == 0xa2 || d == 0x93 || d == 0x94) return LINE_BULLET;
    }
    return n > 1 && (!memcmp(t + begin, "\xc2\xab", 2)) ? LINE_QUOTE
           : n > 1 && !memcmp(t + begin, "\xc2\xb7", 2) ? LINE_BULLET
                                                        : 0;
}

/* Marks of what stands inside the line; looked at only in lines that hold symbols. */
static unsigned inner_marks(const char *t, size_t begin, size_t end) {
    static const uint8_t special[256] = {
        [':'] = 1, ['w'] = 1, ['W'] = 1, ['@'] = 1, ['|'] = 1, ['>'] = 1, [0xc2] = 1, [0xe2] = 1};
    unsigned marks = 0;
    for (size_t i = begin; i < end; i++) {
        if (!special[(unsigned char)t[i]]) continue;
        const char c = t[i];
        if (c == ':' && i + 2 < end && t[i + 1] == '/' && t[i + 2] == '/') marks |= LINE_URL;
        if ((c | 32) == 'w' && i + 3 < end && (t[i + 1] | 32) == 'w' && (t[i + 2] | 32) == 'w' &&
            t[i + 3] == '.')
            marks |= LINE_URL;
        if (c == ':' && i - begin < 40 && i + 1 < end && t[i + 1] == ' ') marks |= LINE_LABEL;
        if (c == '@') marks |= LINE_MAIL;
        if (i == begin || t[i - 1] != ' ') continue;
        if ((c == '|' || c == '>') && i + 1 < end && t[i + 1] == ' ') marks |= LINE_BAR;
        if (i + 3 < end && (!memcmp(t + i, "\xc2\xb7 ", 3) || !memcmp(t + i, "\xc2\xbb ", 3) ||
                            !memcmp(t + i, "\xe2\x80\xa2 ", 4)))
            marks |= LINE_BAR;
    }
    return marks;
}

static int is_lower(char c) { return c >= 'a' && c <= 'z'; }
static int is_upper(char c) { return c >= 'A' && c <= 'Z'; }

/* How often a sentence ends without a space behind it: "rose.The". */
static uint32_t count_glued(const char *t, size_t n) {
    uint32_t count = 0;
    const char *end = t + n;
    for (const char *p = t; (p = memchr(p, '.', (size_t)(end - p))); p++)
        if (p - t >= 2 && end - p > 2 && is_lower(p[-1]) && is_lower(p[-2]) && is_upper(p[1]) &&
            is_lower(p[2]))
            count++;
    return count;
}

int words_scan(struct words *w, const char *text, size_t n) {
    struct scan s = {.w = w, .text = text, .n = n};
    int blank = 0;
    w->lines = w->n = 0;
    memset(w->script, 0, sizeof w->script);
    for (size_t i = 0, end; i < n; i = end + 1) {
        const char *stop = memchr(text + i, '\n', n - i);
        end = stop ? (size_t)(stop - text) : n;
        if (end == i) {
            blank = 1;
            continue;
        }
        if (w->lines == w->line_room && !grow(&w->line, &w->line_room, sizeof *w->line)) return -1;
        s.line = &w->line[w->lines++];
        *s.line = (struct line){.begin = (uint32_t)i, .end = (uint32_t)end, .first_word = w->n};
        s.other = 0;
        if (scan_words(&s)) return -1;
        s.line->words = w->n - s.line->first_word;
        const unsigned inner =
            s.line->symbols && s.line->words < 80 ? inner_marks(text, i, end) : 0;
        s.line->marks |= (uint16_t)(end_marks(text, i, end) | begin_marks(text, i, end) | inner |
                                    (blank ? LINE_PARAGRAPH : 0));
        blank = 0;
    }
    uint32_t others = 0, letters = 0;
    for (uint32_t i = 0; i < w->lines; i++) letters += w->line[i].letters;
    for (int i = 0; i < SCRIPTS; i++) others += w->script[i];
    w->script[LATIN] +=
        letters > others ? letters - others : 0; /* ASCII letters are not counted one by one */
    w->glued = count_glued(text, n);
    return 0;
}

uint32_t words_hash(const char *word, size_t n) {
    uint32_t h = seed;
    size_t length;
    for (size_t i = 0; i < n; i += length) {
        const uint32_t c = utf8_get(word, i, &length);
        h = mix(h, c < FOLDED                  ? fold[c]
                   : c >= 0x1e00 && c < 0x2000 ? (uint32_t)utf8proc_tolower((utf8proc_int32_t)c)
                                               : c);
    }
    return finish(h);
}

void words_free(struct words *w) {
    free(w->line);
    free(w->word);
    free(w->is_stop);
}
