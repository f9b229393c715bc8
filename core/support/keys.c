/* keys.c: see keys.h. */
#include "support/keys.h"
#include <stdlib.h>
#include "support/memory.h"

void keys_add(struct keys *k, uint64_t key) {
    if (k->n == k->room) {
        k->room = k->room ? 2 * k->room : 4;
        k->v = checked(realloc(k->v, k->room * sizeof *k->v));
    }
    k->v[k->n++] = key;
}

void keys_add_new(struct keys *k, uint64_t key) {
    for (size_t i = 0; i < k->n; i++)
        if (k->v[i] == key) return;
    keys_add(k, key);
}

static int by_number(const void *a, const void *b) {
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

void keys_sort(struct keys *k) {
    if (k->n) qsort(k->v, k->n, sizeof *k->v, by_number);
}

bool keys_has(const struct keys *k, uint64_t key) {
    return k->n && bsearch(&key, k->v, k->n, sizeof key, by_number);
}

void keys_free(struct keys *k) {
    free(k->v);
    *k = (struct keys){0};
}
