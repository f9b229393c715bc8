/* run_files.c: see run_files.h. */
#include "engine/run_files.h"
#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "support/memory.h"

static bool take(const char **p, const char *word) {
    const size_t n = strlen(word);
    if (strncmp(*p, word, n)) return false;
    *p += n;
    return true;
}

static bool take_digits(const char **p, uint64_t *n) {
    char *end;
    if (**p < '0' || **p > '9') return false;
    *n = strtoull(*p, &end, 10);
    *p = end;
    return true;
}

static bool take_date(const char **p) {
    int end = 0;
    if (sscanf(*p, "%*4[0-9]-%*2[0-9]-%*2[0-9]%n", &end) < 0 || end != 10) return false;
    *p += end;
    return true;
}

static bool fits(const char *name, const char *pattern, uint64_t run) {
    uint64_t n;
    while (*pattern) {
        if (take(&pattern, "{run}")) {
            if (!take_digits(&name, &n) || (run && n != run)) return false;
        } else if (take(&pattern, "{part}")) {
            if (!take_digits(&name, &n)) return false;
        } else if (take(&pattern, "{date}")) {
            if (!take_date(&name)) return false;
        } else if (*pattern++ != *name++)
            return false;
    }
    return !*name;
}

int run_files_each(const char *path, uint64_t run, int (*each)(void *context, const char *path),
                   void *context) {
    const char *slash = strrchr(path, '/'), *pattern = slash ? slash + 1 : path;
    char *folder = slash ? text_printf("%.*s", (int)(slash - path + 1), path) : text_printf("./");
    struct dirent **names = NULL;
    const int n = scandir(folder, &names, NULL, alphasort);
    int rc = n < 0 && errno != ENOENT ? -1 : 0;
    for (int i = 0; i < n; i++) {
        if (!rc && fits(names[i]->d_name, pattern, run)) {
            char *file = text_printf("%s%s", slash ? folder : "", names[i]->d_name);
            rc = each(context, file);
            free(file);
        }
        free(names[i]);
    }
    const int error = errno;
    free(names);
    free(folder);
    errno = error;
    return rc;
}
