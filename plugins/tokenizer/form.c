/* form.c: hash and shape of a token.
 *
 * Both are made from the bytes once, so that no later stage has to look at them again. A word of up to 16 ASCII letters, which is
 * nearly every token of English news, is folded and measured by a handful of vector instructions. */
#define XXH_INLINE_ALL
#include "form.h"
#include <string.h>
#include <utf8proc.h>
#include <xxhash.h>
#include "unicode.h"
#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum {
    BLOCK = 256,
    LONGEST_FOLD = 12
}; /* bytes: folded and hashed at once; of one folded character */

/* The alphabet of shapes. */
enum unit { UNIT_NONE, UNIT_UPPER, UNIT_LOWER, UNIT_LETTER, UNIT_DIGIT, UNIT_FIRST_SIGN };

/* Every step keeps 13 bits; the multiplier only has to spread five-bit units. */
static unsigned shape_step(unsigned fold, unsigned unit) {
    return (fold * 37 + unit * 101 + 7) & 0x1fff;
}

#define STEP(fold, unit) (((fold)*37u + (unit)*101u + 7u) & 0x1fffu)
static const uint16_t plain_shapes[] = {[PL_LOWER] = STEP(0, UNIT_LOWER) << 3 | PL_LOWER,
                                        [PL_TITLE] =
                                            STEP(STEP(0, UNIT_UPPER), UNIT_LOWER) << 3 | PL_TITLE,
                                        [PL_UPPER] = STEP(0, UNIT_UPPER) << 3 | PL_UPPER};

static unsigned unit_of_ascii(uint8_t c) {
    if ((unsigned)((c | 32) - 'a') < 26) return c & 32 ? UNIT_LOWER : UNIT_UPPER;
    if ((unsigned)(c - '0') < 10) return UNIT_DIGIT;
    return c < ' ' || c == 127 ? UNIT_NONE : UNIT_FIRST_SIGN + c;
}

static unsigned unit_of(uint32_t cp) {
    if (cp < 128) return unit_of_ascii((uint8_t)cp);
    switch (unicode_get(cp)->news) {
    case CLASS_UPPER: return UNIT_UPPER;
    case CLASS_LOWER: return UNIT_LOWER;
    case CLASS_DIGIT: return UNIT_DIGIT;
    case CLASS_LETTER:
    case CLASS_IDEOGRAPH:
    case CLASS_HIRAGANA:
    case CLASS_KATAKANA:
    case CLASS_COMPLEX: return UNIT_LETTER;
    case CLASS_MARK: return UNIT_NONE;
    case CLASS_APOSTROPHE: return UNIT_FIRST_SIGN + '\'';
    case CLASS_DASH: return UNIT_FIRST_SIGN + '-';
    default: return UNIT_FIRST_SIGN + 128 + (cp & 63);
    }
}

/* What the units of a token add up to. */
struct shape {
    unsigned fold, last, upper, lower, first_upper;
};

static inline void shape_add(struct shape *s, uint32_t cp) {
    const unsigned unit = unit_of(cp);
    if (unit == UNIT_NONE) return;
    if (unit == UNIT_UPPER && !s->lower && !s->upper) s->first_upper = 1;
    s->upper += unit == UNIT_UPPER;
    s->lower += unit == UNIT_LOWER;
    if (unit != s->last) s->fold = shape_step(s->fold, unit);
    s->last = unit;
}

static uint16_t shape_end(const struct shape *s) {
    const pl_case c = s->upper == 0                     ? s->lower ? PL_LOWER : PL_NO_CASE
                      : s->lower == 0                   ? PL_UPPER
                      : s->upper == 1 && s->first_upper ? PL_TITLE
                                                        : PL_MIXED;
    return (uint16_t)(s->fold << 3 | (unsigned)c);
}

/* Writes the case-folded form of `cp` (full folding of Unicode) and returns its length, at most 12 bytes. */
static uint32_t fold(uint32_t cp, uint8_t *out) {
    if (cp < 128) {
        *out = (uint8_t)(cp - 'A' < 26 ? cp | 32 : cp);
        return 1;
    }
    utf8proc_int32_t folded[4] = {(utf8proc_int32_t)cp};
    utf8proc_ssize_t n = 1;
    if (utf8proc_get_property((utf8proc_int32_t)cp)->casefold_seqindex != UINT16_MAX)
        n = utf8proc_decompose_char((utf8proc_int32_t)cp, folded, 4, UTF8PROC_CASEFOLD, &(int){0});
    uint32_t written = 0;
    for (utf8proc_ssize_t i = 0; i < n && i < 4; i++)
        written += (uint32_t)utf8proc_encode_char(folded[i], out + written);
    return written;
}

