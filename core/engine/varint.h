/* varint.h: unsigned numbers in 1 to 10 bytes, 7 bits each, low bits first. */
#ifndef VARINT_H
#define VARINT_H
#include <stdint.h>

enum { VARINT_MAX = 10 };

/* Writes at most VARINT_MAX bytes; returns where the next byte goes. */
static inline char *varint_put(char *to, uint64_t v) {
    while (v >= 0x80) {
        *to++ = (char)(v | 0x80);
        v >>= 7;
    }
    *to++ = (char)v;
    return to;
}

/* Reads one number that ends before `end`; returns the byte after it, or NULL when there is none.
 */
static inline const char *varint_get(const char *p, const char *end, uint64_t *v) {
    uint64_t sum = 0;
    for (unsigned shift = 0; p < end && shift < 64; shift += 7) {
        const uint64_t byte = (unsigned char)*p++;
        sum |= (byte & 0x7f) << shift;
        if (byte < 0x80) {
            *v = sum;
            return p;
        }
    }
    return NULL;
}
#endif
