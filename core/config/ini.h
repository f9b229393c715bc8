/* ini.h: a config file as settings with positions. libinih parses; the lines it would damage are refused before it sees them. */
#ifndef CONFIG_INI_H
#define CONFIG_INI_H
#include <stdbool.h>
#include <stdio.h>
#include "config/problems.h"

struct setting {
    char *key, *value;
    char *file,
        *folder; /* where it was set; folder: what relative paths in the value are relative to */
    int line, key_column, column; /* column: of the value */
    int depth; /* of includes; the least wins; -1: command line */
    int reading; /* it came from the n-th file read; two files may include the same one */
    bool used;
};
struct section {
    char *name;
    char *file;
    int line;
    struct setting *settings;
    size_t n;
    bool damaged; /* a line of it was refused: something may be missing for that reason */
};
struct ini {
    struct section *sections;
    size_t n;
    int readings; /* files read so far */
};

/* Adds the settings of a file and of those it includes. What is wrong goes into the list; reading goes on. */
void ini_read(struct ini *, const char *path, struct problems *);
/* The same from an open stream; relative includes are looked for in `folder`. For tests and fuzzing. */
void ini_read_stream(struct ini *, FILE *, const char *name, const char *folder, struct problems *);
/* "stage.key=value" of the command line: wins over all files, and takes back what was said about the
 * value it replaces (a variable that is not set). No substitution: the shell has done it. */
void ini_override(struct ini *, const char *text, struct problems *);
struct section *ini_section(const struct ini *, const char *name); /* NULL: none */
struct setting *ini_setting(const struct section *,
                            const char *key); /* NULL: none; `section` may be NULL */
void ini_free(struct ini *);
#endif
