/* train.c: trains the line model: `make train-cleaner DATA=folder`, which holds cleaner/lines.jsonl.xz; gold/documents.tsv and gold/lines.tsv
 * are our own. Logistic regression with AdaGrad in two looks; the second sees what the first says about the lines around, learned on
 * sites that the first had not seen. A third look is at the words of single lines, own ones and such as the patterns of the lexicons
 * take too; the last finds the title, before the others (train_titles.c). With HOLD_OUT=N in the environment the sites of fold N are left out. */
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "dates.h"
#include "language.h"
#include "layout.h"
#include "model.h"
#include "names.h"
#include "phrases.h"
#include "train_common.h"
#include "train_samples.h"
#include "train_titles.h"

static const unsigned seed = 20240607;

static char own[] = "own"; /* the extractor of our own documents */
static const double own_weight = 3;
/* Of lines that are no content in the look at words: one of a page comes in the outputs of several extractors. */
static const double own_rest = 2, page_rest = 0.1;
/* Of texts in the look for the title. Where it is lost, the next best line is often a headline too; pages come in many outputs. */
static const double title_own = 3, title_lost = 1.5, title_page = 1, title_html = 0.1,
                    title_none = 0.3;

enum { FOLDS = 5, EPOCHS = 6, CELLS = MODEL_LOOKS * MODEL_CELLS };

/* The words look has few lines to learn from: it goes faster, and forgets more. */
static const double rate[] = {0.04, 0.04, 0.15}, shrink[] = {2e-5, 2e-5, 1e-4};

struct page { /* one extractor's output of one page */
    struct words words;
    struct judge judge;
    char *text, *label, *extractor; /* label: c, b, m or t for each line */
    int fold;
    int32_t *first, *score;
};

struct corpus {
    struct page *page;
    uint32_t n, room;
    struct lexicon *lexicon;
    struct languages *languages;
    struct names *names;
    struct samples samples;
    struct titles titles;
};

struct weights {
    double w[CELLS], g[CELLS], bias[MODEL_LOOKS], bias_g[MODEL_LOOKS];
};

static void die(const char *what, const char *name) {
    fprintf(stderr, "train-cleaner: %s %s\n", what, name);
    exit(1);
}

/* ---- reading ---- */

static char *read_all(FILE *f, size_t *n) {
    size_t room = 1 << 20;
    char *p = check(malloc(room));
    for (size_t got; (got = fread(p + *n, 1, room - *n, f)); *n += got)
        if (*n + got == room) p = check(realloc(p, room *= 2));
    return p;
}

static char *read_file(const char *folder, const char *name, size_t *n) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *f = fopen(path, "rb");
    if (!f) die("cannot read", path);
    *n = 0;
    char *p = read_all(f, n);
    fclose(f);
    return p;
}

/* A page that is being read. */
struct reading {
    struct page page;
    size_t n, lines; /* bytes and labels of it so far */
};

/* Adds a line to the page as the stage would see it; lines that layout empties go. */
static void add_line(struct reading *r, char label, const char *text, size_t n) {
    struct page *p = &r->page;
    struct draft d = {0};
    draft_open(&d, text, n);
    layout_pass(&d, 1);
    if (d.n) {
        p->text = check(realloc(p->text, r->n + d.n + 2));
        p->label = check(realloc(p->label, r->lines + 1));
        memcpy(p->text + r->n, d.text, d.n);
        r->n += d.n;
        p->text[r->n++] = '\n';
        p->label[r->lines++] = label;
    }
    draft_free(&d);
}

static void end_page(struct corpus *c, struct reading *r) {
    struct page *p = &r->page;
    p->text = check(realloc(p->text, r->n + 1));
    if (words_scan(&p->words, p->text, r->n ? r->n - 1 : 0)) die("out of", "memory");
    if (p->words.lines != r->lines) die("lines do not fit", "their labels");
    if (c->n == c->room)
        c->page = check(realloc(c->page, (c->room = c->room * 2 + 256) * sizeof *c->page));
    if (p->words.lines) c->page[c->n++] = *p;
}

