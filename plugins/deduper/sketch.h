/* sketch.h: the samples by which a document is found, of LAYER_NEAR and LAYER_SPUN. */
#ifndef DEDUPER_SKETCH_H
#define DEDUPER_SKETCH_H
#include "record.h"

enum { NEAR_SAMPLES = 128, SPUN_SAMPLES = 64, SKETCH_ROOM = 2 * NEAR_SAMPLES + 64 + 1 };

struct sketch {
    uint32_t v[SKETCH_ROOM], n; /* sorted */
    uint32_t grams; /* of the whole document */
    uint32_t reach; /* all samples up to this one are there */
};

/* Fills `to`. `room`: for the grams, and for as many marks behind them; 2 n + 2 numbers. */
void sketch_make(struct sketch *to, enum layer, const uint32_t *units, uint32_t n, uint64_t *room);
#endif
