/* train.c: trains the weights of the model: an averaged structured perceptron.
 *
 *     make train-entity_extractor DATA=folder      folder has nlp/ner/; writes data/model.bin
 *
 * Only sets are read of which a model may ship (data/NOTICE). The seed is fixed: the same data give the same bytes. With DEV=1 in the
 * environment it prints F1 on sets that are not trained on, after each pass. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>
#include "train_corpus.h"

enum {
    PASSES = 4,
    ROWS_LOG2 = 16,
    SEED = 20160628,
    HIDDEN_OF_100 = 20,
    CASELESS_OF_100 = 5,
    MOST_WEIGHT = 480
};

struct trainer {
    struct gazetteer gazetteer;
    struct features features;
    struct glance *glances;
    uint32_t room;
    int32_t (*w)[LANES]; /* rows, then one row per label: the steps from it */
    double (*u)[LANES];
    uint32_t rows;
    double updates;
    uint64_t seed;
};

/* A pass sees a share of each set, in percent: one large silver set must not drown the small ones that are labelled by hand. */
static const struct {
    const char *name;
    int share;
} shipping[] = {
    {"gmbfix-train.conll.zst", 30}, {"wikigold.conll", 200}, {"wnut17-train.conll", 100}};
enum { OWN_SHARE = 1000 };

static const char *const held[] = {"gmbfix-dev.conll", "uner_ewt-dev.conll", "gum-dev.conll",
                                   "wnut17-dev.conll", "gold/dev.txt"};

static uint32_t random_below(struct trainer *t, uint32_t n) {
    t->seed = t->seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((t->seed >> 33) % n);
}

