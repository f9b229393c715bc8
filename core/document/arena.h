/* arena.h: bump memory of a batch: many small allocations, freed by one reset.
 *
 *     struct arena a = {0};
 *     char *p = arena_alloc(&a, n, 1);     never NULL: out of memory ends the process through arena_exhausted
 *     arena_reset(&a);                     keeps the largest chunk for the next batch
 *     arena_free(&a);
 *
 * One thread at a time. Under ASan the unused tail and reset chunks are poisoned and allocations are kept apart by 8 poisoned
 * bytes; with PL_HARD each chunk holds one allocation. */
#ifndef ARENA_H
#define ARENA_H
#include <stddef.h>
#include <stdint.h>
#include "support/memory.h"
#include "text-pipeline/pipeline.h"

/* Chunks grow up to this many bytes; only a larger allocation gets a larger one. */
enum { ARENA_LARGEST = 4 << 20 };

struct arena_chunk;
struct arena {
    struct arena_chunk *chunk;
    size_t used, room, held;
}; /* held: bytes of all chunks */

void *arena_alloc(struct arena *, size_t n,
                  size_t align); /* not zeroed; align: a power of two <= 64 */
void *arena_zero(struct arena *, size_t n, size_t align); /* zeroed */
pl_str arena_copy(struct arena *, const void *p, size_t n); /* NUL-terminated too */
/* Grows the newest allocation in place when it can, else copies: for vectors under construction. */
void *arena_grow(struct arena *, void *p, size_t n, size_t more, size_t align);
void arena_reset(struct arena *);
void arena_free(struct arena *);
#endif
