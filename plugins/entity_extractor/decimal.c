/* decimal.c: reads and writes decimal numbers exactly. */
#include "decimal.h"
#include <string.h>

/* Groups of three digits behind each sign, and at most three before the first. */
static int is_grouped(const char *p, size_t n, char sign) {
    size_t run = 0, groups = 0;
    for (size_t i = 0; i <= n; i++) {
        if (i < n && p[i] != sign) {
            run++;
            continue;
        }
        if (groups ? run != 3 && !(run == 2 && i < n) : run == 0 || run > 3) return 0;
        groups++;
        run = 0;
    }
    return 1;
}

/* Where the fraction begins, n for none. The other sign groups thousands. -1: not a number. */
static int fraction_at(const char *p, size_t n) {
    const char *comma = memchr(p, ',', n), *stop = memchr(p, '.', n);
    const char *last_comma = comma ? memrchr(p, ',', n) : NULL;
    const char *last_stop = stop ? memrchr(p, '.', n) : NULL;
    if (comma && stop) {
        const int comma_groups = last_comma < stop;
        if (!comma_groups && !(last_stop < comma)) return -1;
        const char *at = comma_groups ? stop : comma;
        if (at != (comma_groups ? last_stop : last_comma)) return -1;
        return is_grouped(p, (size_t)(at - p), comma_groups ? ',' : '.') ? (int)(at - p) : -1;
    }
    if (comma) {
        if (is_grouped(p, n, ',')) return (int)n;
        return comma == last_comma ? (int)(comma - p) : -1;
    }
    if (!stop) return (int)n;
    if (stop == last_stop) return (int)(stop - p);
    return is_grouped(p, n, '.') ? (int)n : -1;
}

int decimal_read(struct decimal *d, const char *p, size_t n) {
    if (n == 0 || n > 24 || (unsigned)(p[0] - '0') > 9 || (unsigned)(p[n - 1] - '0') > 9) return -1;
    const int fraction = fraction_at(p, n);
    int digits = 0;
    if (fraction < 0) return -1;
    *d = (struct decimal){0};
    for (size_t i = 0; i < n; i++) {
        if (p[i] == ',' || p[i] == '.') continue;
        if ((unsigned)(p[i] - '0') > 9 || ++digits > 18) return -1;
        d->m = d->m * 10 + (uint64_t)(p[i] - '0');
        d->e -= i > (size_t)fraction;
    }
    return 0;
}

static struct decimal trimmed(struct decimal d) {
    if (d.m == 0) d.e = 0;
    while (d.m && d.m % 10 == 0) {
        d.m /= 10;
        d.e++;
    }
    return d;
}

size_t digits_write(uint64_t v, size_t least, char *out) {
    char digits[20];
    size_t n = 0, to = 0;
    for (; v || n < least; v /= 10) digits[n++] = (char)('0' + v % 10);
    while (n) out[to++] = digits[--n];
    return to;
}

size_t decimal_write(struct decimal d, char out[DECIMAL_ROOM]) {
    d = trimmed(d);
    char digits[20];
    const int n = (int)digits_write(d.m, 1, digits);
    const int magnitude = n - 1 + d.e;
    const int exponent = magnitude >= 6 ? magnitude / 3 * 3 : 0;
    const int point = n + d.e - exponent; /* digits before the point */
    size_t to = 0;
    if (point <= 0) out[to++] = '0', out[to++] = '.';
    for (int i = point < 0 ? point : 0; i < n || i < point; i++) {
        if (i == point && i > 0) out[to++] = '.';
        if (to < DECIMAL_ROOM - 24) out[to++] = i >= 0 && i < n ? digits[i] : '0';
    }
    if (exponent) {
        out[to++] = 'e';
        to += digits_write((uint64_t)exponent, 1, out + to);
    }
    out[to] = 0;
    return to;
}

int32_t decimal_whole(struct decimal d) {
    d = trimmed(d);
    if (d.e < 0 || d.e > 9 || d.m > 999999999) return -1;
    uint64_t v = d.m;
    for (int i = 0; i < d.e; i++) v *= 10;
    return v > 999999999 ? -1 : (int32_t)v;
}
