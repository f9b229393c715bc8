/* value.c: numbers with units. */
#include "config/value.h"
#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char size_units[] = "KMGT";
static const struct {
    const char *name;
    double ns;
} duration_units[] = {{"ns", 1},   {"us", 1e3},   {"ms", 1e6},   {"s", 1e9},
                      {"m", 60e9}, {"h", 3600e9}, {"d", 86400e9}};
enum { DURATION_UNITS = sizeof duration_units / sizeof *duration_units };
static const double largest = 9e18; /* fits int64_t, whatever the rounding */

int value_bool(const char *s, int *out) {
    static const char *const yes[] = {"yes", "true", "on", "1"};
    static const char *const no[] = {"no", "false", "off", "0"};
    for (int i = 0; i < 4; i++) {
        if (!strcasecmp(s, yes[i])) return *out = 1, 0;
        if (!strcasecmp(s, no[i])) return *out = 0, 0;
    }
    return -1;
}

int value_int(const char *s, int64_t *out) {
    char *end;
    errno = 0;
    const long long v = strtoll(s, &end, 10);
    *out = v;
    return errno || end == s || *end || isspace((unsigned char)*s) ? -1 : 0;
}

int value_uint(const char *s, uint64_t *out) {
    char *end;
    errno = 0;
    const unsigned long long v = strtoull(s, &end, 10);
    *out = v;
    return errno || end == s || *end || !isdigit((unsigned char)*s) ? -1 : 0;
}

/* The number before a unit; *end is behind it. strtod would take blanks, "inf", "nan" and 0x10. */
static int number(const char *s, char **end, double *out) {
    if (!isdigit((unsigned char)*s) && !strchr(".-+", *s)) return -1;
    if (strpbrk(s, "xX")) return -1;
    errno = 0;
    *out = strtod(s, end);
    return errno || *end == s || !isfinite(*out) ? -1 : 0;
}

int value_real(const char *s, double *out) {
    char *end;
    return number(s, &end, out) || *end ? -1 : 0;
}

int value_size(const char *s, uint64_t *out) {
    char *end;
    double v;
    if (number(s, &end, &v) || v < 0) return -1;
    const char *unit = *end ? strchr(size_units, toupper((unsigned char)*end)) : NULL;
    if (unit) {
        v = ldexp(v, 10 * (int)(unit - size_units + 1));
        end++;
    } else if (v != floor(v))
        return -1; /* half a byte is a mistake, half a megabyte is not */
    if (*end == 'B' || *end == 'b') end++;
    if (*end || v > largest) return -1;
    *out = (uint64_t)v;
    return 0;
}

int value_duration(const char *s, int64_t *out) {
    char *end;
    double v;
    if (number(s, &end, &v) || v < 0) return -1;
    if (!*end && v == 0) return *out = 0, 0;
    for (int i = 0; i < DURATION_UNITS; i++) {
        if (strcmp(end, duration_units[i].name)) continue;
        const double ns = v * duration_units[i].ns;
        if (ns > largest) return -1;
        *out = llround(ns); /* 0.29 s is 289999999.99999997 ns */
        return 0;
    }
    return -1;
}

bool value_next_item(const char **at, pl_str *item) {
    const char *p = *at + strspn(*at, ", \t");
    size_t n = strcspn(p, ",");
    *at = p + n;
    while (n && strchr(" \t", p[n - 1])) n--;
    *item = (pl_str){p, n};
    return n > 0;
}

static void print_size(double v, char *out, size_t size) {
    int unit = 0;
    for (; unit < 4 && v >= 1024 && fmod(v, 1024) == 0; unit++) v /= 1024;
    snprintf(out, size, "%.15g%.1s", v, unit ? &size_units[unit - 1] : "");
}

static void print_duration(double seconds, char *out, size_t size) {
    const double ns = seconds * 1e9;
    int unit = ns > 0 ? DURATION_UNITS - 1 : 3;
    while (unit > 3 && fmod(ns, duration_units[unit].ns) != 0) unit--;
    while (unit > 0 && ns > 0 && ns < duration_units[unit].ns) unit--;
    snprintf(out, size, "%.12g%s", ns / duration_units[unit].ns, duration_units[unit].name);
}

void value_print(pl_type type, double v, char *out, size_t size) {
    if (type == PL_SIZE)
        print_size(v, out, size);
    else if (type == PL_DURATION)
        print_duration(v, out, size);
    else
        snprintf(out, size, "%.15g", v);
}
