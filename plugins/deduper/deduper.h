/* deduper.h: what the parts of the plugin share. */
#ifndef DEDUPER_H
#define DEDUPER_H
#include "archive.h"
#include "cluster.h"
#include "fluency.h"
#include "units.h"

enum action { ACTION_DROP, ACTION_MARK };

struct options {
    int keep, action;
    int exact, near, contained, spun, passages, fluency;
    double near_at, contained_at, spun_at;
    uint32_t spun_words, spun_grams, passage_words;
    pl_str by, index;
};

/* Read-only after `open`, but for what resolve keeps from one round to the next. */
struct deduper {
    const pl_host *host;
    pl_context *context;
    const struct options *options;
    struct limits limits;
    struct fluency fluency;
    struct fluency_marks marks;
    int tokens, duplicates, duplicate_of, passages; /* layers */
    char *by; /* a field; NULL: none */
    struct corpus corpus;
    struct archive archive;
    char *folder; /* of the archive; NULL: none */
};

/* Memory of a thread, kept from one document to the next; begins as zeros. */
struct scratch {
    struct units units;
    void *bytes;
    size_t room;
};
void scratch_free(struct scratch *); /* NULL is allowed */

int emit_document(const struct deduper *, pl_batch *, pl_document *, struct scratch *);
int resolve_round(struct deduper *, uint32_t round);
int settle_document(const struct deduper *, pl_batch *, pl_document *);
#endif
