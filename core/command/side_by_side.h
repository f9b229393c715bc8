/* side_by_side.h: two texts in two columns, paragraph beside paragraph, for `explain`. */
#ifndef SIDE_BY_SIDE_H
#define SIDE_BY_SIDE_H
#include <stdio.h>
#include "text-pipeline/pipeline.h"

/* Prints both texts wrapped at words, `width` code points a column; the n-th paragraphs begin on the same line. A word longer
 * than a column is cut. Both texts are valid UTF-8. */
void side_by_side(FILE *, pl_str left, pl_str right, unsigned width);
#endif
