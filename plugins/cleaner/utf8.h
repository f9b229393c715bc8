/* utf8.h: one character of valid UTF-8 at a time. */
#ifndef CLEANER_UTF8_H
#define CLEANER_UTF8_H
#include <endian.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* The code point at s[i] and its length; the text is valid. */
static inline uint32_t utf8_get(const char *s, size_t i, size_t *length) {
    const unsigned char *p = (const unsigned char *)s + i;
    if (p[0] < 0x80) return *length = 1, p[0];
    if (p[0] < 0xe0) return *length = 2, (uint32_t)(p[0] & 0x1f) << 6 | (p[1] & 0x3f);
    if (p[0] < 0xf0)
        return *length = 3,
               (uint32_t)(p[0] & 15) << 12 | (uint32_t)(p[1] & 0x3f) << 6 | (p[2] & 0x3f);
    return *length = 4, (uint32_t)(p[0] & 7) << 18 | (uint32_t)(p[1] & 0x3f) << 12 |
                            (uint32_t)(p[2] & 0x3f) << 6 | (p[3] & 0x3f);
}

/* The character that ends before s[i]; i > 0. */
static inline uint32_t utf8_before(const char *s, size_t i) {
    size_t length;
    do i--;
    while (i && ((unsigned char)s[i] & 0xc0) == 0x80);
    return utf8_get(s, i, &length);
}

/* The first byte from i on that is not ASCII; n when there is none. */
static inline size_t utf8_skip_ascii(const char *s, size_t i, size_t n) {
    uint64_t v[4];
    for (; i + sizeof v <= n; i += sizeof v) {
        memcpy(v, s + i, sizeof v);
        if ((v[0] | v[1] | v[2] | v[3]) & 0x8080808080808080u) break;
    }
    for (; i + sizeof *v <= n; i += sizeof *v) {
        memcpy(v, s + i, sizeof *v);
        const uint64_t high = le64toh(*v) & 0x8080808080808080u;
        if (high) return i + (size_t)__builtin_ctzll(high) / 8;
    }
    while (i < n && (signed char)s[i] >= 0) i++;
    return i;
}

/* Writes a code point; returns 1 to 4. */
static inline size_t utf8_put(char *out, uint32_t c) {
    unsigned char *p = (unsigned char *)out;
    if (c < 0x80) return p[0] = (unsigned char)c, 1;
    if (c < 0x800)
        return p[0] = (unsigned char)(0xc0 | c >> 6), p[1] = (unsigned char)(0x80 | (c & 0x3f)), 2;
    if (c < 0x10000) {
        p[0] = (unsigned char)(0xe0 | c >> 12);
        p[1] = (unsigned char)(0x80 | (c >> 6 & 0x3f));
        p[2] = (unsigned char)(0x80 | (c & 0x3f));
        return 3;
    }
    p[0] = (unsigned char)(0xf0 | c >> 18);
    p[1] = (unsigned char)(0x80 | (c >> 12 & 0x3f));
    p[2] = (unsigned char)(0x80 | (c >> 6 & 0x3f));
    p[3] = (unsigned char)(0x80 | (c & 0x3f));
    return 4;
}
#endif
