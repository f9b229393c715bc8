/* Inputs: plain, gzip, zstd; several members; cut off and damaged files; lists of files; frames and replaced files. */
#include <criterion/criterion.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "support/compress.h"
#include "support/file.h"
#include "support/file_list.h"
#include "support/input.h"

static char folder[64];

static void make_folder(void) {
    strcpy(folder, "/tmp/pipeline.test.XXXXXX");
    cr_assert(mkdtemp(folder) != NULL);
}

static void remove_folder(void) {
    char command[128];
    snprintf(command, sizeof command, "rm -rf %s", folder);
    cr_assert_eq(system(command), 0);
}

static const char *path_of(const char *name) {
    static char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void write_file(const char *name, const void *p, size_t n) {
    FILE *f = fopen(path_of(name), "w");
    cr_assert(f && fwrite(p, 1, n, f) == n && !fclose(f));
}

/* 3 MB that compress to something, so that several blocks are inflated. */
static struct buffer sample(void) {
    struct buffer b = {0};
    for (unsigned i = 0; b.n < 3000000; i++) buffer_printf(&b, "line %u of the sample, hash %u\n", i, i * 2654435761u);
    return b;
}

/* Reads a file to its end; returns what input_read said last. */
static ssize_t read_whole(const char *name, struct buffer *to, char *error, size_t size) {
    struct input *in = input_open(path_of(name));
    cr_assert(in != NULL, "%s: %s", name, strerror(errno));
    ssize_t n;
    do {
        char *room = buffer_reserve(to, 70000);
        if ((n = input_read(in, room, 70000)) > 0) to->n += (size_t)n;
    } while (n > 0);
    cr_expect_eq(input_offset(in), to->n);
    snprintf(error, size, "%s", input_error(in));
    input_close(in);
    return n;
}

static struct buffer in_frames(enum compression kind, const struct buffer *b, size_t frames) {
    struct compressor *c = compressor_new();
    struct buffer out = {0};
    for (size_t i = 0; i < frames; i++) {
        const size_t from = b->n * i / frames, to = b->n * (i + 1) / frames;
        cr_assert_eq(compress_frame(c, kind, 0, b->p + from, to - from, &out), 0);
    }
    compressor_free(c);
    return out;
}

TestSuite(input, .init = make_folder, .fini = remove_folder);

Test(input, reads_every_format_whole) {
    struct buffer b = sample();
    for (int kind = COMPRESSION_NONE; kind <= COMPRESSION_ZSTD; kind++)
        for (size_t frames = 1; frames <= 7; frames += 3) {
            struct buffer packed = in_frames((enum compression)kind, &b, frames), got = {0};
            char error[128];
            write_file("f", packed.p, packed.n);
            cr_expect_eq(read_whole("f", &got, error, sizeof error), 0, "kind %d: %s", kind, error);
            cr_expect(got.n == b.n && !memcmp(got.p, b.p, b.n), "kind %d, %zu frames", kind, frames);
            buffer_free(&packed);
            buffer_free(&got);
        }
    buffer_free(&b);
}

Test(input, gives_the_readable_part_of_a_file_that_is_cut_off) {
    struct buffer b = sample();
    for (int kind = COMPRESSION_GZIP; kind <= COMPRESSION_ZSTD; kind++) {
        struct buffer packed = in_frames((enum compression)kind, &b, 3);
        for (size_t cut = 5; cut < packed.n; cut += packed.n / 9) {
            struct buffer got = {0};
            char error[128];
            write_file("f", packed.p, cut);
            cr_expect_eq(read_whole("f", &got, error, sizeof error), -1, "kind %d cut at %zu", kind, cut);
            cr_expect(strstr(error, "cut off after"), "%s", error);
            cr_expect(got.n < b.n && !memcmp(got.p ? got.p : "", b.p, got.n), "what came out is right");
            cr_expect(cut < packed.n / 2 || got.n > b.n / 3, "whole members before the cut come out");
            buffer_free(&got);
        }
        buffer_free(&packed);
    }
    buffer_free(&b);
}

Test(input, says_that_a_file_is_damaged) {
    struct buffer b = sample();
    for (int kind = COMPRESSION_GZIP; kind <= COMPRESSION_ZSTD; kind++) {
        struct buffer packed = in_frames((enum compression)kind, &b, 2), got = {0};
        char error[128];
        memset(packed.p + packed.n * 3 / 4, 0xff, 64);
        write_file("f", packed.p, packed.n);
        cr_expect_eq(read_whole("f", &got, error, sizeof error), -1);
        cr_expect(strstr(error, "damaged after"), "%s", error);
        cr_expect(!memcmp(got.p ? got.p : "", b.p, got.n < b.n / 3 ? got.n : b.n / 3));
        buffer_free(&packed);
        buffer_free(&got);
    }
    buffer_free(&b);
}

Test(input, can_be_closed_at_any_moment) {
    struct buffer b = sample(), packed = in_frames(COMPRESSION_ZSTD, &b, 1);
    write_file("f", packed.p, packed.n);
    for (size_t n = 0; n < 6; n++) {
        struct input *in = input_open(path_of("f"));
        char some[1000];
        for (size_t i = 0; i < n; i++) cr_assert(input_read(in, some, sizeof some) > 0);
        input_close(in);
    }
    buffer_free(&b);
    buffer_free(&packed);
}

Test(input, skips) {
    struct buffer b = sample();
    for (int kind = COMPRESSION_NONE; kind <= COMPRESSION_ZSTD; kind++) {
        struct buffer packed = in_frames((enum compression)kind, &b, 2);
        write_file("f", packed.p, packed.n);
        struct input *in = input_open(path_of("f"));
        char some[10];
        cr_assert_eq(input_skip(in, 1234567), 0);
        cr_assert_eq(input_read(in, some, 10), 10);
        cr_expect(!memcmp(some, b.p + 1234567, 10), "kind %d", kind);
        cr_expect_eq(input_skip(in, b.n), -1, "behind the end");
        input_close(in);
        buffer_free(&packed);
    }
    buffer_free(&b);
}

Test(input, refuses_what_is_no_file) {
    cr_assert_eq(mkfifo(path_of("fifo"), 0600), 0);
    cr_expect(input_open(path_of("fifo")) == NULL);
    cr_expect(input_open(folder) == NULL);
    cr_expect(input_open(path_of("nothing")) == NULL);
    write_file("empty", "", 0);
    struct buffer got = {0};
    char error[128];
    cr_expect_eq(read_whole("empty", &got, error, sizeof error), 0);
    buffer_free(&got);
}

TestSuite(file_list, .init = make_folder, .fini = remove_folder);

Test(file_list, walks_folders_in_the_order_of_bytes) {
    static const char *const names[] = {"b.txt", "a.txt", "B.txt", "sub/z.txt", "sub/deep/y.txt", ".hidden", "c.jsonl"};
    cr_assert(!mkdir(path_of("sub"), 0755) && !mkdir(path_of("sub/deep"), 0755));
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) write_file(names[i], "x", 1);
    cr_assert_eq(symlink(folder, path_of("loop")), 0);
    cr_assert_eq(mkfifo(path_of("fifo"), 0600), 0);
    struct file_list l = {0};
    cr_assert_eq(file_list_add(&l, folder, ".txt, .gz"), 0);
    static const char *const expected[] = {"B.txt", "a.txt", "b.txt", "sub/deep/y.txt", "sub/z.txt"};
    cr_assert_eq(l.n, 5u, "%u", l.n);
    for (size_t i = 0; i < 5; i++) cr_expect_str_eq(l.files[i].name, expected[i]);
    cr_expect_eq(l.size, 5u);
    file_list_free(&l);
}