static void read_page(struct corpus *c, const char *line, size_t n) {
    json_error_t error;
    json_t *row = json_loadb(line, n, JSON_ALLOW_NUL, &error),
           *list = json_object_get(row, "lines");
    if (!row) die("bad JSON:", error.text);
    struct reading r = {.page.fold = (int)json_integer_value(json_object_get(row, "fold"))};
    r.page.extractor = check(strdup(json_string_value(json_object_get(row, "extractor"))));
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *pair = json_array_get(list, i), *text = json_array_get(pair, 1);
        add_line(&r, *json_string_value(json_array_get(pair, 0)), json_string_value(text),
                 json_string_length(text));
    }
    end_page(c, &r);
    json_decref(row);
}

/* Documents of our own: "label, tab, text", an empty line behind each. */
static void read_own(struct corpus *c, const char *file, size_t n) {
    struct reading r = {.page.extractor = own};
    int fold = 0;
    for (size_t i = 0, end; i < n; i = end + 1) {
        const char *stop = memchr(file + i, '\n', n - i);
        end = stop ? (size_t)(stop - file) : n;
        if (end > i + 2 && !strchr("#=", file[i])) add_line(&r, file[i], file + i + 2, end - i - 2);
        if (end > i) continue;
        end_page(c, &r);
        r = (struct reading){.page.extractor = own, .page.fold = ++fold % FOLDS};
    }
    end_page(c, &r);
}

static void prepare(const struct corpus *c, struct page *p) {
    const int language = languages_guess(c->languages, &p->words);
    p->judge.stops = languages_stops(c->languages, language);
    p->judge.dates = dates_order(languages_code(c->languages, language));
    p->judge.words = &p->words;
    p->judge.lexicon = c->lexicon;
    p->judge.names = c->names;
    p->judge.text = p->text;
    p->judge.limits.model = 99; /* it finds the title alone */
    if (judge_above_title(&p->judge)) die("out of", "memory");
}

static int has_title(const struct page *p) { return memchr(p->label, 't', p->words.lines) != NULL; }

/* The page once more, as extractors that lose the title leave it. */
static void add_untitled(struct corpus *c, const struct page *p) {
    struct corpus one = {0};
    struct reading r = {.page.extractor = own};
    for (uint32_t i = 0; i < p->words.lines; i++) {
        const struct line *l = &p->words.line[i];
        if (p->label[i] != 't') add_line(&r, p->label[i], p->text + l->begin, l->end - l->begin);
    }
    end_page(&one, &r);
    if (one.n) {
        prepare(c, one.page);
        titles_add(&c->titles, &one.page->judge, one.page->label, p->fold, title_lost, 1);
        judge_free(&one.page->judge);
    }
    words_free(&r.page.words);
    free(r.page.text);
    free(r.page.label);
    free(one.page);
}

static void add_title(struct corpus *c, const struct page *p) {
    const int is_own = p->extractor == own;
    titles_add(&c->titles, &p->judge, p->label, p->fold,
               is_own                               ? title_own
               : !strcmp(p->extractor, "html-text") ? title_html
               : has_title(p)                       ? title_page
                                                    : title_none,
               is_own);
    if (is_own && has_title(p)) add_untitled(c, p);
}

