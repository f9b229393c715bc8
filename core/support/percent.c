/* percent.c: see percent.h. */
#include "support/percent.h"
#include <stdbool.h>

void percent_write(struct buffer *b, pl_str s) {
    for (size_t i = 0; i < s.n; i++) {
        const unsigned char c = (unsigned char)s.p[i];
        if (c <= ' ' || c == '%' || c == 127)
            buffer_printf(b, "%%%02X", c);
        else
            buffer_put(b, (char)c);
    }
}

static int hex(char c) { return c >= 'A' ? c - 'A' + 10 : c - '0'; }

size_t percent_read(char *p, size_t n) {
    size_t to = 0;
    for (size_t i = 0; i < n; i++) {
        const bool coded = p[i] == '%' && i + 2 < n;
        p[to++] = coded ? (char)(16 * hex(p[i + 1]) + hex(p[i + 2])) : p[i];
        if (coded) i += 2;
    }
    return to;
}
