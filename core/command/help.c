/* help.c: what the program prints about itself. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "command/command.h"
#include "config/settings.h"
#include "engine/checkpoint.h"
#include "text-pipeline/pipeline.h"

static const char text[] =
    "pipeline: cleans, deduplicates, annotates and summarises text, by plugins chained in an INI "
    "file\n"
    "\n"
    "  pipeline run CONFIG [stage.key=value ...] [options]   runs it\n"
    "      --limit N          the first N documents, into files and a state of their own, and an "
    "estimate for all\n"
    "      --fresh            forgets an unfinished run\n"
    "      --in-process       no child processes, one thread: for gdb and valgrind\n"
    "      --wait-lock SEC    waits for another run of this config to end\n"
    "      --trust-plugins DIR   loads plugins from DIR whoever owns it\n"
    "      --log-format text|json    -q: errors only    -v: more\n"
    "  pipeline check CONFIG [stage.key=value ...]   everything that run checks before the first "
    "byte\n"
    "  pipeline plugins [NAME] [--json]     lists plugins, or the options and layers of one\n"
    "  pipeline status CONFIG|STATE [--json]   what the last run did, where an unfinished one "
    "stands, "
    "what is next; exit code: that of the run, 75 while it is not finished\n"
    "  pipeline explain CONFIG ID           one document: before, after, and why\n"
    "  pipeline new-plugin NAME             a folder with a working plugin to start from\n"
    "  pipeline version | help | help config | help exit-codes\n";

static const struct {
    int code;
    const char *meaning;
} codes[] = {
    {EXIT_DONE, "all done, no dead letters"},
    {EXIT_DEAD_LETTERS,
     "done, but some documents are in the dead letters or sources were unreadable"},
    {EXIT_USAGE, "wrong command line"},
    {EXIT_TOO_MANY_DEAD, "more dead letters than max_dead_letters"},
    {EXIT_NO_INPUT, "no input; explain: no document with this id"},
    {EXIT_PLUGIN, "a plugin is missing or refused"},
    {EXIT_BUG, "a stage failed, or crashed on more than max_crashes documents: a bug in it"},
    {EXIT_MEMORY, "out of memory or threads"},
    {EXIT_CANNOT_CREATE, "an output cannot be created"},
    {EXIT_IO, "input or output error, such as a full disk"},
    {EXIT_AGAIN, "another run holds the lock, or a signal stopped this one: try again"},
    {EXIT_CONFIG,
     "the config has errors, or is not that of the unfinished run (--fresh begins again)"},
};

const char *exit_meaning(int code) {
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (codes[i].code == code) return codes[i].meaning;
    return "";
}

int command_help(int argc, char **argv) {
    if (argc > 0 && !strcmp(argv[0], "config")) return settings_describe(stdout), EXIT_DONE;
    if (argc > 0 && !strcmp(argv[0], "exit-codes")) {
        for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
            printf("%3d  %s\n", codes[i].code, codes[i].meaning);
        return EXIT_DONE;
    }
    fputs(text, stdout);
    return EXIT_DONE;
}

int command_version(int argc, char **argv) {
    (void)argc, (void)argv;
    printf("pipeline %s, plugin ABI %u, record schema 1, state schema %d\n", VERSION, PL_ABI,
           CHECKPOINT_SCHEMA);
    return EXIT_DONE;
}

int usage_error(const char *format, ...) {
    va_list args;
    va_start(args, format);
    fputs("pipeline: ", stderr);
    vfprintf(stderr, format, args);
    fputs(" (pipeline help lists what there is)\n", stderr);
    va_end(args);
    return EXIT_USAGE;
}
