/* percent.h: text in a line of words: bytes up to the blank, 127 and % as %XX. */
#ifndef PERCENT_H
#define PERCENT_H
#include "support/buffer.h"
#include "text-pipeline/pipeline.h"
void percent_write(struct buffer *, pl_str);
size_t percent_read(char *p, size_t n); /* in place; returns the length */
#endif
