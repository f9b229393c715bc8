/* Inputs under ThreadSanitizer: many streams opened ahead, read in turns, closed at any moment. */
#include "support/input.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "support/compress.h"
#include "support/file.h"

enum { FILES = 6, ROUNDS = 20, BYTES = 3000000 };

static char paths[FILES][300];
static struct buffer text;

static void die(const char *what) {
    fprintf(stderr, "input: %s\n", what);
    exit(1);
}

/* Files 0 and 1 are gzip, 2 and 3 zstd, 4 cut off, 5 plain. */
static void make_files(const char *folder) {
    struct compressor *c = compressor_new();
    for (unsigned i = 0; text.n < BYTES; i++) buffer_printf(&text, "%u %u\n", i, i * 2654435761u);
    for (int i = 0; i < FILES; i++) {
        const enum compression kind = i < 2   ? COMPRESSION_GZIP
                                      : i < 5 ? COMPRESSION_ZSTD
                                              : COMPRESSION_NONE;
        struct buffer packed = {0};
        snprintf(paths[i], sizeof paths[i], "%s/%d", folder, i);
        if (compress_frame(c, kind, 1, text.p, text.n / 2, &packed) ||
            compress_frame(c, kind, 1, text.p + text.n / 2, text.n - text.n / 2, &packed) ||
            file_replace(paths[i], packed.p, i == 4 ? packed.n - 10 : packed.n))
            die("the files cannot be made");
        buffer_free(&packed);
    }
    compressor_free(c);
}

/* Reads up to `most` bytes of each stream in turns; all must be the text's. */
static void read_in_turns(struct input **in, size_t most) {
    static char some[65536];
    int left = FILES;
    for (int is_over[FILES] = {0}; left;)
        for (int i = 0; i < FILES; i++) {
            if (is_over[i]) continue;
            const uint64_t at = input_offset(in[i]);
            const ssize_t n = at < most ? input_read(in[i], some, sizeof some) : 0;
            if (n > 0 && memcmp(some, text.p + at, (size_t)n)) die("other bytes came out");
            if (n < 0 && (i != 4 || !strstr(input_error(in[i]), "cut off after"))) die("damaged");
            if (n == 0 && at < most && (i == 4 || at != text.n)) die("it ends too early");
            if (input_consumed(in[i]) > text.n) die("more was used than there is");
            if (n <= 0) is_over[i] = 1, left--;
        }
}

int main(void) {
    char folder[256];
    const char *base = getenv("TMPDIR");
    snprintf(folder, sizeof folder, "%s/pipeline.stress.XXXXXX", base && *base ? base : "/tmp");
    if (!mkdtemp(folder)) die("no folder");
    make_files(folder);
    for (size_t round = 0; round < ROUNDS; round++) {
        struct input *in[FILES];
        for (int i = 0; i < FILES; i++)
            if (!(in[i] = input_open(paths[i]))) die("it cannot be opened");
        read_in_turns(in, round % 5 == 4 ? SIZE_MAX : round * 210003);
        for (int i = 0; i < FILES; i++) input_close(in[i]);
    }
    for (int i = 0; i < FILES; i++) unlink(paths[i]);
    rmdir(folder);
    buffer_free(&text);
    puts("ok");
    return 0;
}
