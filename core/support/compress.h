/* compress.h: one gzip member or zstd frame at a time. A compressor belongs to one thread. */
#ifndef COMPRESS_H
#define COMPRESS_H
#include <stddef.h>
#include "support/buffer.h"
enum compression { COMPRESSION_NONE, COMPRESSION_GZIP, COMPRESSION_ZSTD };
struct compressor;
struct compressor *compressor_new(void); /* NULL: out of memory */
void compressor_free(struct compressor *);
/* Adds one complete member or frame (zstd: with size and checksum) to `out`. level 0: a fast default. 0, or -1 out of memory. */
int compress_frame(struct compressor *, enum compression, int level, const void *p, size_t n,
                   struct buffer *out);
#endif
