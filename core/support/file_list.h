/* file_list.h: the input files of a run, in an order that is the same every time.
 *
 * Folders are walked by the bytes of the names; hidden entries, linked folders and what is no file are passed over. */
#ifndef FILE_LIST_H
#define FILE_LIST_H
#include <stdint.h>
#include <sys/types.h>

struct listed_file {
    const char *path, *name;
    uint64_t size;
    int64_t mtime;
}; /* name: relative to the root given */
struct unreadable {
    char *path;
    int error;
};
struct file_list {
    struct listed_file *files;
    uint32_t n, room;
    struct unreadable *unreadable;
    uint32_t n_unreadable; /* folders that could not be read */
    uint64_t size; /* of all files */
};

/* Adds a file, a folder, a pattern (glob) or "-". `suffixes`: comma separated, for files found in folders; NULL: all.
 * 0, or -1 with errno (ENOENT: nothing there). */
int file_list_add(struct file_list *, const char *path, const char *suffixes);
void file_list_free(struct file_list *);
#endif
