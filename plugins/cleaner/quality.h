/* quality.h: figures about what is left of a text. */
#ifndef CLEANER_QUALITY_H
#define CLEANER_QUALITY_H
#include "judge.h"
#include "text-pipeline/pipeline.h"

struct quality {
    uint32_t words;
    double stop_share; /* function words among the words; NAN when the language has no list */
    double symbol_share; /* characters that are neither letter nor digit nor blank */
    double repetition; /* runs of four words that the text had before, among all */
    double line_words; /* mean words of a line */
    double glued; /* sentence ends without a blank behind, per 100 words */
};

/* Memory that is used again from text to text. */
struct quality_room {
    uint32_t *seen, room;
};

/* Measures the kept lines of a judged text. `has_stops`: its language has a list of function words. 0, or -1 when memory is gone. */
int quality_measure(const struct judge *, int has_stops, struct quality_room *, struct quality *);

/* Thresholds of the config; a text beyond one of them is dropped. */
struct quality_limits {
    uint64_t min_words;
    double min_stop_share, max_symbol_share, max_repetition, min_line_words;
};

/* Can any text be beyond them? */
int quality_has_limits(const struct quality_limits *);
/* Drops the document if a figure is beyond its threshold. */
void quality_drop(const pl_host *, pl_batch *, pl_document *, const struct quality *,
                  const struct quality_limits *);
/* Sets the fields quality.words and so on. */
int quality_set(const pl_host *, pl_batch *, pl_document *, const struct quality *);
#endif
