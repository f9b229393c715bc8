/* help.c: what the program prints about itself. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "command/command.h"
#include "config/settings.h"
#include "engine/checkpoint.h"
#include "text-pipeline/pipeline.h"

enum { WIDTH = 60 }; /* of the left column */

static void print_options(const char *command) {
    char wanted[64], left[64];
    snprintf(wanted, sizeof wanted, " %s ", command);
    for (const struct option *o = option_table; o->name; o++) {
        if (!strstr(o->of, wanted)) continue;
        snprintf(left, sizeof left, "%s %s", o->name, o->value ? o->value : "");
        printf("      %-25s %s\n", left, o->help);
    }
}

static void print_commands(void) {
    char left[128];
    for (const struct command *c = command_table; c->name; c++) {
        if (!c->help) continue;
        snprintf(left, sizeof left, "pipeline %s %s", c->name, c->operands);
        printf("  %-*s %s\n", WIDTH, left, c->help);
        if (strstr(c->operands, "[options]")) print_options(c->name);
    }
}

int command_help(int argc, char **argv) {
    if (argc > 0 && !strcmp(argv[0], "config")) return settings_describe(stdout), EXIT_DONE;
    if (argc > 0 && !strcmp(argv[0], "exit-codes")) {
        for (const struct exit_meaning *row = exit_table; row->meaning; row++)
            printf("%3d  %s\n", row->code, row->meaning);
        return EXIT_DONE;
    }
    puts("pipeline: cleans, deduplicates, annotates and summarises text, by plugins chained in an "
         "INI "
         "file\n");
    print_commands();
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