static void read_lists(struct trainer *t, const char *folder) {
    static const char *const names[] = {"world.txt",  "countries.txt", "heads.txt",
                                        "people.txt", "cities.txt",    "first_names.txt"};
    gazetteer_init(&t->gazetteer);
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

static void look(struct trainer *t, struct sample *s) {
    if (t->room < s->words.n) {
        free(t->glances);
        t->room = 2 * s->words.n;
        t->glances = malloc(t->room * sizeof *t->glances);
        if (!t->glances) exit(1);
    }
    t->features.gazetteer = &t->gazetteer;
    t->features.words = &s->words;
    t->features.glances = t->glances;
    features_look(&t->features);
}

/* The rows of a stretch, and its emissions by the current weights. */
struct stretch {
    uint32_t n;
    uint32_t rows[MOST_STRETCH][MOST_ROWS];
    int rows_n[MOST_STRETCH];
    int32_t emission[MOST_STRETCH][LANES];
    uint8_t back[MOST_STRETCH * LANES], labels[MOST_STRETCH];
};

static void weigh(struct trainer *t, struct stretch *s, uint32_t begin, uint32_t end, int hide) {
    s->n = end - begin;
    for (uint32_t i = 0; i < s->n; i++) {
        const int is_hidden = hide && random_below(t, 100) < HIDDEN_OF_100;
        s->rows_n[i] = features_rows(&t->features, begin + i, is_hidden, s->rows[i]);
        memset(s->emission[i], 0, sizeof s->emission[i]);
        for (int k = 0; k < s->rows_n[i]; k++) {
            s->rows[i][k] &= t->rows - 1;
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

/* Is a span cut by the border of a stretch? Then it cannot be learnt from. */
static int is_whole(const uint8_t *gold, uint32_t n) {
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
    for (uint32_t begin = 0, end = 0; features_next(&t->features, &begin, &end); begin = end) {
        if (!is_whole(sample->gold + begin, end - begin)) continue;
        weigh(t, s, begin, end, 1);
        decode(t, s);
        t->updates++;
        if (memcmp(s->labels, sample->gold + begin, s->n)) learn(t, s, sample->gold + begin);
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

/* The weights averaged over all steps, as small whole numbers: no sum of MOST_ROWS of them overflows 16 bits. */
static int16_t (*averaged(const struct trainer *t))[LANES] {
    const size_t n = t->rows + LANES;
    int16_t(*out)[LANES] = malloc(n * sizeof *out);
    if (!out) exit(1);
    const double scale = 40;
    for (size_t i = 0; i < n; i++)
        for (int l = 0; l < LANES; l++) {
            double v = scale * (t->w[i][l] - t->u[i][l] / t->updates);
            v = v > MOST_WEIGHT ? MOST_WEIGHT : v < -MOST_WEIGHT ? -MOST_WEIGHT : v;
            out[i][l] = (int16_t)(v < 0 ? v - 0.5 : v + 0.5);
        }
    return out;
}

/* Spans of one label that begin at a word: their end, 0 for none. */
static uint32_t span_end(const uint8_t *labels, uint32_t i, uint32_t n) {
    if (!labels[i]) return 0;
    if (label_place(labels[i]) == SPAN_ONLY) return i + 1;
    if (label_place(labels[i]) != SPAN_FIRST) return 0;
    while (i < n && label_place(labels[i]) != SPAN_LAST) i++;
    return i + 1;
}

static void measure(struct trainer *t, struct corpus *c, const int16_t (*weights)[LANES],
                    const char *name) {
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
        for (uint32_t begin = 0, end = 0; features_next(&t->features, &begin, &end); begin = end) {
            model_emissions(&m, &t->features, begin, end, s.emission);
            viterbi((const int32_t(*)[LANES])m.step, (const int32_t(*)[LANES])s.emission,
                    end - begin, s.back, s.labels);
            memcpy(labels + begin, s.labels, end - begin);
        }
        for (uint32_t i = 0; i < sample->words.n; i++) {
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

static void write_model(const struct trainer *t, const int16_t (*weights)[LANES],
                        const char *folder) {
    const size_t rows = t->rows, body = (rows + LANES) * sizeof *weights;
    int16_t(*file)[LANES] = malloc(body);
    char path[4096], header[MODEL_HEADER] = "";
    if (!file) exit(1);
    memcpy(file, weights + rows, LANES * sizeof *weights);
    memcpy(file + LANES, weights, rows * sizeof *weights);
    snprintf(header, sizeof header,
             "pipeline weights 1\nplugin=entity_extractor\nfeatures=2\nsource=gmbfix-train, "
             "wikigold, wnut17-train, gold/train.txt\n"
             "licence=see NOTICE\nseed=%d\npasses=%d\nrows=%zu\nchecksum=%016llx\n",
             SEED, PASSES, rows, (unsigned long long)XXH3_64bits(file, body));
    snprintf(path, sizeof path, "%s/model.bin", folder);
    FILE *out = fopen(path, "w");
    if (!out || fwrite(header, sizeof header, 1, out) != 1 || fwrite(file, body, 1, out) != 1 ||
        fclose(out))
        perror(path), exit(1);
    free(file);
}

static struct corpus read_set(const char *data, const char *name) {
    struct corpus c = {0};
    char path[4096];
    snprintf(path, sizeof path, "%s/nlp/ner/%s", data, name);
    corpus_read(&c, path, 100);
    return c;
}

int main(int n, char **arguments) {
    if (n < 3) return fprintf(stderr, "usage: %s DATA OUT\n", arguments[0]), 1;
    static struct trainer t;
    static struct stretch s;
    struct corpus c = {0}, dev[5] = {0};
    char path[4096];
    const int is_dev = getenv("DEV") != NULL;
    t.seed = SEED;
    t.rows = 1u << ROWS_LOG2;
    t.w = calloc(t.rows + LANES, sizeof *t.w);
    t.u = calloc(t.rows + LANES, sizeof *t.u);
    if (!t.w || !t.u) return 1;
    read_lists(&t, arguments[2]);
    for (size_t i = 0; i < sizeof shipping / sizeof *shipping; i++) {
        snprintf(path, sizeof path, "%s/nlp/ner/%s", arguments[1], shipping[i].name);
        corpus_read(&c, path, shipping[i].share);
    }
    snprintf(path, sizeof path, "%s/../gold/train.txt", arguments[2]);
    corpus_read(&c, path, OWN_SHARE);
    corpus_correct(&c, &t.gazetteer);
    for (int i = 0; is_dev && i < 4; i++) dev[i] = read_set(arguments[1], held[i]);
    snprintf(path, sizeof path, "%s/../gold/dev.txt", arguments[2]);
    if (is_dev) corpus_read(&dev[4], path, 100);
    for (int pass = 0; pass < PASSES; pass++) {
        train(&t, &c, &s);
        if (!is_dev && pass + 1 < PASSES) continue;
        int16_t(*weights)[LANES] = averaged(&t);
        printf("pass %d\n", pass + 1);
        for (int i = 0; is_dev && i < 5; i++)
            measure(&t, &dev[i], (const int16_t(*)[LANES])weights, held[i]);
        if (pass + 1 == PASSES) write_model(&t, (const int16_t(*)[LANES])weights, arguments[2]);
        fflush(stdout);
        free(weights);
    }
    return 0;
}
