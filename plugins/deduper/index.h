/* index.h: which documents share samples: an inverted index, built range by range, gives candidate pairs. */
#ifndef DEDUPER_INDEX_H
#define DEDUPER_INDEX_H
#include "corpus.h"

/* What layers of samples have in common: memory. */
struct index;
struct index *index_open(const struct corpus *); /* NULL: out of memory, and said so */
void index_free(struct index *);

/* Emits a RECORD_CANDIDATE for the next round for each pair of documents that share at least `least` samples of the layer; key:
 * pair, layer; bytes: uint32_t count. When memory is short a pair may come in several records, the counts of which add up, and
 * those below `least` come as well. A sample of more than `cap` documents tells little: it pairs all of them with one
 * only, or, of a passage, none. */
int index_candidates(struct index *, enum layer, uint32_t cap, uint32_t least);
#endif
