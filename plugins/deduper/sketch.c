/* sketch.c: bottom-k sketches of words and of marks. */
#include "sketch.h"
#include "compare.h"
#include "grams.h"

void sketch_make(struct sketch *to, enum layer layer, const uint32_t *units, uint32_t n,
                 uint64_t *room) {
    const uint32_t k = layer == LAYER_SPUN ? SPUN_SAMPLES : NEAR_SAMPLES;
    uint32_t *const marks = (uint32_t *)(void *)(room + n + 1);
    to->grams = layer == LAYER_SPUN ? grams_hash(marks, marks_of(units, n, marks), MARK_GRAM, room)
                                    : grams_hash(units, n, NEAR_GRAM, room);
    to->n = grams_bottom(room, to->grams, k, to->v);
    to->reach = to->n < k ? UINT32_MAX : to->v[k - 1];
}
