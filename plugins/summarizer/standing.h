/* standing.h: which sentences may be picked. */
#ifndef SUMMARIZER_STANDING_H
#define SUMMARIZER_STANDING_H
#include "article.h"

/* Judges every sentence by its form, cuts datelines off, and keeps out the title. `title`: as the field says; may be empty. */
void standing_judge(struct article *, const struct cues *, pl_str title);
/* Keeps out the sentences that lie in [begin, end) of the text for half of their length or more. */
void standing_exclude(struct article *, pl_span);

#endif
