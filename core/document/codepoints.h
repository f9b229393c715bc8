/* codepoints.h: byte offsets of a text as code point offsets, cheap when they rise.
 *
 *     struct codepoints c;
 *     codepoints_open(&c, text.p, text.n);
 *     start = codepoints_at(&c, span.begin);         time: the distance to the offset before */
#ifndef CODEPOINTS_H
#define CODEPOINTS_H
#include <stdbool.h>
#include "document/utf8.h"

struct codepoints {
    const char *text;
    uint32_t n, at, count;
    int ascii;
}; /* ascii: -1 not looked yet */

static inline void codepoints_open(struct codepoints *c, const char *text, size_t n) {
    *c = (struct codepoints){.text = text, .n = (uint32_t)n, .ascii = -1};
}

/* `at` is at the border of a character, and inside the text. */
static inline uint32_t codepoints_at(struct codepoints *c, uint32_t at) {
    if (c->ascii < 0) c->ascii = utf8_ascii(c->text, c->n) == c->n;
    if (c->ascii) return at;
    if (at < c->at / 2) c->at = c->count = 0; /* nearer from the start */
    if (at < c->at)
        c->count -= (uint32_t)utf8_count(c->text + at, c->at - at);
    else
        c->count += (uint32_t)utf8_count(c->text + c->at, at - c->at);
    c->at = at;
    return c->count;
}
#endif
