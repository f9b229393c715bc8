/* sets.c: sets of words; one table tells for a word all sets that hold it. */
#include "sets.h"
#include <stdlib.h>
#include "words.h"

int sets_open(struct sets *s) { return s->n < SETS_MOST ? (int)s->n++ : -1; }

int sets_add(struct sets *s, int set, uint32_t word) {
    struct set *one = &s->set[set];
    if (one->n == one->room) {
        const uint32_t room = 2 * one->room + 64;
        uint32_t *more = realloc(one->word, room * sizeof *more);
        if (!more) return -1;
        one->word = more;
        one->room = room;
    }
    one->word[one->n++] = word;
    return 0;
}

static struct sets_cell *cell(const struct sets *s, uint32_t word) {
    uint32_t i = word & s->mask;
    while (words_is_other(s->table[i].word, word)) i = (i + 1) & s->mask;
    return &s->table[i];
}

int sets_seal(struct sets *s) {
    uint32_t all = 0, size = 2;
    for (uint32_t k = 0; k < s->n; k++) all += s->set[k].n;
    while (size < 2 * all) size *= 2;
    if (!(s->table = calloc(size, sizeof *s->table))) return -1;
    s->mask = size - 1;
    for (uint32_t k = 0; k < s->n; k++)
        for (uint32_t i = 0; i < s->set[k].n; i++) {
            struct sets_cell *c = cell(s, s->set[k].word[i]);
            c->word = s->set[k].word[i];
            c->in |= (uint64_t)1 << k;
        }
    return 0;
}

uint64_t sets_of(const struct sets *s, uint32_t word) { return cell(s, word)->in; }

void sets_free(struct sets *s) {
    for (uint32_t k = 0; k < s->n; k++) free(s->set[k].word);
    free(s->table);
}
