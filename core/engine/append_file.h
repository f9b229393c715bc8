/* append_file.h: a file that only grows and is valid up to a length that its user knows.
 *
 * Functions that fail return PL_ESTOP with errno set; the first failure is kept as a sentence.
 * Reading and failing is for any thread, the rest for one at a time. */
#ifndef APPEND_FILE_H
#define APPEND_FILE_H
#include <pthread.h>
#include <stddef.h>
#include <stdint.h>

struct append_file {
    int fd;
    uint64_t length; /* valid bytes; the next ones go there */
    char *path;
    pthread_mutex_t lock; /* guards error */
    char error[1024]; /* empty until the first failure, then never changed */
};

/* For writing: makes the file when there is none, cuts what lies beyond `length`; a shorter file is
 * an error (EBADMSG). */
int append_file_create(struct append_file *, const char *path, uint64_t length);
int append_file_open(struct append_file *, const char *path, uint64_t length); /* for reading */
/* A file without a name in `folder`, for reading and writing. */
int append_file_temporary(struct append_file *, const char *folder);
/* All of both parts or, with errno, nothing that counts. */
int append_file_write(struct append_file *, const void *head, size_t head_bytes, const void *body,
                      size_t body_bytes);
/* Exactly n bytes; EBADMSG when the file ends before. */
int append_file_read(struct append_file *, void *to, size_t n, uint64_t at);
int append_file_sync(struct append_file *);
/* Keeps the sentence if it is the first, sets errno to `error`. Returns PL_ESTOP. */
int append_file_fail(struct append_file *, int error, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
const char *append_file_error(const struct append_file *);
int append_file_close(struct append_file *);
#endif
