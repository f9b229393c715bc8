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

static void meet(struct graph *g, uint32_t i, const struct term *t) {
    const float product = t->idf * t->idf;
    for (uint32_t c = t->cell; c != NO_TERM; c = g->cells[c].before)
        g->similarity[i][g->cells[c].listed] += product;
}

static int add_sentence(struct graph *g, struct article *a, uint32_t i) {
    const struct sentence *s = &a->v[g->v[i].sentence];
    const uint32_t stamp = ++a->stamps;
    if (room_for(&g->cells, &g->room, g->used + s->content, sizeof *g->cells)) return -1;
    for (uint32_t k = s->first; k < s->end; k++) {
        struct term *t = a->term[k] == NO_TERM ? NULL : &a->terms.v[a->term[k]];
        if (!t || t->stamp == stamp) continue;
        t->stamp = stamp;
        meet(g, i, t);
        g->cells[g->used] = (struct cell){a->term[k], t->cell, (uint16_t)i};
        t->cell = g->used++;
    }
    g->v[i].cells_end = g->used;
    return 0;
}

static float normalise(struct graph *g, const struct article *a) {
    float most = 0;
    for (uint32_t i = 0; i < g->n; i++) {
        g->similarity[i][i] = 0;
        for (uint32_t k = 0; k < i; k++) {
            const float length = a->v[g->v[i].sentence].norm * a->v[g->v[k].sentence].norm;
            const float s = length > 0 ? g->similarity[i][k] / length : 0;
            g->similarity[i][k] = g->similarity[k][i] = s;
            if (s > most) most = s;
        }
    }
    return most;
}

static void sum_up(struct graph *g, float least) {
    for (uint32_t i = 0; i < g->n; i++) {
        struct listed *l = &g->v[i];
        for (uint32_t k = 0; k < g->n; k++) {
            const float s = g->similarity[i][k];
            *(k < i ? &l->earlier : &l->later) += s;
            if (s > least) *(k < i ? &l->strong_earlier : &l->strong_later) += s - least;
            if (s > l->most) l->most = s;
        }
        l->first = g->similarity[i][0];
    }
}

int graph_build(struct graph *g, struct article *a, uint32_t most) {
    uint32_t sentences[MOST_LISTED];
    if (g->room > KEPT_ROOM) graph_free(g);
    g->n = list(a, sentences, most);
    g->used = 0;
    for (uint32_t i = 0; i < g->n; i++) {
        g->v[i] = (struct listed){.sentence = sentences[i], .cells = g->used};
        memset(g->similarity[i], 0, i * sizeof(float));
        if (add_sentence(g, a, i)) return -1;
    }
    sum_up(g, .3F * normalise(g, a));
    return 0;
}

void graph_free(struct graph *g) {
    free(g->cells);
    g->cells = NULL;
    g->room = 0;
}
