/* train_fit.c: logistic regression with an L2 penalty, by Newton's method. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "room.h"
#include "train.h"

enum { MOST = 80 };

void table_add(struct table *t, const float *row, int label) {
    if (room_for(&t->v, &t->room, (t->n + 1) * t->columns, sizeof *t->v)) abort();
    if (room_for(&t->label, &t->label_room, t->n + 1, 1)) abort();
    memcpy(t->v + (size_t)t->n * t->columns, row, t->columns * sizeof *t->v);
    t->label[t->n++] = (uint8_t)label;
}

static const float *row_at(const struct table *t, uint32_t i) {
    return t->v + (size_t)i * t->columns;
}

static void standardise(struct fit *f, const struct table *t) {
    double square[MOST] = {0};
    memset(f, 0, sizeof *f);
    for (uint32_t i = 0; i < t->n; i++)
        for (uint32_t k = 0; k < t->columns; k++) {
            const double v = (double)row_at(t, i)[k];
            f->mean[k] += v / t->n;
            square[k] += v * v / t->n;
        }
    for (uint32_t k = 0; k < t->columns; k++) {
        const double variance = square[k] - f->mean[k] * f->mean[k];
        f->scale[k] = variance > 1e-9 ? sqrt(variance) : 1;
    }
}

/* The standardised row, and 1 for the bias behind it; returns the score. */
static double prepare(const struct fit *f, const float *features, uint32_t columns, double *row) {
    double sum = f->bias;
    for (uint32_t k = 0; k < columns; k++) {
        row[k] = ((double)features[k] - f->mean[k]) / f->scale[k];
        sum += f->weight[k] * row[k];
    }
    row[columns] = 1;
    return sum;
}

double fit_score(const struct fit *f, const float *features, uint32_t columns) {
    double row[MOST + 1];
    return prepare(f, features, columns, row);
}

/* Gaussian elimination of the symmetric positive system h x = g; x replaces g. */
static void solve(double h[MOST + 1][MOST + 1], double *g, uint32_t n) {
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t r = i + 1; r < n; r++) {
            const double factor = h[r][i] / h[i][i];
            for (uint32_t c = i; c < n; c++) h[r][c] -= factor * h[i][c];
            g[r] -= factor * g[i];
        }
    for (uint32_t i = n; i-- > 0;) {
        for (uint32_t c = i + 1; c < n; c++) g[i] -= h[i][c] * g[c];
        g[i] /= h[i][i];
    }
}

static void newton_step(struct fit *f, const struct table *t, const double *class_weight) {
    static double h[MOST + 1][MOST + 1];
    const uint32_t n = t->columns + 1;
    double g[MOST + 1] = {0}, row[MOST + 1];
    memset(h, 0, sizeof h);
    for (uint32_t i = 0; i < t->n; i++) {
        const int y = t->label[i];
        const double p = 1 / (1 + exp(-prepare(f, row_at(t, i), t->columns, row)));
        const double slope = class_weight[y] * p * (1 - p), pull = class_weight[y] * (y - p);
        for (uint32_t a = 0; a < n; a++) {
            g[a] += pull * row[a];
            for (uint32_t b = 0; b < n; b++) h[a][b] += slope * row[a] * row[b];
        }
    }
    for (uint32_t k = 0; k + 1 < n; k++) h[k][k] += 1, g[k] -= f->weight[k];
    h[n - 1][n - 1] += 1e-9;
    solve(h, g, n);
    for (uint32_t k = 0; k + 1 < n; k++) f->weight[k] += g[k];
    f->bias += g[n - 1];
}

void fit_table(struct fit *f, const struct table *t, double c, int balanced) {
    double count[2] = {0}, weight[2] = {c, c};
    standardise(f, t);
    for (uint32_t i = 0; i < t->n; i++) count[t->label[i]]++;
    for (int y = 0; balanced && y < 2; y++) weight[y] = c * t->n / 2 / count[y];
    for (int step = 0; step < 8; step++) newton_step(f, t, weight);
}

void fit_write(const struct fit *f, const char *const *names, uint32_t columns, const char *bias,
               FILE *out) {
    for (uint32_t k = 0; k < columns; k++)
        fprintf(out, "%s %.6g %.6g %.5f\n", names[k], f->mean[k], f->scale[k], f->weight[k]);
    fprintf(out, "%s 0 1 %.5f\n", bias, f->bias);
}

void table_free(struct table *t) {
    free(t->v);
    free(t->label);
}
