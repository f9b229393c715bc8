/* train.c: trains the weights of the model: an averaged structured perceptron.
 *
 *     make train-entity_extractor DATA=folder      folder has nlp/ner/; writes data/model.bin
 *
 * Only sets are read of which a model may ship (data/NOTICE). The seed is fixed: the same data give the same bytes. With DEV=1 in the
 * environment it prints F1 on sets that are not trained on. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "train_corpus.h"

enum {
    ROUNDS = 10, /* trainings, each in an order of its own, whose weights are averaged */
    PASSES = 4,
    ROWS_LOG2 = 16,
    SEED = 20160628,
    CASELESS_OF_100 = 5,
    MOST_WEIGHT = 480
};

struct trainer {
    struct phrases phrases;
    struct gazetteer gazetteer;
    struct features features;
    int32_t (*w)[LANES]; /* rows, then one row per label: the steps from it */
    double (*u)[LANES], (*sum)[LANES];
    int16_t (*weights)[LANES]; /* what is written */
    int rounds;
    uint32_t rows;
    double updates;
    uint64_t seed;
};

/* A pass sees a share of each set, in percent: one large silver set must not drown the small ones that are labelled by hand. */
static const struct set {
    const char *name;
    int is_own; /* in gold/, not in the folder of data */
    int share;
    struct {
        const char *labels; /* in gold/, of the sentences that people have read */
        int which;
    } part;
} shipping[] = {
    {"gmbfix-train.conll.zst", 0, 5, {"gmb_train.tsv", UNREAD}},
    {"gmbfix-train.conll.zst", 0, 200, {"gmb_train.tsv", READ}},
    {"wikigold.conll", 0, 200, {NULL, UNREAD}},
    {"wnut17-train.conll", 0, 100, {NULL, UNREAD}},
    {"train.txt", 1, 1000, {NULL, READ}},
    {"world_train.txt", 1, 500, {NULL, READ}},
    {"genres_train.txt", 1, 500, {NULL, READ}},
};

static const struct set held[] = {
    {"gmbfix-dev.conll", 0, 100, {NULL, UNREAD}},
    {"uner_ewt-dev.conll", 0, 100, {NULL, UNREAD}},
    {"gum-dev.conll", 0, 100, {NULL, UNREAD}},
    {"wnut17-dev.conll", 0, 100, {NULL, UNREAD}},
    {"gmbfix-dev.conll", 0, 100, {"gmb_dev.tsv", READ}},
    {"world_dev.txt", 1, 100, {NULL, READ}},
    {"genres_dev.txt", 1, 100, {NULL, READ}},
    {"dev.txt", 1, 100, {NULL, READ}},
};

static uint32_t random_below(struct trainer *t, uint32_t n) {
    t->seed = t->seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((t->seed >> 33) % n);
}

static void read_lists(struct trainer *t, const char *folder) {
    static const char *const names[] = {"world.txt",         "countries.txt", "places.txt",
                                        "organizations.txt", "groups.txt",    "heads.txt",
                                        "people.txt",        "cities.txt",    "first_names.txt"};
    gazetteer_init(&t->gazetteer, &t->phrases);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        FILE *in = fopen(path, "r");
        if (!in) perror(path), exit(1);
        char *bytes = malloc(16u << 20);
        const size_t n = bytes ? fread(bytes, 1, 16u << 20, in) : 0;
        fclose(in);
        if (gazetteer_add(&t->gazetteer, (pl_str){bytes, n}))
            fprintf(stderr, "%s: wrong\n", path), exit(1);
    }
}

static void look(struct trainer *t, const struct sample *s) {
    if (features_look(&t->features, &t->gazetteer, &s->words)) exit(1);
}

/* The rows of a stretch, and its emissions by the current weights. */
struct stretch {
    uint32_t n;
    uint32_t rows[MOST_STRETCH][MOST_ROWS];
    int rows_n[MOST_STRETCH];
    int32_t emission[MOST_STRETCH][LANES], back[MOST_STRETCH][LANES];
    uint8_t labels[MOST_STRETCH];
};

static void weigh(const struct trainer *t, struct stretch *s, uint32_t begin, uint32_t end) {
    s->n = end - begin;
    for (uint32_t i = 0; i < s->n; i++) {
        s->rows_n[i] = features_rows(&t->features, begin + i, t->rows - 1, s->rows[i]);
        memset(s->emission[i], 0, sizeof s->emission[i]);
        for (int k = 0; k < s->rows_n[i]; k++) {
            for (int l = 0; l < LANES; l++) s->emission[i][l] += t->w[s->rows[i][k]][l];
        }
    }
}

