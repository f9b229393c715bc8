/* names.c: a sorted array of hashes. */
#include "names.h"
#include <stdlib.h>
#include <string.h>
#include "words.h"

struct names {
    size_t n;
    uint32_t word[];
};

static int ascending(const void *a, const void *b) {
    const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

struct names *names_add(struct names *old, const char *file, size_t n) {
    const size_t had = old ? old->n : 0;
    struct names *names = realloc(old, sizeof *names + (had + n / 2 + 1) * sizeof *names->word);
    if (!names) return free(old), NULL;
    names->n = had;
    for (size_t i = 0, end; i < n; i = end + 1) {
        const char *stop = memchr(file + i, '\n', n - i);
        end = stop ? (size_t)(stop - file) : n;
        if (end > i) names->word[names->n++] = words_hash(file + i, end - i);
    }
    qsort(names->word, names->n, sizeof *names->word, ascending);
    return names;
}

void names_free(struct names *names) { free(names); }

int names_has(const struct names *names, uint32_t word) {
    return bsearch(&word, names->word, names->n, sizeof word, ascending) != NULL;
}
