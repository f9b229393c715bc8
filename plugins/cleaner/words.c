/* words.c: cuts a text into lines and words in one pass. ASCII goes 64 bytes at a time; what touches other characters goes one
 * character at a time. Both ways give the same lines and words. */
#include "words.h"
#include <endian.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>
#include "block.h"
#include "marks.h"
#include "utf8.h"

enum {
    FOLDED = 0x600
}; /* code points below are folded by table: Latin, Greek, Cyrillic, Armenian */

enum kind { NONE, LETTER, DIGIT, SINGLE }; /* SINGLE: a word by itself, as in Chinese */

static uint16_t fold[FOLDED];
static uint8_t upper[FOLDED];
static uint8_t kinds[FOLDED];
static uint8_t scripts[FOLDED];

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
}

/* ---- hashes ---- */

/* A word's hash runs over the bytes of its folded characters, eight at a time, the last eight filled up with zeros. */
struct hash {
    uint64_t h, eight;
    unsigned n; /* bytes of `eight` */
};

static const uint64_t seed = 0x243f6a8885a308d3u;

static uint64_t mix(uint64_t h, uint64_t eight) {
    h = (h ^ eight) * 0x9e3779b97f4a7c15u;
    return h ^ h >> 32;
}

static uint32_t finish(uint64_t h) {
    const uint32_t v = (uint32_t)(h * 0xd6e8feb86659fd93u >> 32);
    return v <= WORD_NUMBER ? v + 2 : v;
}

/* ASCII letters become small; what else may stand in a word stays apart from all others. */
static uint64_t fold_ascii(uint64_t eight) { return eight | (eight & 0x4040404040404040u) >> 1; }

/* Adds n bytes, 1 to 4. */
static inline void hash_add(struct hash *x, uint32_t bytes, unsigned n) {
    x->eight |= (uint64_t)bytes << 8 * x->n;
    if ((x->n += n) < 8) return;
    x->h = mix(x->h, x->eight);
    x->n -= 8;
    x->eight = (uint64_t)bytes >> 8 * (n - x->n);
}

/* The small form of a character; ASCII apart. */
static uint32_t folded(uint32_t c) {
    if (c < FOLDED) return fold[c];
    return c >= 0x1e00 && c < 0x2000 ? (uint32_t)utf8proc_tolower((utf8proc_int32_t)c) : c;
}

static inline void hash_char(struct hash *x, uint32_t c) {
    char s[4] = {0};
    uint32_t bytes;
    if (c < 0x80) {
        hash_add(x, (uint32_t)fold_ascii(c), 1);
        return;
    }
    const uint32_t f = folded(c);
    if (f >= 0x80 && f < 0x800) {
        hash_add(x, 0x80c0 | f >> 6 | (f & 0x3f) << 8, 2);
        return;
    }
    const size_t n = utf8_put(s, f);
    memcpy(&bytes, s, sizeof bytes);
    hash_add(x, le32toh(bytes), (unsigned)n);
}

static uint32_t hash_end(const struct hash *x) { return finish(x->n ? mix(x->h, x->eight) : x->h); }

/* The same for n > 0 bytes of ASCII at p, behind which eight more can be read. */
static inline uint32_t hash_ascii(const unsigned char *p, size_t n) {
    uint64_t h = seed, eight;
    for (;; p += 8, n -= 8) {
        memcpy(&eight, p, sizeof eight);
        eight = le64toh(eight);
        if (n <= 8) break;
        h = mix(h, fold_ascii(eight));
    }
    return finish(mix(h, fold_ascii(eight << 8 * (8 - n) >> 8 * (8 - n))));
}

