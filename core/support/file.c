/* file.c: writing that is checked to the end. */
#include "support/file.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

int file_write_all(int fd, const void *p, size_t n) {
    const char *at = p;
    while (n) {
        const ssize_t wrote = write(fd, at, n);
        if (wrote < 0 && errno == EINTR) continue;
        if (wrote < 0) return -1;
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

int file_make_parents(const char *path) {
    char *p = folder_of(path);
    if (!p) return errno = ENOMEM, -1;
    int rc = 0;
    for (char *slash = p + 1; rc == 0 && *slash; slash++) {
        if (*slash != '/') continue;
        *slash = 0;
        rc = mkdir(p, 0777) && errno != EEXIST ? -1 : 0;
        *slash = '/';
    }
    if (rc == 0 && mkdir(p, 0777) && errno != EEXIST) rc = -1;
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

int file_replace(const char *path, const void *p, size_t n) {
    char *temporary = NULL;
    if (asprintf(&temporary, "%s.tmp", path) < 0) return errno = ENOMEM, -1;
    int rc = write_temporary(temporary, p, n);
    if (!rc) rc = rename(temporary, path);
    const int error = errno;
    if (rc) unlink(temporary);
    free(temporary);
    errno = error;
    return rc ? -1 : file_sync_folder(path);
}

int file_read_all(const char *path, size_t limit, struct buffer *to) {
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return -1;
    ssize_t n = 1;
    while (n > 0 || (n < 0 && errno == EINTR)) {
        char *room = buffer_reserve(to, 64 << 10);
        if (!room)
            errno = ENOMEM, n = -2;
        else if (to->n > limit)
            errno = EFBIG, n = -2;
        else if ((n = read(fd, room, 64 << 10)) > 0)
            to->n += (size_t)n;
    }
    const int error = errno;
    close(fd);
    errno = error;
    return n < 0 ? -1 : 0;
}
