/* compress.c: gzip through zlib, zstd through libzstd; contexts are kept between frames. */
#include "support/compress.h"
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>

struct compressor {
    ZSTD_CCtx *zstd;
    z_stream gzip;
    int gzip_level;
}; /* gzip_level 0: stream not yet made */

enum { GZIP_FORMAT = 15 + 16, GZIP_DEFAULT = 6, GZIP_MOST = 9, ZSTD_DEFAULT = 3 };
enum { PIECE = 256 << 10, GZIP_TAKE = 1 << 30 /* zlib counts in 32 bits */ };

static bool ends_with(const char *s, const char *suffix) {
    const size_t n = strlen(s), m = strlen(suffix);
    return n >= m && !strcmp(s + n - m, suffix);
}

enum compression compression_of(const char *path) {
    return ends_with(path, ".gz")    ? COMPRESSION_GZIP
           : ends_with(path, ".zst") ? COMPRESSION_ZSTD
                                     : COMPRESSION_NONE;
}

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

/* Writes all that deflate has to say to the input it was given. */
static int drain(z_stream *z, int flush, struct buffer *out) {
    int rc = Z_OK;
    while (rc == Z_OK) {
        char *to = buffer_reserve(out, PIECE);
        if (!to) return Z_MEM_ERROR;
        z->next_out = (unsigned char *)to;
        z->avail_out = PIECE;
        rc = deflate(z, flush);
        out->n += PIECE - z->avail_out;
        if (z->avail_out) break; /* it wanted no more room */
    }
    return rc == Z_BUF_ERROR ? Z_OK : rc; /* it had said all with the piece before */
}

static int gzip_frame(struct compressor *c, int level, const void *p, size_t n,
                      struct buffer *out) {
    if (gzip_ready(c, level > GZIP_MOST ? GZIP_MOST : level ? level : GZIP_DEFAULT)) return -1;
    c->gzip.next_in = (unsigned char *)(uintptr_t)p;
    int rc;
    do {
        c->gzip.avail_in = n > GZIP_TAKE ? GZIP_TAKE : (uInt)n;
        n -= c->gzip.avail_in;
        rc = drain(&c->gzip, n ? Z_NO_FLUSH : Z_FINISH, out);
    } while (rc == Z_OK && n);
    return rc == Z_STREAM_END ? 0 : -1;
}

int compress_frame(struct compressor *c, enum compression kind, int level, const void *p, size_t n,
                   struct buffer *out) {
    const size_t start = out->n;
    int rc;
    if (kind == COMPRESSION_ZSTD)
        rc = zstd_frame(c, level, p, n, out);
    else if (kind == COMPRESSION_GZIP)
        rc = gzip_frame(c, level, p, n, out);
    else
        rc = buffer_append(out, p, n);
    if (rc) out->n = start;
    return rc;
}

ptrdiff_t decompress_frame(const void *frame, size_t n, void *to, size_t room) {
    if (ZSTD_findFrameCompressedSize(frame, n) != n) return -1;
    const size_t made = ZSTD_decompress(to, room, frame, n);
    return ZSTD_isError(made) ? -1 : (ptrdiff_t)made;
}
