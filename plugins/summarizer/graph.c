/* graph.c: similarities through an inverted list over the listed sentences: each term leads to those that hold it. */
#include "graph.h"
#include <string.h>
#include "room.h"

enum { KEPT_ROOM = 1 << 18 };

/* ---- the list ---- */

static int better(const struct article *a, uint32_t x, uint32_t y) {
    const float cx = a->v[x].centroid, cy = a->v[y].centroid;
    return cx > cy || (!(cx < cy) && x < y);
}

/* Moves the worst of a heap down to its place. */
static void sift(const struct article *a, uint32_t *heap, uint32_t n, uint32_t i) {
    for (;;) {
        uint32_t child = 2 * i + 1;
        if (child >= n) return;
        if (child + 1 < n && better(a, heap[child], heap[child + 1])) child++;
        if (!better(a, heap[i], heap[child])) return;
        const uint32_t swap = heap[i];
        heap[i] = heap[child];
        heap[child] = swap;
        i = child;
    }
}

static int by_number(const void *x, const void *y) {
    const uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    return (a > b) - (a < b);
}

/* Numbers of at most `most` sentences: half of them the head of the text, the others by centroid. */
static uint32_t list(const struct article *a, uint32_t *out, uint32_t most) {
    uint32_t n = 0, i = 0;
    const uint32_t head = a->body <= most ? most : most / 2;
    for (; i < a->n && n < head; i++)
        if (a->v[i].standing != NEVER) out[n++] = i;
    uint32_t *heap = out + n;
    uint32_t held = 0;
    for (; i < a->n && head < most; i++) {
        if (a->v[i].standing == NEVER) continue;
        if (held < most - n) {
            heap[held++] = i;
            for (uint32_t k = held == most - n ? held / 2 : 0; k-- > 0;) sift(a, heap, held, k);
        } else if (better(a, i, heap[0])) {
            heap[0] = i;
            sift(a, heap, held, 0);
        }
    }
    qsort(heap, held, sizeof *heap, by_number);
    return n + held;
}

/* ---- similarities ---- */

static int add_sentence(struct graph *g, struct article *a, uint32_t i) {
    const struct sentence *s = graph_sentence(g, a, i);
    float *row = g->similarity[i];
    if (room_for(&g->cells, &g->room, g->used + s->content, sizeof *g->cells)) return -1;
    for (uint32_t k = s->terms; k < s->terms_end; k++) {
        struct term *t = &a->terms.v[a->distinct[k]];
        const float product = t->idf * t->idf;
        for (uint32_t c = t->cell; c != NO_TERM; c = g->cells[c].before)
            row[g->cells[c].listed] += product;
        g->cells[g->used] = (struct cell){t->cell, i};
        t->cell = g->used++;
    }
    return 0;
}

static void note_similarity(struct graph *g, uint32_t i, uint32_t k, float s) {
    struct listed *x = &g->v[i], *y = &g->v[k];
    x->earlier += s;
    y->later += s;
    if (s > x->most) x->most = s;
    if (s > y->most) y->most = s;
}

/* From dot products to cosines. Returns the largest. Most pairs have no term in common. */
static float normalise(struct graph *g, const struct article *a) {
    float most = 0, norm[MOST_LISTED];
    g->pairs_n = 0;
    for (uint32_t i = 0; i < g->n; i++) {
        norm[i] = graph_sentence(g, a, i)->norm;
        for (uint32_t k = 0; k < i; k++) {
            if (!(g->similarity[i][k] > 0)) continue;
            const float s = g->similarity[i][k] /= norm[i] * norm[k];
            g->pairs[g->pairs_n++] = (struct pair){s, (uint8_t)i, (uint8_t)k};
            note_similarity(g, i, k, s);
            if (s > most) most = s;
        }
        g->v[i].first = i ? g->similarity[i][0] : 0;
    }
    return most;
}

static void sum_strong(struct graph *g, float least) {
    for (const struct pair *p = g->pairs; p < g->pairs + g->pairs_n; p++) {
        if (p->similarity <= least) continue;
        g->v[p->later].strong_earlier += p->similarity - least;
        g->v[p->earlier].strong_later += p->similarity - least;
    }
}

int graph_build(struct graph *g, struct article *a, uint32_t most) {
    uint32_t sentences[MOST_LISTED];
    if (g->room > KEPT_ROOM) graph_free(g);
    g->n = list(a, sentences, most);
    g->used = 0;
    for (uint32_t i = 0; i < g->n; i++) {
        g->v[i] = (struct listed){.sentence = sentences[i]};
        memset(g->similarity[i], 0, i * sizeof(float));
        if (add_sentence(g, a, i)) return -1;
    }
    sum_strong(g, .3F * normalise(g, a));
    return 0;
}

void graph_free(struct graph *g) {
    free(g->cells);
    g->cells = NULL;
    g->room = 0;
}
