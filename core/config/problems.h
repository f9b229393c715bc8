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
};

/* `section` may be NULL. Strings are copied. line 0: the file as a whole. */
void problems_add(struct problems *, enum problem_kind, const char *file, int line, int column,
                  const char *section, const char *format, ...)
    __attribute__((format(printf, 7, 8)));
/* Takes back what was said about this very place. */
void problems_withdraw(struct problems *, const char *file, int line, int column);
/* Files are sorted in the order in which they were first named here: the main file first. */
void problems_file(struct problems *, const char *file);
size_t problems_count(const struct problems *); /* without warnings */
/* 0, or the exit code for what is in the list: 78, or 69 / 66 when nothing but plugins or inputs is wrong. */
int problems_exit_code(const struct problems *);
void problems_print(struct problems *, FILE *); /* file:line:col: [section] what (the fix) */
void problems_free(struct problems *);
#endif
