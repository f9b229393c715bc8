/* decode_score.h: how well a decoded sample reads; private to decode.c. */
#ifndef DECODE_SCORE_H
#define DECODE_SCORE_H
#include "text-pipeline/pipeline.h"
/* In percent of the non-ASCII characters, about -300 to 300: letters that its languages use often count for it; capitals inside
 * words, controls, odd symbols between letters and bytes that could not be decoded (`bad`) against it. */
int decode_score(pl_str text, uint32_t bad, const char *encoding);
#endif