Test(file_list, takes_files_patterns_and_stdin) {
    write_file("a.txt", "x", 1);
    write_file("b.txt", "x", 1);
    struct file_list l = {0};
    cr_expect_eq(file_list_add(&l, path_of("*.txt"), NULL), 0);
    cr_expect_eq(file_list_add(&l, path_of("a.txt"), ".jsonl"), 0, "a file that is named is read whatever its ending");
    cr_expect_eq(file_list_add(&l, "-", NULL), 0);
    cr_expect_eq(l.n, 4u);
    cr_expect_str_eq(l.files[3].name, "stdin");
    cr_expect_eq(file_list_add(&l, path_of("nothing"), NULL), -1);
    cr_expect_eq(file_list_add(&l, path_of("nothing*"), NULL), -1);
    file_list_free(&l);
}

TestSuite(file, .init = make_folder, .fini = remove_folder);

Test(file, is_replaced_as_a_whole) {
    struct buffer b = {0};
    cr_assert_eq(file_make_parents(path_of("a/b/c")), 0);
    cr_assert_eq(file_replace(path_of("a/b/c"), "one", 3), 0);
    cr_assert_eq(file_replace(path_of("a/b/c"), "other", 5), 0);
    cr_assert_eq(file_read_all(path_of("a/b/c"), 100, &b), 0);
    cr_expect(b.n == 5 && !memcmp(b.p, "other", 5));
    cr_expect_eq(access(path_of("a/b/c.tmp"), F_OK), -1);
    cr_expect_eq(file_read_all(path_of("a/b/c"), 3, &b), -1);
    cr_expect_eq(errno, EFBIG);
    cr_expect_eq(file_replace(path_of("no/folder"), "x", 1), -1);
    buffer_free(&b);
}
