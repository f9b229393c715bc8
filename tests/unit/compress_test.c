/* Frames and members: complete, checked, repeatable; zlib and libzstd as judges. */
#include "support/compress.h"
#include <criterion/criterion.h>
#include <stdint.h>
#include <stdlib.h>
#include <zlib.h>
#include <zstd.h>

static struct buffer sample(size_t n) {
    struct buffer b = {0};
    for (unsigned i = 0; b.n < n; i++) buffer_printf(&b, "%u is %u; ", i, i * 2654435761u);
    b.n = n;
    return b;
}

/* One gzip member, and nothing behind it; how many bytes came out, or -1. */
static ptrdiff_t gunzip(const struct buffer *in, size_t from, char *to, size_t room) {
    z_stream z = {0};
    if (inflateInit2(&z, 15 + 16) != Z_OK) return -1;
    z.next_in = (unsigned char *)in->p + from;
    z.avail_in = (uInt)(in->n - from);
    z.next_out = (unsigned char *)to;
    z.avail_out = (uInt)room;
    const int rc = inflate(&z, Z_FINISH);
    const ptrdiff_t n = rc == Z_STREAM_END && !z.avail_in ? (ptrdiff_t)z.total_out : -1;
    inflateEnd(&z);
    return n;
}

static ptrdiff_t unpack(enum compression kind, const struct buffer *in, size_t from, char *to,
                        size_t room) {
    if (kind == COMPRESSION_GZIP) return gunzip(in, from, to, room);
    if (kind == COMPRESSION_ZSTD) return decompress_frame(in->p + from, in->n - from, to, room);
    if (in->n - from > room) return -1;
    if (in->n > from) memcpy(to, in->p + from, in->n - from);
    return (ptrdiff_t)(in->n - from);
}

/* One compressor for all: formats and levels in turn, each frame behind what is there. */
Test(compress, each_call_adds_one_complete_frame) {
    static const size_t sizes[] = {0, 1, 100, 65536, 300000, 3000000};
    static const int levels[] = {0, 1, 3, 9, 99};
    struct compressor *c = compressor_new();
    char *got = malloc(3000001);
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
        struct buffer b = sample(sizes[s]), out = {0};
        for (size_t l = 0; l < (sizes[s] > 300000 ? 2 : 5); l++)
            for (int kind = COMPRESSION_NONE; kind <= COMPRESSION_ZSTD; kind++) {
                const size_t from = out.n;
                cr_assert_eq(compress_frame(c, (enum compression)kind, levels[l], b.p, b.n, &out),
                             0);
                const ptrdiff_t n = unpack((enum compression)kind, &out, from, got, 3000001);
                cr_expect(n == (ptrdiff_t)b.n && (!n || !memcmp(got, b.p, b.n)),
                          "kind %d, level %d, %zu bytes: %td", kind, levels[l], b.n, n);
            }
        buffer_free(&b);
        buffer_free(&out);
    }
    free(got);
    compressor_free(c);
}

Test(compress, the_same_bytes_make_the_same_frame) {
    struct compressor *used = compressor_new();
    struct buffer b = sample(200000), first = {0}, second = {0};
    for (int kind = COMPRESSION_GZIP; kind <= COMPRESSION_ZSTD; kind++) {
        struct compressor *fresh = compressor_new();
        cr_assert_eq(compress_frame(fresh, (enum compression)kind, 0, b.p, b.n, &first), 0);
        cr_assert_eq(compress_frame(used, (enum compression)kind, 5, b.p + 7, b.n / 3, &second), 0);
        second.n = 0;
        cr_assert_eq(compress_frame(used, (enum compression)kind, 0, b.p, b.n, &second), 0);
        cr_expect(first.n == second.n && !memcmp(first.p, second.p, first.n), "kind %d", kind);
        first.n = second.n = 0;
        compressor_free(fresh);
    }
    buffer_free(&b);
    buffer_free(&first);
    buffer_free(&second);
    compressor_free(used);
}

Test(compress, a_zstd_frame_says_its_size_and_has_a_checksum) {
    struct compressor *c = compressor_new();
    struct buffer b = sample(5000), out = {0};
    cr_assert_eq(compress_frame(c, COMPRESSION_ZSTD, 0, b.p, b.n, &out), 0);
    cr_expect_eq(ZSTD_getFrameContentSize(out.p, out.n), 5000u);
    cr_expect(out.p[4] & 4, "the checksum flag of the frame header");
    buffer_free(&b);
    buffer_free(&out);
    compressor_free(c);
}

Test(compress, a_failed_buffer_gets_nothing) {
    struct compressor *c = compressor_new();
    struct buffer b = sample(5000);
    for (int kind = COMPRESSION_NONE; kind <= COMPRESSION_ZSTD; kind++) {
        struct buffer out = {0};
        buffer_puts(&out, "before");
        cr_assert(buffer_reserve(&out, SIZE_MAX / 2) == NULL);
        cr_expect_eq(compress_frame(c, (enum compression)kind, 0, b.p, b.n, &out), -1);
        cr_expect(out.n == 6 && !memcmp(out.p, "before", 6), "kind %d: %zu", kind, out.n);
        buffer_free(&out);
        cr_expect_eq(compress_frame(c, (enum compression)kind, 0, b.p, b.n, &out), 0,
                     "works again");
        buffer_free(&out);
    }
    buffer_free(&b);
    compressor_free(c);
}

Test(compress, a_damaged_frame_is_refused) {
    struct compressor *c = compressor_new();
    struct buffer b = sample(2000), out = {0};
    char *got = malloc(b.n);
    cr_assert_eq(compress_frame(c, COMPRESSION_ZSTD, 0, b.p, b.n, &out), 0);
    cr_expect_eq(decompress_frame(out.p, out.n, got, b.n), 2000);
    cr_expect_eq(decompress_frame(out.p, out.n, got, b.n - 1), -1, "no room");
    for (size_t cut = 0; cut < out.n; cut++)
        cr_expect_eq(decompress_frame(out.p, cut, got, b.n), -1, "cut at %zu", cut);
    for (size_t at = 6; at < out.n; at++) { /* behind the header, whose flags may mean less */
        out.p[at] ^= 0x10;
        const ptrdiff_t n = decompress_frame(out.p, out.n, got, b.n);
        cr_expect(n == -1 || (n == 2000 && !memcmp(got, b.p, b.n)), "a bad byte at %zu", at);
        out.p[at] ^= 0x10;
    }
    buffer_put(&out, 'x');
    cr_expect_eq(decompress_frame(out.p, out.n, got, b.n), -1, "a byte behind it");
    buffer_free(&b);
    buffer_free(&out);
    free(got);
    compressor_free(c);
}
