/* train_common.h: what the parts of the trainer share. */
#ifndef CLEANER_TRAIN_COMMON_H
#define CLEANER_TRAIN_COMMON_H
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static inline void *check(void *p) {
    if (p) return p;
    fprintf(stderr, "train-cleaner: out of memory\n");
    exit(1);
}

static inline uint64_t next_random(uint64_t *state) { /* xorshift64 */
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

#endif
