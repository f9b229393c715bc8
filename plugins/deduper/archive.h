/* archive.h: the kept documents of earlier runs, in a folder of segment files that never change.
 *
 * A run reads all segments and makes one of its own, NEW.XXXXXX, which gets its name by rename when the run ends. Segments are
 * numbered; FIRST-LAST.seg holds those from FIRST to LAST, one or, merged, several. One that lies in another's range does not count:
 * so the rename of a merged one takes the place of its parts at once, and those are removed later. A segment is a head, the data of
 * its documents (samples of two layers, units, id), and a table of entries. No text is kept. One run at a time has the folder. */
#ifndef DEDUPER_ARCHIVE_H
#define DEDUPER_ARCHIVE_H
#include "corpus.h"

struct archive_entry {
    uint64_t exact[2], field[2], at; /* at: byte of the segment where the data begins */
    uint32_t units, grams, reach, by_character;
    int32_t date, fluency;
    uint32_t near, spun; /* samples */
    uint32_t id, reserved; /* bytes */
    uint64_t replaces; /* as in struct facts */
};

struct range {
    uint32_t from, to; /* numbers */
};

struct segment {
    struct range range;
    const char *p; /* the mapped file */
    size_t bytes;
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
};

/* Makes the folder and locks it until archive_free; PL_OK, PL_ESTOP, or PL_EAGAIN when another run has it; the reason is given. */
int archive_lock(struct archive *);
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
#endif
