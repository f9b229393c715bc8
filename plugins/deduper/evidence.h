/* evidence.h: what a copy says where its original says something else. */
#ifndef DEDUPER_EVIDENCE_H
#define DEDUPER_EVIDENCE_H
#include "compare.h"

/* Writes up to ten of those places as JSON, [{"original":"big","copy":"large"}], in the order of the copy; "" when there are none.
 * Returns malloc'd bytes that `to` views; NULL without memory. */
char *evidence_make(struct reading *original, struct reading *copy, pl_str *to);
#endif
