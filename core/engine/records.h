/* records.h: what stages emit, from a log in batch order to sorted walks.
 *
 * The order is (kind, key, position, ordinal).
 *
 *     records_emit(&per_batch, position, ordinal, kind, key, bytes);   parallel, in process
 *     records_append(log, &per_batch);                                 retiring thread, in order
 *     records_sort(log, folder, memory, &sorted);                      once, after the last batch
 *     c = records_cursor(sorted, kind, low, high);
 *     while ((rc = records_next(c, &record)) == PL_OK) ...
 *
 * Functions that fail return PL_ESTOP with errno set (EBADMSG: the file is damaged) and a sentence
 * in ..._error. */
#ifndef RECORDS_H
#define RECORDS_H
#include "document/document.h"
#include "support/buffer.h"

struct records_log;
struct records_sorted;
struct records_cursor;

/* Adds a record to the buffer of one batch. Cutting buffer->n back to an earlier value takes
 * records back. PL_ESTOP: out of memory, or a buffer of 4 GiB. The bytes are copied. */
int records_emit(struct buffer *, pl_position, uint32_t ordinal, uint32_t kind,
                 const uint64_t key[2], pl_str bytes);
/* The ordinal that follows: 0 when the newest record in the buffer is of another document. */
uint32_t records_next_ordinal(struct buffer *, pl_position);

/* Opens for appending behind `length`, makes the file when there is none, cuts what lies beyond.
 * NULL: errno says why. */
struct records_log *records_open(const char *path, uint64_t length);
/* Writes the records of a batch as one block; an empty buffer writes nothing. The buffer is not
 * cleared. */
int records_append(struct records_log *, struct buffer *);
int records_sync(struct records_log *);
uint64_t records_length(const struct records_log *); /* bytes, for the checkpoint */
const char *records_path(const struct records_log *);
const char *records_error(const struct records_log *);
int records_close(struct records_log *); /* without fsync; NULL is allowed */

/* Sorts the whole log. At most about `memory` bytes are held (not below 1 MiB, or what the largest
 * batch takes): all in memory when it fits, else in files in `folder`, which have no name and go
 * when the last cursor does. Stable. Long bytes are read from the file of the log, by whatever walks
 * there: it may be closed, appended to and removed afterwards. */
int records_sort(struct records_log *, const char *folder, size_t memory, struct records_sorted **);
uint64_t records_count(const struct records_sorted *);
const char *records_sorted_error(const struct records_sorted *);
void records_sorted_free(struct records_sorted *); /* after its cursors; NULL is allowed */

/* A walk over the records of `kind` with low <= key[0] <= high. Any number at once; each belongs to
 * one thread. Never NULL. */
struct records_cursor *records_cursor(struct records_sorted *, uint32_t kind, uint64_t low,
                                      uint64_t high);
/* The same over several sorted logs as if they were one (rounds); equal records come in the order
 * of `parts`. */
struct records_cursor *records_cursor_over(struct records_sorted *const *parts, uint32_t n,
                                           uint32_t kind, uint64_t low, uint64_t high);
int records_next(struct records_cursor *, pl_record *); /* PL_OK, PL_END, PL_ESTOP */
/* Forward only; a key behind does nothing. */
int records_seek(struct records_cursor *, const uint64_t key[2]);
const char *records_cursor_error(const struct records_cursor *);
void records_cursor_close(struct records_cursor *);
#endif
