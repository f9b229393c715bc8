/* corpus.h: the names of the whole corpus as a CSV file: canonical, label, documents, mentions. */
#ifndef ENTITY_CORPUS_H
#define ENTITY_CORPUS_H
#include "table.h"

/* Emits the names of a document; the host sorts them, on disk when they are many. PL_OK or what emit says. */
int corpus_emit(const pl_host *, pl_batch *, pl_document *, const struct table *);
/* Sums up and writes the file, ordered by name (bytes), then label. `labels` are the names of the labels. */
int corpus_write(const pl_host *, pl_context *, pl_output *, const pl_str *labels, uint64_t low,
                 uint64_t high);
#endif
