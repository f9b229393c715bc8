/* evidence.c: short windows of two documents, which begin where both have the same function words and names, are aligned word by
 * word; what stands between aligned words is a replacement. */
#include "evidence.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    MOST = 10,
    WINDOW = 64,
    LONGEST = 4,
    WINDOWS = 64
}; /* replacements; units; units of one; windows looked at */

struct aligning {
    struct reading *original, *copy;
    const pl_span *at_original, *at_copy;
    FILE *out;
    uint32_t found;
};

/* ---- JSON ---- */

static void put_string(FILE *f, pl_str s) {
    fputc('"', f);
    for (size_t i = 0; i < s.n; i++) {
        const unsigned char c = (unsigned char)s.p[i];
        if (c == '"' || c == '\\')
            fprintf(f, "\\%c", c);
        else if (c < 0x20)
            fputc(' ', f);
        else
            fputc(c, f);
    }
    fputc('"', f);
}

static pl_str cut(const struct reading *r, const pl_span *at, uint32_t begin, uint32_t end) {
    const uint32_t from = at[begin].begin;
    return (pl_str){r->about.text.p + from, at[end - 1].end - from};
}

/* A replacement: some words for some others, short on both sides. */
static void put(struct aligning *x, uint32_t i, uint32_t i_end, uint32_t j, uint32_t j_end) {
    if (i == i_end || j == j_end || i_end - i > LONGEST || j_end - j > LONGEST) return;
    if (x->found == MOST) return;
    fputs(x->found++ ? ",{\"original\":" : "[{\"original\":", x->out);
    put_string(x->out, cut(x->original, x->at_original, i, i_end));
    fputs(",\"copy\":", x->out);
    put_string(x->out, cut(x->copy, x->at_copy, j, j_end));
    fputc('}', x->out);
}

/* ---- one window ---- */

static bool is_same(const struct aligning *x, uint32_t i, uint32_t j) {
    return unit_form(x->original->body.v[i]) == unit_form(x->copy->body.v[j]);
}

/* Longest common subsequences of all tails of the windows that begin at (i0, j0). */
static void measure(const struct aligning *x, uint32_t i0, uint32_t j0, uint32_t n, uint32_t m,
                    uint8_t longest[WINDOW + 1][WINDOW + 1]) {
    for (uint32_t i = 0; i <= n; i++) longest[i][m] = 0;
    for (uint32_t j = 0; j <= m; j++) longest[n][j] = 0;
    for (uint32_t i = n; i-- > 0;)
        for (uint32_t j = m; j-- > 0;) {
            const uint8_t skip =
                longest[i + 1][j] > longest[i][j + 1] ? longest[i + 1][j] : longest[i][j + 1];
            longest[i][j] =
                is_same(x, i0 + i, j0 + j) ? (uint8_t)(longest[i + 1][j + 1] + 1) : skip;
        }
}

/* Aligns a window and writes its replacements; returns where the copy goes on. */
static uint32_t align(struct aligning *x, uint32_t i0, uint32_t j0) {
    const uint32_t left = x->original->body.n - i0, right = x->copy->body.n - j0;
    const uint32_t begin = j0;
    uint32_t n = left < WINDOW ? left : WINDOW, m = right < WINDOW ? right : WINDOW;
    uint8_t longest[WINDOW + 1][WINDOW + 1];
    while (n && m && is_same(x, i0, j0)) i0++, j0++, n--, m--; /* most of a near copy */
    measure(x, i0, j0, n, m, longest);
    uint32_t i = 0, j = 0, i_end = 0, j_end = 0; /* i_end, j_end: behind the last aligned pair */
    while (i < n && j < m && longest[i][j]) {
        if (is_same(x, i0 + i, j0 + j)) {
            put(x, i0 + i_end, i0 + i, j0 + j_end, j0 + j);
            i_end = ++i;
            j_end = ++j;
        } else if (longest[i + 1][j] >= longest[i][j + 1])
            i++;
        else
            j++;
    }
    return j0 + j_end > begin ? j0 + j_end : begin + 1;
}

/* ---- where windows begin ---- */

/* Grams of marks, and the unit that each begins at. */
struct anchors {
    uint64_t *grams;
    uint32_t *marks, *units, n;
};

static int anchors_find(struct anchors *a, const struct body *b) {
    a->grams = malloc((b->n + 1) * sizeof *a->grams);
    a->marks = malloc((b->n + 1) * sizeof *a->marks);
    a->units = malloc((b->n + 1) * sizeof *a->units);
    if (!a->grams || !a->marks || !a->units) return -1;
    uint32_t n = 0;
    for (uint32_t i = 0; i < b->n; i++) /* as marks_of counts them */
        if (unit_class(b->v[i]) != UNIT_CONTENT || !i || unit_class(b->v[i - 1]) != UNIT_CONTENT)
            a->units[n++] = i;
    a->n = grams_hash(a->marks, marks_of(b->v, b->n, a->marks), MARK_GRAM, a->grams);
    return 0;
}

static void anchors_free(struct anchors *a) {
    free(a->grams);
    free(a->marks);
    free(a->units);
}

struct anchor {
    uint64_t gram;
    uint32_t unit;
};
static int by_gram(const void *a, const void *b) {
    const struct anchor *x = a, *y = b;
    if (x->gram != y->gram) return x->gram < y->gram ? -1 : 1;
    return (x->unit > y->unit) - (x->unit < y->unit);
}

static const struct anchor *find(const struct anchor *v, uint32_t n, uint64_t gram) {
    uint32_t low = 0, high = n;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        if (v[middle].gram < gram)
            low = middle + 1;
        else
            high = middle;
    }
    return low < n && v[low].gram == gram ? &v[low] : NULL;
}

static int align_all(struct aligning *x) {
    struct anchors original = {0}, copy = {0};
    struct anchor *sorted = NULL;
    int rc = -1;
    if (anchors_find(&original, &x->original->body) || anchors_find(&copy, &x->copy->body) ||
        !(sorted = malloc((original.n + 1) * sizeof *sorted)))
        goto out;
    rc = 0;
    for (uint32_t i = 0; i < original.n; i++)
        sorted[i] = (struct anchor){original.grams[i], original.units[i]};
    qsort(sorted, original.n, sizeof *sorted, by_gram);
    uint32_t next = 0, windows = 0;
    for (uint32_t k = 0; k < copy.n && x->found < MOST && windows < WINDOWS; k++) {
        if (copy.units[k] < next) continue;
        const struct anchor *a = find(sorted, original.n, copy.grams[k]);
        if (!a) continue;
        next = align(x, a->unit, copy.units[k]);
        windows++;
    }
out:
    free(sorted);
    anchors_free(&original);
    anchors_free(&copy);
    return rc;
}

char *evidence_make(struct reading *original, struct reading *copy, pl_str *to) {
    struct aligning x = {.original = original, .copy = copy};
    char *bytes = NULL;
    size_t n = 0;
    *to = (pl_str){"", 0};
    x.at_original = reading_places(original);
    x.at_copy = reading_places(copy);
    if (!x.at_original || !x.at_copy || !(x.out = open_memstream(&bytes, &n))) return NULL;
    const int rc = align_all(&x);
    if (x.found) fputc(']', x.out);
    if (fclose(x.out) || rc) {
        free(bytes);
        return NULL;
    }
    *to = (pl_str){bytes, n};
    return bytes;
}
