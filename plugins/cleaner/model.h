/* model.h: a linear model that tells boilerplate lines from content, and the title from other lines, by hashed features. */
#ifndef CLEANER_MODEL_H
#define CLEANER_MODEL_H
#include "judge.h"

enum {
    MODEL_BITS = 15,
    MODEL_CELLS = 1 << MODEL_BITS, /* weights of one look */
    MODEL_WORD_FEATURES = 96, /* of the third look, at most */
    MODEL_TITLE_FEATURES = 48, /* of the last */
    MODEL_FEATURES = 48, /* more than one line can have */
    MODEL_UNIT = 256, /* a score of this much is one natural logit */
    MODEL_DEEP = -6 * MODEL_UNIT /* score of lines deep in the body */
};

/* Does the line stand deep in the body? Such lines are content, whatever they say. */
int model_is_deep(const struct judge *, uint32_t i);
/* Features of line i, as cells: those of its own form, words and place. Returns how many. `groups` (or NULL) gets the group of
 * each: form, ends, place, neighbours, overlap, words ... */
uint32_t model_features(const struct judge *, uint32_t i, uint32_t *cells, uint8_t *groups);
enum { MODEL_AROUND = 12 /* lines on both sides that the second look sees */ };
/* Features of the second look: what the first look said about the line and those around it. `first`: one score per line. */
uint32_t model_context(const struct judge *, const int32_t *first, uint32_t i, uint32_t *cells);

/* Features of the third look: the words of a line, in pairs too. 0: the line is too long for it. */
uint32_t model_word_features(const struct words *, const struct line *, uint32_t *cells);

/* The score that line i needs to go: more behind the body than before it, more for a sentence than for a heading. */
int32_t model_least(const struct judge *, uint32_t i);
/* The same for the third look, by which a page speaks to its reader: it wants more inside of the body. */
int32_t model_least_words(const struct judge *, uint32_t i);

/* The looks that the model takes at a line; each has weights of its own. */
enum model_look { LOOK_LINE, LOOK_AROUND, LOOK_WORDS, LOOK_TITLE, MODEL_LOOKS };

struct model {
    const int8_t *cells; /* MODEL_LOOKS * MODEL_CELLS */
    int32_t scale; /* score of one step of a weight, in 1 / 65536 */
    int32_t bias[MODEL_LOOKS];
};

/* Of the weights in a file, as its head says it. */
uint32_t model_checksum(const char *weights, size_t n);
/* Reads a weights file; NULL, or what is wrong with it. */
const char *model_load(struct model *, const char *file, size_t n);
/* Scores the open lines into `score` by way of `first`: above 0 is boilerplate, in units of 1 / MODEL_UNIT logit. */
void model_score(const struct model *, const struct judge *, const uint8_t *open, int32_t *first,
                 int32_t *score);
/* The score of the third look at line i; a line too long for it: far below 0. */
int32_t model_score_words(const struct model *, const struct words *, const struct line *);
/* The score of the last look for the features of title.h: above 0, the line is the title rather than that there is none. */
int32_t model_score_title(const struct model *, const uint32_t *cells, uint32_t n);
/* "model:words" and so on: what speaks most for boilerplate in line i. */
const char *model_reason(const struct model *, const struct judge *, uint32_t i);
#endif
