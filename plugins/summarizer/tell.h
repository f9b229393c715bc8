/* tell.h: a surveyed document as a report for the digest. */
#ifndef SUMMARIZER_TELL_H
#define SUMMARIZER_TELL_H
#include "keyphrases.h"
#include "report.h"
#include "survey.h"

/* Fills signs, quotes, phrases, text_hash, length and, when it is empty, the headline: `picks` are numbers of listed sentences, best
 * first. The strings point into the text. */
void tell(struct report *, struct survey *, const double *score, const uint32_t *picks, uint32_t n,
          const struct keyphrases *);

#endif
