/* file.h: writing that is checked to the end. Functions return 0, or -1 with errno. Any thread. */
#ifndef FILE_H
#define FILE_H
#include <stdbool.h>
#include <stddef.h>
#include "support/buffer.h"
int file_write_all(int fd, const void *p, size_t n); /* short writes and EINTR are no errors */
/* Puts a file in place as a whole: written beside it as PATH.tmp, synced, renamed, folder synced.
 * One writer a path. On failure `path` is what it was, unless only the last sync failed. */
int file_replace(const char *path, const void *p, size_t n);
/* What takes bytes as they come and cannot be replaced: "-" and every other name of our standard output and error, a device, a
 * pipe, a socket. */
bool file_is_stream(const char *path);
bool file_is_stdout(const char *path);
int file_open_stream(const char *path); /* its descriptor, for writing; the caller closes it */
int file_put(const char *path, const void *p,
             size_t n); /* file_replace through links; a stream gets the bytes */
char *file_real_path(
    const char *
        path); /* where a link leads, if there is something; NULL without memory; the caller frees it */
char *file_beside(
    const char *path,
    const char *
        word); /* out/news.jsonl -> out/news.WORD.jsonl; NULL without memory; the caller frees it */
char *file_absolute(
    const char *path); /* for readers in other folders; NULL without memory; the caller frees it */
int file_sync_folder(const char *path); /* of the folder that holds `path` */
/* The end of every replacement: a temporary file that is whole and synced (`rc` 0) takes the name `path`, for good; one that is not is
 * removed. `rc` says with errno how writing it ended. 0, or -1 with errno. */
int file_take_name(const char *temporary, const char *path, int rc);
int file_make_parents(const char *path); /* folders above it, 0777 less umask, their names synced */
/* Adds the file's bytes to the buffer; EFBIG when it has more than `limit`. On failure none. */
int file_read_all(const char *path, size_t limit, struct buffer *);
#endif
