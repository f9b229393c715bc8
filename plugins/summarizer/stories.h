/* stories.h: which documents tell of the same story. */
#ifndef SUMMARIZER_STORIES_H
#define SUMMARIZER_STORIES_H
#include "report.h"

struct stories;

/* `at`: least cosine to a story to belong to it; `days`: a story goes on as long as its last document is not older. NULL: no memory. */
struct stories *stories_new(double at, uint32_t days);
/* The story of the next document, new or known; documents come by date, undated ones first. A text that was there already is a
 * copy: it belongs to the story of the first, *is_copy is set, and the story does not change. UINT32_MAX: no memory. */
uint32_t stories_add(struct stories *, const struct report *, int *is_copy);
void stories_free(struct stories *);

#endif
