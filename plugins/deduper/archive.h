/* archive.h: the kept documents of earlier runs, in a folder of segment files that never change.
 *
 * A run reads all segments, and writes one of its own: NEW while it is made, NUMBER.seg, by rename, when the run ends. A segment
 * is a head, the data of its documents (samples of two layers, units, id), and a table of entries. No text is kept. */
#ifndef DEDUPER_ARCHIVE_H
#define DEDUPER_ARCHIVE_H
#include "corpus.h"

struct archive_entry {
    uint64_t exact[2], field[2], at; /* at: byte of the segment where the data begins */
    uint32_t units, grams, reach, by_character;
    int32_t date, fluency;
    uint32_t near, spun; /* samples */
    uint32_t id, reserved; /* bytes */
};

struct segment {
    const char *p; /* the mapped file */
    size_t bytes;
    uint32_t first, n; /* its documents are first ... first + n - 1 */
    const struct archive_entry *entries;
};

struct archive {
    const pl_host *host;
    pl_context *context;
    const char *folder; /* NULL: there is none, and nothing below does anything */
    struct segment *v;
    uint32_t n, documents, last; /* last: the highest number of a segment */
    struct archive_writer *writer;
};

/* Maps and checks all segments; makes the folder. PL_OK, or PL_ESTOP with the reason given. */
int archive_open(struct archive *);
const struct archive_entry *archive_entry(const struct archive *, uint32_t document);
/* Units and id; neither places nor text. */
struct body archive_body(const struct archive *, uint32_t document);
const uint32_t *archive_samples(const struct archive *, uint32_t document, enum layer, uint32_t *n);

/* Writes a segment: begin, add, end; PL_OK or PL_ESTOP. publish gives it its name, if there is one to be named. */
int archive_begin(struct archive *);
int archive_add(struct archive *, const struct document *, const struct body *);
int archive_end(struct archive *);
int archive_publish(struct archive *);
void archive_free(struct archive *);
#endif