static void decode(const struct trainer *t, struct stretch *s) {
    int32_t step[LANES][LANES];
    for (int from = 0; from < LANES; from++)
        for (int to = 0; to < LANES; to++)
            step[from][to] = from < LABELS && to < LABELS && label_may_follow(from, to)
                                 ? t->w[t->rows + (uint32_t)from][to]
                                 : -(1 << 28);
    viterbi((const int32_t(*)[LANES])step, (const int32_t(*)[LANES])s->emission, s->n, s->back,
            s->labels);
}

static void change(struct trainer *t, uint32_t row, int label, int by) {
    t->w[row][label] += by;
    t->u[row][label] += by * t->updates;
}

/* Moves the weights from the labels found towards the right ones. */
static void learn(struct trainer *t, const struct stretch *s, const uint8_t *gold) {
    int found_before = LABEL_NONE, gold_before = LABEL_NONE;
    for (uint32_t i = 0; i <= s->n; i++) {
        const int found = i < s->n ? s->labels[i] : LABEL_NONE,
                  right = i < s->n ? gold[i] : LABEL_NONE;
        if (found != right)
            for (int k = 0; k < s->rows_n[i]; k++) {
                change(t, s->rows[i][k], right, 1);
                change(t, s->rows[i][k], found, -1);
            }
        if (found != right || found_before != gold_before) {
            change(t, t->rows + (uint32_t)gold_before, right, 1);
            change(t, t->rows + (uint32_t)found_before, found, -1);
        }
        found_before = found;
        gold_before = right;
    }
}

/* Of a place that begins at word `i` of a stretch: learns what kind it is. */
static void learn_place(struct trainer *t, const struct stretch *s, const uint8_t *gold, uint32_t i,
                        int place) {
    static const int lanes[] = {[LOC] = LANE_LOC, [FAC] = LANE_FAC};
    uint32_t end = i + 1;
    if (label_place(gold[i]) == SPAN_FIRST)
        while (label_place(gold[end++]) != SPAN_LAST) {}
    int32_t loc = 0, fac = 0;
    for (uint32_t k = i; k < end; k++) {
        loc += s->emission[k][LANE_LOC];
        fac += s->emission[k][LANE_FAC];
    }
    const int found = place_kind(loc, fac);
    for (uint32_t k = i; k < end && found != place; k++)
        for (int r = 0; r < s->rows_n[k]; r++) {
            if (place != GPE) change(t, s->rows[k][r], lanes[place], 1);
            if (found != GPE) change(t, s->rows[k][r], lanes[found], -1);
        }
}

static void learn_places(struct trainer *t, const struct stretch *s, const uint8_t *gold,
                         const uint8_t *places) {
    for (uint32_t i = 0; i < s->n; i++)
        if (places[i] && (label_place(gold[i]) == SPAN_FIRST || label_place(gold[i]) == SPAN_ONLY))
            learn_place(t, s, gold, i, places[i]);
}

/* Is a span cut by the border of a stretch? Then it cannot be learnt from. */
static int is_whole(const uint8_t *gold, uint32_t n) {
    if (n && gold[0] == LABEL_UNKNOWN) return 0;
    if (n && gold[0] && (label_place(gold[0]) == SPAN_INSIDE || label_place(gold[0]) == SPAN_LAST))
        return 0;
    return !n || !gold[n - 1] || label_place(gold[n - 1]) == SPAN_LAST ||
           label_place(gold[n - 1]) == SPAN_ONLY;
}

/* Some sentences are learnt as headlines, where case says nothing. */
static void set_caseless(struct trainer *t, struct sample *s, int on) {
    for (uint32_t i = 0; i < s->words.n;) {
        const uint32_t stop = s->words.v[i].stop;
        const int chosen = on && random_below(t, 100) < CASELESS_OF_100;
        for (; i < stop; i++) {
            if (!on) s->words.v[i].own &= (uint8_t)~s->words.v[i].reserved[0];
            s->words.v[i].reserved[0] =
                chosen && !(s->words.v[i].own & WORD_UPPER_SENTENCE) ? WORD_UPPER_SENTENCE : 0;
            if (chosen) s->words.v[i].own |= WORD_UPPER_SENTENCE;
        }
    }
}