/* The n bytes at p, 1 to 8, behind which nothing may be read. */
static uint64_t read_few(const char *p, size_t n) {
    uint32_t head, tail;
    if (n < 4) {
        const unsigned char *b = (const unsigned char *)p;
        return b[0] | (uint64_t)b[n / 2] << 8 * (n / 2) | (uint64_t)b[n - 1] << 8 * (n - 1);
    }
    memcpy(&head, p, 4);
    memcpy(&tail, p + n - 4, 4);
    return le32toh(head) | (uint64_t)le32toh(tail) << 8 * (n - 4);
}

uint32_t words_hash(const char *word, size_t n) {
    uint64_t h = seed, eight, all = 0;
    size_t i = 0;
    for (; n - i > 8; i += 8) {
        memcpy(&eight, word + i, sizeof eight);
        all |= eight = le64toh(eight);
        h = mix(h, fold_ascii(eight));
    }
    if (n) all |= eight = read_few(word + i, n - i);
    if (n && !(all & 0x8080808080808080u)) return finish(mix(h, fold_ascii(eight)));
    struct hash x = {.h = seed};
    for (size_t length, k = 0; k < n; k += length) hash_char(&x, utf8_get(word, k, &length));
    return hash_end(&x);
}

/* ---- one line ---- */

/* State of one scan. */
struct scan {
    struct words *w;
    struct line *line;
    const char *text;
    size_t n;
    struct hash hash; /* of the word under way, if it goes by characters */
    uint32_t length, ups; /* its characters, its capitals */
    uint8_t numeric, first_up;
    unsigned inside; /* marks of the signs in the line */
    size_t (*scan_block)(struct scan *, size_t);
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

static int grow_words(struct words *w) { return grow(&w->word, &w->word_room, sizeof *w->word); }

static int grow_lines(struct words *w) {
    if (w->most_lines && w->lines >= w->most_lines) return WORDS_TOO_MANY_LINES;
    if (!grow(&w->line, &w->line_room, sizeof *w->line)) return -1;
    if (w->most_lines && w->line_room > w->most_lines) w->line_room = w->most_lines;
    return 0;
}

static void count16(uint16_t *v, uint32_t n) { *v = (uint16_t)(*v + n < 65535 ? *v + n : 65535); }

static uint64_t hash_line(uint64_t h, uint32_t word) { return (h ^ word) * 0x9e3779b97f4a7c15u; }

static int end_word(struct scan *s) {
    struct words *w = s->w;
    if (w->n == w->word_room && !grow_words(w)) return -1;
    w->word[w->n] = s->numeric ? WORD_NUMBER : hash_end(&s->hash);
    s->line->hash = hash_line(s->line->hash, w->word[w->n++]);
    count16(&s->line->capitals, s->first_up);
    count16(&s->line->shouts, s->ups > 1 && s->ups == s->length);
    count16(&s->line->numbers, s->numeric);
    s->length = 0;
    return 0;
}

static void add_char(struct scan *s, uint32_t c, enum kind k) {
    const int is_upper = c < FOLDED && upper[c], is_digit = k == DIGIT;
    if (!s->length) {
        s->hash = (struct hash){.h = seed};
        s->ups = 0;
        s->numeric = 1;
        s->first_up = (uint8_t)is_upper;
        if (c < FOLDED && !s->line->letters && !s->line->digits && !is_upper && !is_digit)
            s->line->marks |= LINE_LOWER;
    }
    hash_char(&s->hash, c);
    s->length++;
    s->ups += (uint32_t)is_upper;
    s->numeric &= (uint8_t)is_digit;
    if (is_digit)
        s->line->digits++;
    else
        s->line->letters++;
}

/* What the sign c at i says; `words` stand before it in the line. */
static void take_sign(struct scan *s, size_t i, uint32_t c, uint32_t words) {
    struct line *l = s->line;
    if (c == ':' && !l->label) l->label = (uint16_t)words;
    if (c == '.') s->w->glued += (uint32_t)marks_is_glued(s->text, s->n, i);
    s->inside |= marks_of_sign(s->text, l->begin, l->end, i, c);
}

/* One character at i; returns its length, 0 when memory is gone. */
static size_t scan_char(struct scan *s, size_t i) {
    size_t length;
    const uint32_t c = utf8_get(s->text, i, &length);
    const enum kind k = kind_of(c);
    if (k == NONE || k == SINGLE) {
        if (s->length && end_word(s)) return 0;
        if (k == NONE) {
            take_sign(s, i, c, s->w->n - s->line->first_word);
            return s->line->symbols += c != ' ', length;
        }
    }
    if (c >= 0x80) s->w->script[c < FOLDED ? scripts[c] : script_of(c)]++;
    add_char(s, c, k);
    if (k == SINGLE && end_word(s)) return 0;
    return length;
}

/* Characters from i on, to the end of a word behind which ASCII stands; returns where that is, 0 when memory is gone. */
static size_t scan_chars(struct scan *s, size_t i) {
    const size_t end = s->line->end;
    do {
        const size_t n = scan_char(s, i);
        if (!n) return 0;
        i += n;
    } while (i < end && (s->length || (unsigned char)s->text[i] >= 0x80));
    return s->length && end_word(s) ? 0 : i;
}

/* The length of the word that begins at bit `at`. */
static inline uint32_t word_length(uint64_t word, uint32_t at) {
    const uint64_t rest = ~word >> at;
    return rest ? block_first(rest) : BLOCK - at;
}

/* Which of the words that begin at `starts` hold nothing but bytes of `kind`? */
static inline uint64_t words_of(uint64_t starts, uint64_t word, uint64_t kind) {
    uint64_t all = 0;
    for (uint64_t left = starts & kind; left; left &= left - 1) {
        const uint32_t at = block_first(left);
        if (!(~kind >> at & block_low(word_length(word, at)))) all |= left & -left;
    }
    return all;
}

/* The signs at the bits of `left`, of the block at i. */
static void take_signs(struct scan *s, size_t i, uint64_t left, uint64_t starts) {
    static const uint8_t speaks[128] = {[':'] = 1, ['.'] = 1, ['@'] = 1, ['|'] = 1, ['>'] = 1};
    for (; left; left &= left - 1) {
        const uint32_t at = block_first(left);
        const unsigned char c = (unsigned char)s->text[i + at];
        if (speaks[c])
            take_sign(s, i + at, c,
                      s->w->n - s->line->first_word + block_count(starts & block_low(at)));
    }
}

/* The whole words among the bytes at p, which are text[i] and what follows; `b` has no bits behind them. */
static inline __attribute__((always_inline)) void take_words(struct scan *s, size_t i,
                                                             const unsigned char *p,
                                                             const struct block *b,
                                                             uint64_t inside) {
    struct line *l = s->line;
    const uint64_t starts = b->word & ~(b->word << 1);
    const uint64_t signs = inside & ~(b->word | b->blank);
    const uint64_t numbers = b->digit ? words_of(starts, b->word, b->digit) : 0;
    if (!l->letters && !l->digits && (starts & -starts & ~(b->upper | b->digit)))
        l->marks |= LINE_LOWER;
    take_signs(s, i, signs, starts);
    count16(&l->capitals, block_count(starts & b->upper));
    count16(&l->shouts, block_count(words_of(starts & b->upper >> 1, b->word, b->upper)));
    count16(&l->numbers, block_count(numbers));
    const uint32_t digits = block_count(b->digit);
    l->digits += digits;
    l->letters += block_count(b->word) - digits;
    l->symbols += block_count(signs);
    uint32_t *out = s->w->word + s->w->n;
    uint64_t all = l->hash;
    for (uint64_t left = starts; left; left &= left - 1) {
        const uint32_t at = block_first(left), n = word_length(b->word, at);
        *out++ = numbers >> at & 1 ? WORD_NUMBER : hash_ascii(p + at, n);
        all = hash_line(all, out[-1]);
    }
    s->w->n = (uint32_t)(out - s->w->word);
    l->hash = all;
}

/* Up to 64 bytes of ASCII from i on, to the end of a word; returns where that is, 0 when memory is gone. */
static inline __attribute__((always_inline)) size_t
scan_block(struct scan *s, size_t i, struct block (*read)(const unsigned char *)) {
    unsigned char room[BLOCK + 8];
    const unsigned char *p = (const unsigned char *)s->text + i;
    if (s->n - i < sizeof room) {
        memset(room, 0, sizeof room);
        p = memcpy(room, p, s->n - i);
    }
    struct block b = read(p);
    const size_t left = s->line->end - i, most = b.wide ? block_first(b.wide) : BLOCK;
    size_t n = left < most ? left : most;
    if (n < left && b.word >> (n - 1) & 1) { /* the last word goes on: up to where it begins */
        const uint64_t others = ~b.word & block_low(n);
        if (!others) return scan_chars(s, i);
        n = BLOCK - (size_t)__builtin_clzll(others);
    }
    const uint64_t inside = block_low(n);
    b.word &= inside;
    b.digit &= inside;
    b.upper &= inside;
    if (s->w->n + BLOCK > s->w->word_room && !grow_words(s->w)) return 0;
    take_words(s, i, p, &b, inside);
    return i + n;
}

static size_t scan_block16(struct scan *s, size_t i) { return scan_block(s, i, block_read16); }

#ifdef BLOCK_WIDE
BLOCK_TARGET static size_t scan_block32(struct scan *s, size_t i) {
    return scan_block(s, i, block_read32);
}
#endif

/* By what the processor has: all give the same. */
static size_t (*best_scan(void))(struct scan *, size_t) {
#ifdef BLOCK_WIDE
    if (block_is_wide()) return scan_block32;
#endif
    return scan_block16;
}

static int scan_line(struct scan *s) {
    struct line *l = s->line;
    s->inside = 0;
    for (size_t i = l->begin; i < l->end;) {
        i = (unsigned char)s->text[i] < 0x80 ? s->scan_block(s, i) : scan_chars(s, i);
        if (!i) return -1;
    }
    l->words = s->w->n - l->first_word;
    l->marks |= (uint16_t)(marks_of_end(s->text, l->begin, l->end) |
                           marks_of_begin(s->text, l->begin, l->end));
    if (l->words < 80) l->marks |= (uint16_t)s->inside;
    return 0;
}

/* ---- all lines ---- */

/* ASCII letters are not counted one by one: they are what the letters of the lines are more. */
static void count_latin(struct words *w) {
    uint32_t others = 0, letters = 0;
    for (uint32_t i = 0; i < w->lines; i++) letters += w->line[i].letters;
    for (int i = 0; i < SCRIPTS; i++) others += w->script[i];
    w->script[LATIN] += letters > others ? letters - others : 0;
}

int words_scan(struct words *w, const char *text, size_t n) {
    struct scan s = {.w = w, .text = text, .n = n, .scan_block = best_scan()};
    uint16_t blank = 0;
    int rc;
    w->lines = w->n = w->glued = 0;
    memset(w->script, 0, sizeof w->script);
    for (size_t i = 0, end; i < n; i = end + 1) {
        const char *stop = memchr(text + i, '\n', n - i);
        end = stop ? (size_t)(stop - text) : n;
        if (end == i) {
            blank = LINE_PARAGRAPH;
            continue;
        }
        if (w->lines == w->line_room && (rc = grow_lines(w))) return rc;
        s.line = &w->line[w->lines++];
        *s.line = (struct line){
            .begin = (uint32_t)i, .end = (uint32_t)end, .first_word = w->n, .marks = blank};
        if (scan_line(&s)) return -1;
        blank = 0;
    }
    count_latin(w);
    return 0;
}

void words_free(struct words *w) {
    free(w->line);
    free(w->word);
}
