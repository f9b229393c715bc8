/* Inputs: plain, gzip, zstd; several members; cut off and damaged files; pipes; closing early. */
#include "support/input.h"
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sys/stat.h>
#include "support/compress.h"
#include "support/file.h"
#include "temporary.h"

/* Text that compresses to something; 3 MB fill several blocks of the ring. */
static struct buffer sample(size_t n) {
    struct buffer b = {0};
    for (unsigned i = 0; b.n < n; i++)
        buffer_printf(&b, "line %u of the sample, hash %u\n", i, i * 2654435761u);
    b.n = n;
    return b;
}

/* What came out of an input that was read to its end. */
struct outcome {
    struct buffer got;
    char error[160];
    ssize_t rc; /* what input_read said last */
    uint64_t consumed;
};

static struct outcome drain(struct input *in) {
    struct outcome o = {0};
    do {
        char *room = buffer_reserve(&o.got, 70000);
        if ((o.rc = input_read(in, room, 70000)) > 0) o.got.n += (size_t)o.rc;
    } while (o.rc > 0);
    cr_expect_eq(input_offset(in), o.got.n);
    cr_expect_eq(input_read(in, (char[1]){0}, 1), o.rc, "the end stays the end");
    o.consumed = input_consumed(in);
    snprintf(o.error, sizeof o.error, "%s", input_error(in));
    input_close(in);
    return o;
}

static struct outcome read_whole(const char *path) {
    struct input *in = input_open(path);
    cr_assert(in != NULL, "%s: %s", path, strerror(errno));
    return drain(in);
}

static struct outcome read_bytes(const void *p, size_t n) {
    write_file("f", p, n);
    return read_whole(path_of("f"));
}

static int is_prefix(const struct buffer *part, const struct buffer *whole) {
    return part->n <= whole->n && (!part->n || !memcmp(part->p, whole->p, part->n));
}

/* `ends`, if not NULL: where each frame ends. */
static struct buffer in_frames(enum compression kind, const struct buffer *b, size_t frames,
                               size_t *ends) {
    struct compressor *c = compressor_new();
    struct buffer out = {0};
    for (size_t i = 0; i < frames; i++) {
        const size_t from = b->n * i / frames, to = b->n * (i + 1) / frames;
        cr_assert_eq(compress_frame(c, kind, 0, b->p + from, to - from, &out), 0);
        if (ends) ends[i] = out.n;
    }
    compressor_free(c);
    return out;
}

TestSuite(input, .init = make_folder, .fini = remove_folder);

Test(input, reads_every_format_whole) {
    static const size_t sizes[] = {0, 1, 5, 1000, 512 << 10, 2 << 20, 3000000};
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++)
        for (int kind = COMPRESSION_NONE; kind <= COMPRESSION_ZSTD; kind++)
            for (size_t frames = 1; frames <= 7; frames += 3) {
                struct buffer b = sample(sizes[s]),
                              packed = in_frames((enum compression)kind, &b, frames, NULL);
                struct outcome o = read_bytes(packed.p, packed.n);
                cr_expect_eq(o.rc, 0, "kind %d: %s", kind, o.error);
                cr_expect(o.got.n == b.n && is_prefix(&o.got, &b), "%zu bytes, kind %d, %zu frames",
                          b.n, kind, frames);
                cr_expect_eq(o.consumed, packed.n);
                cr_expect_str_eq(o.error, "");
                buffer_free(&packed);
                buffer_free(&o.got);
                buffer_free(&b);
            }
}

