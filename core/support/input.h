/* input.h: a file as a stream of bytes: plain, gzip or zstd, told by its first bytes.
 *
 * Several gzip members or zstd frames are one stream. A compressed file is inflated by a thread of
 * its own into a ring of blocks, from input_open on: open several ahead, and they inflate at once.
 * One thread reads a stream at a time. */
#ifndef INPUT_H
#define INPUT_H
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct input;
/* "-" is standard input: its first bytes are waited for. Never waits for a FIFO: what is no file is
 * refused. NULL with errno. */
struct input *input_open(const char *path);
/* Up to n bytes; 0 at the end; -1: damaged, after all readable bytes were given out. The end and
 * the damage stay: a further call says the same. */
ssize_t input_read(struct input *, void *buffer, size_t n);
/* Passes over n bytes; -1 when there are fewer. */
int input_skip(struct input *, uint64_t n);
uint64_t input_offset(const struct input *); /* inflated bytes given out */
uint64_t input_consumed(struct input *); /* bytes of the file used, for progress */
/* What is wrong with it, once input_read has said -1; "" before. Owned by the stream:
 *     cut off after 1234 bytes                             of inflated text
 *     corrupt gzip data at offset 99 (invalid block type)  in the file as it is on disk
 *     cannot be read on after 1234 bytes: Input/output error */
const char *input_error(const struct input *);
int input_errno(
    const struct input *); /* why it cannot be read on; 0: it is damaged, or nothing is wrong */
/* At any moment, also while a pipe has nothing to give; NULL is allowed. */
void input_close(struct input *);
#endif
