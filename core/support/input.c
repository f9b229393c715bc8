/* input.c: streams of input files; compressed ones are inflated by a thread of their own. */
#include "support/input.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>
#include "support/inflate.h"

enum { BLOCK = 512 << 10, BLOCKS = 4, FILE_BYTES = 256 << 10 };

struct block {
    char *p;
    size_t n;
};

/* What the inflating thread alone uses. */
struct raw {
    unsigned char bytes[FILE_BYTES];
    const unsigned char *p;
    size_t n;
    uint64_t taken, made; /* bytes of the file read, bytes inflated */
    bool at_end, damaged;
};

struct input {
    int fd;
    int wake; /* an eventfd that ends the thread's wait for a pipe; -1: not needed */
    bool is_file; /* can be seeked, never waits */
    uint64_t offset, consumed; /* consumed: guarded by lock when there is a thread */
    char error[160]; /* written before `over`, read after it */
    int error_number; /* of the system; 0: the bytes are damaged */
    bool failed; /* input_read has said -1; the reader's own */
    unsigned char magic[4];
    size_t magic_n, magic_at; /* first bytes of a plain stream, already read */
    struct inflater *inflater; /* NULL: plain */
    struct raw *raw; /* the thread's own */
    bool has_thread;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct block ring[BLOCKS]; /* blocks head .. tail-1 are full; guarded by lock */
    unsigned head, tail;
    size_t at; /* in ring[head]; reader's own */
    bool over, damaged, closing; /* guarded by lock */
};

/* Waits until there is something to read; false when the stream is being closed. */
static bool wait_for_bytes(const struct input *in) {
    struct pollfd p[2] = {{in->fd, POLLIN, 0}, {in->wake, POLLIN, 0}};
    if (in->is_file) return true;
    while (poll(p, 2, -1) < 0 && errno == EINTR) {}
    return !p[1].revents;
}

/* read(2) without EINTR, and without the EAGAIN of a pipe that others made non-blocking. */
static ssize_t read_some(const struct input *in, void *p, size_t n) {
    for (;;) {
        if (!wait_for_bytes(in)) return errno = ECANCELED, -1;
        const ssize_t got = read(in->fd, p, n);
        if (got >= 0 || (errno != EINTR && errno != EAGAIN)) return got;
    }
}

/* ---- the inflating thread ---- */

static void say_unreadable(struct input *in, uint64_t after, int error) {
    snprintf(in->error, sizeof in->error, "cannot be read on after %llu bytes: %s",
             (unsigned long long)after, strerror(error));
    in->error_number = error;
}

static bool refill(struct input *in) {
    struct raw *raw = in->raw;
    const ssize_t got = read_some(in, raw->bytes, sizeof raw->bytes);
    if (got < 0) return say_unreadable(in, raw->made, errno), false;
    raw->p = raw->bytes;
    raw->n = (size_t)got;
    raw->taken += raw->n;
    raw->at_end = got == 0;
    pthread_mutex_lock(&in->lock);
    in->consumed = raw->taken;
    pthread_mutex_unlock(&in->lock);
    return true;
}

static void say_damage(struct input *in, enum inflate_result r) {
    const struct raw *raw = in->raw;
    if (r == INFLATE_DAMAGED)
        snprintf(in->error, sizeof in->error, "corrupt %s data at offset %llu (%s)",
                 inflater_format(in->inflater), (unsigned long long)(raw->taken - raw->n),
                 inflater_why(in->inflater));
    else if (r == INFLATE_NO_MEMORY)
        say_unreadable(in, raw->made, ENOMEM);
    else
        snprintf(in->error, sizeof in->error, "cut off after %llu bytes",
                 (unsigned long long)raw->made);
}