Test(input, tells_formats_by_their_first_bytes_only) {
    static const struct { const char *name, *in, *out; size_t n, out_n; int rc; } cases[] = {
        {"empty", "", "", 0, 0, 0},
        {"half a gzip magic", "\x1f", "\x1f", 1, 1, 0},
        {"half a zstd magic", "\x28\xb5\x2f", "\x28\xb5\x2f", 3, 3, 0},
        {"only the gzip magic", "\x1f\x8b", "", 2, 0, -1},
        {"only the zstd magic", "\x28\xb5\x2f\xfd", "", 4, 0, -1},
        {"a skippable frame alone", "\x50\x2a\x4d\x18\x02\0\0\0ab", "", 10, 0, 0},
        {"skippable, then a raw block in a window of 2^31 bytes",
         "\x5f\x2a\x4d\x18\x01\0\0\0x" "\x28\xb5\x2f\xfd\x00\xa8" "\x29\0\0hello", "hello", 23, 5, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct outcome o = read_bytes(cases[i].in, cases[i].n);
        cr_expect_eq(o.rc, cases[i].rc, "%s: %s", cases[i].name, o.error);
        cr_expect(o.got.n == cases[i].out_n && !memcmp(o.got.p, cases[i].out, o.got.n), "%s",
                  cases[i].name);
        buffer_free(&o.got);
    }
}

Test(input, takes_zeros_behind_gzip_as_padding_and_nothing_else) {
    struct buffer b = sample(1000), packed = in_frames(COMPRESSION_GZIP, &b, 1, NULL);
    static const char zeros[512];
    const size_t n = packed.n;
    buffer_append(&packed, zeros, sizeof zeros);
    for (int junk = 0; junk < 2; junk++) {
        struct outcome o = read_bytes(packed.p, packed.n);
        cr_expect_eq(o.rc, junk ? -1 : 0, "%s", o.error);
        cr_expect(o.got.n == b.n && is_prefix(&o.got, &b));
        buffer_free(&o.got);
        packed.n = n;
        buffer_puts(&packed, "junk");
    }
    buffer_free(&b);
    buffer_free(&packed);
}

/* Every cut of three small frames: whole frames come out, the end between frames is a good end. */
Test(input, can_be_cut_off_anywhere) {
    struct buffer b = sample(2100);
    for (int kind = COMPRESSION_GZIP; kind <= COMPRESSION_ZSTD; kind++) {
        size_t ends[3];
        struct buffer packed = in_frames((enum compression)kind, &b, 3, ends);
        for (size_t cut = 4; cut <= packed.n; cut++) {
            struct outcome o = read_bytes(packed.p, cut);
            const size_t whole = (size_t)((cut >= ends[0]) + (cut >= ends[1]) + (cut >= ends[2]));
            const int is_end = cut == ends[0] || cut == ends[1] || cut == ends[2];
            char expected[160];
            snprintf(expected, sizeof expected, is_end ? "" : "cut off after %zu bytes", o.got.n);
            cr_expect_eq(o.rc, is_end ? 0 : -1, "kind %d cut at %zu", kind, cut);
            cr_expect_str_eq(o.error, expected);
            cr_expect(is_prefix(&o.got, &b) && o.got.n >= 700 * whole, "kind %d cut at %zu: %zu",
                      kind, cut, o.got.n);
            buffer_free(&o.got);
        }
        buffer_free(&packed);
    }
    buffer_free(&b);
}

Test(input, gives_the_readable_part_of_one_large_frame) {
    struct buffer b = sample(3000000);
    for (int kind = COMPRESSION_GZIP; kind <= COMPRESSION_ZSTD; kind++) {
        struct buffer packed = in_frames((enum compression)kind, &b, 1, NULL);
        for (size_t percent = 1; percent < 100; percent += 7) {
            struct outcome o = read_bytes(packed.p, packed.n * percent / 100);
            cr_expect_eq(o.rc, -1);
            cr_expect(is_prefix(&o.got, &b));
            cr_expect(o.got.n + (300 << 10) > b.n * percent / 100, "kind %d, %zu %%: %zu bytes", kind,
                      percent, o.got.n);
            buffer_free(&o.got);
        }
        buffer_free(&packed);
    }
    buffer_free(&b);
}

/* A bad byte in one of 40 places: what lies two blocks or more before it comes out, and is right. */
Test(input, gives_what_comes_before_damage) {
    struct buffer b = sample(3000000);
    for (int kind = COMPRESSION_GZIP; kind <= COMPRESSION_ZSTD; kind++) {
        struct buffer packed = in_frames((enum compression)kind, &b, 1, NULL);
        for (size_t i = 0; i < 40; i++) {
            const size_t at = 40 + (packed.n - 41) * i / 39, sure = b.n / 39 * i;
            packed.p[at] ^= 0x55;
            struct outcome o = read_bytes(packed.p, packed.n);
            packed.p[at] ^= 0x55;
            struct buffer before = {.p = o.got.p, .n = sure > 300000 ? sure - 300000 : 0};
            cr_expect_eq(o.rc, -1, "kind %d, place %zu of 40", kind, i);
            cr_expect(o.got.n >= before.n && is_prefix(&before, &b), "kind %d, place %zu: only %zu",
                      kind, i, o.got.n);
            cr_expect(strstr(o.error, kind == COMPRESSION_GZIP ? "corrupt gzip data at offset "
                                                               : "corrupt zstd data at offset "),
                      "kind %d, place %zu: %s", kind, i, o.error);
            buffer_free(&o.got);
        }
        buffer_free(&packed);
    }
    buffer_free(&b);
}

/* The checksum comes last: everything before it was readable. */
Test(input, gives_all_bytes_of_a_frame_with_a_wrong_checksum) {
    static const size_t sizes[] = {1, 100, 100000, 512 << 10, 3000000};
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++)
        for (int kind = COMPRESSION_GZIP; kind <= COMPRESSION_ZSTD; kind++) {
            struct buffer b = sample(sizes[s]), packed = in_frames((enum compression)kind, &b, 1, NULL);
            packed.p[packed.n - (kind == COMPRESSION_GZIP ? 5 : 1)] ^= 1;
            struct outcome o = read_bytes(packed.p, packed.n);
            cr_expect_eq(o.rc, -1);
            cr_expect(o.got.n == b.n && is_prefix(&o.got, &b), "kind %d: %zu of %zu bytes", kind,
                      o.got.n, b.n);
            cr_expect(strstr(o.error, "corrupt"), "%s", o.error);
            buffer_free(&packed);
            buffer_free(&o.got);
            buffer_free(&b);
        }
}

