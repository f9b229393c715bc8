/* gather.h: from the reports of all documents to the digests of all stories, in resolve. */
#ifndef SUMMARIZER_GATHER_H
#define SUMMARIZER_GATHER_H
#include "report.h"

struct gathering {
    const pl_host *host;
    pl_context *context;
    pl_output *lines, *page; /* each may be NULL */
    double at; /* see stories_new */
    uint32_t days, sentences;
};

/* Hands a report on to resolve. process only. */
int gather_emit(const struct gathering *, pl_batch *, pl_document *, const struct report *,
                struct pack *);
/* Round 0 finds stories, in the order of date and id, so that the order of the input is without effect; round 1 writes them. */
int gather_resolve(const struct gathering *, uint32_t round, uint64_t low, uint64_t high);

#endif
