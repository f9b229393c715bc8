/* model.c: the weights file and the dot product. */
#include "model.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

/* Where the name stands among `n`; -1: nowhere. */
static int find(const char *const *names, int n, const char *name) {
    while (n-- > 0)
        if (!strcmp(names[n], name)) break;
    return n;
}

static int add_line(struct model *m, const char *line, int *has_bias) {
    char name[40];
    double mean, scale, weight;
    if (line[0] == '#' || line[0] == '\0') return 0;
    if (sscanf(line, "%39s %lf %lf %lf", name, &mean, &scale, &weight) != 4 || !(scale > 0))
        return -1;
    if (!isfinite(mean) || !isfinite(scale) || !isfinite(weight)) return -1;
    if (!strcmp(name, "word_bias")) return m->importance.bias += (float)weight, 0;
    if (!strcmp(name, "bias")) return m->bias += weight, *has_bias = 1, 0;
    const int feature = find(feature_names, FEATURE_COUNT, name),
              word = find(word_feature_names, WORD_FEATURE_COUNT, name);
    if (feature >= 0) {
        m->weight[feature] = weight / scale;
        m->bias -= weight * mean / scale;
    } else if (word >= 0) {
        m->importance.weight[word] = (float)(weight / scale);
        m->importance.bias -= (float)(weight * mean / scale);
    }
    return feature >= 0 || word >= 0 ? 0 : -1;
}

int model_load(struct model *m, pl_str file) {
    int line = 0, has_bias = 0;
    *m = (struct model){0};
    for (size_t i = 0; i < file.n; i++) {
        const char *end = memchr(file.p + i, '\n', file.n - i);
        const size_t n = end ? (size_t)(end - file.p) - i : file.n - i;
        char copy[200] = "";
        line++;
        if (n >= sizeof copy) return line;
        memcpy(copy, file.p + i, n);
        if (add_line(m, copy, &has_bias)) return line;
        i += n;
    }
    return has_bias ? 0 : -1;
}

double model_score(const struct model *m, const float *features) {
    double sum = m->bias;
#define ADD(name) sum += m->weight[FEATURE_##name] * (double)features[FEATURE_##name];
    FEATURES(ADD)
#undef ADD
    return round(sum * 1e5) / 1e5;
}