/* Fills one block; false when the stream ends with it, well or damaged. */
static bool fill_block(struct input *in, struct block *b) {
    struct raw *raw = in->raw;
    b->n = 0;
    while (b->n < BLOCK) {
        if (!raw->n && !raw->at_end && !refill(in)) return raw->damaged = true, false;
        if (!raw->n && raw->at_end && inflater_between(in->inflater)) return false;
        size_t made = 0;
        const size_t before = raw->n;
        const enum inflate_result r =
            inflater_run(in->inflater, &raw->p, &raw->n, b->p + b->n, BLOCK - b->n, &made);
        b->n += made;
        raw->made += made;
        const bool is_stuck = raw->at_end && !made && before == raw->n;
        if (r == INFLATE_MORE && !is_stuck) continue;
        say_damage(in, r);
        raw->damaged = true;
        return false;
    }
    return true;
}

static void *inflate_file(void *p) {
    struct input *in = p;
    bool more = true;
    pthread_mutex_lock(&in->lock);
    while (more && !in->closing) {
        if (in->tail - in->head == BLOCKS) {
            pthread_cond_wait(&in->changed, &in->lock);
            continue;
        }
        struct block *b = &in->ring[in->tail % BLOCKS];
        pthread_mutex_unlock(&in->lock);
        more = fill_block(in, b);
        pthread_mutex_lock(&in->lock);
        if (b->n) in->tail++;
        pthread_cond_signal(&in->changed);
    }
    in->over = true;
    in->damaged = in->raw->damaged;
    pthread_cond_signal(&in->changed);
    pthread_mutex_unlock(&in->lock);
    return NULL;
}

/* ---- the reading side ---- */

static int make_inflating(struct input *in, bool zstd) {
    in->inflater = inflater_new(zstd);
    in->raw = malloc(sizeof *in->raw);
    if (!in->inflater || !in->raw) return errno = ENOMEM, -1;
    for (int i = 0; i < BLOCKS; i++)
        if (!(in->ring[i].p = malloc(BLOCK))) return errno = ENOMEM, -1;
    if (!in->is_file && (in->wake = eventfd(0, EFD_CLOEXEC)) < 0) return -1;
    in->raw->at_end = in->raw->damaged = false;
    in->raw->made = 0;
    in->raw->taken = in->raw->n = in->magic_n;
    in->raw->p = memcpy(in->raw->bytes, in->magic, in->magic_n);
    return 0;
}

static int start_inflating(struct input *in, bool zstd) {
    if (make_inflating(in, zstd)) return -1;
    pthread_mutex_init(&in->lock, NULL);
    pthread_cond_init(&in->changed, NULL);
    const int error = pthread_create(&in->thread, NULL, inflate_file, in);
    if (error) return errno = error, -1;
    in->has_thread = true;
    return 0;
}

static void release(struct input *in) {
    inflater_free(in->inflater);
    free(in->raw);
    for (int i = 0; i < BLOCKS; i++) free(in->ring[i].p);
    if (in->is_file) close(in->fd);
    if (in->wake >= 0) close(in->wake);
    free(in);
}

