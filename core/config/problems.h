/* problems.h: everything that is wrong with a config, collected and printed at once, sorted by position. */
#ifndef PROBLEMS_H
#define PROBLEMS_H
#include <stdbool.h>
#include <stdio.h>

enum problem_kind { PROBLEM_CONFIG, PROBLEM_PLUGIN, PROBLEM_INPUT, PROBLEM_WARNING };
struct problem {
    char *file, *text;
    int order, line, column;
    enum problem_kind kind;
};
struct problems {
    struct problem *v;
    size_t n;
    char **files;
    size_t n_files;
    bool is_sorted;
    bool show_lines; /* set by the owner: print the line of the file too, with a caret below */
};

/* `section` may be NULL. Strings are copied. line 0: the file as a whole. */
void problems_add(struct problems *, enum problem_kind, const char *file, int line, int column,
                  const char *section, const char *format, ...)
    __attribute__((format(printf, 7, 8)));
/* Takes back what was said about this very place. */
void problems_withdraw(struct problems *, const char *file, int line, int column);
/* Files are sorted in the order in which they were first named here: the main file first. */
void problems_file(struct problems *, const char *file);
/* The i-th in the order of printing, each once; NULL after the last. Valid until the next change. */
const struct problem *problems_at(struct problems *, size_t i);
size_t problems_count(const struct problems *); /* without warnings */
/* 0, or the exit code for what is in the list: 78, or 69 / 66 when nothing but plugins or inputs is wrong. */
int problems_exit_code(const struct problems *);
void problems_print(struct problems *, FILE *); /* file:line:col: [section] what (the fix) */
/* Sends the list through a pipe to the process that started this one. 0, or -1 with errno. */
int problems_write(const struct problems *, int fd);
/* Adds what problems_write sent, up to the end of the file. -1: something is missing, because the
 * sender died or because fd cannot be read; what came whole is in the list. */
int problems_read(struct problems *, int fd);
void problems_free(struct problems *);
#endif
