/* keys.h: a set of 64-bit keys: gathered in any order, sorted, then looked up. */
#ifndef KEYS_H
#define KEYS_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct keys {
    uint64_t *v;
    size_t n, room;
};
void keys_add(struct keys *, uint64_t);
void keys_add_new(struct keys *, uint64_t); /* unless it is there; for few of them, sorted or not */
void keys_sort(struct keys *);
bool keys_has(const struct keys *, uint64_t); /* of sorted ones */
void keys_free(struct keys *);
#endif
