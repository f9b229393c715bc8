/* buffer.h: a byte buffer that grows.
 *
 *     struct buffer line = { 0 };
 *     buffer_puts(&line, "id=");
 *     buffer_printf(&line, "%d", 7);
 *     if (line.failed) ...out of memory...       one check at the end is enough
 *     buffer_free(&line);
 *
 * Failure is sticky: after the first allocation that fails the buffer takes no more bytes until
 * buffer_clear or buffer_free, so no hole can appear in its middle. A buffer belongs to one thread. */
#ifndef SUPPORT_BUFFER_H
#define SUPPORT_BUFFER_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct buffer {
    char *p; /* n bytes in use, not NUL-terminated */
    size_t n, room;
    bool failed; /* out of memory; p[0..n) still holds what came before */
};

/* The slow path of buffer_reserve; not for other callers. */
char *buffer_grow(struct buffer *b, size_t more);

/* Makes room for `more` bytes, and one beyond; returns where they go, or NULL when out of memory.
 * The bytes count only once the caller adds them to b->n. The pointer is good until the next call. */
static inline char *buffer_reserve(struct buffer *b, size_t more) {
    if (__builtin_expect(b->room - b->n > more, 1)) return b->p + b->n;
    return buffer_grow(b, more);
}

/* Adds n bytes; p must not point into the buffer. Returns 0, or -1 when out of memory. */
static inline int buffer_append(struct buffer *b, const void *p, size_t n) {
    char *const to = buffer_reserve(b, n);
    if (!to) return -1;
    if (n) memcpy(to, p, n);
    b->n += n;
    return 0;
}

/* Adds one byte. Returns 0, or -1 when out of memory. */
static inline int buffer_put(struct buffer *b, char c) {
    char *const to = buffer_reserve(b, 1);
    if (!to) return -1;
    *to = c;
    b->n++;
    return 0;
}

/* Adds the string without its NUL. Returns 0, or -1 when out of memory. */
static inline int buffer_puts(struct buffer *b, const char *s) {
    return buffer_append(b, s, strlen(s));
}

/* Empties the buffer and keeps its memory; a failed buffer may be used again. */
static inline void buffer_clear(struct buffer *b) {
    b->n = 0;
    if (__builtin_expect(b->failed, 0)) {
        b->room = 0; /* was cut when it failed; the next reserve asks for its size anew */
        b->failed = false;
    }
}

/* Adds formatted text. Returns 0, or -1 when out of memory or when the format fails. */
int buffer_printf(struct buffer *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
int buffer_vprintf(struct buffer *b, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));

/* Gives the memory back; the buffer is empty and may be used again. */
void buffer_free(struct buffer *b);

#endif
