/* repeated.h: lines that stand in several texts of one site, or of the corpus, are the site's: decided behind the barrier. */
#ifndef CLEANER_REPEATED_H
#define CLEANER_REPEATED_H
#include "judge.h"
#include "text-pipeline/pipeline.h"

/* In process: a record for each line that stays. */
int repeated_emit(const pl_host *, pl_batch *, pl_document *, const struct judge *);
/* In resolve: finds the repeated lines and tells the documents that have them. */
int repeated_resolve(const pl_host *, pl_context *, uint64_t low, uint64_t high);
/* In settle: takes the lines out of a text that `words` was scanned from. Nothing, if that would be most of it. */
int repeated_settle(const pl_host *, pl_batch *, pl_document *, const struct words *);
#endif
