/* archive.h: the kept documents of earlier runs, in a folder of segment files that are never changed in place.
 *
 * A run reads all segments and makes one of its own, NEW.XXXXXX, which gets its name by rename when the run ends. Segments are
 * numbered; FIRST-LAST.seg holds those from FIRST to LAST, one or, merged, several. One that lies in another's range does not count:
 * so the rename of a merged one takes the place of its parts at once, and those are removed later. One of which documents are taken
 * out is written anew under its own name. A segment is a head, the data of its documents (samples of two layers, units, id), and a
 * table of entries. No text is kept. One run at a time has the folder. */
#ifndef DEDUPER_ARCHIVE_H
#define DEDUPER_ARCHIVE_H
#include "corpus.h"

struct archive_entry {
    uint64_t exact[2], field[2], at; /* at: byte of the segment where the data begins */
    uint32_t units, grams, reach, by_character;
    int32_t date, fluency;
    uint32_t near, spun; /* samples */
    uint32_t id; /* bytes */
    int32_t day; /* on which the run began that kept it, since 1970 */
    uint64_t replaces; /* as in struct facts */
};

struct range {
    uint32_t from, to; /* numbers */
};

struct segment {
    struct range range;
    const char *p; /* the mapped file */
    size_t bytes;
    uint32_t format, entry_bytes;
    int32_t changed; /* the day on which the file was written */
    uint32_t first, n; /* its documents are first ... first + n - 1 */
    const struct archive_entry *entries;
};

struct archive {
    const pl_host *host;
    pl_context *context;
    const char *folder; /* NULL: there is none, and nothing below does anything */
    int fd; /* of the folder, with the lock; -1: none */
    pl_state *name; /* of the new segment: what a run that was killed calls its own */
    struct segment *v; /* by range */
    uint32_t n, documents;
    struct archive_writer *writer;
    int32_t day; /* of this run */
    int32_t from; /* entries of earlier days do not count */
};

/* Makes the folder and locks it until archive_free; PL_OK, PL_ESTOP, or PL_EAGAIN when another run has it; the reason is given. */
int archive_lock(struct archive *);
/* Have all segments the format of this version? PL_OK or PL_ESTOP. */
int archive_check(struct archive *);
/* Maps and checks all segments. PL_OK or PL_ESTOP. */
int archive_open(struct archive *);
const struct archive_entry *archive_entry(const struct archive *, uint32_t document);
/* Units and id; neither places nor text. */
struct body archive_body(const struct archive *, uint32_t document);
const uint32_t *archive_samples(const struct archive *, uint32_t document, enum layer, uint32_t *n);

/* Writes a segment: begin, add, end; PL_OK or PL_ESTOP. */
int archive_begin(struct archive *);
int archive_add(struct archive *, const struct document *, const struct body *);
int archive_end(struct archive *);
/* Gives it its name, if there is one to be named, and merges. */
int archive_publish(struct archive *);
/* Merges the last segments as long as together they have as many documents as the one before them: there are at most about
 * log2(documents), and each document is written anew about as often. Removes what lies in another. */
int archive_merge(struct archive *);
void archive_free(struct archive *);

/* archive_upkeep.c; PL_OK or PL_ESTOP */
/* The document of this id and those that it was an update of; of an empty id, those of days before `before`. */
struct sweep {
    pl_str id;
    int32_t before;
    uint64_t found; /* set */
};
int archive_find(struct archive *, struct sweep *);
/* Segments without them, on the disk when it returns; of old ones some may stay there that count no more. */
int archive_forget(struct archive *, struct sweep *);
int archive_migrate(struct archive *, uint64_t *files);
#endif
