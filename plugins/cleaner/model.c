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

uint32_t model_checksum(const char *p, size_t n) {
    uint32_t h = 2166136261u; /* FNV-1a */
    for (size_t i = 0; i < n; i++) h = (h ^ (unsigned char)p[i]) * 16777619u;
    return h & 0x7fffffff;
}

const char *model_load(struct model *m, const char *file, size_t n) {
    static const char magic[] = "line model 3\n";
    if (n < sizeof magic || memcmp(file, magic, sizeof magic - 1))
        return "no line model of version 3";
    const char *end = memmem(file, n, "\n\n", 2);
    const size_t head = end ? (size_t)(end - file) + 2 : n;
    if (n - head != MODEL_LOOKS * MODEL_CELLS) return "cut off, or of another size";
    if ((uint32_t)value(file, head, "checksum") != model_checksum(file + head, n - head))
        return "damaged: its checksum does not fit";
    *m = (struct model){(const int8_t *)file + head,
                        value(file, head, "scale"),
                        {value(file, head, "bias"), value(file, head, "bias2"),
                         value(file, head, "bias3"), value(file, head, "bias4")}};
    return NULL;
}

static int32_t sum(const struct model *m, int look, const uint32_t *cells, uint32_t n) {
    int64_t s = 0;
    for (uint32_t i = 0; i < n; i++) s += m->cells[cells[i]];
    return (int32_t)((s * m->scale + m->bias[look]) * MODEL_UNIT >> 16);
}

void model_score(const struct model *m, const struct judge *j, const uint8_t *open, int32_t *first,
                 int32_t *score) {
    uint32_t cells[MODEL_FEATURES], done = 0;
    for (uint32_t i = 0; i < j->words->lines; i++) {
        if (!open[i]) continue;
        const uint32_t end = i + MODEL_AROUND + 1;
        if (i > MODEL_AROUND && done < i - MODEL_AROUND) done = i - MODEL_AROUND;
        for (; done < end && done < j->words->lines; done++)
            first[done] = model_is_deep(j, done) || j->verdict[done].why /* not asked for */
                              ? MODEL_DEEP
                              : sum(m, LOOK_LINE, cells, model_features(j, done, cells, NULL));
        score[i] = sum(m, LOOK_AROUND, cells, model_context(j, first, i, cells));
    }
}

int32_t model_score_words(const struct model *m, const struct words *w, const struct line *l) {
    enum { NEVER = -99 * MODEL_UNIT };
    uint32_t cells[MODEL_WORD_FEATURES];
    const uint32_t n = model_word_features(w, l, cells);
    return n ? sum(m, LOOK_WORDS, cells, n) : NEVER;
}

int32_t model_score_title(const struct model *m, const uint32_t *cells, uint32_t n) {
    return sum(m, LOOK_TITLE, cells, n);
}

const char *model_reason(const struct model *m, const struct judge *j, uint32_t i) {
    static const char *const names[] = {"model:form",       "model:form",    "model:place",
                                        "model:neighbours", "model:overlap", "model:words",
                                        "model:words"};
    uint32_t cells[MODEL_FEATURES];
    uint8_t groups[MODEL_FEATURES];
    int32_t sums[7] = {0};
    int best = 0;
    const uint32_t n = model_features(j, i, cells, groups);
    for (uint32_t k = 0; k < n; k++) sums[groups[k]] += m->cells[cells[k]];
    sums[0] += sums[1];
    sums[5] += sums[6];
    for (int g = 2; g < 6; g++)
        if (sums[g] > sums[best]) best = g;
    return names[best];
}

int32_t model_least_words(const struct judge *j, uint32_t i) {
    enum { OUTSIDE = 1, INSIDE = 7, SENTENCE = 8 }; /* quarters of a logit */
    const int is_outside = i < j->first_body || i > j->last_body,
              is_sentence = (j->words->line[i].marks & (LINE_STOP | LINE_CALL)) == LINE_STOP;
    return ((is_outside ? OUTSIDE : INSIDE) + (is_sentence ? SENTENCE : 0)) * (MODEL_UNIT / 4);
}

int32_t model_least(const struct judge *j, uint32_t i) {
    enum { BARE, BEFORE, INSIDE, BEHIND, PLACES };
    /* by place and by size: up to 7 words, up to 39, more, a sentence of 8 words or more; in quarters of a logit. Found on the
     * cross-validated scores: at these limits the next word of boilerplate would cost a word of content. */
    static const int8_t quarters[PLACES][4] = {
        {6, 0, 99, 4}, {2, 1, 2, 4}, {4, 4, 2, 4}, {4, 4, 4, 12}};
    const struct line *l = &j->words->line[i];
    const int place = !j->verdict[j->first_body].body ? BARE
                      : i < j->first_body             ? BEFORE
                      : i > j->last_body              ? BEHIND
                                                      : INSIDE;
    const int size = l->words >= 8 && (l->marks & LINE_STOP) ? 3
                     : l->words < 8                          ? 0
                     : l->words < 40                         ? 1
                                                             : 2;
    if (4 * (uint64_t)l->words > j->before[j->words->lines])
        return INT32_MAX / 2; /* most of the text */
    return quarters[place][size] * (MODEL_UNIT / 4);
}