static void load(struct corpus *c, const char *data, const char *plugin) {
    static const char *const lexicons[] = {"en", "de", "fr", "es", "it", "nl",
                                           "pl", "pt", "ru", "tr", "uk"};
    size_t n;
    const char *message;
    words_setup();
    dates_setup();
    phrases_setup();
    char *file = read_file(plugin, "languages.txt", &n);
    c->languages = check(languages_load(file, n));
    file = read_file(plugin, "names.txt", &n);
    c->names = check(names_add(NULL, file, n));
    file = read_file(plugin, "names.more.txt", &n);
    c->names = check(names_add(c->names, file, n));
    c->samples.random = seed;
    file = read_file(plugin, "../gold/lines.tsv", &n);
    samples_add_lines(&c->samples, file, n);
    c->lexicon = check(lexicon_new());
    for (size_t i = 0; i < sizeof lexicons / sizeof *lexicons; i++) {
        char name[32];
        snprintf(name, sizeof name, "lexicon/%s.txt", lexicons[i]);
        file = read_file(plugin, name, &n);
        if (lexicon_add(c->lexicon, file, n, &message)) die("bad lexicon:", message);
        samples_add_lexicon(&c->samples, file, n);
    }
    if (lexicon_seal(c->lexicon)) die("out of", "memory");
    char command[4096];
    snprintf(command, sizeof command, "xz -dc '%s/cleaner/lines.jsonl.xz'", data);
    FILE *f = popen(command, "r");
    if (!f) die("cannot run", command);
    n = 0;
    file = read_all(f, &n);
    if (pclose(f)) die("cannot read", command);
    for (size_t i = 0, end; i < n; i = end + 1) {
        const char *stop = memchr(file + i, '\n', n - i);
        end = stop ? (size_t)(stop - file) : n;
        if (end > i) read_page(c, file + i, end - i);
    }
    file = read_file(plugin, "../gold/documents.tsv", &n);
    read_own(c, file, n);
    for (uint32_t i = 0; i < c->n; i++) {
        const struct page *p = &c->page[i];
        prepare(c, &c->page[i]);
        add_title(c, p);
        samples_add_page(&c->samples, &p->words, p->text, p->label, p->fold,
                         p->extractor == own ? own_rest : page_rest);
    }
}

/* ---- learning ---- */

static double score(const struct weights *w, int look, const uint32_t *cells, uint32_t n) {
    double s = w->bias[look];
    for (uint32_t i = 0; i < n; i++) s += w->w[cells[i]];
    return s;
}

static void nudge(double *w, double *g, double gradient, int look) {
    *g += gradient * gradient;
    *w -= rate[look] * gradient / sqrt(*g + 1e-8);
    *w -= *w * shrink[look];
}

/* One step for a line: long lines count more, as their loss would. */
static void learn(struct weights *w, int look, const uint32_t *cells, uint32_t n,
                  int is_boilerplate, double weight) {
    const double p = 1 / (1 + exp(-score(w, look, cells, n)));
    const double gradient = (p - is_boilerplate) * weight;
    for (uint32_t i = 0; i < n; i++) nudge(&w->w[cells[i]], &w->g[cells[i]], gradient, look);
    nudge(&w->bias[look], &w->bias_g[look], gradient, look);
}

static uint32_t features(const struct page *p, int look, uint32_t i, uint32_t *cells) {
    return look ? model_context(&p->judge, p->first, i, cells)
                : model_features(&p->judge, i, cells, NULL);
}

static void learn_page(struct weights *w, int look, const struct page *p) {
    uint32_t cells[MODEL_FEATURES];
    for (uint32_t i = 0; i < p->words.lines; i++) {
        if (p->label[i] == 't' || model_is_deep(&p->judge, i)) continue;
        const double weight = pow((p->words.line[i].words + 1) / 16.0, 0.7) *
                              (p->label[i] == 'c' ? 2 : 1) * (p->judge.verdict[i].why ? 0.3 : 1) *
                              (p->extractor == own                 ? own_weight
                               : strcmp(p->extractor, "html-text") ? 1
                                                                   : 0.3);
        learn(w, look, cells, features(p, look, i, cells), p->label[i] != 'c', weight);
    }
}

