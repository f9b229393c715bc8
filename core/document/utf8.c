/* utf8.c: UTF-8 by 16 bytes where it is ASCII, by a small automaton where it is not.
 *
 * A state is a shift: each class of bytes has one word that holds the next state of every state, six
 * bits each, so a step is one shift and nothing branches on the text. */
#include "document/utf8.h"
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

size_t utf8_ascii(const char *p, size_t n) {
    size_t i = 0;
#ifdef __SSE2__
    for (; i + 16 <= n; i += 16) {
        const int high = _mm_movemask_epi8(_mm_loadu_si128((const __m128i *)(const void *)(p + i)));
        if (high) return i + (size_t)__builtin_ctz((unsigned)high);
    }
#else
    for (uint64_t v; i + 8 <= n; i += 8) {
        memcpy(&v, p + i, 8);
        if (v & 0x8080808080808080u) break;
    }
#endif
    while (i < n && (unsigned char)p[i] < 0x80) i++;
    return i;
}

static int is_tail(unsigned char c) { return (c & 0xc0) == 0x80; }

/* Table 3-7 of the Unicode Standard: well-formed byte sequences. */
unsigned utf8_sequence(const unsigned char *p, size_t n) {
    const unsigned char c = p[0];
    if (c < 0x80) return 1;
    if (c < 0xc2 || c > 0xf4) return 0;
    if (c < 0xe0) return n > 1 && is_tail(p[1]) ? 2 : 0;
    if (c < 0xf0) {
        if (n < 3 || !is_tail(p[1]) || !is_tail(p[2])) return 0;
        if ((c == 0xe0 && p[1] < 0xa0) || (c == 0xed && p[1] > 0x9f)) return 0;
        return 3;
    }
    if (n < 4 || !is_tail(p[1]) || !is_tail(p[2]) || !is_tail(p[3])) return 0;
    if ((c == 0xf0 && p[1] < 0x90) || (c == 0xf4 && p[1] > 0x8f)) return 0;
    return 4;
}

enum { ERROR = 0, START = 6, TAIL1 = 12, TAIL2 = 18, TAIL3 = 24 }; /* tails still to come */
enum { AFTER_E0 = 30, AFTER_ED = 36, AFTER_F0 = 42, AFTER_F4 = 48 }; /* second byte restricted */
/* clang-format off */
enum { ASCII, T8, T9, TA, BAD, LEAD2, E0, LEAD3, ED, F0, LEAD4, F4 }; /* T8, T9, TA: 80.., 90.., A0.. */
/* clang-format on */

#define STEP(from, to) ((uint64_t)(to) << (from))
#define ANY_TAIL (STEP(TAIL1, START) | STEP(TAIL2, TAIL1) | STEP(TAIL3, TAIL2))
static const uint64_t steps[] = {
    [ASCII] = STEP(START, START),
    [T8] = ANY_TAIL | STEP(AFTER_ED, TAIL1) | STEP(AFTER_F4, TAIL2),
    [T9] = ANY_TAIL | STEP(AFTER_ED, TAIL1) | STEP(AFTER_F0, TAIL2),
    [TA] = ANY_TAIL | STEP(AFTER_E0, TAIL1) | STEP(AFTER_F0, TAIL2),
    [BAD] = 0,
    [LEAD2] = STEP(START, TAIL1),
    [E0] = STEP(START, AFTER_E0),
    [LEAD3] = STEP(START, TAIL2),
    [ED] = STEP(START, AFTER_ED),
    [F0] = STEP(START, AFTER_F0),
    [LEAD4] = STEP(START, TAIL3),
    [F4] = STEP(START, AFTER_F4),
};

