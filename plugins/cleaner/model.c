/* model.c: reads the weights and sums them. Sums are integers, so that they are the same everywhere. */
#include "model.h"
#include <stdlib.h>
#include <string.h>

/* The value of "key value" in the head of the file. */
static int32_t value(const char *head, size_t n, const char *key) {
    const size_t k = strlen(key);
    for (size_t i = 0; i + k < n; i++)
        if ((!i || head[i - 1] == '\n') && !memcmp(head + i, key, k) && head[i + k] == ' ')
            return (int32_t)strtol(head + i + k + 1, NULL, 10);
    return 0;
}

static uint32_t checksum(const char *p, size_t n) {
    uint32_t h = 2166136261u; /* FNV-1a */
    for (size_t i = 0; i < n; i++) h = (h ^ (unsigned char)p[i]) * 16777619u;
    return h;
}

const char *model_load(struct model *m, const char *file, size_t n) {
    static const char magic[] = "line model 1\n";
    if (n < sizeof magic || memcmp(file, magic, sizeof magic - 1))
        return "no line model of version 1";
    const char *end = memmem(file, n, "\n\n", 2);
    const size_t head = end ? (size_t)(end - file) + 2 : n;
    if (n - head != 2 * MODEL_CELLS) return "cut off, or of another size";
    if ((uint32_t)value(file, head, "checksum") != (checksum(file + head, n - head) & 0x7fffffff))
        return "damaged: its checksum does not fit";
    *m = (struct model){(const int8_t *)file + head,
                        value(file, head, "scale"),
                        {value(file, head, "bias"), value(file, head, "bias2")}};
    return NULL;
}

static int32_t sum(const struct model *m, int look, const uint32_t *cells, uint32_t n) {
    int64_t s = 0;
    for (uint32_t i = 0; i < n; i++) s += m->cells[cells[i]];
    return (int32_t)((s * m->scale + m->bias[look]) * MODEL_UNIT >> 16);
}

void model_score(const struct model *m, const struct judge *j, int32_t *first, int32_t *score) {
    uint32_t cells[MODEL_FEATURES];
    for (uint32_t i = 0; i < j->words->lines; i++)
        first[i] = model_is_deep(j, i) ? MODEL_DEEP : sum(m, 0, cells, model_features(j, i, cells));
    for (uint32_t i = 0; i < j->words->lines; i++)
        score[i] =
            model_is_deep(j, i) ? MODEL_DEEP : sum(m, 1, cells, model_context(j, first, i, cells));
}
