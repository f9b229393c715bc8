/* memory.h: memory that must be there: where there is none, the process ends through arena_exhausted. Any thread. */
#ifndef MEMORY_H
#define MEMORY_H
#include <stddef.h>

/* Prints one line and ends the process with exit code 71; `wanted`: bytes, 0: unknown. Replaceable. */
extern void (*arena_exhausted)(size_t wanted);
/* What an allocation returned, which is not NULL when this returns. */
static inline void *checked(void *p) {
    if (!p) arena_exhausted(0);
    return p;
}
char *text_printf(const char *format, ...)
    __attribute__((format(printf, 1, 2))); /* the caller frees it */
#endif
