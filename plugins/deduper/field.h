/* field.h: a key of a field's value, by which documents are copies of each other. */
#ifndef DEDUPER_FIELD_H
#define DEDUPER_FIELD_H
#include "text-pipeline/pipeline.h"

/* 128 bits of the value. Of an address (http...) the scheme, "www.", the fragment, a final slash and keys that only follow readers
 * about (utm_source, fbclid ...) do not count. Zero for an empty value. */
void field_key(pl_str value, uint64_t key[2]);
#endif
