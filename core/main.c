/* main.c: command line -> one command. */
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include "command/command.h"

static const struct {
    const char *name;
    int (*run)(int, char **);
} commands[] = {
    {"run", command_run},
    {"check", command_check},
    {"plugins", command_plugins},
    {"explain", command_explain},
    {"new-plugin", command_new_plugin},
    {"version", command_version},
    {"--version", command_version},
    {"help", command_help},
    {"--help", command_help},
};

/* The memory of a batch serves the next one: given back to the kernel in between, every page would be faulted in and cleared anew. */
static void keep_freed_memory(void) {
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, 32 << 20); /* chunks of an arena are smaller */
    mallopt(M_TRIM_THRESHOLD, 1 << 30);
#endif
}

int main(int argc, char **argv) {
    keep_freed_memory();
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN); /* a file at its size limit is an error of write, EFBIG */
    if (argc < 2) return command_help(0, NULL), EXIT_USAGE;
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (!strcmp(argv[1], commands[i].name)) return commands[i].run(argc - 2, argv + 2);
    return usage_error("no command '%s'", argv[1]);
}
