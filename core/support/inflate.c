/* inflate.c: members of gzip and frames of zstd one after the other, as one stream. */
#include "support/inflate.h"
#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

struct inflater {
    ZSTD_DCtx *zstd;
    size_t wanted; /* zstd: bytes that it asked for */
    bool is_full; /* zstd: the last output was filled; there may be more inside */
    z_stream gzip;
    bool is_zstd, between, ended;
    const char *why; /* of the damage; static */
};

enum { GZIP_FORMAT = 15 + 16, WINDOW_LOG_MAX = 31, ZSTD_START = 5, ZSTD_BLOCK_HEADER = 3 };

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
    i->wanted = ZSTD_START;
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

static enum inflate_result zstd_failed(struct inflater *i, size_t rc) {
    i->why = ZSTD_getErrorName(rc);
    return ZSTD_getErrorCode(rc) == ZSTD_error_memory_allocation ? INFLATE_NO_MEMORY
                                                                 : INFLATE_DAMAGED;
}

/* One call of libzstd with `feed` bytes of input. */
static enum inflate_result step_zstd(struct inflater *i, const unsigned char **in, size_t *in_n,
                                     size_t feed, ZSTD_outBuffer *to) {
    ZSTD_inBuffer from = {*in, feed, 0};
    const size_t rc = ZSTD_decompressStream(i->zstd, to, &from);
    if (ZSTD_isError(rc)) return zstd_failed(i, rc);
    *in += from.pos;
    *in_n -= from.pos;
    i->between = rc == 0;
    i->wanted = rc ? rc : ZSTD_START;
    i->is_full = rc && to->pos == to->size;
    return INFLATE_MORE;
}

/* A call of libzstd that fails forgets what it made before: so each call does one thing. It hands
 * out what is left of a block, or takes one block, and never the header of the next with it: the
 * number that libzstd asks for counts that header in. */
static enum inflate_result run_zstd(struct inflater *i, const unsigned char **in, size_t *in_n,
                                    void *out, size_t room, size_t *made) {
    ZSTD_outBuffer to = {out, room, 0};
    enum inflate_result r = INFLATE_MORE;
    if (i->is_full) r = step_zstd(i, in, in_n, 0, &to);
    if (r == INFLATE_MORE && !to.pos) {
        size_t feed = i->wanted > ZSTD_BLOCK_HEADER ? i->wanted - ZSTD_BLOCK_HEADER : i->wanted;
        if (feed > *in_n) feed = *in_n;
        if (feed) r = step_zstd(i, in, in_n, feed, &to);
    }
    *made = to.pos;
    return r;
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
        (void)inflateReset(&i->gzip); /* fails only on a stream that was never made */
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
    if (rc == Z_OK || rc == Z_STREAM_END || rc == Z_BUF_ERROR) return INFLATE_MORE;
    i->why = i->gzip.msg;
    return rc == Z_MEM_ERROR ? INFLATE_NO_MEMORY : INFLATE_DAMAGED;
}

enum inflate_result inflater_run(struct inflater *i, const unsigned char **in, size_t *in_n,
                                 void *out, size_t room, size_t *made) {
    return i->is_zstd ? run_zstd(i, in, in_n, out, room, made)
                      : run_gzip(i, in, in_n, out, room, made);
}

bool inflater_between(const struct inflater *i) { return i->between; }

const char *inflater_format(const struct inflater *i) { return i->is_zstd ? "zstd" : "gzip"; }

const char *inflater_why(const struct inflater *i) { return i->why ? i->why : "bad stream"; }
