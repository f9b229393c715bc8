/* block.h: records in blocks, the form they have in logs, in sorted files and in memory.
 *
 * A block is a head and `count` records, each told by what differs from the one before; the first
 * stands alone. Blocks that were sorted may leave long bytes where they were, in the log: then the
 * place in that file, the far one, stands for them, so that a sort moves little. */
#ifndef BLOCK_H
#define BLOCK_H
#include <stdbool.h>
#include "engine/append_file.h"
#include "support/buffer.h"
#include "text-pipeline/pipeline.h"

enum {
    BLOCK_BYTES =
        64 << 10, /* of sorted files: what a seek decodes at most, and a merge holds per run */
    FAR_BYTES = 4 << 10 /* as many or more are long */
};

struct block_head {
    uint32_t check, bytes, count, magic;
}; /* bytes of all records; check: XXH3 over them */

/* Block under construction in a buffer: what block_add needs to know, then the records. */
struct block_open {
    uint64_t end; /* buffer.n after the newest record; another value: it was cut since */
    uint64_t count;
    pl_record last; /* last.bytes.p is not used */
};

/* Adds a record. PL_ESTOP: out of memory, or 4 GiB in one block (errno EOVERFLOW). */
int block_add(struct buffer *, const pl_record *);
/* The same for long bytes that stand at byte `at` of the far file. */
int block_add_far(struct buffer *, const pl_record *, uint64_t at);
/* The state of the block in the buffer, brought up to date; NULL when it is empty. */
const struct block_open *block_state(struct buffer *);
/* The head to write before the records; these are the bytes behind the struct block_open of the
 * buffer. */
struct block_head block_seal(struct buffer *);
/* Turns the previous record (at first: zeros) into the one at `p`; returns what follows it, or NULL
 * when it is damaged. `far`: NULL for blocks without a far file, else where long bytes stand. */
const char *block_record(const char *p, const char *end, pl_record *, uint64_t *far);

/* PL_EDOC when the head is not one, or does not fit the `room` bytes behind it. */
int block_head_check(const struct block_head *, uint64_t room);
bool block_is_whole(const struct block_head *, const char *records);

/* A walk over blocks in [at, end) of a file, or of memory. */
struct blocks {
    struct append_file *file; /* NULL: memory */
    const char *memory;
    uint64_t at, end; /* the next block to open */
    const char *p, *p_end; /* what is left of the open block */
    struct buffer held; /* of a file: the open block */
    pl_record record; /* the current one */
    bool has_far;
    struct append_file *far; /* NULL: only the places of long bytes are wanted */
    uint64_t far_at, window_at; /* of the current record; where the window begins */
    struct buffer window; /* a part of the far file */
};
int blocks_next(struct blocks *); /* PL_OK, PL_END, PL_ESTOP with errno and the file's error */
void blocks_jump(struct blocks *, uint64_t at);
void blocks_free(struct blocks *);

/* <0, 0, >0 by (kind, key). */
static inline int record_compare_key(const pl_record *a, uint32_t kind, uint64_t key0,
                                     uint64_t key1) {
    if (a->kind != kind) return a->kind < kind ? -1 : 1;
    if (a->key[0] != key0) return a->key[0] < key0 ? -1 : 1;
    if (a->key[1] != key1) return a->key[1] < key1 ? -1 : 1;
    return 0;
}
/* <0, 0, >0 by (position, ordinal). */
static inline int record_compare_place(const pl_record *a, const pl_record *b) {
    if (a->position.file != b->position.file) return a->position.file < b->position.file ? -1 : 1;
    if (a->position.offset != b->position.offset)
        return a->position.offset < b->position.offset ? -1 : 1;
    if (a->position.ordinal != b->position.ordinal)
        return a->position.ordinal < b->position.ordinal ? -1 : 1;
    if (a->ordinal != b->ordinal) return a->ordinal < b->ordinal ? -1 : 1;
    return 0;
}
static inline int record_compare(const pl_record *a, const pl_record *b) {
    const int by_key = record_compare_key(a, b->kind, b->key[0], b->key[1]);
    return by_key ? by_key : record_compare_place(a, b);
}
#endif
