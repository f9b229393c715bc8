/* letters.h: reads a file of dead letters, one at a time. */
#ifndef LETTERS_H
#define LETTERS_H
#include "text-pipeline/pipeline.h"

struct letter_read {
    char *source, *stage, *reason; /* until the call returns */
    uint64_t offset, length;
};
/* Calls `each` for every line; one that is no letter, such as half of the last while a run writes it, is passed over.
 * 0, or -1 with errno when it cannot be read to its end; a damaged file ends with its readable part. */
int letters_each(const char *path, void (*each)(void *, const struct letter_read *),
                 void *argument);
#endif
