/* phrases.h: phrases of one word or more, found by the hashes of their words; the longest one wins. The words of the rules and the
 * names of the lists are in one table, so that every word of a text is looked up once. */
#ifndef ENTITY_PHRASES_H
#define ENTITY_PHRASES_H
#include "words.h"

enum phrase_use { PHRASE_RULE = 1, PHRASE_NAME = 2 };

struct phrases {
    /* Slot 0 is what unknown words have: nothing. */
    struct phrase_slot {
        uint64_t key;
        uint32_t name; /* index in the gazetteer, 0: none */
        uint16_t entry; /* index in the lexis, 0: none */
        uint16_t more; /* bits of phrase_use: longer ones begin so */
    } * slots;
    uint32_t mask, used;
    uint8_t first
        [1
         << 16]; /* a bit for the key of each first word: most words of a text need not be looked up */
};

/* Phrases in a row, with bars between them. */
struct phrase_source {
    const char *p, *end, *limit; /* what is behind `end` may be read up to `limit` */
};
struct phrase {
    const char *begin, *last, *end; /* its first and its last word, and what is behind that */
    struct phrase_slot *slot; /* NULL: it has no word */
};
/* Puts in the phrase at `p`, which is set to the bar behind it or to the end. It is cut into words as the tokenizer cuts it.
 * 0, or -1 without memory. */
int phrases_add(struct phrases *, struct phrase_source *, enum phrase_use, struct phrase *);
void phrases_free(struct phrases *);
/* Sets `slot` of all words. */
void phrases_look_up(const struct phrases *, struct words *);

static inline uint64_t phrase_step(uint64_t key, uint64_t hash) {
    key = (key ^ hash) * 0x9e3779b97f4a7c15u;
    return key ^ key >> 29;
}

/* The bit of `first` that a key of one word has. */
static inline uint8_t phrases_bit(uint64_t key) { return (uint8_t)(1u << (key >> 45 & 7)); }

/* The index of the slot that has the key, or would have it. */
static inline uint32_t phrases_at(const struct phrases *p, uint64_t key) {
    uint32_t i = (uint32_t)key & p->mask;
    while (p->slots[i].key != key && p->slots[i].key) i = (i + 1) & p->mask;
    return i;
}

/* The longest phrase of a use that begins at word `i` and ends before `stop`: its slot, or the empty one; *end is set behind it. */
static inline const struct phrase_slot *phrases_find(const struct phrases *p, const struct word *w,
                                                     uint32_t i, uint32_t stop, enum phrase_use use,
                                                     uint32_t *end) {
    const struct phrase_slot *s = &p->slots[w[i].slot], *found = p->slots;
    for (;;) {
        if (use == PHRASE_NAME ? s->name : s->entry) {
            found = s;
            *end = i + 1;
        }
        if (!(s->more & use) || ++i >= stop) return found;
        s = &p->slots[phrases_at(p, phrase_step(s->key, w[i].hash))];
    }
}
#endif
