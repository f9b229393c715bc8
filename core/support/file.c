/* file.c: writing that is checked to the end. */
#include "support/file.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PIECE = 64 << 10 };

int file_write_all(int fd, const void *p, size_t n) {
    const char *at = p;
    while (n) {
        const ssize_t wrote = write(fd, at, n);
        if (wrote < 0 && errno == EINTR) continue;
        if (wrote < 0) return -1;
        if (wrote == 0) return errno = EIO, -1; /* no progress and no reason: never wait for it */
        at += wrote;
        n -= (size_t)wrote;
    }
    return 0;
}

/* "a/b/c" -> "a/b", "c" -> ".", "/c" -> "/". The caller frees it. */
static char *folder_of(const char *path) {
    const char *slash = strrchr(path, '/');
    if (!slash) return strdup(".");
    return slash == path ? strdup("/") : strndup(path, (size_t)(slash - path));
}

int file_sync_folder(const char *path) {
    char *folder = folder_of(path);
    if (!folder) return errno = ENOMEM, -1;
    const int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    free(folder);
    if (fd < 0) return -1;
    const int bad =
        fsync(fd) && errno != EINVAL && errno != EROFS; /* some file systems cannot sync a folder */
    const int error = errno;
    close(fd);
    errno = error;
    return bad ? -1 : 0;
}

/* Makes one folder; its name is on the disk when this returns, as a file in it will be believed. */
static int make_folder(const char *path) {
    if (mkdir(path, 0777)) return errno == EEXIST ? 0 : -1;
    return file_sync_folder(path);
}

int file_make_parents(const char *path) {
    char *p = folder_of(path);
    if (!p) return errno = ENOMEM, -1;
    int rc = 0;
    for (char *slash = p + 1; rc == 0 && *slash; slash++) {
        if (*slash != '/' || slash[-1] == '/') continue;
        *slash = 0;
        rc = make_folder(p);
        *slash = '/';
    }
    if (rc == 0) rc = make_folder(p);
    const int error = errno;
    free(p);
    errno = error;
    return rc;
}

static int write_temporary(const char *path, const void *p, size_t n) {
    const int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd < 0) return -1;
    const int bad = file_write_all(fd, p, n) || fsync(fd);
    const int error = errno;
    if (close(fd) && !bad) return -1;
    errno = error;
    return bad ? -1 : 0;
}

int file_take_name(const char *temporary, const char *path, int rc) {
    if (!rc) rc = rename(temporary, path);
    const int error = errno;
    if (rc) unlink(temporary); /* best effort: the next one writes over it */
    errno = error;
    return rc ? -1 : file_sync_folder(path);
}

int file_replace(const char *path, const void *p, size_t n) {
    char *temporary = NULL;
    if (asprintf(&temporary, "%s.tmp", path) < 0) return errno = ENOMEM, -1;
    const int rc = file_take_name(temporary, path, write_temporary(temporary, p, n)), error = errno;
    free(temporary);
    errno = error;
    return rc;
}

/* ---- streams and links ---- */

/* 1 or 2 if `path` names our standard output or error, or -1. */
static int standard_stream(const char *path) {
    struct stat named, ours;
    if (!strcmp(path, "-")) return STDOUT_FILENO;
    if (stat(path, &named)) return -1;
    for (int fd = STDOUT_FILENO; fd <= STDERR_FILENO; fd++)
        if (!fstat(fd, &ours) && ours.st_dev == named.st_dev && ours.st_ino == named.st_ino)
            return fd;
    return -1;
}

bool file_is_stream(const char *path) {
    struct stat st;
    if (standard_stream(path) >= 0) return true;
    return !stat(path, &st) && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode);
}

bool file_is_stdout(const char *path) { return standard_stream(path) == STDOUT_FILENO; }

int file_open_stream(const char *path) {
    const int fd = standard_stream(path);
    return fd >= 0 ? fcntl(fd, F_DUPFD_CLOEXEC, 3) : open(path, O_WRONLY | O_CLOEXEC);
}

char *file_real_path(const char *path) {
    struct stat st;
    char *real = !lstat(path, &st) && S_ISLNK(st.st_mode) ? realpath(path, NULL) : NULL;
    return real ? real : strdup(path);
}

char *file_beside(const char *path, const char *word) {
    char *out = NULL;
    const char *slash = strrchr(path, '/'), *dot = strchr(slash ? slash + 1 : path, '.');
    const int stem = dot ? (int)(dot - path) : (int)strlen(path);
    return asprintf(&out, "%.*s.%s%s", stem, path, word, dot ? dot : "") < 0 ? NULL : out;
}

char *file_absolute(const char *path) {
    char *folder = NULL, *out = NULL;
    if (!*path || *path == '/' || !(folder = getcwd(NULL, 0))) return strdup(path);
    if (asprintf(&out, "%s/%s", folder, path) < 0) out = NULL;
    free(folder);
    return out;
}

static int write_stream(const char *path, const void *p, size_t n) {
    const int fd = file_open_stream(path);
    if (fd < 0) return -1;
    const int rc = file_write_all(fd, p, n), error = errno;
    close(fd);
    errno = error;
    return rc;
}

int file_put(const char *path, const void *p, size_t n) {
    if (file_is_stream(path)) return write_stream(path, p, n);
    char *real = file_real_path(path);
    if (!real) return errno = ENOMEM, -1;
    const int rc = file_make_parents(real) ? -1 : file_replace(real, p, n), error = errno;
    free(real);
    errno = error;
    return rc;
}

/* ---- reading ---- */

/* Until the end of the file; stops one piece behind the limit. */
static int read_to_end(int fd, size_t limit, struct buffer *to) {
    const size_t start = to->n;
    for (;;) {
        char *room = buffer_reserve(to, PIECE);
        if (!room) return errno = ENOMEM, -1;
        const ssize_t n = read(fd, room, PIECE);
        if (n == 0) return 0;
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return -1;
        to->n += (size_t)n;
        if (to->n - start > limit) return errno = EFBIG, -1;
    }
}

int file_read_all(const char *path, size_t limit, struct buffer *to) {
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return -1;
    const size_t start = to->n;
    const int rc = read_to_end(fd, limit, to);
    const int error = errno;
    if (rc) to->n = start;
    close(fd);
    errno = error;
    return rc;
}
