/* records.c: the log of emitted records: a block per batch, in batch order. */
#include "support/memory.h"
#include "engine/records.h"
#include <errno.h>
#include <stdlib.h>
#include "engine/sorted.h"

int records_emit(struct buffer *b, pl_position position, uint32_t ordinal, uint32_t kind,
                 const uint64_t key[2], pl_str bytes) {
    const pl_record r = {.kind = kind,
                         .ordinal = ordinal,
                         .key = {key[0], key[1]},
                         .position = position,
                         .bytes = bytes};
    return block_add(b, &r);
}

uint32_t records_next_ordinal(struct buffer *b, pl_position position) {
    const struct block_open *open = block_state(b);
    if (!open || !open->count) return 0;
    const pl_position last = open->last.position;
    const bool same = last.file == position.file && last.offset == position.offset &&
                      last.ordinal == position.ordinal;
    return same ? open->last.ordinal + 1 : 0;
}

struct records_log *records_open(const char *path, uint64_t length) {
    struct records_log *log = checked(calloc(1, sizeof *log));
    if (append_file_create(&log->file, path, length) == PL_OK) return log;
    const int error = errno;
    records_close(log);
    errno = error;
    return NULL;
}

int records_append(struct records_log *log, struct buffer *b) {
    const struct block_head head = block_seal(b);
    if (!head.count) return PL_OK;
    return append_file_write(&log->file, &head, sizeof head, b->p + sizeof(struct block_open),
                             head.bytes);
}

int records_sync(struct records_log *log) { return append_file_sync(&log->file); }
uint64_t records_length(const struct records_log *log) { return log->file.length; }
const char *records_path(const struct records_log *log) { return log->file.path; }
const char *records_error(const struct records_log *log) { return append_file_error(&log->file); }

int records_close(struct records_log *log) {
    if (!log) return PL_OK;
    const int rc = append_file_close(&log->file);
    const int error = errno;
    free(log);
    errno = error;
    return rc;
}
