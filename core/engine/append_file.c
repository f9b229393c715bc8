/* append_file.c: a file that only grows; written at its length, so that a failed write leaves
 * nothing behind. */
#include "engine/append_file.h"
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>
#include "document/arena.h"
#include "text-pipeline/pipeline.h"

int append_file_fail(struct append_file *f, int error, const char *format, ...) {
    pthread_mutex_lock(&f->lock);
    if (!f->error[0]) {
        va_list args;
        va_start(args, format);
        const int n = snprintf(f->error, sizeof f->error, "%s: ", f->path);
        if (n > 0 && (size_t)n < sizeof f->error)
            vsnprintf(f->error + n, sizeof f->error - (size_t)n, format, args);
        va_end(args);
    }
    pthread_mutex_unlock(&f->lock);
    errno = error;
    return PL_ESTOP;
}

static int fail_errno(struct append_file *f) {
    const int error = errno;
    return append_file_fail(f, error, "%s", strerror(error));
}

const char *append_file_error(const struct append_file *f) { return f->error; }

/* Takes over `fd`, which may be -1 with errno: then everything is undone. */
static int begin(struct append_file *f, int fd, const char *path, uint64_t length) {
    *f = (struct append_file){.fd = fd, .length = length, .path = checked(strdup(path))};
    pthread_mutex_init(&f->lock, NULL);
    return fd < 0 ? fail_errno(f) : PL_OK;
}

/* A file that is shorter than its valid length has lost data that other files count on. */
static int check_length(struct append_file *f) {
    struct stat st;
    if (fstat(f->fd, &st)) return fail_errno(f);
    if (S_ISREG(st.st_mode) && (uint64_t)st.st_size < f->length)
        return append_file_fail(f, EBADMSG, "cut off: %lld bytes, but %llu were written",
                                (long long)st.st_size, (unsigned long long)f->length);
    return PL_OK;
}

int append_file_create(struct append_file *f, const char *path, uint64_t length) {
    if (begin(f, open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666), path, length)) return PL_ESTOP;
    if (check_length(f)) return PL_ESTOP;
    return ftruncate(f->fd, (off_t)length) ? fail_errno(f) : PL_OK;
}

int append_file_open(struct append_file *f, const char *path, uint64_t length) {
    if (begin(f, open(path, O_RDONLY | O_CLOEXEC), path, length)) return PL_ESTOP;
    return check_length(f);
}

int append_file_temporary(struct append_file *f, const char *folder) {
    char path[4096];
    const int n = snprintf(path, sizeof path, "%s/sort.XXXXXX", folder);
    int fd = -1;
    if (n < 0 || (size_t)n >= sizeof path)
        errno = ENAMETOOLONG;
    else
        fd = mkostemp(path, O_CLOEXEC);
    if (begin(f, fd, path, 0)) return PL_ESTOP;
    return unlink(path) ? fail_errno(f) : PL_OK;
}

int append_file_write(struct append_file *f, const void *head, size_t head_bytes, const void *body,
                      size_t body_bytes) {
    size_t done = 0;
    const size_t all = head_bytes + body_bytes;
    while (done < all) {
        const size_t skip = done < head_bytes ? done : head_bytes;
        const struct iovec parts[2] = {
            {(char *)(uintptr_t)head + skip, head_bytes - skip},
            {(char *)(uintptr_t)body + (done - skip), body_bytes - (done - skip)},
        };
        const ssize_t n = pwritev(f->fd, parts, 2, (off_t)(f->length + done));
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return fail_errno(f);
        done += (size_t)n;
    }
    f->length += all;
    return PL_OK;
}

int append_file_read(struct append_file *f, void *to, size_t n, uint64_t at) {
    for (size_t done = 0; done < n;) {
        const ssize_t got = pread(f->fd, (char *)to + done, n - done, (off_t)(at + done));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return fail_errno(f);
        if (!got)
            return append_file_fail(f, EBADMSG, "cut off at byte %llu",
                                    (unsigned long long)(at + done));
        done += (size_t)got;
    }
    return PL_OK;
}

int append_file_sync(struct append_file *f) { return fdatasync(f->fd) ? fail_errno(f) : PL_OK; }

int append_file_close(struct append_file *f) {
    const int fd = f->fd;
    f->fd = -1;
    const int rc = fd >= 0 && close(fd) ? PL_ESTOP : PL_OK;
    const int error = errno;
    free(f->path);
    f->path = NULL;
    pthread_mutex_destroy(&f->lock);
    errno = error;
    return rc;
}
