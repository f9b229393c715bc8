/* decisions.h: messages from resolve to the documents of the replay, sorted by position in one
 * file.
 *
 *     w = decisions_create(folder, path, memory);
 *     decisions_add(w, position, bytes);               any order; those of one document keep theirs
 *     decisions_finish(w);                             sorts into `path`
 *     d = decisions_open(path);
 *     decisions_seek_next(reader, position, &arena, &messages);
 *
 * Functions that fail return PL_ESTOP with errno set and a sentence in ..._error. */
#ifndef DECISIONS_H
#define DECISIONS_H
#include "document/document.h"

struct decisions_writer;
struct decisions;
struct decisions_reader;

/* `folder` is for temporary files, which have no name. NULL: errno says why. */
struct decisions_writer *decisions_create(const char *folder, const char *path, size_t memory);
int decisions_add(struct decisions_writer *, pl_position,
                  pl_str bytes); /* one thread at a time; bytes are copied */
/* Sorts, writes and syncs `path`: whole or, after a failure, not usable. The writer stays, for its
 * error, until freed. */
int decisions_finish(struct decisions_writer *);
const char *decisions_writer_error(const struct decisions_writer *);
void decisions_writer_free(struct decisions_writer *); /* NULL is allowed */

/* A finished file. NULL: errno says why (EBADMSG: not a finished one). Shared by all threads. */
struct decisions *decisions_open(const char *path);
uint64_t decisions_count(const struct decisions *);
/* The messages for the document at `position`, in the order they were added, as an array of pl_str
 * in the arena. Any thread. Opens a block by binary search on each call: for `explain` and tests.
 */
int decisions_lookup(struct decisions *, pl_position, struct arena *, pl_array *);
const char *decisions_error(const struct decisions *);
void decisions_close(struct decisions *); /* after its readers; NULL is allowed */

/* A place in the file; belongs to one thread at a time (one a thread, or one a batch). Never NULL.
 */
struct decisions_reader *decisions_reader(struct decisions *);
/* As decisions_lookup; cheap when positions rise from call to call, correct in any order. */
int decisions_seek_next(struct decisions_reader *, pl_position, struct arena *, pl_array *);
void decisions_reader_free(struct decisions_reader *); /* NULL is allowed */
#endif
