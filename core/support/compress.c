/* compress.c: gzip through zlib, zstd through libzstd; contexts are kept between frames. */
#include "support/compress.h"
#include <stdint.h>
#include <stdlib.h>
#include <zlib.h>
#include <zstd.h>

struct compressor {
    ZSTD_CCtx *zstd;
    z_stream gzip;
    int gzip_level;
}; /* gzip_level 0: stream not yet made */

enum { GZIP_FORMAT = 15 + 16, GZIP_DEFAULT = 6, ZSTD_DEFAULT = 3 };

struct compressor *compressor_new(void) {
    struct compressor *c = calloc(1, sizeof *c);
    if (c && !(c->zstd = ZSTD_createCCtx())) free(c), c = NULL;
    return c;
}

void compressor_free(struct compressor *c) {
    if (!c) return;
    ZSTD_freeCCtx(c->zstd);
    if (c->gzip_level) deflateEnd(&c->gzip);
    free(c);
}

static int zstd_frame(struct compressor *c, int level, const void *p, size_t n,
                      struct buffer *out) {
    const size_t bound = ZSTD_compressBound(n);
    char *to = buffer_reserve(out, bound);
    if (!to) return -1;
    ZSTD_CCtx_setParameter(c->zstd, ZSTD_c_compressionLevel, level ? level : ZSTD_DEFAULT);
    ZSTD_CCtx_setParameter(c->zstd, ZSTD_c_checksumFlag, 1);
    const size_t size = ZSTD_compress2(c->zstd, to, bound, p, n);
    if (ZSTD_isError(size)) return -1;
    out->n += size;
    return 0;
}

static int gzip_ready(struct compressor *c, int level) {
    if (c->gzip_level == level) return deflateReset(&c->gzip) == Z_OK ? 0 : -1;
    if (c->gzip_level) deflateEnd(&c->gzip);
    c->gzip_level = 0;
    if (deflateInit2(&c->gzip, level, Z_DEFLATED, GZIP_FORMAT, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        return -1;
    c->gzip_level = level;
    return 0;
}

/* In pieces of at most 1 GiB: zlib counts in 32 bits. */
static int gzip_frame(struct compressor *c, int level, const void *p, size_t n,
                      struct buffer *out) {
    if (gzip_ready(c, level ? level : GZIP_DEFAULT)) return -1;
    c->gzip.next_in = (unsigned char *)(uintptr_t)p;
    size_t left = n;
    int rc = Z_OK;
    while (rc == Z_OK) {
        const uInt piece = left > 1u << 30 ? 1u << 30 : (uInt)left;
        c->gzip.avail_in = piece;
        left -= piece;
        do {
            char *to = buffer_reserve(out, 256 << 10);
            if (!to) return -1;
            c->gzip.next_out = (unsigned char *)to;
            c->gzip.avail_out = 256 << 10;
            rc = deflate(&c->gzip, left ? Z_NO_FLUSH : Z_FINISH);
            out->n += (256u << 10) - c->gzip.avail_out;
        } while (rc == Z_OK && !c->gzip.avail_out);
    }
    return rc == Z_STREAM_END ? 0 : -1;
}

int compress_frame(struct compressor *c, enum compression kind, int level, const void *p, size_t n,
                   struct buffer *out) {
    if (kind == COMPRESSION_ZSTD) return zstd_frame(c, level, p, n, out);
    if (kind == COMPRESSION_GZIP) return gzip_frame(c, level, p, n, out);
    return buffer_append(out, p, n);
}
