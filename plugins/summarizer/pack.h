/* pack.h: numbers and strings in a row of bytes, and back. Written and read by the same program. */
#ifndef SUMMARIZER_PACK_H
#define SUMMARIZER_PACK_H
#include <string.h>
#include "room.h"
#include "text-pipeline/pipeline.h"

struct pack {
    char *p;
    uint32_t n, room;
    int failed; /* memory is gone; the rest is left out */
};

static inline void pack_bytes(struct pack *k, const void *p, size_t n) {
    if (k->failed || n > UINT32_MAX / 4 - k->n ||
        room_for(&k->p, &k->room, k->n + (uint32_t)n, 1)) {
        k->failed = 1;
        return;
    }
    if (n) memcpy(k->p + k->n, p, n);
    k->n += (uint32_t)n;
}
static inline void pack_u32(struct pack *k, uint32_t v) { pack_bytes(k, &v, sizeof v); }
static inline void pack_u64(struct pack *k, uint64_t v) { pack_bytes(k, &v, sizeof v); }
static inline void pack_real(struct pack *k, double v) { pack_bytes(k, &v, sizeof v); }
static inline void pack_str(struct pack *k, pl_str s) {
    pack_u32(k, (uint32_t)s.n);
    pack_bytes(k, s.p, s.n);
}

struct unpack {
    const char *p;
};

static inline void unpack_bytes(struct unpack *k, void *to, size_t n) {
    memcpy(to, k->p, n);
    k->p += n;
}
static inline uint32_t unpack_u32(struct unpack *k) {
    uint32_t v;
    unpack_bytes(k, &v, sizeof v);
    return v;
}
static inline uint64_t unpack_u64(struct unpack *k) {
    uint64_t v;
    unpack_bytes(k, &v, sizeof v);
    return v;
}
static inline double unpack_real(struct unpack *k) {
    double v;
    unpack_bytes(k, &v, sizeof v);
    return v;
}
/* Points into the packed bytes. */
static inline pl_str unpack_str(struct unpack *k) {
    const size_t n = unpack_u32(k);
    const pl_str s = {k->p, n};
    k->p += n;
    return s;
}

#endif
