/* opening.h: how sentences begin and end: datelines, end marks. */
#ifndef SUMMARIZER_OPENING_H
#define SUMMARIZER_OPENING_H
#include "cues.h"
#include "text-pipeline/pipeline.h"

/* The mark that ends the text of a span, closing quotes and brackets set aside: '.', '?', '!', or 0. Other scripts' marks count. */
int end_mark(pl_str text, pl_span);
/* Tokens of a dateline at the head of a sentence: "LONDON, England (CNN) --", "(Reuters) -", "OSLO, 20 June 2024 - ",
 * "Oslo (CNN)". 0: none. */
uint32_t dateline_tokens(pl_str text, pl_array tokens, uint32_t first, uint32_t end,
                         const struct cues *);

#endif
