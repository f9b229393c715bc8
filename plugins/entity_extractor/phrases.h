/* phrases.h: phrases of one word or more, found by the hashes of their words; the longest one wins. */
#ifndef ENTITY_PHRASES_H
#define ENTITY_PHRASES_H
#include "words.h"

struct phrases {
    struct phrase_slot {
        uint64_t key;
        uint32_t payload; /* 0: only the begin of longer ones */
        uint32_t more; /* longer ones begin so */
    } * slots;
    uint32_t mask, used;
};

/* Puts a phrase of `n` bytes in; returns the place of its payload (0 at first), NULL without memory. It is cut into words as
 * the tokenizer cuts it. */
uint32_t *phrases_add(struct phrases *, const char *p, size_t n);
void phrases_free(struct phrases *);

static inline uint64_t phrase_step(uint64_t key, uint64_t hash) {
    key = (key ^ hash) * 0x9e3779b97f4a7c15u;
    return key ^ key >> 29;
}

static inline const struct phrase_slot *phrases_slot(const struct phrases *p, uint64_t key) {
    uint32_t i = (uint32_t)key & p->mask;
    while (p->slots[i].key != key && p->slots[i].key) i = (i + 1) & p->mask;
    return &p->slots[i];
}

/* The payload of the longest phrase that begins at word `i` and ends before `stop`, 0 for none; *end is set behind it. */
static inline uint32_t phrases_find(const struct phrases *p, const struct word *w, uint32_t i,
                                    uint32_t stop, uint32_t *end) {
    uint64_t key = 0;
    uint32_t found = 0;
    for (; i < stop; i++) {
        key = phrase_step(key, w[i].hash);
        const struct phrase_slot *s = phrases_slot(p, key);
        if (!s->key) break;
        if (s->payload) {
            found = s->payload;
            *end = i + 1;
        }
        if (!s->more) break;
    }
    return found;
}
#endif
