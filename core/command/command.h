/* command.h: one function per command of the program, and the tables of commands, options and exit codes. What is parsed, printed by
 * `help`, written into man pages and completed by shells comes from these tables alone. */
#ifndef COMMAND_H
#define COMMAND_H
#include "support/exit_code.h"

struct command { /* a table ends with a row without name */
    const char *name, *operands;
    const char *help; /* one line; NULL: another name of a command */
    const char
        *about; /* sentences for the man page; NULL: there is no more to say. `x` is set in bold */
    int (*run)(int argc, char **argv); /* gets its own arguments, returns the exit code */
};
extern const struct command command_table[];

struct arguments;
struct option {
    const char *name;
    const char *value; /* what stands behind it; "a|b": a choice; NULL: nothing */
    const char *of; /* commands that it is for, with blanks around each: " run check " */
    const char *help;
    int (*set)(struct arguments *, const char *value); /* 0, or an exit code after a message */
};
extern const struct option
    option_table[]; /* those of run, check, status, explain; in arguments.c */

struct exit_meaning {
    int code;
    const char *meaning;
};
extern const struct exit_meaning exit_table[]; /* ends with a row without meaning */
const char *exit_meaning(int code);

int command_run(int argc, char **argv);
int command_check(int argc, char **argv);
int command_plugins(int argc, char **argv);
int command_status(int argc, char **argv);
int command_retry(int argc, char **argv);
int command_forget(int argc, char **argv);
int command_migrate(int argc, char **argv);
int command_explain(int argc, char **argv);
int command_new_plugin(int argc, char **argv);
int command_version(int argc, char **argv);
int command_help(int argc, char **argv);
int command_man(int argc, char **argv);
int command_completions(int argc, char **argv);

/* Prints `pipeline: message` and the line to type for help; returns EXIT_USAGE. */
int usage_error(const char *format, ...) __attribute__((format(printf, 1, 2)));
#endif