Test(input, says_nothing_before_it_has_failed) {
    struct buffer b = sample(1000), packed = in_frames(COMPRESSION_ZSTD, &b, 1, NULL);
    write_file("f", packed.p, packed.n - 1);
    struct input *in = input_open(path_of("f"));
    char some[100];
    cr_assert_eq(input_read(in, some, 100), 100);
    cr_expect_str_eq(input_error(in), "", "the damage lies ahead");
    input_close(in);
    buffer_free(&b);
    buffer_free(&packed);
}

Test(input, can_be_closed_at_any_moment) {
    struct buffer b = sample(5000000);
    for (int kind = COMPRESSION_GZIP; kind <= COMPRESSION_ZSTD; kind++) {
        struct buffer packed = in_frames((enum compression)kind, &b, 1, NULL);
        write_file("f", packed.p, packed.n);
        for (size_t n = 0; n < 30; n++) {
            struct input *in = input_open(path_of("f"));
            char some[100000];
            for (size_t i = 0; i < n; i++) cr_assert(input_read(in, some, sizeof some) > 0);
            input_close(in);
        }
        buffer_free(&packed);
    }
    input_close(NULL);
    buffer_free(&b);
}

Test(input, several_inflate_at_once) {
    enum { N = 8 };
    struct buffer b = sample(1500000), packed[3];
    struct input *in[N];
    for (int kind = 0; kind < 3; kind++) packed[kind] = in_frames((enum compression)kind, &b, 2, NULL);
    for (int i = 0; i < N; i++) {
        write_file("f", packed[i % 3].p, packed[i % 3].n);
        in[i] = input_open(path_of("f"));
        unlink(path_of("f"));
    }
    for (size_t at = 0; at < b.n; at += 100000)
        for (int i = 0; i < N; i++) {
            char some[100000];
            for (size_t n = 0; n < sizeof some;) {
                const ssize_t got = input_read(in[i], some + n, sizeof some - n);
                cr_assert(got > 0);
                n += (size_t)got;
            }
            cr_assert(!memcmp(some, b.p + at, sizeof some), "stream %d at %zu", i, at);
        }
    for (int i = 0; i < N; i++) input_close(in[i]);
    for (int kind = 0; kind < 3; kind++) buffer_free(&packed[kind]);
    buffer_free(&b);
}

