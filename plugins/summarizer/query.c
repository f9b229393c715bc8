/* query.c: sentences that hold the asked words come first. */
#include "query.h"
#include <string.h>
#include "stem.h"

/* Log-odds of a sentence that holds all asked words: more than position and centrality together. */
static const double all_asked = 6;

static int is_letter(char c) {
    return (c & 0x80) || ((c | 32) >= 'a' && (c | 32) <= 'z') || (c >= '0' && c <= '9') ||
           c == '\'';
}

static uint64_t hash_of(pl_str word) {
    char folded[64];
    const size_t n = word.n < sizeof folded ? word.n : sizeof folded;
    for (size_t i = 0; i < n; i++)
        folded[i] = word.p[i] >= 'A' && word.p[i] <= 'Z' ? (char)(word.p[i] + 32) : word.p[i];
    return stem_of(word, ~stem_key((pl_str){folded, n}));
}

void query_add(struct query *q, pl_str words) {
    for (size_t i = 0; i < words.n && q->n < MOST_ASKED; i++) {
        size_t end = i;
        while (end < words.n && is_letter(words.p[end])) end++;
        if (end > i) q->stems[q->n++] = hash_of((pl_str){words.p + i, end - i});
        i = end;
    }
}

void query_raise(const struct query *q, struct article *a, const struct graph *g, double *score) {
    const uint32_t stamp = ++a->stamps;
    double all = 0;
    for (uint32_t i = 0; i < q->n; i++) {
        const uint32_t t = terms_find(&a->terms, q->stems[i]);
        if (t == NO_TERM || a->terms.v[t].stamp == stamp) continue;
        a->terms.v[t].stamp = stamp;
        all += (double)a->terms.v[t].idf;
    }
    for (uint32_t i = 0; i < g->n && all > 0; i++) {
        const struct sentence *s = graph_sentence(g, a, i);
        for (uint32_t k = s->terms; k < s->terms_end; k++) {
            const struct term *t = &a->terms.v[a->distinct[k]];
            if (t->stamp == stamp) score[i] += all_asked * (double)t->idf / all;
        }
    }
}
