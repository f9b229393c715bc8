/* main.c: command line -> one command. */
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

int main(int argc, char **argv) {
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN); /* a file at its size limit is an error of write, EFBIG */
    if (argc < 2) return command_help(0, NULL), EXIT_USAGE;
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (!strcmp(argv[1], commands[i].name)) return commands[i].run(argc - 2, argv + 2);
    return usage_error("no command '%s'", argv[1]);
}
