/* train_titles.c: a choice among the lines above the body and none of them, log-linear, by AdaGrad. */
#include "train_titles.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "model.h"
#include "title.h"
#include "train_common.h"

enum { EPOCHS = 10 };
static const double rate = 0.1, shrink = 1e-5;
static const uint64_t seed = 20240607;

static struct candidate candidate_of(const struct judge *j, uint32_t i, uint32_t begin) {
    uint32_t cells[MODEL_TITLE_FEATURES];
    struct candidate c = {.n = title_features(j, i, begin, cells)};
    c.cells = check(malloc(c.n * sizeof *cells));
    memcpy(c.cells, cells, c.n * sizeof *cells);
    return c;
}

void titles_add(struct titles *t, const struct judge *j, const char *label, int fold, double weight,
                int is_labelled) {
    const uint32_t begin = head_body_begin(j);
    struct candidates one = {.fold = fold, .weight = weight, .is_labelled = is_labelled};
    int can_be_found = 0;
    one.v = check(calloc(HEAD_LINES, sizeof *one.v));
    for (uint32_t i = 0; i < j->words->lines; i++) one.has_title |= label[i] == 't';
    for (uint32_t i = 0; j->verdict[begin].body && i < HEAD_LINES && i < begin; i++) {
        if (!title_is_possible(j, i)) continue;
        one.v[one.n] = candidate_of(j, i, begin);
        can_be_found |= one.v[one.n++].is_title = label[i] == 't';
    }
    if (one.has_title && !can_be_found) one.weight = 0;
    if (t->n == t->room) t->v = check(realloc(t->v, (t->room = 2 * t->room + 256) * sizeof *t->v));
    t->v[t->n++] = one;
}

static double score(const struct candidate *c, const double *w, double bias) {
    double s = bias;
    for (uint32_t k = 0; k < c->n; k++) s += w[c->cells[k]];
    return s;
}

struct slopes {
    double w[MODEL_LOOKS * MODEL_CELLS], bias; /* sums of squared gradients */
};

/* One step for a text: towards the lines that are its title, or towards none. */
static void learn(const struct candidates *t, double *w, double *bias, struct slopes *g) {
    double odds[HEAD_LINES], all = 1, right = 0;
    for (uint32_t i = 0; i < t->n; i++) {
        odds[i] = exp(score(&t->v[i], w, *bias));
        all += odds[i];
        if (t->v[i].is_title) right += odds[i];
    }
    for (uint32_t i = 0; i < t->n; i++) {
        const double gradient =
            t->weight * (odds[i] / all - (t->v[i].is_title ? odds[i] / right : 0));
        for (uint32_t k = 0; k < t->v[i].n; k++) {
            const uint32_t cell = t->v[i].cells[k];
            g->w[cell] += gradient * gradient;
            w[cell] -= rate * gradient / sqrt(g->w[cell] + 1e-6);
            w[cell] -= w[cell] * shrink;
        }
        g->bias += gradient * gradient;
        *bias -= rate * gradient / sqrt(g->bias + 1e-6);
    }
}

void titles_train(const struct titles *t, double *w, double *bias, int without, int nor) {
    struct slopes *g = check(calloc(1, sizeof *g));
    uint64_t state = seed;
    for (uint64_t step = 0; step < (uint64_t)EPOCHS * t->n; step++) {
        const struct candidates *one = &t->v[next_random(&state) % t->n];
        if (one->fold != without && one->fold != nor && one->weight > 0) learn(one, w, bias, g);
    }
    free(g);
}

void titles_count(const struct titles *t, const double *w, double bias, int fold,
                  uint32_t counts[TITLES_STEPS][3]) {
    for (uint32_t k = 0; k < t->n; k++) {
        const struct candidates *one = &t->v[k];
        const struct candidate *best = NULL;
        double most = -INFINITY, second = -INFINITY;
        if (one->fold != fold || !one->is_labelled) continue;
        for (uint32_t i = 0; i < one->n; i++) {
            const double s = score(&one->v[i], w, bias);
            if (!best || !best->is_title || !one->v[i].is_title)
                second = fmax(second, fmin(s, most));
            if (s > most) most = s, best = &one->v[i];
        }
        if (most < second + (double)TITLE_AHEAD / MODEL_UNIT) continue;
        for (int step = 0; best && step < TITLES_STEPS; step++)
            if (most > titles_step(step))
                counts[step][best->is_title ? 0 : one->has_title ? 1 : 2]++;
    }
}
