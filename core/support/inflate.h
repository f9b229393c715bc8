/* inflate.h: gzip and zstd behind one face; private to input.c. */
#ifndef INFLATE_H
#define INFLATE_H
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
struct inflater;
enum inflate_result { INFLATE_MORE, INFLATE_DAMAGED, INFLATE_NO_MEMORY };
bool inflate_is_gzip(const unsigned char *p, size_t n);
bool inflate_is_zstd(const unsigned char *p, size_t n);
struct inflater *inflater_new(bool zstd); /* NULL: out of memory */
void inflater_free(struct inflater *);
/* Takes from [*in, *in + *in_n), fills [out, out + room); moves *in on and sets *made, in all
 * results: what came before the damage is in `out`. Without progress it needs more input. */
enum inflate_result inflater_run(struct inflater *, const unsigned char **in, size_t *in_n,
                                 void *out, size_t room, size_t *made);
bool inflater_between(
    const struct inflater *); /* a member or frame has just ended: the file may end here */
const char *inflater_format(const struct inflater *); /* "gzip" or "zstd" */
const char *inflater_why(const struct inflater *); /* after INFLATE_DAMAGED; a static text */
#endif
