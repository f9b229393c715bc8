/* unicode.h: properties of code points, from a table made by make_tables.py. */
#ifndef TOKENIZER_UNICODE_H
#define TOKENIZER_UNICODE_H
#include <stddef.h>
#include <stdint.h>

/* Word_Break, Sentence_Break (UAX #29), in the order of make_tables.py. */
enum {
    WB_OTHER,
    WB_CR,
    WB_LF,
    WB_NEWLINE,
    WB_EXTEND,
    WB_ZWJ,
    WB_FORMAT,
    WB_KATAKANA,
    WB_HEBREW,
    WB_LETTER,
    WB_SINGLE_QUOTE,
    WB_DOUBLE_QUOTE,
    WB_MID_NUM_LET,
    WB_MID_LETTER,
    WB_MID_NUM,
    WB_NUMERIC,
    WB_EXTEND_NUM_LET,
    WB_SPACE,
    WB_REGIONAL
};
enum {
    SB_OTHER,
    SB_CR,
    SB_LF,
    SB_SEP,
    SB_EXTEND,
    SB_FORMAT,
    SB_SP,
    SB_LOWER,
    SB_UPPER,
    SB_LETTER,
    SB_NUMERIC,
    SB_ATERM,
    SB_CONTINUE,
    SB_STERM,
    SB_CLOSE
};

/* What the scanner of mode = news tells apart. */
enum news_class {
    CLASS_SYMBOL,
    CLASS_SPACE,
    CLASS_BREAK,
    CLASS_LOWER,
    CLASS_UPPER,
    CLASS_LETTER, /* without case */
    CLASS_IDEOGRAPH,
    CLASS_HIRAGANA,
    CLASS_KATAKANA,
    CLASS_COMPLEX, /* Thai, Lao, Khmer, Myanmar: no spaces between words */
    CLASS_DIGIT,
    CLASS_MARK, /* stays with what stands before it: combining marks, zero-width characters, controls */
    CLASS_PUNCTUATION,
    CLASS_OPEN,
    CLASS_CLOSE,
    CLASS_DASH,
    CLASS_TERMINATOR, /* ends a sentence in its script */
    CLASS_CURRENCY,
    CLASS_EMOJI,
    CLASS_APOSTROPHE,
    CLASS_ELLIPSIS
};

struct unicode_record {
    uint8_t word, sentence, news, pictographic;
};

extern const char unicode_version[];
extern const struct unicode_record unicode_records[];
extern const uint32_t unicode_index_n;
extern const uint16_t unicode_index[];
extern const uint8_t unicode_blocks[][128];

static inline const struct unicode_record *unicode_get(uint32_t cp) {
    const uint32_t block = cp >> 7;
    return &unicode_records
        [unicode_blocks[unicode_index[block < unicode_index_n ? block : unicode_index_n - 1]]
                       [cp & 127]];
}

/* The code point at `p` of valid UTF-8 and its length. */
static inline uint32_t unicode_decode(const uint8_t *p, uint32_t *length) {
    if (p[0] < 0x80) return *length = 1, p[0];
    if (p[0] < 0xe0) return *length = 2, (uint32_t)((p[0] & 31) << 6 | (p[1] & 63));
    if (p[0] < 0xf0)
        return *length = 3, (uint32_t)((p[0] & 15) << 12 | (p[1] & 63) << 6 | (p[2] & 63));
    return *length = 4,
           (uint32_t)((p[0] & 7) << 18 | (p[1] & 63) << 12 | (p[2] & 63) << 6 | (p[3] & 63));
}

/* The news class of the character at `p`, and its length. */
static inline enum news_class unicode_class(const uint8_t *p, uint32_t *length) {
    return (enum news_class)unicode_get(unicode_decode(p, length))->news;
}
#endif