Test(input, skips) {
    struct buffer b = sample(3000000);
    static const uint64_t skips[] = {0, 1, 3, 4, 5, 1234567, 2999990};
    for (int kind = COMPRESSION_NONE; kind <= COMPRESSION_ZSTD; kind++) {
        struct buffer packed = in_frames((enum compression)kind, &b, 2, NULL);
        write_file("f", packed.p, packed.n);
        for (size_t i = 0; i < sizeof skips / sizeof *skips; i++) {
            struct input *in = input_open(path_of("f"));
            char some[10];
            cr_assert_eq(input_skip(in, skips[i]), 0);
            for (size_t n = 0; n < 10;) n += (size_t)input_read(in, some + n, 10 - n);
            cr_expect(!memcmp(some, b.p + skips[i], 10), "kind %d, %zu", kind, (size_t)skips[i]);
            cr_expect_eq(input_offset(in), skips[i] + 10);
            cr_expect_eq(input_skip(in, b.n), -1, "behind the end");
            if (kind == COMPRESSION_NONE) cr_expect_eq(input_skip(in, UINT64_MAX - 5), -1, "wraps");
            input_close(in);
        }
        buffer_free(&packed);
    }
    buffer_free(&b);
}

Test(input, refuses_what_is_no_file) {
    cr_assert_eq(mkfifo(path_of("fifo"), 0600), 0);
    cr_expect(input_open(path_of("fifo")) == NULL && errno == EINVAL);
    cr_expect(input_open("/dev/zero") == NULL && errno == EINVAL);
    cr_expect(input_open(folder) == NULL && errno == EISDIR);
    cr_expect(input_open(path_of("nothing")) == NULL && errno == ENOENT);
}

/* ---- standard input ---- */

struct feed {
    int fd;
    const char *p;
    size_t n;
    pthread_t thread;
};

static void *write_feed(void *p) {
    struct feed *f = p;
    for (size_t at = 0; at < f->n;) { /* odd pieces: the magic bytes arrive one by one */
        const size_t n = at < 4 ? 1 : f->n - at < 7777 ? f->n - at : 7777;
        if (file_write_all(f->fd, f->p + at, n)) break;
        at += n;
    }
    close(f->fd);
    return NULL;
}

/* Puts a pipe in the place of standard input; returns its writing end. */
static int pipe_as_stdin(int flags) {
    int ends[2];
    cr_assert_eq(pipe(ends), 0);
    if (flags) cr_assert_eq(fcntl(ends[0], F_SETFL, flags), 0);
    cr_assert_eq(dup2(ends[0], 0), 0);
    close(ends[0]);
    return ends[1];
}

Test(input, reads_standard_input_from_a_pipe) {
    struct buffer b = sample(1000000);
    for (int round = 0; round < 6; round++) { /* rounds 3 to 5: a pipe that does not block */
        struct buffer packed = in_frames((enum compression)(round % 3), &b, 2, NULL);
        struct feed f = {pipe_as_stdin(round < 3 ? 0 : O_NONBLOCK), packed.p, packed.n, 0};
        pthread_create(&f.thread, NULL, write_feed, &f);
        struct outcome o = read_whole("-");
        pthread_join(f.thread, NULL);
        cr_expect_eq(o.rc, 0, "round %d: %s", round, o.error);
        cr_expect(o.got.n == b.n && is_prefix(&o.got, &b), "round %d: %zu", round, o.got.n);
        buffer_free(&o.got);
        buffer_free(&packed);
    }
    cr_expect_eq(fcntl(0, F_GETFD) < 0, 0, "standard input is left open");
    buffer_free(&b);
}

Test(input, can_be_closed_while_a_pipe_is_silent) {
    struct buffer b = sample(100000);
    for (int kind = COMPRESSION_GZIP; kind <= COMPRESSION_ZSTD; kind++) {
        struct buffer packed = in_frames((enum compression)kind, &b, 1, NULL);
        const int to = pipe_as_stdin(0); /* stays open: the thread waits for more */
        cr_assert_eq(file_write_all(to, packed.p, packed.n / 2), 0);
        struct input *in = input_open("-");
        cr_assert(in != NULL);
        while (input_consumed(in) < packed.n / 2) usleep(1000); /* it has taken all there is */
        input_close(in);
        close(to);
        buffer_free(&packed);
    }
    buffer_free(&b);
}
