/* segment.h: the head of a segment file. */
#ifndef DEDUPER_SEGMENT_H
#define DEDUPER_SEGMENT_H
#include <stdint.h>

struct segment_head {
    char magic[16];
    uint64_t bytes, table; /* of the whole file; where the table of entries begins */
    uint64_t checksum; /* XXH3 of all that follows the head */
    uint32_t documents, reserved;
};
#define SEGMENT_MAGIC "pl dedup seg 1"
#define SEGMENT_NEW "new"
#endif
