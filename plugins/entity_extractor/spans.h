/* spans.h: mentions by the model, with their final labels. */
#ifndef ENTITY_SPANS_H
#define ENTITY_SPANS_H
#include "model.h"
#include "types.h"

/* What the model works on while it labels a stretch; one per thread. */
struct stretch_room {
    int32_t emission[MOST_STRETCH][LANES], back[MOST_STRETCH][LANES];
    uint8_t labels[MOST_STRETCH];
};

/* Appends what the model finds. `features` has been filled by features_look. 0, or -1 without memory. */
int spans_find(const struct model *, const struct features *, struct stretch_room *,
               struct mentions *out);
/* The label of a capitalised run by its first and last word: events, buildings, rivers; TYPE_NONE when they say nothing. */
enum type head_type(const struct features *, uint32_t first, uint32_t last);
#endif
