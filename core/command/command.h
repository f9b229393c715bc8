/* command.h: one function per command of the program; each gets its own arguments and returns the exit code. */
#ifndef COMMAND_H
#define COMMAND_H
#include "support/exit_code.h"

int command_run(int argc, char **argv);
int command_check(int argc, char **argv);
int command_plugins(int argc, char **argv);
int command_status(int argc, char **argv);
int command_explain(int argc, char **argv);
int command_new_plugin(int argc, char **argv);
int command_version(int argc, char **argv);
int command_help(int argc, char **argv);

/* The row of `help exit-codes`. */
const char *exit_meaning(int code);
/* Prints `pipeline: message` and the line to type for help; returns EXIT_USAGE. */
int usage_error(const char *format, ...) __attribute__((format(printf, 1, 2)));
#endif
