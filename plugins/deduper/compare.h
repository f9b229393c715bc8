/* compare.h: the likeness of two documents, exactly, on all their grams. */
#ifndef DEDUPER_COMPARE_H
#define DEDUPER_COMPARE_H
#include "grams.h"
#include "record.h"

enum rule { RULE_NONE, RULE_EXACT, RULE_FIELD, RULE_NEAR, RULE_CONTAINED, RULE_SPUN };

/* Thresholds; a layer that is off has one above 1. */
struct limits {
    double near, contained, spun;
    uint32_t spun_words, spun_grams; /* at least, in both; shared, at least */
};

/* What documents are compared by: grams of words and of marks, names and numbers, grams of these, numbers. */
enum set { SET_NEAR, SET_MARKS, SET_NAMES, SET_NAME_GRAMS, SET_NUMBERS, SETS };

/* A document made ready for comparisons. Memory is kept from one to the next. */
struct reading {
    uint32_t document; /* its number; UINT32_MAX: none */
    struct body body;
    struct about about; /* after reading_about */
    struct gram_set sets[SETS];
    bool has[SETS], has_about;
    uint64_t *scratch;
    size_t room;
    pl_span *places;
    size_t places_room;
    bool has_places;
    uint32_t *blocks; /* characters before each BLOCK bytes of the text */
    size_t blocks_room;
    bool has_blocks;
};

struct likeness {
    enum rule rule;
    double similarity; /* shared / all, of a contained document shared / smaller */
};

/* Makes `r` a view of the document. */
void reading_set(struct reading *, uint32_t document, struct body);
void reading_free(struct reading *);
/* Fills `about`; before this nothing else of the document is looked at than its units. */
void reading_about(struct reading *);
/* Room for the grams of the whole body, and as much behind them. 0, or -1 without memory. */
int reading_reserve(struct reading *);
/* Where the units stand in the text, in bytes; NULL without memory. This and the next after reading_about. */
const pl_span *reading_places(struct reading *);
/* The same span in code points. 0, or -1 without memory. */
int reading_characters(struct reading *, pl_span bytes, pl_span *characters);

/* The first rule that finds the pair alike, or RULE_NONE. 0, or -1 without memory. */
int compare(struct reading *, struct reading *, const struct limits *, struct likeness *);
/* The same for two documents that are alike with a third one: half of all grams, or most of the smaller, are enough. */
int compare_friends(struct reading *, struct reading *, struct likeness *);

/* Shared / all of the grams of LAYER_NEAR; negative without memory. */
double compare_words(struct reading *, struct reading *);

enum { NEAR_GRAM = 5, MARK_GRAM = 5, NAME_GRAM = 3, PASSAGE_GRAM = 8 };
/* The sequence in which each run of content words is one wildcard; `out` has room for n. Returns its length. */
uint32_t marks_of(const uint32_t *v, uint32_t n, uint32_t *out);
#endif
