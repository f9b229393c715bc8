/* file_list.h: the input files of a run, in an order that is the same every time.
 *
 * The files of a folder come by the bytes of their relative paths ("a-b/x" before "a/x"). Hidden
 * entries, linked folders, FIFOs, sockets and devices are passed over; links to files are followed.
 * A link that leads nowhere is listed with size 0, so that opening it says what is wrong. */
#ifndef FILE_LIST_H
#define FILE_LIST_H
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct listed_file {
    const char *path, *name; /* name: relative to the root given; a single file's base name */
    uint64_t size;
    int64_t mtime; /* seconds */
    dev_t device;
    ino_t inode;
};
struct unreadable {
    const char *path;
    int error;
};
struct text_chunk;
struct file_list { /* starts as { 0 }; all texts live until file_list_free */
    struct listed_file *files;
    uint32_t n, room;
    struct unreadable *unreadable; /* folders that could not be read, also half way */
    uint32_t n_unreadable, unreadable_room;
    uint64_t size; /* of all files */
    struct text_chunk *texts; /* private */
};

/* Adds a file, a folder, a pattern (glob) or "-". `suffixes`: comma separated, for files found in
 * folders; NULL: all. 0, or -1 with errno (ENOENT: nothing there; EINVAL: neither file nor folder);
 * after -1 a part of them may be listed. One thread at a time on one list. */
int file_list_add(struct file_list *, const char *path, const char *suffixes);
/* Keeps the files for which `wanted` is true, in their order. */
void file_list_keep(struct file_list *, bool (*wanted)(void *, const struct listed_file *),
                    void *context);
void file_list_free(struct file_list *);
#endif