static int open_file(struct input *in, const char *path) {
    struct stat st;
    if (!strcmp(path, "-")) return in->fd = 0, 0;
    in->fd = open(path,
                  O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* a FIFO without a writer must not hang us */
    if (in->fd < 0) return -1;
    in->is_file = true;
    if (fstat(in->fd, &st)) return -1;
    if (S_ISDIR(st.st_mode)) return errno = EISDIR, -1;
    if (!S_ISREG(st.st_mode)) return errno = EINVAL, -1;
    posix_fadvise(in->fd, 0, 0, POSIX_FADV_SEQUENTIAL);
    return 0;
}

static int look_at_magic(struct input *in) {
    while (in->magic_n < sizeof in->magic) {
        const ssize_t got = read_some(in, in->magic + in->magic_n, sizeof in->magic - in->magic_n);
        if (got < 0) return -1;
        if (got == 0) break;
        in->magic_n += (size_t)got;
    }
    in->consumed = in->magic_n;
    const bool zstd = inflate_is_zstd(in->magic, in->magic_n);
    return zstd || inflate_is_gzip(in->magic, in->magic_n) ? start_inflating(in, zstd) : 0;
}

struct input *input_open(const char *path) {
    struct input *in = calloc(1, sizeof *in);
    if (!in) return NULL;
    in->wake = -1;
    if (!open_file(in, path) && !look_at_magic(in)) return in;
    const int error = errno;
    release(in);
    errno = error;
    return NULL;
}

static ssize_t read_plain(struct input *in, void *buffer, size_t n) {
    if (in->magic_at < in->magic_n) {
        const size_t m = in->magic_n - in->magic_at < n ? in->magic_n - in->magic_at : n;
        memcpy(buffer, in->magic + in->magic_at, m);
        in->magic_at += m;
        return (ssize_t)m;
    }
    const ssize_t got = read_some(in, buffer, n);
    if (got < 0)
        say_unreadable(in, in->offset, errno);
    else
        in->consumed += (uint64_t)got;
    return got;
}

static ssize_t read_inflated(struct input *in, char *buffer, size_t n) {
    pthread_mutex_lock(&in->lock);
    while (in->head == in->tail && !in->over) pthread_cond_wait(&in->changed, &in->lock);
    const bool has_block = in->head != in->tail, damaged = in->damaged;
    pthread_mutex_unlock(&in->lock);
    if (!has_block) return damaged ? -1 : 0;
    struct block *b = &in->ring[in->head % BLOCKS];
    const size_t m = b->n - in->at < n ? b->n - in->at : n;
    memcpy(buffer, b->p + in->at, m);
    in->at += m;
    if (in->at < b->n) return (ssize_t)m;
    in->at = 0;
    pthread_mutex_lock(&in->lock);
    in->head++;
    pthread_cond_signal(&in->changed);
    pthread_mutex_unlock(&in->lock);
    return (ssize_t)m;
}

ssize_t input_read(struct input *in, void *buffer, size_t n) {
    const ssize_t got = in->inflater ? read_inflated(in, buffer, n) : read_plain(in, buffer, n);
    if (got > 0) in->offset += (uint64_t)got;
    if (got < 0) in->failed = true;
    return got;
}

static int seek_plain(struct input *in, uint64_t n) {
    struct stat st;
    if (fstat(in->fd, &st) || (uint64_t)st.st_size < in->offset ||
        (uint64_t)st.st_size - in->offset < n)
        return -1;
    const off_t to = (off_t)(in->offset + n);
    if (lseek(in->fd, to, SEEK_SET) < 0) return -1;
    in->magic_at = in->magic_n;
    in->offset = in->consumed = (uint64_t)to;
    return 0;
}

int input_skip(struct input *in, uint64_t n) {
    char scratch[16 << 10];
    if (!in->inflater && in->is_file && n >= in->magic_n) return seek_plain(in, n);
    while (n) {
        const ssize_t got =
            input_read(in, scratch, n < sizeof scratch ? (size_t)n : sizeof scratch);
        if (got <= 0) return -1;
        n -= (uint64_t)got;
    }
    return 0;
}

uint64_t input_offset(const struct input *in) { return in->offset; }

uint64_t input_consumed(struct input *in) {
    if (!in->inflater) return in->consumed;
    pthread_mutex_lock(&in->lock);
    const uint64_t n = in->consumed;
    pthread_mutex_unlock(&in->lock);
    return n;
}

const char *input_error(const struct input *in) { return in->failed ? in->error : ""; }
int input_errno(const struct input *in) { return in->failed ? in->error_number : 0; }

void input_close(struct input *in) {
    if (!in) return;
    if (in->has_thread) {
        if (in->wake >= 0) eventfd_write(in->wake, 1);
        pthread_mutex_lock(&in->lock);
        in->closing = true;
        in->head = in->tail; /* room for a thread that waits for some */
        pthread_cond_signal(&in->changed);
        pthread_mutex_unlock(&in->lock);
        pthread_join(in->thread, NULL);
        pthread_cond_destroy(&in->changed);
        pthread_mutex_destroy(&in->lock);
    }
    release(in);
}
