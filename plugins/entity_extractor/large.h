/* large.h: memory in large pages. A system takes longer to give the thousand small ones of a table that is written all over than the names
 * in it take to be read. */
#ifndef ENTITY_LARGE_H
#define ENTITY_LARGE_H
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>

enum { LARGE_PAGE = 1 << 21 };

static inline size_t large_size(size_t n) {
    return (n + LARGE_PAGE - 1) & ~(size_t)(LARGE_PAGE - 1);
}

static inline void large_free(void *p, size_t n) {
    if (p) munmap(p, large_size(n));
}

/* `n` zero bytes, for large_free(); NULL without memory. Where there are no large pages they are small ones. */
static inline void *large_alloc(size_t n) {
    const size_t size = large_size(n), more = size + LARGE_PAGE;
    char *p = mmap(NULL, more, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (p == MAP_FAILED) return NULL;
    const size_t before = -(uintptr_t)p & (LARGE_PAGE - 1);
    if (before) munmap(p, before);
    munmap(p + before + size, LARGE_PAGE - before);
    madvise(p + before, size, MADV_HUGEPAGE);
    return p + before;
}
#endif
