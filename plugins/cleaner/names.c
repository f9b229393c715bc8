/* names.c: a hash table of hashes. */
#include "names.h"
#include <stdlib.h>
#include <string.h>
#include "words.h"

struct names {
    uint32_t n, room; /* a power of two */
    uint32_t word[];
};

static uint32_t *cell(struct names *names, uint32_t word) {
    uint32_t i = word & (names->room - 1);
    while (words_is_other(names->word[i], word)) i = (i + 1) & (names->room - 1);
    return &names->word[i];
}

/* A larger table with all that is in `old`, or NULL, and room for `more`; `old` is freed. */
static struct names *grow(struct names *old, uint32_t more) {
    uint32_t room = 16;
    while (room < 2 * ((old ? old->n : 0) + more)) room *= 2;
    struct names *names = calloc(1, sizeof *names + room * sizeof *names->word);
    if (names) names->room = room;
    for (uint32_t i = 0; names && old && i < old->room; i++)
        if (old->word[i]) *cell(names, old->word[i]) = old->word[i];
    if (names && old) names->n = old->n;
    free(old);
    return names;
}

struct names *names_add(struct names *old, const char *file, size_t n) {
    struct names *names = grow(old, (uint32_t)(n / 2 + 1));
    for (size_t i = 0, end; names && i < n; i = end + 1) {
        const char *stop = memchr(file + i, '\n', n - i);
        end = stop ? (size_t)(stop - file) : n;
        if (end == i) continue;
        const uint32_t word = words_hash(file + i, end - i);
        names->n += !*cell(names, word);
        *cell(names, word) = word;
    }
    return names;
}

void names_free(struct names *names) { free(names); }

int names_has(const struct names *names, uint32_t word) {
    uint32_t i = word & (names->room - 1);
    while (words_is_other(names->word[i], word)) i = (i + 1) & (names->room - 1);
    return names->word[i] == word;
}
