/* decimal.h: exact decimal numbers, m * 10^e. */
#ifndef ENTITY_DECIMAL_H
#define ENTITY_DECIMAL_H
#include <stddef.h>
#include <stdint.h>

struct decimal {
    uint64_t m;
    int e;
};

enum { DECIMAL_ROOM = 64 };

/* Reads "1,000.50", "1.000.000", "2,5": 0, or -1 when it is not a number of at most 18 digits. */
int decimal_read(struct decimal *, const char *p, size_t n);
/* Writes a number in `least` digits (at most 20) or more, without an end; returns the length. */
size_t digits_write(uint64_t, size_t least, char *out);
/* Writes plain digits below a million, else thousands as an exponent: 0.45, 250000, 24.5e9. Returns the length. */
size_t decimal_write(struct decimal, char out[DECIMAL_ROOM]);
/* The value when it is a whole number below 10^9, else -1. */
int32_t decimal_whole(struct decimal);
#endif
