/* main.c: command line -> one command. */
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include "command/command.h"
#include "document/arena.h"

/* The chunks of a batch serve the next one: given back to the kernel in between, every page would be faulted in and cleared anew.
 * What is larger, the layers of a long document, is given back at once. */
static void keep_freed_chunks(void) {
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, ARENA_LARGEST + (64 << 10)); /* a chunk has a header */
    mallopt(M_TRIM_THRESHOLD, 4 * ARENA_LARGEST);
#endif
}

int main(int argc, char **argv) {
    keep_freed_chunks();
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN); /* a file at its size limit is an error of write, EFBIG */
    if (argc < 2) return command_help(0, NULL), EXIT_USAGE;
    for (const struct command *c = command_table; c->name; c++)
        if (!strcmp(argv[1], c->name)) return c->run(argc - 2, argv + 2);
    return usage_error("no command '%s'", argv[1]);
}