#define TIMES4(c) c, c, c, c
#define TIMES16(c) TIMES4(c), TIMES4(c), TIMES4(c), TIMES4(c)
/* clang-format off */
static const uint8_t classes[256] = {
    TIMES16(ASCII), TIMES16(ASCII), TIMES16(ASCII), TIMES16(ASCII),
    TIMES16(ASCII), TIMES16(ASCII), TIMES16(ASCII), TIMES16(ASCII),
    TIMES16(T8),    TIMES16(T9),    TIMES16(TA),    TIMES16(TA),
    BAD, BAD, LEAD2, LEAD2, TIMES4(LEAD2), TIMES4(LEAD2), TIMES4(LEAD2), TIMES16(LEAD2),
    E0, LEAD3, LEAD3, LEAD3, TIMES4(LEAD3), TIMES4(LEAD3), LEAD3, ED, LEAD3, LEAD3,
    F0, LEAD4, LEAD4, LEAD4, F4, BAD, BAD, BAD, TIMES4(BAD), TIMES4(BAD),
};
/* clang-format on */

/* The exact place, from a border of a character on. */
static size_t first_bad(const char *p, size_t i, size_t n) {
    while (i < n) {
        const unsigned length = utf8_sequence((const unsigned char *)p + i, n - i);
        if (!length) return i;
        i += length;
    }
    return n;
}

size_t utf8_valid(const char *p, size_t n) {
    enum { BLOCK = 32 };
    uint64_t state = START;
    size_t i = 0;
    while (n - i >= BLOCK) {
        if (state == START) {
            i += utf8_ascii(p + i, n - i);
            if (n - i < BLOCK) break;
        }
        uint64_t s = state;
        for (size_t k = 0; k < BLOCK; k++) s = steps[classes[(unsigned char)p[i + k]]] >> (s & 63);
        if ((s & 63) == ERROR) break;
        state = s & 63;
        i += BLOCK;
    }
    if (state != START) do
            i--; /* back to the first byte of the character that goes on here */
        while (is_tail((unsigned char)p[i]));
    return first_bad(p, i, n);
}

unsigned utf8_next(const char *p, const char *end, uint32_t *point) {
    if (p >= end) return 0;
    const unsigned char *const u = (const unsigned char *)p;
    const unsigned n = utf8_sequence(u, (size_t)(end - p));
    if (n == 1) *point = u[0];
    if (n == 2) *point = (u[0] & 31u) << 6 | (u[1] & 63u);
    if (n == 3) *point = (u[0] & 15u) << 12 | (u[1] & 63u) << 6 | (u[2] & 63u);
    if (n == 4) *point = (u[0] & 7u) << 18 | (u[1] & 63u) << 12 | (u[2] & 63u) << 6 | (u[3] & 63u);
    return n;
}

size_t utf8_count(const char *p, size_t n) {
    size_t i = 0, tails = 0;
#ifdef __SSE2__
    for (; i + 16 <= n; i += 16) { /* tails are 80..BF: as signed bytes, below -64 */
        const __m128i v = _mm_loadu_si128((const __m128i *)(const void *)(p + i));
        tails += (size_t)__builtin_popcount(
            (unsigned)_mm_movemask_epi8(_mm_cmplt_epi8(v, _mm_set1_epi8(-64))));
    }
#endif
    for (; i < n; i++) tails += is_tail((unsigned char)p[i]) ? 1 : 0;
    return n - tails;
}

unsigned utf8_write(char *to, uint32_t c) {
    if (c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff)) c = 0xfffd;
    if (c < 0x80) return to[0] = (char)c, 1;
    if (c < 0x800) return to[0] = (char)(0xc0 | c >> 6), to[1] = (char)(0x80 | (c & 63)), 2;
    if (c < 0x10000) {
        to[0] = (char)(0xe0 | c >> 12);
        to[1] = (char)(0x80 | (c >> 6 & 63));
        to[2] = (char)(0x80 | (c & 63));
        return 3;
    }
    to[0] = (char)(0xf0 | c >> 18);
    to[1] = (char)(0x80 | (c >> 12 & 63));
    to[2] = (char)(0x80 | (c >> 6 & 63));
    to[3] = (char)(0x80 | (c & 63));
    return 4;
}
