/* inflate.c: members of gzip and frames of zstd one after the other, as one stream. */
#include "support/inflate.h"
#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>

struct inflater {
    ZSTD_DCtx *zstd;
    z_stream gzip;
    bool is_zstd, between, ended;
};

enum { GZIP_FORMAT = 15 + 16, WINDOW_LOG_MAX = 31 };

bool inflate_is_gzip(const unsigned char *p, size_t n) {
    return n >= 2 && p[0] == 0x1f && p[1] == 0x8b;
}

/* A frame, or a skippable one (0x184D2A50 to 5F). */
bool inflate_is_zstd(const unsigned char *p, size_t n) {
    if (n < 4) return false;
    if (p[0] == 0x28 && p[1] == 0xb5 && p[2] == 0x2f && p[3] == 0xfd) return true;
    return (p[0] & 0xf0) == 0x50 && p[1] == 0x2a && p[2] == 0x4d && p[3] == 0x18;
}

struct inflater *inflater_new(bool zstd) {
    struct inflater *i = calloc(1, sizeof *i);
    if (!i) return NULL;
    i->is_zstd = zstd;
    i->between = true;
    if (zstd) {
        i->zstd = ZSTD_createDCtx();
        if (i->zstd) ZSTD_DCtx_setParameter(i->zstd, ZSTD_d_windowLogMax, WINDOW_LOG_MAX);
        if (i->zstd) return i;
    } else if (inflateInit2(&i->gzip, GZIP_FORMAT) == Z_OK)
        return i;
    free(i);
    return NULL;
}

void inflater_free(struct inflater *i) {
    if (!i) return;
    if (i->is_zstd)
        ZSTD_freeDCtx(i->zstd);
    else
        inflateEnd(&i->gzip);
    free(i);
}

static enum inflate_result run_zstd(struct inflater *i, const unsigned char **in, size_t *in_n,
                                    void *out, size_t room, size_t *made) {
    ZSTD_inBuffer from = {*in, *in_n, 0};
    ZSTD_outBuffer to = {out, room, 0};
    const size_t rc = ZSTD_decompressStream(i->zstd, &to, &from);
    *in += from.pos;
    *in_n -= from.pos;
    *made = to.pos;
    i->between = rc == 0;
    return ZSTD_isError(rc) ? INFLATE_DAMAGED : INFLATE_MORE;
}

/* Zeros behind the last member are padding, as gzip itself takes them. */
static bool is_padding(const unsigned char *p, size_t n) {
    while (n && !*p) p++, n--;
    return n == 0;
}

static enum inflate_result run_gzip(struct inflater *i, const unsigned char **in, size_t *in_n,
                                    void *out, size_t room, size_t *made) {
    *made = 0;
    if (i->ended) {
        if (is_padding(*in, *in_n)) return *in += *in_n, *in_n = 0, INFLATE_MORE;
        if (inflateReset(&i->gzip) != Z_OK) return INFLATE_DAMAGED;
        i->ended = i->between = false;
    }
    const uInt take = *in_n > 1u << 30 ? 1u << 30 : (uInt)*in_n;
    i->gzip.next_in = (unsigned char *)*(unsigned char *const *)in;
    i->gzip.avail_in = take;
    i->gzip.next_out = out;
    i->gzip.avail_out = (uInt)room;
    const int rc = inflate(&i->gzip, Z_NO_FLUSH);
    *made = room - i->gzip.avail_out;
    *in += take - i->gzip.avail_in;
    *in_n -= take - i->gzip.avail_in;
    i->ended = i->between = rc == Z_STREAM_END;
    return rc == Z_OK || rc == Z_STREAM_END || rc == Z_BUF_ERROR ? INFLATE_MORE : INFLATE_DAMAGED;
}

enum inflate_result inflater_run(struct inflater *i, const unsigned char **in, size_t *in_n,
                                 void *out, size_t room, size_t *made) {
    return i->is_zstd ? run_zstd(i, in, in_n, out, room, made)
                      : run_gzip(i, in, in_n, out, room, made);
}

bool inflater_between(const struct inflater *i) { return i->between; }
