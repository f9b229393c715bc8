/* corpus.h: what is known of all documents in resolve: their facts in memory, their bodies in mapped files. */
#ifndef DEDUPER_CORPUS_H
#define DEDUPER_CORPUS_H
#include "record.h"

struct archive;

struct document {
    uint64_t exact[2];
    uint64_t field[2];
    pl_position position;
    uint64_t body, about; /* where its units begin, and the rest */
    uint32_t units : 31, by_character : 1;
    uint32_t grams, reach;
    int32_t date, fluency;
    uint32_t
        same; /* the number of the document that stands for all equal ones; its own when it does */
    uint64_t replaces; /* as in struct facts */
    uint32_t stays : 1,
        gone : 1; /* is kept whatever comes; was replaced, or is too old: is like nothing any more */
};

/* Bytes that are appended to a file, which is then mapped. */
struct store {
    pl_state *file;
    uint64_t length;
    pl_str bytes;
};

struct corpus {
    const pl_host *host;
    pl_context *context;
    struct document *v; /* a document's number is its place here: earlier runs, then input order */
    uint32_t n, room, old; /* old: those of earlier runs */
    struct archive *archive;
    struct store units, abouts; /* of those that corpus_read_bodies kept */
    size_t seen; /* bytes of both looked at since their pages were let go */
};

/* Reads the archive and the facts. PL_OK or PL_ESTOP, with the reason given. */
int corpus_read(struct corpus *);
/* Finds the documents that equal each other, by text or field, and sets `same`. */
int corpus_find_equal(struct corpus *);
/* Opens the files; open only. */
int corpus_open(struct corpus *, const pl_host *, pl_context *, struct archive *);
/* Copies the bodies of the documents that `wanted` says yes to into the files, and maps them. */
int corpus_read_bodies(struct corpus *, const bool *wanted);
struct body corpus_body(struct corpus *, uint32_t document);
void corpus_free(struct corpus *);

/* The number of the document at `position`; `from`: the number of an earlier one. Both rise in a walk over records. */
static inline uint32_t corpus_follow(const struct corpus *c, pl_position p, uint32_t from) {
    for (;; from++) {
        const pl_position q = c->v[from].position;
        if (q.offset == p.offset && q.file == p.file && q.ordinal == p.ordinal) return from;
    }
}
#endif
