/* nfc.c: a bit per code point says "may not be in form C here"; only the stretch around such a character is normalised. */
#include "nfc.h"
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>
#include "utf8.h"

enum { TOP = 0x30000 }; /* above: only tags and private use, which never compose */

static uint8_t doubtful[TOP / 8];

static int is_doubtful(uint32_t c) { return c < TOP && doubtful[c >> 3] >> (c & 7) & 1; }

/* A stretch longer than this is left alone: no text has 200 marks on one letter, and time stays linear. */
enum { STRETCH = 800 };

static int changes(const char *s, size_t n) {
    utf8proc_uint8_t *out = NULL;
    const utf8proc_ssize_t m = utf8proc_map((const utf8proc_uint8_t *)s, (utf8proc_ssize_t)n, &out,
                                            UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    const int changed = m < 0 || (size_t)m != n || memcmp(s, out, n) != 0;
    free(out);
    return changed;
}

static int needs_check(uint32_t c) {
    const utf8proc_property_t *p = utf8proc_get_property((utf8proc_int32_t)c);
    if (p->combining_class || (c >= 0x1161 && c <= 0x11c2)) return 1;
    if (p->boundclass == UTF8PROC_BOUNDCLASS_EXTEND ||
        p->boundclass == UTF8PROC_BOUNDCLASS_SPACINGMARK)
        return 1; /* second halves of compositions that are starters themselves, as in Bengali */
    if (p->decomp_seqindex == UINT16_MAX || p->decomp_type) return 0;
    char s[4];
    return changes(s, utf8_put(s, c)); /* singletons and exclusions */
}

/* Stretches that nothing composes or changes: ideographs, syllables of Hangul, surrogates and private use, Tangut, more ideographs. */
static const struct {
    uint32_t begin, end;
} plain[] = {{0x3400, 0xa000}, {0xac00, 0xf900}, {0x17000, 0x1b000}, {0x20000, 0x2f800}};

void nfc_setup(void) {
    if (doubtful[0x300 >> 3]) return;
    size_t next = 0;
    for (uint32_t c = 0x80; c < TOP; c++) {
        if (next < sizeof plain / sizeof *plain && c == plain[next].begin) c = plain[next++].end;
        if (needs_check(c)) doubtful[c >> 3] |= (uint8_t)(1u << (c & 7));
    }
}

/* Normalises [begin, end); returns 0 when nothing had to change. */
static void normalise(struct draft *d, size_t begin, size_t end) {
    utf8proc_int32_t points[STRETCH];
    utf8proc_ssize_t n = utf8proc_decompose((const utf8proc_uint8_t *)d->text + begin,
                                            (utf8proc_ssize_t)(end - begin), points, STRETCH,
                                            UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    if (n < 0 || n > STRETCH) return;
    n = utf8proc_normalize_utf32(points, n, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    if (n < 0) return;
    char out[STRETCH * 4];
    size_t m = 0;
    for (utf8proc_ssize_t i = 0; i < n; i++) m += utf8_put(out + m, (uint32_t)points[i]);
    // cppcheck-suppress uninitvar; the first m bytes are set
    if (m != end - begin || memcmp(out, d->text + begin, m))
        draft_replace(d, begin, end, out, m, "nfc");
}

static size_t next_starter(const struct draft *d, size_t i) {
    size_t length;
    while (i < d->n && is_doubtful(utf8_get(d->text, i, &length))) i += length;
    return i;
}

void nfc_pass(struct draft *d) {
    size_t length, starter = 0, done = 0;
    draft_begin(d);
    for (size_t i = 0; i < d->n; i += length) {
        if ((unsigned char)d->text[i] < 0x80) {
            length = utf8_skip_ascii(d->text, i, d->n) - i;
            continue;
        }
        if (!is_doubtful(utf8_get(d->text, i, &length))) continue;
        for (starter = i;
             starter > done;) { /* back to the character before the first doubtful one */
            do starter--;
            while (starter > done && ((unsigned char)d->text[starter] & 0xc0) == 0x80);
            break;
        }
        const size_t end = next_starter(d, i);
        if (end - starter < STRETCH) normalise(d, starter, end);
        done = end;
        length = end - i;
    }
    draft_end(d);
}
