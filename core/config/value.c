/* value.c: numbers with units. */
#include "config/value.h"
#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

int value_bool(const char *s, int *out) {
    static const char *const yes[] = {"yes", "true", "on", "1"}, *const no[] = {"no", "false", "off", "0"};
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

/* The number before a unit; *end is behind it. strtod would take "inf", "nan" and hexadecimal. */
static int number(const char *s, char **end, double *out) {
    if (!isdigit((unsigned char)*s) && *s != '.' && *s != '-' && *s != '+') return -1;
    if (strpbrk(s, "xXnN") && s[1] && strchr("xX", s[1])) return -1;
    errno = 0;
    *out = strtod(s, end);
    return errno || *end == s || !isfinite(*out) ? -1 : 0;
}

int value_real(const char *s, double *out) {
    char *end;
    return number(s, &end, out) || *end ? -1 : 0;
}

int value_size(const char *s, uint64_t *out) {
    static const char units[] = "KMGT";
    char *end;
    double v;
    if (number(s, &end, &v) || v < 0) return -1;
    const char *unit = *end ? strchr(units, toupper((unsigned char)*end)) : NULL;
    if (unit) {
        v *= pow(1024, (double)(unit - units + 1));
        end++;
    }
    if (*end == 'B' || *end == 'b') end++;
    if (*end || v > 9e18) return -1;
    *out = (uint64_t)v;
    return 0;
}

int value_duration(const char *s, int64_t *out) {
    static const struct { const char *unit; double ns; } units[] = {
        {"ns", 1}, {"us", 1e3}, {"ms", 1e6}, {"s", 1e9}, {"m", 60e9}, {"h", 3600e9}, {"d", 86400e9}};
    char *end;
    double v;
    if (number(s, &end, &v) || v < 0) return -1;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (strcmp(end, units[i].unit) || v * units[i].ns > 9e18) continue;
        *out = (int64_t)(v * units[i].ns);
        return 0;
    }
    return -1;
}
