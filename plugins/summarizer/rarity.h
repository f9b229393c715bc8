/* rarity.h: what is known of words beforehand: data/words.tsv. */
#ifndef SUMMARIZER_RARITY_H
#define SUMMARIZER_RARITY_H
#include <stdint.h>
#include "text-pipeline/pipeline.h"

struct rarity;

struct known {
    float idf; /* ln((N + 1) / (df + 0.5)); of a word that is not in the table that of df = 0 */
    float
        habit; /* how much likelier than other words it is used by summaries of texts that hold it: log-odds; 0: not known */
};

/* Reads "documents<TAB>N" and lines "stem<TAB>documents that hold it[<TAB>100 x habit]"; lines with # are remarks. NULL and *line
 * the line in error, or 0: no memory. */
struct rarity *rarity_load(pl_str file, int *line);
void rarity_free(struct rarity *);
struct known rarity_of(const struct rarity *, uint64_t stem);
/* Changes the habit of a stem that is in the table. */
void rarity_set_habit(struct rarity *, uint64_t stem, float habit);

#endif