static void train_on(struct trainer *t, struct sample *sample, struct stretch *s) {
    set_caseless(t, sample, 1);
    look(t, sample);
    for (uint32_t next = 0, begin = 0, end = 0; features_next(&t->features, &next, &begin, &end);) {
        if (!is_whole(sample->gold + begin, end - begin)) continue;
        weigh(t, s, begin, end);
        decode(t, s);
        t->updates++;
        if (memcmp(s->labels, sample->gold + begin, s->n)) learn(t, s, sample->gold + begin);
        learn_places(t, s, sample->gold + begin, sample->places + begin);
    }
    set_caseless(t, sample, 0);
}

static void train(struct trainer *t, struct corpus *c, struct stretch *s) {
    for (uint32_t i = c->n; i > 1; i--) {
        const uint32_t k = random_below(t, i);
        const struct sample swap = c->v[i - 1];
        c->v[i - 1] = c->v[k];
        c->v[k] = swap;
    }
    for (uint32_t i = 0; i < c->n; i++) {
        const int share = c->v[i].share;
        const int times = share / 100 + ((int)random_below(t, 100) < share % 100);
        for (int k = 0; k < times; k++) train_on(t, &c->v[i], s);
    }
}

/* Adds the weights averaged over all steps of a round to the sum of all rounds, and begins anew. */
static void end_round(struct trainer *t) {
    const size_t n = t->rows + LANES;
    for (size_t i = 0; i < n; i++)
        for (int l = 0; l < LANES; l++) t->sum[i][l] += t->w[i][l] - t->u[i][l] / t->updates;
    memset(t->w, 0, n * sizeof *t->w);
    memset(t->u, 0, n * sizeof *t->u);
    t->updates = 0;
    t->rounds++;
}

/* The mean of all rounds as small whole numbers: no sum of MOST_ROWS of them overflows 16 bits. */
static void finish_weights(struct trainer *t) {
    const double scale = 40.0 / t->rounds;
    for (size_t i = 0; i < t->rows + LANES; i++)
        for (int l = 0; l < LANES; l++) {
            double v = scale * t->sum[i][l];
            v = v > MOST_WEIGHT ? MOST_WEIGHT : v < -MOST_WEIGHT ? -MOST_WEIGHT : v;
            t->weights[i][l] = (int16_t)(v < 0 ? v - 0.5 : v + 0.5);
        }
}

/* Spans of one label that begin at a word: their end, 0 for none. */
static uint32_t span_end(const uint8_t *labels, uint32_t i, uint32_t n) {
    if (!labels[i]) return 0;
    if (label_place(labels[i]) == SPAN_ONLY) return i + 1;
    if (label_place(labels[i]) != SPAN_FIRST) return 0;
    while (i < n && label_place(labels[i]) != SPAN_LAST) i++;
    return i + 1;
}

static void measure(struct trainer *t, struct corpus *c, const char *name) {
    const int16_t(*weights)[LANES] = (const int16_t(*)[LANES])t->weights;
    struct model m = {.rows = &weights[0][0], .mask = t->rows - 1};
    long gold = 0, found = 0, right = 0;
    for (int from = 0; from < LANES; from++)
        for (int to = 0; to < LANES; to++)
            m.step[from][to] = from < LABELS && to < LABELS && label_may_follow(from, to)
                                   ? weights[t->rows + (uint32_t)from][to]
                                   : -(1 << 28);
    static struct stretch s;
    for (uint32_t d = 0; d < c->n; d++) {
        struct sample *sample = &c->v[d];
        uint8_t *labels = calloc(sample->words.n + 1, 1);
        look(t, sample);
        for (uint32_t next = 0, begin = 0, end = 0;
             features_next(&t->features, &next, &begin, &end);) {
            features_sum(&t->features, begin, end, m.rows, m.mask, s.emission);
            viterbi((const int32_t(*)[LANES])m.step, (const int32_t(*)[LANES])s.emission,
                    end - begin, s.back, s.labels);
            memcpy(labels + begin, s.labels, end - begin);
        }
        for (uint32_t i = 0; i < sample->words.n; i++) {
            if (sample->gold[i] == LABEL_UNKNOWN) continue;
            const uint32_t a = span_end(sample->gold, i, sample->words.n),
                           b = span_end(labels, i, sample->words.n);
            const int in_gold = a && label_type(sample->gold[i]) < 3,
                      in_found = b && label_type(labels[i]) < 3;
            gold += in_gold;
            found += in_found;
            right += in_gold && in_found && a == b &&
                     label_type(sample->gold[i]) == label_type(labels[i]);
        }
        free(labels);
    }
    printf("  %s P %.2f R %.2f F1 %.2f\n", name, 100.0 * (double)right / (double)(found + !found),
           100.0 * (double)right / (double)(gold + !gold),
           200.0 * (double)right / (double)(found + gold + !gold));
}

