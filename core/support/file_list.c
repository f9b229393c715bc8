/* file_list.c: finds the input files: single ones, patterns, whole folders. */
#include "support/file_list.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAX_DEPTH = 64 };

/* Takes `path`; name points into it. */
static int add_file(struct file_list *l, char *path, const char *name, const struct stat *st) {
    if (l->n == l->room) {
        const uint32_t room = l->room ? 2 * l->room : 64;
        struct listed_file *more = realloc(l->files, room * sizeof *more);
        if (!more) return free(path), errno = ENOMEM, -1;
        l->files = more;
        l->room = room;
    }
    l->files[l->n++] =
        (struct listed_file){path, name, (uint64_t)st->st_size, (int64_t)st->st_mtime};
    l->size += (uint64_t)st->st_size;
    return 0;
}

static int note_unreadable(struct file_list *l, const char *path, int error) {
    struct unreadable *more = realloc(l->unreadable, (l->n_unreadable + 1) * sizeof *more);
    if (!more) return errno = ENOMEM, -1;
    l->unreadable = more;
    more += l->n_unreadable;
    more->error = error;
    if (!(more->path = strdup(path))) return errno = ENOMEM, -1;
    l->n_unreadable++;
    return 0;
}

/* Is the name's end one of the suffixes? */
static int is_wanted(const char *name, const char *suffixes) {
    if (!suffixes || !*suffixes) return 1;
    const size_t n = strlen(name);
    for (const char *s = suffixes; *s;) {
        s += strspn(s, ", ");
        const size_t m = strcspn(s, ", ");
        if (m && n >= m && !memcmp(name + n - m, s, m)) return 1;
        s += m;
    }
    return 0;
}

static int by_bytes(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void free_names(char **names, size_t n) {
    for (size_t i = 0; i < n; i++) free(names[i]);
    free(names);
}

/* Names of a folder's entries, sorted; NULL with errno. */
static char **read_names(const char *path, size_t *n) {
    DIR *d = opendir(path);
    if (!d) return NULL;
    size_t room = 64;
    char **names = malloc(room * sizeof *names);
    *n = 0;
    for (struct dirent *e; names && (e = readdir(d));) {
        if (e->d_name[0] == '.') continue;
        if (*n == room) {
            char **more = realloc(names, (room *= 2) * sizeof *more);
            if (!more) break;
            names = more;
        }
        if (!(names[*n] = strdup(e->d_name))) break;
        ++*n;
    }
    closedir(d);
    if (names) qsort(names, *n, sizeof *names, by_bytes);
    return names;
}

static int walk(struct file_list *l, const char *folder, size_t root, const char *suffixes,
                int depth);

static int walk_entry(struct file_list *l, const char *folder, size_t root, const char *name,
                      const char *suffixes, int depth) {
    char *path = NULL;
    struct stat st, target;
    if (asprintf(&path, "%s/%s", folder, name) < 0) return errno = ENOMEM, -1;
    int rc = 0;
    if (lstat(path, &st))
        rc = errno == ENOENT ? 0 : note_unreadable(l, path, errno);
    else if (S_ISDIR(st.st_mode))
        rc = walk(l, path, root, suffixes, depth + 1);
    else if (S_ISLNK(st.st_mode) ? !stat(path, &target) && S_ISREG(target.st_mode)
                                 : S_ISREG(st.st_mode))
        if (is_wanted(name, suffixes))
            return add_file(l, path, path + root, S_ISLNK(st.st_mode) ? &target : &st);
    free(path);
    return rc;
}

static int walk(struct file_list *l, const char *folder, size_t root, const char *suffixes,
                int depth) {
    if (depth > MAX_DEPTH) return note_unreadable(l, folder, ELOOP);
    size_t n = 0;
    char **names = read_names(folder, &n);
    if (!names) return note_unreadable(l, folder, errno);
    int rc = 0;
    for (size_t i = 0; i < n && !rc; i++)
        rc = walk_entry(l, folder, root, names[i], suffixes, depth);
    free_names(names, n);
    return rc;
}

static int add_path(struct file_list *l, const char *path, const char *suffixes) {
    struct stat st;
    if (stat(path, &st)) return -1;
    if (S_ISDIR(st.st_mode)) {
        size_t n = strlen(path);
        while (n > 1 && path[n - 1] == '/') n--;
        char *folder = strndup(path, n);
        if (!folder) return errno = ENOMEM, -1;
        const int rc = walk(l, folder, n + 1, suffixes, 0);
        free(folder);
        return rc;
    }
    if (!S_ISREG(st.st_mode)) return errno = EINVAL, -1;
    char *copy = strdup(path);
    if (!copy) return errno = ENOMEM, -1;
    const char *slash = strrchr(copy, '/');
    return add_file(l, copy, slash ? slash + 1 : copy, &st);
}

static int add_pattern(struct file_list *l, const char *pattern, const char *suffixes) {
    glob_t g;
    const int found = glob(pattern, 0, NULL, &g);
    if (found)
        return errno = found == GLOB_NOMATCH ? ENOENT : found == GLOB_NOSPACE ? ENOMEM : EACCES, -1;
    int rc = 0;
    for (size_t i = 0; i < g.gl_pathc && !rc; i++) rc = add_path(l, g.gl_pathv[i], suffixes);
    globfree(&g);
    return rc;
}

int file_list_add(struct file_list *l, const char *path, const char *suffixes) {
    const struct stat none = {0};
    if (!strcmp(path, "-")) {
        char *copy = strdup("-");
        return copy ? add_file(l, copy, "stdin", &none) : (errno = ENOMEM, -1);
    }
    if (access(path, F_OK) && strpbrk(path, "*?[")) return add_pattern(l, path, suffixes);
    return add_path(l, path, suffixes);
}

void file_list_free(struct file_list *l) {
    for (uint32_t i = 0; i < l->n; i++) free((char *)(uintptr_t)l->files[i].path);
    for (uint32_t i = 0; i < l->n_unreadable; i++) free(l->unreadable[i].path);
    free(l->files);
    free(l->unreadable);
    *l = (struct file_list){0};
}
