/* digest.h: the sentences that tell a story from several documents. */
#ifndef SUMMARIZER_DIGEST_H
#define SUMMARIZER_DIGEST_H
#include "report.h"

enum {
    MOST_TOLD = 64,
    MOST_TAKEN = 20
}; /* documents that a digest reads, sentences that it takes */

struct taken {
    uint32_t report, quote, support; /* support: other documents that say it too */
};

struct counted {
    pl_str name;
    uint32_t documents;
};

struct digest {
    const struct report *reports; /* by date and id, without copies */
    uint32_t n;
    uint32_t documents, copies; /* of the story: may be more than n */
    uint32_t headline; /* report that gives it */
    struct taken taken[MOST_TAKEN];
    struct counted phrases[MOST_NAMES], entities[MOST_NAMES]; /* those of most documents first */
    uint32_t taken_n, phrases_n, entities_n;
};

/* Fills headline, sentences and names from reports, n, documents and copies. */
void digest_make(struct digest *, uint32_t sentences);

#endif
