/* title.h: which lines may be the title, and what the model sees of them. */
#ifndef CLEANER_TITLE_H
#define CLEANER_TITLE_H
#include "head.h"
#include "model.h"

/* Lines below the title in which it may stand once more. */
enum { TITLE_REPEATS = 8 };

/* The score that a title needs, and by how much more than that of any other line. */
enum { TITLE_LEAST = 0, TITLE_AHEAD = MODEL_UNIT / 2 };

/* May line i be a title at all? Its words and its surroundings say the rest. */
int title_is_possible(const struct judge *, uint32_t i);
/* Features of line i, as cells of the model's last look, if the body begins at line `begin`. Returns how many. */
uint32_t title_features(const struct judge *, uint32_t i, uint32_t begin, uint32_t *cells);
#endif
