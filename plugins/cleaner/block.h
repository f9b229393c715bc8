/* block.h: 64 bytes of text at a time, a bit for each byte of a class; bit 0 is the first byte. */
#ifndef CLEANER_BLOCK_H
#define CLEANER_BLOCK_H
#include <stddef.h>
#include <stdint.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* Compiled twice, chosen by the processor. Not under a sanitizer, which cannot run before the choice is made. */
#if defined(__x86_64__) && !defined(PL_INSTRUMENTED)
#define WIDE __attribute__((target_clones("arch=x86-64-v3", "default")))
#else
#define WIDE
#endif

enum { BLOCK = 64 };

struct block {
    uint64_t word; /* ASCII letters, digits, underscores */
    uint64_t digit, upper, blank;
    uint64_t wide; /* bytes from 80 on */
};

/* The lowest n bits. */
static inline uint64_t block_low(size_t n) {
    return n < BLOCK ? ((uint64_t)1 << n) - 1 : ~(uint64_t)0;
}

static inline uint32_t block_first(uint64_t bits) { return (uint32_t)__builtin_ctzll(bits); }

/* Bits that are set; where the machine has an instruction for it, the compiler knows this form of it. */
static inline uint32_t block_count(uint64_t v) {
    if (!v) return 0;
    v -= v >> 1 & 0x5555555555555555u;
    v = (v & 0x3333333333333333u) + (v >> 2 & 0x3333333333333333u);
    return (uint32_t)(((v + (v >> 4)) & 0x0f0f0f0f0f0f0f0fu) * 0x0101010101010101u >> 56);
}

#ifdef __SSE2__
static inline uint64_t block_mask(__m128i v, int i) {
    return (uint64_t)(uint32_t)_mm_movemask_epi8(v) << 16 * i;
}

/* Bytes of v that are `least` to `least` + n - 1; all ASCII. */
static inline __m128i block_range(__m128i v, char least, int n) {
    const __m128i up = _mm_add_epi8(v, _mm_set1_epi8((char)(128 - n - least)));
    return _mm_cmpgt_epi8(up, _mm_set1_epi8((char)(127 - n)));
}

static inline __m128i block_is(__m128i v, char c) { return _mm_cmpeq_epi8(v, _mm_set1_epi8(c)); }

/* Reads the 64 bytes at p. */
static inline struct block block_read(const unsigned char *p) {
    struct block b = {0};
    for (int i = 0; i < 4; i++) {
        const __m128i v = _mm_loadu_si128((const __m128i *)(const void *)(p + 16 * i));
        const __m128i small = _mm_or_si128(v, _mm_set1_epi8(0x20));
        const __m128i letter = block_range(small, 'a', 26), digit = block_range(v, '0', 10);
        const __m128i word = _mm_or_si128(_mm_or_si128(letter, digit), block_is(v, '_'));
        b.word |= block_mask(word, i);
        b.digit |= block_mask(digit, i);
        b.upper |= block_mask(_mm_andnot_si128(_mm_slli_epi16(v, 2), letter), i);
        b.blank |= block_mask(block_is(v, ' '), i);
        b.wide |= block_mask(v, i);
    }
    return b;
}

/* Bytes among the 64 at p that may begin a change of layout: white space, controls, lead bytes of odd spaces and marks.
 * `plain`: those of them that are blanks or line ends. */
static inline uint64_t block_white(const unsigned char *p, uint64_t *plain) {
    uint64_t white = 0, wide = 0;
    *plain = 0;
    for (int i = 0; i < 4; i++) {
        const __m128i v = _mm_loadu_si128((const __m128i *)(const void *)(p + 16 * i));
        white |= block_mask(_mm_or_si128(block_range(v, 0, 33), block_is(v, 0x7f)), i);
        *plain |= block_mask(_mm_or_si128(block_is(v, ' '), block_is(v, '\n')), i);
        wide |= block_mask(v, i);
    }
    if (!wide) return white;
    for (int i = 0; i < 4; i++) {
        const __m128i v = _mm_loadu_si128((const __m128i *)(const void *)(p + 16 * i));
        const __m128i spaces = _mm_or_si128(block_is(v, (char)0xc2), block_is(v, (char)0xe2));
        const __m128i marks = _mm_or_si128(block_is(v, (char)0xe3), block_is(v, (char)0xef));
        white |= block_mask(_mm_or_si128(spaces, marks), i);
    }
    return white;
}
#else
static inline struct block block_read(const unsigned char *p) {
    struct block b = {0};
    for (int i = 0; i < BLOCK; i++) {
        const uint64_t bit = (uint64_t)1 << i;
        const unsigned char c = p[i], small = c | 32;
        const int letter = small >= 'a' && small <= 'z' && c < 0x80, digit = c >= '0' && c <= '9';
        if (letter || digit || c == '_') b.word |= bit;
        if (digit) b.digit |= bit;
        if (letter && c < 'a') b.upper |= bit;
        if (c == ' ') b.blank |= bit;
        if (c >= 0x80) b.wide |= bit;
    }
    return b;
}

static inline uint64_t block_white(const unsigned char *p, uint64_t *plain) {
    uint64_t white = 0;
    *plain = 0;
    for (int i = 0; i < BLOCK; i++) {
        if (p[i] == ' ' || p[i] == '\n') *plain |= (uint64_t)1 << i;
        if (p[i] <= ' ' || p[i] == 0x7f || p[i] == 0xc2 || p[i] == 0xe2 || p[i] == 0xe3 ||
            p[i] == 0xef)
            white |= (uint64_t)1 << i;
    }
    return white;
}
#endif
#endif
