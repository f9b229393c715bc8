/* arena.c: bump allocation in chunks. */
#include "document/arena.h"
#include <stdlib.h>
#include <string.h>
#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#define POISON(p, n) ASAN_POISON_MEMORY_REGION(p, n)
#define UNPOISON(p, n) ASAN_UNPOISON_MEMORY_REGION(p, n)
enum { GAP = 8 }; /* poisoned bytes between two allocations */
#else
#define POISON(p, n) ((void)(p), (void)(n))
#define UNPOISON(p, n) ((void)(p), (void)(n))
enum { GAP = 0 };
#endif

enum { CHUNK = 256 << 10 };

struct arena_chunk {
    struct arena_chunk *before;
    size_t room;
    _Alignas(64) char bytes[];
};

/* Of the next chunk, for at least `n` bytes: chunks double, so that a large batch has few. */
static size_t next_room(const struct arena *a, size_t n) {
#ifdef PL_HARD /* every chunk holds one allocation: a use after reset is seen at once */
    return n;
#endif
    size_t room = a->held < ARENA_LARGEST ? a->held : ARENA_LARGEST;
    if (room < CHUNK) room = CHUNK;
    return room < n ? n : room;
}

/* A chunk for at least `n` bytes becomes the current one. */
static void add_chunk(struct arena *a, size_t n) {
    const size_t room = next_room(a, n);
    struct arena_chunk *c = aligned_alloc(64, (sizeof *c + room + 63) & ~(size_t)63);
    if (!c) arena_exhausted(room);
    c->before = a->chunk;
    c->room = room;
    POISON(c->bytes, room);
    a->chunk = c;
    a->used = 0;
    a->room = room;
    a->held += sizeof *c + room;
}

void *arena_alloc(struct arena *a, size_t n, size_t align) {
    size_t at = (a->used + align - 1) & ~(align - 1);
    if (!a->chunk || at + n + GAP > a->room) {
        add_chunk(a, n + GAP + 64);
        at = 0;
    }
    char *p = a->chunk->bytes + at;
    a->used = at + n + GAP;
    UNPOISON(p, n);
    return p;
}

void *arena_zero(struct arena *a, size_t n, size_t align) {
    return memset(arena_alloc(a, n, align), 0, n);
}

pl_str arena_copy(struct arena *a, const void *p, size_t n) {
    char *to = arena_alloc(a, n + 1, 1);
    if (n) memcpy(to, p, n);
    to[n] = 0;
    return (pl_str){to, n};
}

void *arena_grow(struct arena *a, void *p, size_t n, size_t more, size_t align) {
    char *old = p;
    if (old && GAP == 0 && a->chunk && old + n == a->chunk->bytes + a->used &&
        a->used - n + more <= a->room) {
        a->used += more - n; /* the newest allocation: the bytes behind it are free */
        return p;
    }
    char *to = arena_alloc(a, more, align);
    if (n) memcpy(to, p, n);
    return to;
}

static void drop_chunks(struct arena *a, struct arena_chunk *keep) {
    for (struct arena_chunk *c = a->chunk, *before; c; c = before) {
        before = c->before;
        if (c == keep) continue;
        a->held -= sizeof *c + c->room;
        UNPOISON(c->bytes, c->room);
        free(c);
    }
}

/* The largest chunk that is not huge stays: the next batch mostly fits into it. */
void arena_reset(struct arena *a) {
    struct arena_chunk *keep = NULL;
    for (struct arena_chunk *c = a->chunk; c; c = c->before)
        if (c->room <= ARENA_LARGEST && CHUNK && (!keep || c->room > keep->room)) keep = c;
    drop_chunks(a, keep);
    if (keep) {
        keep->before = NULL;
        POISON(keep->bytes, keep->room);
    }
    a->chunk = keep;
    a->used = 0;
    a->room = keep ? keep->room : 0;
}

void arena_free(struct arena *a) {
    drop_chunks(a, NULL);
    *a = (struct arena){0};
}
