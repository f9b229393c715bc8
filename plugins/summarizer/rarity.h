/* rarity.h: how rare a word is: the document frequencies of data/words.tsv as idf. */
#ifndef SUMMARIZER_RARITY_H
#define SUMMARIZER_RARITY_H
#include <stdint.h>
#include "text-pipeline/pipeline.h"

struct rarity;

/* Reads "documents<TAB>N" and lines "stem<TAB>documents that hold it"; lines with # are remarks. NULL and *line the line in
 * error, or 0: no memory. */
struct rarity *rarity_load(pl_str file, int *line);
void rarity_free(struct rarity *);
/* ln((N + 1) / (df + 0.5)) of a stem_of; that of df = 0 for a stem that is not in the table. */
float rarity_of(const struct rarity *, uint64_t stem);

#endif
