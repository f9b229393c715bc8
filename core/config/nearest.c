/* nearest.c: edit distance of short names. */
#include "config/nearest.h"
#include <ctype.h>
#include <string.h>

enum { LONGEST = 64, FAR = 3 };

static int min(int a, int b) { return a < b ? a : b; }
static int same(char a, char b) { return tolower((unsigned char)a) == tolower((unsigned char)b); }

int name_distance(const char *a, const char *b) {
    const int n = (int)strlen(a), m = (int)strlen(b);
    if (n >= LONGEST || m >= LONGEST || n - m >= FAR || m - n >= FAR) return FAR;
    int d[LONGEST + 1][LONGEST + 1];
    for (int i = 0; i <= n; i++) d[i][0] = i;
    for (int j = 0; j <= m; j++) d[0][j] = j;
    for (int i = 1; i <= n; i++)
        for (int j = 1; j <= m; j++) {
            d[i][j] =
                min(min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + !same(a[i - 1], b[j - 1]));
            if (i > 1 && j > 1 && same(a[i - 1], b[j - 2]) && same(a[i - 2], b[j - 1]))
                d[i][j] = min(d[i][j], d[i - 2][j - 2] + 1);
        }
    return min(d[n][m], FAR);
}

void nearest_try(struct nearest *best, const char *wanted, const char *candidate) {
    const int d = name_distance(wanted, candidate);
    if (d >= best->distance || d >= (int)strlen(wanted)) return;
    *best = (struct nearest){candidate, d};
}
