/* memory.c: the end for want of memory, and texts that must fit. */
#include "support/memory.h"
#include <stdarg.h>
#include <stdio.h>
#include "support/exit_code.h"
#include "support/leave.h"

static void say_and_leave(size_t wanted) {
    if (wanted)
        fprintf(stderr, "pipeline: error: out of memory (%zu bytes wanted)\n", wanted);
    else
        fputs("pipeline: error: out of memory\n", stderr);
    leave(EXIT_MEMORY);
}
void (*arena_exhausted)(size_t wanted) = say_and_leave;

char *text_printf(const char *format, ...) {
    char *text = NULL;
    va_list args;
    va_start(args, format);
    const int n = vasprintf(&text, format, args);
    va_end(args);
    if (n < 0) arena_exhausted(0);
    return text;
}
