/* room.h: arrays that grow and are kept from one document to the next. */
#ifndef SUMMARIZER_ROOM_H
#define SUMMARIZER_ROOM_H
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Makes room for `n` elements of `size` bytes at *v, a pointer of any type; what is there stays. 0, or -1: no memory. */
static inline int room_for(void *v, uint32_t *room, uint32_t n, size_t size) {
    void *at;
    if (n <= *room) return 0;
    const uint32_t more = n > UINT32_MAX / 2 ? n : 2 * n;
    memcpy(&at, v, sizeof at);
    void *moved = realloc(at, (size_t)more * size);
    if (!moved) return -1;
    memcpy(v, &moved, sizeof moved);
    *room = more;
    /* cppcheck-suppress memleak ; *v holds it */
    return 0;
}

#endif
