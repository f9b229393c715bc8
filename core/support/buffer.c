/* buffer.c: the slow paths of the growing byte buffer. */
#include "support/buffer.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define FIRST_ROOM 256u
#define HARD_EXACT 4096u

/* The next size: at least `need`, half as much again as now, so that n appends cost O(n). */
static size_t next_room(size_t room, size_t need) {
#ifdef PL_HARD /* a small buffer moves at each append: a kept pointer is seen at once */
    if (need < HARD_EXACT) return need;
#endif
    size_t next = room < FIRST_ROOM ? FIRST_ROOM : room;
    if (next == room) next = room > PTRDIFF_MAX / 2 ? need : room + room / 2;
    return next < need ? need : next;
}

static char *fail(struct buffer *b) {
    b->failed = true;
    b->room = b->n; /* sends every later reserve to buffer_grow, which refuses */
    return NULL;
}

char *buffer_grow(struct buffer *b, size_t more) {
    if (b->failed || more >= PTRDIFF_MAX - b->n) return fail(b);
    const size_t room = next_room(b->room, b->n + more + 1);
    char *const p = realloc(b->p, room);
    if (!p) return fail(b);
    b->p = p;
    b->room = room;
    return p + b->n;
}

int buffer_vprintf(struct buffer *b, const char *format, va_list arguments) {
    if (!buffer_reserve(b, 0)) return -1;
    va_list again;
    va_copy(again, arguments);
    int rc = -1;
    const int n = vsnprintf(b->p + b->n, b->room - b->n, format, arguments);
    if (n < 0) goto out;
    if ((size_t)n >= b->room - b->n) { /* the reserve keeps one byte more: the NUL fits */
        if (!buffer_reserve(b, (size_t)n)) goto out;
        vsnprintf(b->p + b->n, b->room - b->n, format, again);
    }
    b->n += (size_t)n;
    rc = 0;
out:
    va_end(again);
    return rc;
}

int buffer_printf(struct buffer *b, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    const int rc = buffer_vprintf(b, format, arguments);
    va_end(arguments);
    return rc;
}

void buffer_free(struct buffer *b) {
    free(b->p);
    *b = (struct buffer){0};
}
