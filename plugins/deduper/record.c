/* record.c: bodies: the units of a document, where they stand, and its text, in one run of bytes. */
#include "record.h"
#include <string.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

enum { PLACE_MAX = 11 };

static char *put(char *to, uint32_t v) {
    for (; v >= 128; v >>= 7) *to++ = (char)(v | 128);
    *to++ = (char)v;
    return to;
}

static const unsigned char *get(const unsigned char *p, uint32_t *v) {
    uint32_t value = 0;
    for (unsigned shift = 0;; shift += 7) {
        value |= (uint32_t)(*p & 127) << shift;
        if (*p++ < 128) break;
    }
    *v = value;
    return p;
}

/* Nearly all fit one byte: two bits of gap, six of length; a zero says that varints follow. */
static char *put_place(char *to, uint32_t gap, uint32_t length) {
    if (gap < 4 && length < 64) {
        *to++ = (char)(gap << 6 | length);
        return to;
    }
    *to++ = 0;
    return put(put(to, gap), length);
}

static const unsigned char *get_place(const unsigned char *p, uint32_t *gap, uint32_t *length) {
    const unsigned char c = *p++;
    if (!c) return get(get(p, gap), length);
    *gap = c >> 6;
    *length = c & 63;
    return p;
}

uint64_t id_key(pl_str id) { return XXH3_64bits(id.p, id.n) | 1; }

size_t body_size(const struct units *u, pl_str id, pl_str text) {
    return sizeof u->n + sizeof(struct about_head) + (size_t)u->n * (sizeof *u->v + PLACE_MAX) +
           id.n + text.n;
}

static char *put_str(char *to, pl_str s) {
    if (s.n) memcpy(to, s.p, s.n);
    return to + s.n;
}

size_t body_write(const struct units *u, pl_str id, pl_str text, char *to) {
    char *const about = put_str(put_str(to, (pl_str){(const char *)&u->n, sizeof u->n}),
                                (pl_str){(const char *)u->v, u->n * sizeof *u->v});
    char *const places = about + sizeof(struct about_head), *p = places;
    for (uint32_t i = 0, end = 0; i < u->n; end = u->spans[i++].end)
        p = put_place(p, u->spans[i].begin - end, u->spans[i].end - u->spans[i].begin);
    const struct about_head head = {(uint32_t)(p - places), (uint32_t)id.n, (uint32_t)text.n};
    memcpy(about, &head, sizeof head);
    return (size_t)(put_str(put_str(p, id), text) - to);
}

struct body body_read(const char *bytes) {
    uint32_t n;
    memcpy(&n, bytes, sizeof n);
    const char *const units = bytes + sizeof n;
    return (struct body){.v = (const void *)units, .n = n, .about = units + n * sizeof(uint32_t)};
}

struct about body_about(const struct body *b) {
    struct about_head head;
    if (!b->about) return (struct about){{"", 0}, b->id, {"", 0}};
    memcpy(&head, b->about, sizeof head);
    const char *const places = b->about + sizeof head, *id = places + head.places;
    if (b->seen) *b->seen += (size_t)head.places + head.id + head.text;
    return (struct about){{places, head.places}, {id, head.id}, {id + head.id, head.text}};
}

void body_spans(const struct body *b, pl_span *to) {
    const unsigned char *p = (const void *)body_about(b).places.p;
    uint32_t gap, length, end = 0;
    for (uint32_t i = 0; i < b->n; i++) {
        p = get_place(p, &gap, &length);
        to[i] = (pl_span){end + gap, end + gap + length};
        end += gap + length;
    }
}
