/* file.h: writing that is checked to the end. Functions return 0, or -1 with errno. Any thread. */
#ifndef FILE_H
#define FILE_H
#include <stddef.h>
#include "support/buffer.h"
int file_write_all(int fd, const void *p, size_t n); /* short writes and EINTR are no errors */
/* Puts a file in place as a whole: written beside it as PATH.tmp, synced, renamed, folder synced.
 * One writer a path. On failure `path` is what it was, unless only the last sync failed. */
int file_replace(const char *path, const void *p, size_t n);
int file_sync_folder(const char *path); /* of the folder that holds `path` */
int file_make_parents(const char *path); /* folders above it, 0777 less umask, their names synced */
/* Adds the file's bytes to the buffer; EFBIG when it has more than `limit`. On failure none. */
int file_read_all(const char *path, size_t limit, struct buffer *);
#endif
