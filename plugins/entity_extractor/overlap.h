/* overlap.h: of mentions that overlap, the longer one stays. */
#ifndef ENTITY_OVERLAP_H
#define ENTITY_OVERLAP_H
#include "types.h"

/* Keeps a set of mentions without overlaps, sorted by place: longer before shorter, then earlier in the array before later. In time
 * linear in mentions and words; the document has `words` of them. 0, or -1 without memory. */
int overlaps_remove(struct mentions *, uint32_t words);
#endif
