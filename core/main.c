/* main.c: command line -> one command. */
#include <limits.h>
#include <malloc.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
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

/* Where the kernel gives large pages only to those who ask, glibc asks if the environment says so when a program starts: the program
 * starts itself anew. Tables and layers then take fewer look-ups of addresses, which is worth four per cent of the time. */
static void start_with_large_pages(char **argv) {
#if defined(__GLIBC__) && !defined(PL_INSTRUMENTED)
    static const char name[] = "GLIBC_TUNABLES", value[] = "glibc.malloc.hugetlb=1";
    char enabled[64] = "", self[PATH_MAX] = "";
    const char *const is = getenv(name);
    if (is && !strcmp(is, value)) unsetenv(name); /* not for the programs that stages run */
    if (is) return;
    FILE *const f = fopen("/sys/kernel/mm/transparent_hugepage/enabled", "re");
    if (!f) return;
    const bool has_line = fgets(enabled, sizeof enabled, f) != NULL;
    fclose(f);
    if (!has_line || !strstr(enabled, "[madvise]")) return;
    if (readlink("/proc/self/exe", self, sizeof self - 1) <= 0 || setenv(name, value, 1)) return;
    execv(self, argv);
    unsetenv(name);
#else
    (void)argv;
#endif
}

/* Of a run in a debugger or in valgrind, the process that was started is looked at. */
static bool is_run(int argc, char **argv) {
    for (int i = 2; i < argc; i++)
        if (!strcmp(argv[i], "--in-process")) return false;
    return argc > 1 && !strcmp(argv[1], "run");
}

int main(int argc, char **argv) {
    if (is_run(argc, argv)) start_with_large_pages(argv);
    keep_freed_chunks();
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN); /* a file at its size limit is an error of write, EFBIG */
    if (argc < 2) return command_help(0, NULL), EXIT_USAGE;
    for (const struct command *c = command_table; c->name; c++)
        if (!strcmp(argv[1], c->name)) return c->run(argc - 2, argv + 2);
    return usage_error("no command '%s'", argv[1]);
}
