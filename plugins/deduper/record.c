/* record.c: bodies: the units of a document, where they stand, and its text, in one run of bytes. */
#include "record.h"
#include <string.h>

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

size_t body_size(const struct units *u, pl_str id, pl_str text) {
    return sizeof(struct body_head) + (size_t)u->n * (sizeof *u->v + PLACE_MAX) + id.n + text.n;
}

static char *put_str(char *to, pl_str s) {
    if (s.n) memcpy(to, s.p, s.n);
    return to + s.n;
}

size_t body_write(const struct units *u, pl_str id, pl_str text, char *to) {
    const size_t bytes = u->n * sizeof *u->v;
    char *const places = to + sizeof(struct body_head) + bytes, *p = places;
    if (u->n) memcpy(to + sizeof(struct body_head), u->v, bytes);
    for (uint32_t i = 0, end = 0; i < u->n; end = u->spans[i++].end)
        p = put_place(p, u->spans[i].begin - end, u->spans[i].end - u->spans[i].begin);
    const struct body_head head = {u->n, (uint32_t)(p - places), (uint32_t)id.n};
    memcpy(to, &head, sizeof head);
    return (size_t)(put_str(put_str(p, id), text) - to);
}

struct body body_read(const char *bytes, size_t n) {
    struct body_head head;
    memcpy(&head, bytes, sizeof head);
    const char *units = bytes + sizeof head,
               *places = units + (size_t)head.units * sizeof(uint32_t);
    const char *id = places + head.places, *text = id + head.id;
    return (struct body){.v = (const void *)units,
                         .n = head.units,
                         .places = {places, head.places},
                         .id = {id, head.id},
                         .text = {text, n - (size_t)(text - bytes)}};
}

void body_spans(const struct body *b, pl_span *to) {
    const unsigned char *p = (const void *)b->places.p;
    uint32_t gap, length, end = 0;
    for (uint32_t i = 0; i < b->n; i++) {
        p = get_place(p, &gap, &length);
        to[i] = (pl_span){end + gap, end + gap + length};
        end += gap + length;
    }
}