/* Trains one look on all pages whose fold is none of the two. */
static void train(struct weights *w, const struct corpus *c, int look, int without, int nor) {
    uint64_t state = seed;
    uint32_t *order = check(malloc(c->n * sizeof *order));
    for (uint32_t i = 0; i < c->n; i++) order[i] = i;
    for (int e = 0; e < EPOCHS; e++) {
        for (uint32_t i = c->n - 1; i > 0; i--) {
            const uint32_t k = (uint32_t)(next_random(&state) % (i + 1)), t = order[i];
            order[i] = order[k];
            order[k] = t;
        }
        for (uint32_t i = 0; i < c->n; i++) {
            const struct page *p = &c->page[order[i]];
            if (p->fold != without && p->fold != nor) learn_page(w, look, p);
        }
    }
    free(order);
}

/* Trains the words look on all samples but those of a fold. */
static void train_words(struct weights *w, const struct corpus *c, int without) {
    const struct samples *s = &c->samples;
    uint64_t state = seed;
    for (int e = 0; e < EPOCHS; e++)
        for (uint32_t i = 0; i < s->n; i++) {
            const struct sample *one = &s->v[next_random(&state) % s->n];
            if (one->fold >= 0 && one->fold == without) continue;
            learn(w, 2, one->cells, one->n, one->is_boilerplate, one->weight);
        }
}

/* Fills `first` or `score` of the pages of a fold (-1: of all). */
static void apply(const struct weights *w, const struct corpus *c, int look, int fold) {
    uint32_t cells[MODEL_FEATURES];
    for (uint32_t k = 0; k < c->n; k++) {
        struct page *p = &c->page[k];
        if (fold >= 0 && p->fold != fold) continue;
        for (uint32_t i = 0; i < p->words.lines; i++) {
            const double s = model_is_deep(&p->judge, i)
                                 ? MODEL_DEEP / MODEL_UNIT
                                 : score(w, look, cells, features(p, look, i, cells));
            (look ? p->score : p->first)[i] = (int32_t)floor(s * MODEL_UNIT);
        }
    }
}

/* Trains both looks without fold `out`; the first looks that the second learns from are of unseen sites. */
static void train_both(struct weights *w, const struct corpus *c, int out) {
    struct weights *part = check(malloc(sizeof *part));
    for (int f = 0; f < FOLDS; f++) {
        if (f == out) continue;
        memset(part, 0, sizeof *part);
        train(part, c, 0, out, f);
        apply(part, c, 0, f);
    }
    free(part);
    memset(w, 0, sizeof *w);
    train(w, c, 1, out, -1);
    train(w, c, 0, out, -1);
    train_words(w, c, out);
}

/* ---- the title ---- */

/* Weights as steps of a common scale, which is returned in 1 / 65536. */
static int32_t quantize(const struct weights *w, int8_t *cells) {
    double most = 1e-9;
    for (int i = 0; i < CELLS; i++) most = fmax(most, fabs(w->w[i]));
    most = fmin(most, 4);
    for (int i = 0; i < CELLS; i++)
        cells[i] = (int8_t)lround(fmax(-127, fmin(127, w->w[i] / most * 127)));
    return (int32_t)lround(most / 127 * 65536);
}

static int32_t fixed(double bias) { return (int32_t)lround(bias * 65536); }

static void train_titles(struct weights *w, const struct corpus *c, int without, int nor) {
    titles_train(&c->titles, w->w, &w->bias[LOOK_TITLE], without, nor);
}

/* Judges all pages, each with the title that weights find which have not seen its site. */
static void judge_pages(struct corpus *c, int out) {
    struct weights *w = check(malloc(sizeof *w));
    int8_t *cells = check(malloc(CELLS));
    uint32_t counts[TITLES_STEPS][3] = {0};
    for (int f = 0; f < FOLDS; f++) {
        memset(w, 0, sizeof *w);
        train_titles(w, c, f, out);
        titles_count(&c->titles, w->w, w->bias[LOOK_TITLE], f, counts);
        struct model m = {.cells = cells, .scale = quantize(w, cells)};
        m.bias[LOOK_TITLE] = fixed(w->bias[LOOK_TITLE]);
        for (uint32_t i = 0; i < c->n; i++) {
            struct page *const p = &c->page[i];
            if (p->fold != f) continue;
            p->judge.model = &m;
            if (judge_lines(&p->judge)) die("out of", "memory");
            p->judge.model = NULL;
            p->first = check(calloc(p->words.lines, sizeof *p->first));
            p->score = check(calloc(p->words.lines, sizeof *p->score));
        }
    }
    printf("titles right, wrong, and given to texts without, by the least score:\n");
    for (int k = 0; k < TITLES_STEPS; k++)
        printf("%4.1f: %u %u %u\n", titles_step(k), counts[k][0], counts[k][1], counts[k][2]);
    free(cells);
    free(w);
}

