/* spool.h: documents on their way through a barrier: one compressed frame per batch, in batch
 * order, in one file.
 *
 *     spool_pack_frame(batch, compressor, &frame);      parallel, at the end of a phase
 *     spool_append(spool, &frame);                      by the retiring thread
 *     ...
 *     spool_next(spool, &frame)                         by the source of the next phase
 *     spool_unpack_frame(spool, &frame, batch);         parallel
 *
 * A spool is valid up to a length that the checkpoint names. It is read on the machine kind and by
 * the schema that wrote it. Functions that fail return PL_ESTOP with errno set and the sentence in
 * spool_error; damage has errno EBADMSG. */
#ifndef SPOOL_H
#define SPOOL_H
#include <zstd.h>
#include "document/document.h"
#include "support/buffer.h"

struct spool;

/* Opens for appending behind `length`, makes the file when there is none, cuts what lies beyond.
 * NULL: errno says why. */
struct spool *spool_create(const char *path, uint64_t length);
/* Opens for reading up to `length`, beginning at `at`, the end of a frame. NULL: errno says why. */
struct spool *spool_open(const char *path, uint64_t length, uint64_t at);
/* One thread at a time. `frame` is what spool_pack_frame made. */
int spool_append(struct spool *, const struct buffer *frame);
int spool_sync(struct spool *);
/* Reads the next frame, as it is, into an empty buffer. PL_END behind the last. One thread at a
 * time. */
int spool_next(struct spool *, struct buffer *frame);
struct spool_frame {
    uint64_t documents, bytes; /* bytes: of all that was packed */
};
struct spool_frame spool_frame(const struct buffer *frame); /* what a frame holds */
/* Reads the next frame and unpacks it; PL_END behind the last. One thread at a time. */
int spool_read(struct spool *, struct buffer *scratch, struct batch *);
uint64_t spool_length(const struct spool *); /* valid bytes */
uint64_t spool_at(const struct spool *); /* where the next frame to read begins */
const char *spool_path(const struct spool *);
const char *spool_error(const struct spool *); /* the first failure: "FILE: frame at byte N ..." */
/* Closes without fsync. Returns PL_ESTOP when close fails (errno); NULL is allowed. */
int spool_close(struct spool *);

/* Any thread, each on its own batch. */

/* Adds a frame with the batch's documents to `frame`. PL_ESTOP: out of memory. */
int spool_pack_frame(const struct batch *, ZSTD_CCtx *, struct buffer *frame);
/* Fills an empty batch (initialised, its arena may hold other things) from a frame of this spool:
 * pub.seq, bytes, documents. Texts and layers lie in one block of the arena and are not copied
 * again. */
int spool_unpack_frame(struct spool *, const struct buffer *frame, struct batch *);

/* The parts of those two, without compression. Left out: raw, slots, decisions, and the layers of
 * PL_PURE stages whose document has not been edited since: after unpacking layers[i].v is NULL for
 * these and not NULL for all that were packed. */
int spool_pack(const struct batch *, struct buffer *packed);
/* `p` lies in the batch's arena, aligned to 64, and is written to. PL_EDOC: damaged, or of another
 * schema. */
int spool_unpack(char *p, size_t n, struct batch *);
#endif
