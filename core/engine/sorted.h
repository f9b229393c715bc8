/* sorted.h: sorted records in blocks, in memory or in a file, with the first key of every block.
 * Private to the records. */
#ifndef SORTED_H
#define SORTED_H
#include "document/arena.h"
#include "engine/block.h"

struct records_log {
    struct append_file file;
};

struct sorted_entry {
    uint64_t key[2], at;
    uint32_t kind, reserved;
}; /* a block: its first key, where it begins */

struct records_sorted {
    struct append_file file; /* fd -1: in memory */
    struct buffer memory;
    struct sorted_entry *index;
    size_t blocks, room;
    uint64_t count, length; /* records; bytes of all blocks */
    struct buffer block; /* under construction */
    bool has_far;
    struct append_file far; /* path NULL: what is read here are places only */
};

struct records_sorted *sorted_new(void);
/* Appends a record, which must not come before the one before it. `far`: where its bytes stand in
 * the far file, if there is one and they are long. */
int sorted_add(struct records_sorted *, const pl_record *, uint64_t far);
int sorted_flush(struct records_sorted *); /* ends the block under construction */
int sorted_save_index(struct records_sorted *); /* behind the blocks, for sorted_load */
/* Opens a file with an index. NULL: errno (EBADMSG: not a finished one). */
struct records_sorted *sorted_load(const char *path);
void sorted_walk(struct records_sorted *, struct blocks *); /* from the first record */
/* From the first record with a key >= this one; never backwards unless `anew`. PL_OK: it is the
 * current one; PL_END. */
int sorted_find(struct records_sorted *, struct blocks *, uint32_t kind, const uint64_t key[2],
                bool anew);

/* sort.c: sorts a log into an empty `to`, which is a file or, when all fits, memory. PL_ESTOP:
 * errno, and a sentence in the log's error whatever failed. */
struct sort_job {
    struct records_log *log;
    const char *folder;
    size_t memory;
    struct records_sorted *to;
    bool into_file; /* `to` is a named file, not to be replaced by memory or a temporary one */
};
int sort_records(struct sort_job *);

/* merge.c: sorted runs, each bytes [at, end) of one file or memory */
struct run {
    uint64_t at, end;
};
/* Merges runs of `from` into `to`. Equal records come in the order of the runs. */
int merge_runs(struct records_sorted *from, const struct run *, size_t n,
               struct records_sorted *to);
#endif