/* ---- reporting ---- */

static const char *const extractors[] = {"boilerpipe",  "dom_smoothie",   "go_domdistiller",
                                         "goose3",      "html-text",      "newspaper",
                                         "readability", "readability_js", "trafilatura"};

/* Words of boilerplate and content that the rules and the model remove, its limits moved by `shift`. */
static void report(const struct corpus *c, double shift) {
    printf("score %4.1f:", shift);
    for (size_t e = 0; e < sizeof extractors / sizeof *extractors; e++) {
        uint64_t all[2] = {0}, gone[2] = {0};
        for (uint32_t k = 0; k < c->n; k++) {
            const struct page *p = &c->page[k];
            if (strcmp(p->extractor, extractors[e])) continue;
            for (uint32_t i = 0; i < p->words.lines; i++) {
                if (p->label[i] == 't') continue;
                const int b = p->label[i] == 'b';
                all[b] += p->words.line[i].words;
                if (p->judge.verdict[i].why ||
                    p->score[i] > model_least(&p->judge, i) + shift * MODEL_UNIT)
                    gone[b] += p->words.line[i].words;
            }
        }
        printf(" %.9s %.1f/%.2f", extractors[e], 100.0 * (double)gone[1] / (double)all[1],
               100.0 * (double)gone[0] / (double)all[0]);
    }
    printf("\n");
}

static void cross_validate(struct weights *w, const struct corpus *c) {
    for (int f = 0; f < FOLDS; f++) {
        train_both(w, c, f);
        apply(w, c, 0, f);
        apply(w, c, 1, f);
    }
    printf("words of boilerplate / content removed, each site by weights that have not seen it "
           "(per cent):\n");
    report(c, 99);
    for (double s = -1; s < 2.1; s += 0.25) report(c, s);
}

/* ---- writing ---- */

static void write_weights(const struct weights *w, const char *folder) {
    char path[4096];
    static int8_t cells[CELLS];
    const int32_t scale = quantize(w, cells);
    snprintf(path, sizeof path, "%s/lines.model", folder);
    FILE *f = fopen(path, "wb");
    if (!f) die("cannot write", path);
    fprintf(f,
            "line model 3\nsource scrapinghub/article-extraction-benchmark, outputs of nine "
            "extractors; own documents and lines\nlicence MIT\nseed %u\n"
            "scale %d\nbias %d\nbias2 %d\nbias3 %d\nbias4 %d\nchecksum %u\n\n",
            seed, scale, fixed(w->bias[0]), fixed(w->bias[1]), fixed(w->bias[2]), fixed(w->bias[3]),
            model_checksum((const char *)cells, sizeof cells));
    if (fwrite(cells, 1, sizeof cells, f) != sizeof cells || fclose(f)) die("cannot write", path);
}

int main(int argc, char **argv) {
    if (argc != 3) die("usage: DATA", "FOLDER");
    static struct corpus c;
    struct weights *w = check(malloc(sizeof *w));
    load(&c, argv[1], argv[2]);
    const char *hold = getenv("HOLD_OUT");
    const int out = hold ? atoi(hold) : -1;
    judge_pages(&c, out);
    if (!hold) cross_validate(w, &c);
    train_both(w, &c, out);
    train_titles(w, &c, out, -1);
    write_weights(w, argv[2]);
    free(w);
    return 0;
}
