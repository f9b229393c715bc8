/* file.h: writing that is checked to the end. Functions return 0, or -1 with errno. Any thread. */
#ifndef FILE_H
#define FILE_H
#include <stddef.h>
#include "support/buffer.h"
int file_write_all(int fd, const void *p, size_t n); /* short writes and EINTR are no errors */
/* Puts a file in place as a whole: written beside it, synced, renamed, folder synced. */
int file_replace(const char *path, const void *p, size_t n);
int file_sync_folder(const char *path); /* of the folder that holds `path` */
int file_make_parents(const char *path); /* the folders above `path`, mode 0777 less umask */
int file_read_all(const char *path, size_t limit, struct buffer *); /* EFBIG above the limit */
#endif
