/* train_fit.c: logistic regression with balanced classes and an L2 penalty, by Newton's method. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "train.h"

enum { N = FEATURE_COUNT, COLUMNS = N + 1 }; /* the last column is the bias */

static const double C = .01;

static int is_in(const struct example *e, uint32_t fold) { return e->fold != fold; }

static void standardise(struct fit *f, const struct examples *x, uint32_t fold) {
    double square[N] = {0}, n = 0;
    memset(f, 0, sizeof *f);
    for (uint32_t d = 0; d < x->n; d++)
        for (uint32_t i = 0; is_in(&x->v[d], fold) && i < x->v[d].survey.graph.n; i++, n++)
            for (int k = 0; k < N; k++) {
                const double v = (double)x->v[d].survey.features[i][k];
                f->mean[k] += v;
                square[k] += v * v;
            }
    for (int k = 0; k < N; k++) {
        f->mean[k] /= n;
        const double variance = square[k] / n - f->mean[k] * f->mean[k];
        f->scale[k] = variance > 1e-9 ? sqrt(variance) : 1;
    }
}

static void row_of(const struct fit *f, const float *features, double *row) {
    for (int k = 0; k < N; k++) row[k] = ((double)features[k] - f->mean[k]) / f->scale[k];
    row[N] = 1;
}

double fit_score(const struct fit *f, const float *features) {
    double row[COLUMNS], sum = f->bias;
    row_of(f, features, row);
    for (int k = 0; k < N; k++) sum += f->weight[k] * row[k];
    return sum;
}

/* Gaussian elimination of the symmetric positive system h x = g; x replaces g. */
static void solve(double h[COLUMNS][COLUMNS], double *g) {
    for (int i = 0; i < COLUMNS; i++)
        for (int r = i + 1; r < COLUMNS; r++) {
            const double factor = h[r][i] / h[i][i];
            for (int c = i; c < COLUMNS; c++) h[r][c] -= factor * h[i][c];
            g[r] -= factor * g[i];
        }
    for (int i = COLUMNS - 1; i >= 0; i--) {
        for (int c = i + 1; c < COLUMNS; c++) g[i] -= h[i][c] * g[c];
        g[i] /= h[i][i];
    }
}

static void add_row(const double *row, double y, double p, double weight,
                    double h[COLUMNS][COLUMNS], double *g) {
    const double slope = weight * p * (1 - p);
    for (int a = 0; a < COLUMNS; a++) {
        g[a] += weight * (y - p) * row[a];
        for (int b = 0; b < COLUMNS; b++) h[a][b] += slope * row[a] * row[b];
    }
}

static void newton_step(struct fit *f, const struct examples *x, uint32_t fold,
                        const double *class_weight) {
    static double h[COLUMNS][COLUMNS];
    double g[COLUMNS] = {0}, row[COLUMNS];
    memset(h, 0, sizeof h);
    for (uint32_t d = 0; d < x->n; d++)
        for (uint32_t i = 0; is_in(&x->v[d], fold) && i < x->v[d].survey.graph.n; i++) {
            const float *features = x->v[d].survey.features[i];
            const int y = x->v[d].oracle[i];
            row_of(f, features, row);
            add_row(row, y, 1 / (1 + exp(-fit_score(f, features))), C * class_weight[y], h, g);
        }
    for (int k = 0; k < N; k++) h[k][k] += 1, g[k] -= f->weight[k];
    h[N][N] += 1e-9;
    solve(h, g);
    for (int k = 0; k < N; k++) f->weight[k] += g[k];
    f->bias += g[N];
}

void fit_model(struct fit *f, const struct examples *x, uint32_t fold) {
    double count[2] = {0};
    standardise(f, x, fold);
    for (uint32_t d = 0; d < x->n; d++)
        for (uint32_t i = 0; is_in(&x->v[d], fold) && i < x->v[d].survey.graph.n; i++)
            count[x->v[d].oracle[i]]++;
    const double all = count[0] + count[1], weight[2] = {all / 2 / count[0], all / 2 / count[1]};
    for (int step = 0; step < 8; step++) newton_step(f, x, fold, weight);
}

void fit_write(const struct fit *f, const char *path) {
    FILE *out = fopen(path, "w");
    if (!out) abort();
    fprintf(out, "# Weights of the sentence model; made by train.c, sources in NOTICE.\n# feature "
                 "mean scale weight\n");
    for (int k = 0; k < N; k++)
        fprintf(out, "%s %.6g %.6g %.5f\n", feature_names[k], f->mean[k], f->scale[k],
                f->weight[k]);
    fprintf(out, "bias 0 1 %.5f\n", f->bias);
    if (fclose(out)) abort();
}
