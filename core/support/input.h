/* input.h: a file as a stream of bytes: plain, gzip (several members) or zstd (several frames), by its first bytes.
 *
 * A compressed file is inflated by a thread of its own into a ring of blocks, from input_open on: several may be opened ahead
 * and inflate at once. One thread reads a stream at a time. */
#ifndef INPUT_H
#define INPUT_H
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct input;
/* "-" is standard input. Never waits for a FIFO: what is no file is refused. NULL with errno. */
struct input *input_open(const char *path);
/* Up to n bytes; 0 at the end; -1: damaged, after all readable bytes were given out. */
ssize_t input_read(struct input *, void *buffer, size_t n);
/* Passes over n bytes; -1 when there are fewer. */
int input_skip(struct input *, uint64_t n);
uint64_t input_offset(const struct input *); /* inflated bytes given out */
uint64_t input_consumed(struct input *); /* bytes of the file used, for progress */
const char *
input_error(const struct input *); /* what is wrong with it: "cut off after 1234 bytes" */
void input_close(struct input *); /* at any moment; NULL is allowed */
#endif
