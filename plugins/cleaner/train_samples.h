/* train_samples.h: single lines that teach the words look of the line model: lines of the plugin's own gold/lines.tsv, lines drawn by chance
 * from the patterns of the lexicons, and those of labelled pages. */
#ifndef CLEANER_TRAIN_SAMPLES_H
#define CLEANER_TRAIN_SAMPLES_H
#include <stddef.h>
#include <stdint.h>
#include "words.h"

struct sample {
    uint32_t *cells, n;
    double weight;
    int fold; /* of its page; -1: of no page */
    int is_boilerplate;
};

struct samples {
    struct sample *v;
    uint32_t n, room;
    uint64_t random; /* state */
};

/* Lines "label, tab, language, tab, text"; label b or c. */
void samples_add_lines(struct samples *, const char *file, size_t n);
/* Some lines of each pattern that drops. */
void samples_add_lexicon(struct samples *, const char *file, size_t n);
/* The lines of a page, those of content in sentences too. `label`: c, b, m or t for each line. */
void samples_add_page(struct samples *, const struct words *, const char *text, const char *label,
                      int fold, double rest);
#endif
