/* command.h: one function per command of the program; each gets its own arguments and returns the exit code. */
#ifndef COMMAND_H
#define COMMAND_H

enum exit_code { /* the one table of exit codes; README and tests follow it */
                 EXIT_DONE = 0,
                 EXIT_DEAD_LETTERS =
                     3, /* done, but some documents are in the dead letters or sources were unreadable */
                 EXIT_USAGE = 64,
                 EXIT_TOO_MANY_DEAD = 65,
                 EXIT_NO_INPUT = 66, /* also: an unknown id */
                 EXIT_PLUGIN = 69, /* missing or refused */
                 EXIT_BUG = 70,
                 EXIT_MEMORY = 71,
                 EXIT_CANNOT_CREATE = 73,
                 EXIT_IO = 74,
                 EXIT_AGAIN = 75, /* lock held, or stopped by a signal */
                 EXIT_CONFIG = 78
};

int command_run(int argc, char **argv);
int command_check(int argc, char **argv);
int command_plugins(int argc, char **argv);
int command_explain(int argc, char **argv);
int command_new_plugin(int argc, char **argv);
int command_version(int argc, char **argv);
int command_help(int argc, char **argv);

/* Prints `pipeline: message` and the line to type for help; returns EXIT_USAGE. */
int usage_error(const char *format, ...) __attribute__((format(printf, 1, 2)));
#endif
