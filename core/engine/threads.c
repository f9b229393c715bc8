/* threads.c: compression contexts, one per thread. */
#include "support/memory.h"
#include "engine/threads.h"
#include <stdlib.h>

struct thread_tools {
    ZSTD_CCtx *zstd;
    struct compressor *compressor;
};

int threads_open(struct engine *e) {
    e->tools = checked(calloc(e->plan->threads, sizeof *e->tools));
    for (unsigned t = 0; t < e->plan->threads; t++) {
        e->tools[t].zstd = ZSTD_createCCtx();
        e->tools[t].compressor = compressor_new();
        if (!e->tools[t].zstd || !e->tools[t].compressor)
            return engine_stop(e, EXIT_MEMORY, "out of memory for thread %u", t);
    }
    return PL_OK;
}

void threads_close(struct engine *e) {
    for (unsigned t = 0; e->tools && t < e->plan->threads; t++) {
        ZSTD_freeCCtx(e->tools[t].zstd);
        compressor_free(e->tools[t].compressor);
    }
    free(e->tools);
}

ZSTD_CCtx *thread_zstd(struct engine *e, unsigned thread) { return e->tools[thread].zstd; }
struct compressor *thread_compressor(struct engine *e, unsigned thread) {
    return e->tools[thread].compressor;
}