static void write_model(const struct trainer *t, const char *folder) {
    int16_t(*weights)[LANES] = t->weights;
    const size_t rows = t->rows, body = (rows + LANES) * sizeof *weights;
    int16_t(*file)[LANES] = malloc(body);
    char path[4096], header[MODEL_HEADER] = "";
    if (!file) exit(1);
    memcpy(file, weights + rows, LANES * sizeof *weights);
    memcpy(file + LANES, weights, rows * sizeof *weights);
    snprintf(header, sizeof header,
             "pipeline weights 2\nplugin=entity_extractor\nfeatures=5\nsource=gmbfix-train, "
             "wikigold, wnut17-train, gold/train.txt, gold/world_train.txt, gold/genres_train.txt, "
             "gold/gmb_train.tsv\n"
             "licence=see NOTICE\nseed=%d\nrounds=%d\npasses=%d\nrows=%zu\nchecksum=%016llx\n",
             SEED, ROUNDS, PASSES, rows, (unsigned long long)model_checksum(file, body));
    snprintf(path, sizeof path, "%s/model.bin", folder);
    FILE *out = fopen(path, "w");
    if (!out || fwrite(header, sizeof header, 1, out) != 1 || fwrite(file, body, 1, out) != 1 ||
        fclose(out))
        perror(path), exit(1);
    free(file);
}

static struct corpus read_set(const char *folder, const char *name, int share, struct selection s) {
    struct corpus c = {0};
    char path[8192];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    corpus_read(&c, path, share, s);
    return c;
}

static struct corpus read_part(const char *ner, const char *own, const struct set *set) {
    struct labels labels;
    char path[8192];
    const char *folder = set->is_own ? own : ner;
    if (!set->part.labels) return read_set(folder, set->name, set->share, (struct selection){0});
    snprintf(path, sizeof path, "%s/%s", own, set->part.labels);
    labels_read(&labels, path);
    const struct corpus c =
        read_set(folder, set->name, set->share, (struct selection){&labels, set->part.which});
    labels_free(&labels);
    return c;
}

static void append(struct corpus *to, struct corpus from) {
    to->v = realloc(to->v, (to->n + from.n) * sizeof *to->v);
    if (!to->v) exit(1);
    memcpy(to->v + to->n, from.v, from.n * sizeof *from.v);
    to->n += from.n;
    free(from.v);
}

/* The lists correct the labels that nobody here has read. */
static struct corpus read_training_sets(const struct trainer *t, const char *ner, const char *own) {
    struct corpus c = {0};
    for (size_t i = 0; i < sizeof shipping / sizeof *shipping; i++) {
        struct corpus part = read_part(ner, own, &shipping[i]);
        corpus_look_up(&part, &t->phrases);
        if (shipping[i].part.which == UNREAD) corpus_correct(&part, &t->gazetteer);
        append(&c, part);
    }
    return c;
}

static void measure_all(struct trainer *t, const char *ner, const char *own) {
    for (size_t i = 0; i < sizeof held / sizeof *held; i++) {
        struct corpus dev = read_part(ner, own, &held[i]);
        corpus_look_up(&dev, &t->phrases);
        measure(t, &dev, held[i].part.labels ? held[i].part.labels : held[i].name);
    }
}

static void *table_of(size_t n, size_t size) {
    void *p = calloc(n, size);
    if (!p) exit(1);
    return p;
}

int main(int n, char **arguments) {
    if (n < 3) return fprintf(stderr, "usage: %s DATA OUT\n", arguments[0]), 1;
    static struct trainer t;
    static struct stretch s;
    char ner[4096], own[4096];
    snprintf(ner, sizeof ner, "%s/nlp/ner", arguments[1]);
    snprintf(own, sizeof own, "%s/../gold", arguments[2]);
    t.seed = SEED;
    t.rows = 1u << ROWS_LOG2;
    t.w = table_of(t.rows + LANES, sizeof *t.w);
    t.u = table_of(t.rows + LANES, sizeof *t.u);
    t.sum = table_of(t.rows + LANES, sizeof *t.sum);
    t.weights = table_of(t.rows + LANES, sizeof *t.weights);
    read_lists(&t, arguments[2]);
    struct corpus c = read_training_sets(&t, ner, own);
    for (int round = 0; round < ROUNDS; round++) {
        for (int pass = 0; pass < PASSES; pass++) train(&t, &c, &s);
        end_round(&t);
    }
    finish_weights(&t);
    if (getenv("DEV")) measure_all(&t, ner, own);
    write_model(&t, arguments[2]);
    return 0;
}
