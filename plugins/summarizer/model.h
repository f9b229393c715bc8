/* model.h: a linear model on the features of sentences. */
#ifndef SUMMARIZER_MODEL_H
#define SUMMARIZER_MODEL_H
#include "features.h"

struct model {
    double weight[FEATURE_COUNT]; /* of the feature as it is: scale and mean are worked in */
    double bias;
    struct importance importance; /* of words, which features rest on */
};

/* Reads lines "name mean scale weight" and one "bias 0 1 value" (words: "word_bias"); # begins a remark, a feature that is not named weighs nothing.
 * 0, the number of the line in error, or -1 when there is no bias. */
int model_load(struct model *, pl_str file);
/* Log-odds, rounded to 1e-5, so that nothing beyond decides. */
double model_score(const struct model *, const float *features);

#endif