/* Folds from `p` until the block is full or the token ends; returns the bytes used. */
static size_t fold_block(const uint8_t *p, size_t n, uint8_t *block, size_t *filled,
                         struct shape *s) {
    size_t at = 0, to = 0;
    while (at < n && to + LONGEST_FOLD <= BLOCK) {
        uint32_t length;
        if (p[at] < 0x80) {
            shape_add(s, p[at]);
            to += fold(p[at++], block + to);
            continue;
        }
        const uint32_t cp = unicode_decode(p + at, &length);
        shape_add(s, cp);
        to += fold(cp, block + to);
        at += length;
    }
    *filled = to;
    return at;
}

static uint64_t hash_long(const uint8_t *p, size_t n, struct shape *s) {
    XXH3_state_t state;
    uint8_t block[BLOCK];
    XXH3_64bits_reset(&state);
    for (size_t at = 0, filled; at < n;) {
        at += fold_block(p + at, n - at, block, &filled, s);
        XXH3_64bits_update(&state, block, filled);
    }
    return XXH3_64bits_digest(&state);
}

/* A word of letters alone: `upper` has a bit for each capital. */
static uint16_t shape_of_letters(uint32_t upper, uint32_t n, const uint8_t *p) {
    if (upper == 0) return plain_shapes[PL_LOWER];
    if (upper == (1u << n) - 1) return plain_shapes[PL_UPPER];
    if (upper == 1) return plain_shapes[PL_TITLE];
    struct shape s = {0};
    for (uint32_t i = 0; i < n; i++) shape_add(&s, p[i]);
    return shape_end(&s);
}

__attribute__((flatten)) struct form form_of_letters(const uint8_t *p, size_t room, uint32_t *n) {
    uint8_t folded[16] = {0};
    uint32_t upper = 0, length = 0;
#ifdef __SSE2__
    if (room < 16) p = memcpy(folded, p, room);
    const __m128i v = _mm_loadu_si128((const __m128i *)(const void *)p);
    const __m128i lower = _mm_or_si128(v, _mm_set1_epi8(0x20));
    const __m128i shifted = _mm_add_epi8(lower, _mm_set1_epi8((char)(128 - 'a')));
    const __m128i is_letter = _mm_cmplt_epi8(shifted, _mm_set1_epi8(-128 + 26));
    const uint32_t letters = (uint32_t)_mm_movemask_epi8(is_letter);
    length = (uint32_t)__builtin_ctz(~letters);
    upper = ~(uint32_t)_mm_movemask_epi8(_mm_slli_epi16(v, 2)) & ((1u << length) - 1);
    uint8_t text[16];
    _mm_storeu_si128((__m128i *)(void *)text, v);
    _mm_storeu_si128((__m128i *)(void *)folded, lower);
#else
    const uint8_t *const text = p;
    for (; length < 16 && length < room && (unsigned)((p[length] | 32) - 'a') < 26; length++) {
        folded[length] = p[length] | 32;
        upper |= (uint32_t) !(p[length] & 32) << length;
    }
#endif
    if (length > 16)
        __builtin_unreachable(); /* leaves the hash of short input alone to be inlined */
    *n = length;
    return (struct form){XXH3_64bits(folded, length), shape_of_letters(upper, length, text)};
}

/* A sign by itself, the commonest token but for words. */
static struct form form_of_sign(uint8_t c) {
    const unsigned unit = unit_of_ascii(c);
    return (struct form){XXH3_64bits(&c, 1),
                         (uint16_t)(unit == UNIT_NONE ? 0 : shape_step(0, unit) << 3)};
}

struct form form_of(const uint8_t *p, size_t n) {
    if (n == 1 && *p < 0x80 && unit_of_ascii(*p) >= UNIT_DIGIT) return form_of_sign(*p);
    struct form form;
    if (n < 16) {
        uint32_t letters;
        form = form_of_letters(p, n, &letters);
        if (letters == n) return form;
    }
    struct shape s = {0};
    uint8_t block[BLOCK];
    size_t filled;
    if (n <= BLOCK && fold_block(p, n, block, &filled, &s) == n)
        form.hash = XXH3_64bits(block, filled);
    else
        form.hash = hash_long(p, n, memset(&s, 0, sizeof s));
    form.shape = shape_end(&s);
    return form;
}

size_t form_fold(const uint8_t *p, size_t n, uint8_t *out, size_t room) {
    size_t to = 0;
    for (uint32_t at = 0, length; at < n; at += length) {
        const uint32_t cp = unicode_decode(p + at, &length);
        if (to + LONGEST_FOLD > room) return 0;
        to += fold(unicode_get(cp)->news == CLASS_APOSTROPHE ? '\'' : cp, out + to);
    }
    return to;
}
