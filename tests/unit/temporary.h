/* temporary.h: a folder that a test may fill, and files in it. */
#ifndef TEMPORARY_H
#define TEMPORARY_H
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[256];

static inline void make_folder(void) {
    const char *base = getenv("TMPDIR");
    snprintf(folder, sizeof folder, "%s/pipeline.test.XXXXXX", base && *base ? base : "/tmp");
    cr_assert(mkdtemp(folder) != NULL);
}

static inline void remove_folder(void) {
    char command[300];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    cr_assert_eq(system(command), 0);
}

/* Two paths may be in use at once. */
static inline const char *path_of(const char *name) {
    static char path[2][1024];
    static unsigned turn;
    char *p = path[turn++ % 2];
    snprintf(p, sizeof *path, "%s/%s", folder, name);
    return p;
}

static inline void write_file(const char *name, const void *p, size_t n) {
    FILE *f = fopen(path_of(name), "w");
    cr_assert(f && fwrite(p, 1, n, f) == n && !fclose(f), "%s", name);
}
#endif
