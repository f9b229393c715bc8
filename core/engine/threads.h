/* threads.h: what each thread of a run owns. */
#ifndef THREADS_H
#define THREADS_H
#include <zstd.h>
#include "engine/engine.h"
#include "support/compress.h"
int threads_open(struct engine *);
void threads_close(struct engine *);
ZSTD_CCtx *thread_zstd(struct engine *, unsigned thread); /* for spool frames */
struct compressor *thread_compressor(struct engine *, unsigned thread); /* for outputs */
#endif
