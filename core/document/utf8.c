/* utf8.c: UTF-8 by 16 bytes where it is ASCII, by sequence where it is not. */
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

size_t utf8_valid(const char *p, size_t n) {
    size_t i = 0;
    while (i < n) {
        if ((unsigned char)p[i] < 0x80) {
            i += utf8_ascii(p + i, n - i);
            continue;
        }
        const unsigned length = utf8_sequence((const unsigned char *)p + i, n - i);
        if (!length) return i;
        i += length;
    }
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
