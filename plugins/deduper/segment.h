/* segment.h: a segment file: its head, its name, its writer. For the parts of the archive. */
#ifndef DEDUPER_SEGMENT_H
#define DEDUPER_SEGMENT_H
#include <dirent.h>
#include <stdio.h>
#include <xxhash.h>
#include "archive.h"

struct segment_head {
    char magic[16]; /* SEGMENT_MAGIC and the number of the format */
    uint64_t bytes, table; /* of the whole file; where the table of entries begins */
    uint64_t checksum; /* XXH3 of all that follows the head */
    uint32_t documents, reserved;
};
#define SEGMENT_MAGIC "pl dedup seg "
/* 1: entries end before `replaces`; 1 and 2: they know no day. */
enum { SEGMENT_FORMAT = 3 };
/* Maps a file and checks it. Its format, 0: it is damaged, -1: errno. */
int segment_map(int folder, const char *name, struct segment *);
void segment_unmap(struct segment *);
int segment_is_new(const struct dirent *); /* of a run that has not ended; for scandir */
struct archive_entry segment_entry(const struct segment *, uint32_t i); /* of any format */

/* Writes a segment under another name than its final one. */
struct archive_writer {
    FILE *file;
    XXH3_state_t checksum;
    uint64_t at;
    struct archive_entry *entries; /* of archive_add */
    uint32_t n, room;
    uint64_t *scratch;
    size_t scratch_room;
    bool failed;
};
/* Takes over `fd`. NULL: errno. */
struct archive_writer *writer_open(int fd);
void writer_put(struct archive_writer *, const void *, size_t);
/* Writes the head of a segment of that many documents, whose table begins at byte `table` and is written. 0, or -1 with errno. */
int writer_end(struct archive_writer *, uint64_t table, uint32_t documents);
void writer_free(struct archive_writer *); /* NULL is allowed */

/* "000001-000001.seg"; SEGMENT_NAME bytes. */
enum { SEGMENT_NAME = 32 };
void segment_name(struct range, char *to);
int archive_failed(const struct archive *, const char *name); /* PL_ESTOP, by errno */
extern const char
    segment_unfinished[]; /* what is being written; under the lock there is one at most */
/* Maps and checks one more segment, behind all others. */
int archive_map(struct archive *, struct range);
void archive_unmap(struct archive *);
/* Those of the folder, by number; `stale`: such that lie in another's range, else those that do not. Returns how many, -1 with errno.
 * malloc'd. */
int archive_ranges(const struct archive *, bool stale, struct range **);
int archive_remove_stale(const struct archive *);
#endif
