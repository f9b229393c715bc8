/* compress.h: one gzip member or zstd frame at a time. A compressor belongs to one thread. */
#ifndef COMPRESS_H
#define COMPRESS_H
#include <stddef.h>
#include "support/buffer.h"
enum compression { COMPRESSION_NONE, COMPRESSION_GZIP, COMPRESSION_ZSTD };
enum compression compression_of(const char *path); /* by the end of its name: .gz, .zst */
struct compressor;
struct compressor *compressor_new(void); /* NULL: out of memory */
void compressor_free(struct compressor *);
/* Adds one complete member or frame (zstd: with size and checksum) to `out`; COMPRESSION_NONE: the
 * bytes as they are. level 0: a fast default; above the format's highest: that one. `p` must not
 * point into `out`. 0, or -1 out of memory with `out` as it was. */
int compress_frame(struct compressor *, enum compression, int level, const void *p, size_t n,
                   struct buffer *out);
/* The bytes of one zstd frame of ours into [to, to + room). Returns how many, or -1: damaged,
 * longer than `room`, or something behind the frame. Any thread. */
ptrdiff_t decompress_frame(const void *frame, size_t n, void *to, size_t room);
#endif
