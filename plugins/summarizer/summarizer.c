/* summarizer.c: the plugin: options, data files, and the layer `summary`. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "choose.h"
#include "keyphrases.h"
#include "model.h"
#include "query.h"
#include "survey.h"

struct options {
    uint32_t sentences, words, characters, max_sentences, keyphrases;
    pl_array query;
    double ratio, redundancy, lambda;
    int order;
    pl_str model, rarity;
};

struct summarizer {
    const pl_host *host;
    pl_context *context;
    const struct options *options;
    struct cues *cues;
    struct rarity *rarity;
    struct model model, plain; /* for English, for other languages */
    struct budget budget;
    struct query query;
    int tokens, sents, zones, ents, summary, keyphrases;
    uint16_t kept_out[8]; /* kinds of zones whose text is never picked */
};

enum { MOST_EXCLUDED = 256 };

struct scratch {
    struct survey survey;
    pl_span excluded[MOST_EXCLUDED];
    struct keyphrases phrases;
    double score[MOST_LISTED];
    struct pick picks[MOST_LISTED];
};

#define OPTION(member, type, def, min, max, choices, help)                                         \
    {                                                                                              \
#member, type, offsetof(struct options, member), sizeof(((struct options *)0)->member),    \
            def, min, max, choices, help, 0                                                        \
    }
static const pl_field_def options[] = {
    OPTION(sentences, PL_UINT, "3", 0, 100, NULL,
           "At most so many sentences; 0: as many as the other caps allow."),
    OPTION(words, PL_UINT, "0", 0, 1e6, NULL, "At most so many words; 0: any."),
    OPTION(characters, PL_UINT, "0", 0, 1e7, NULL,
           "At most so many characters, line feeds between sentences counted; 0: any."),
    OPTION(ratio, PL_REAL, "0", 0, 1, NULL, "At most this share of the text's words; 0: any."),
    OPTION(order, PL_ENUM, "document", 0, 0, "document, score",
           "score: the field summary_by_score has the sentences, best first, one per line."),
    OPTION(redundancy, PL_REAL, "0.6", 0, 1, NULL,
           "A sentence more similar than this (cosine) to a chosen one is not taken."),
    OPTION(lambda, PL_REAL, "0.5", 0, 100, NULL,
           "What repeating the chosen ones costs, in units of the score's log-odds."),
    OPTION(keyphrases, PL_UINT, "10", 0, MOST_KEYPHRASES, NULL,
           "At most so many keyphrases; 0: none."),
    OPTION(query, PL_LIST, NULL, 0, 0, NULL, "Words that the summary shall be about."),
    OPTION(max_sentences, PL_UINT, "80", 2, MOST_LISTED, NULL,
           "Sentences compared with each other; of longer texts the head and what is nearest to "
           "the whole."),
    OPTION(model, PL_TEXT, "model.txt", 0, 0, NULL, "Weights file of your own, beside the config."),
    OPTION(rarity, PL_TEXT, "words.tsv", 0, 0, NULL,
           "Table of your own: in how many documents each stem occurs."),
    {0}};

static const pl_field_def scored_members[] = {
    {"score", PL_REAL, offsetof(pl_scored, score), sizeof(double), NULL, 0, 0, NULL, "0 ... 1.", 0},
    {0}};
static const pl_layer_def layers[] = {
    {"summary", sizeof(pl_scored), scored_members, sizeof(pl_field_def),
     "The sentences that say most of the document.", 0},
    {"keyphrases", sizeof(pl_scored), scored_members, sizeof(pl_field_def),
     "The phrases that say what the document is about.", PL_WITH_TEXT},
    {0}};

/* ---- data files ---- */

static int map_named(const struct summarizer *s, pl_str name, char *path, size_t room,
                     pl_str *file) {
    if (name.n >= room)
        return s->host->fail(s->context, PL_ESTOP, "name of a data file is too long");
    memcpy(path, name.p, name.n);
    path[name.n] = '\0';
    return s->host->map_file(s->context, path, file);
}

static int complain(const struct summarizer *s, const char *path, int line) {
    return line > 0
               ? s->host->fail(s->context, PL_ESTOP, "%s:%d: not a line of such a file", path, line)
               : s->host->fail(s->context, PL_ESTOP, "%s: incomplete, or out of memory", path);
}

static int load_model(const struct summarizer *s, pl_str name, struct model *model) {
    char path[1024];
    pl_str file;
    int rc = map_named(s, name, path, sizeof path, &file);
    if (rc) return rc;
    rc = model_load(model, file);
    return rc ? complain(s, path, rc) : PL_OK;
}

static int load(struct summarizer *s) {
    char path[1024];
    pl_str file;
    int line;
    if (s->host->map_file(s->context, "cues.txt", &file)) return PL_ESTOP;
    if (!(s->cues = cues_load(file, &line))) return complain(s, "cues.txt", line);
    if (map_named(s, s->options->rarity, path, sizeof path, &file)) return PL_ESTOP;
    if (!(s->rarity = rarity_load(file, &line))) return complain(s, path, line);
    if (load_model(s, s->options->model, &s->model)) return PL_ESTOP;
    return load_model(s, (pl_str){"plain.txt", 9}, &s->plain);
}

/* ---- life ---- */

static const char *const kept_out[] = {"title",   "byline",     "author_bio", "date",
                                       "caption", "disclaimer", "site",       "source"};

static void read_options(struct summarizer *s, const struct options *o) {
    s->budget =
        (struct budget){o->sentences, o->words, o->characters, o->ratio, o->redundancy, o->lambda};
    for (uint32_t i = 0; i < o->query.n; i++)
        query_add(&s->query, *(const pl_str *)(const void *)((const char *)o->query.v +
                                                             (size_t)i * o->query.element_size));
}

static int summarizer_open(pl_context *context, const pl_host *host, const void *o, void **self) {
    struct summarizer *s = *self = calloc(1, sizeof *s);
    if (!s) return host->fail(context, PL_ESTOP, "out of memory");
    s->host = host;
    s->context = context;
    s->options = o;
    s->tokens = host->layer_id(context, "tokens");
    s->sents = host->layer_id(context, "sents");
    s->zones = host->layer_id(context, "zones");
    s->ents = host->layer_id(context, "ents");
    s->summary = host->layer_id(context, "summary");
    s->keyphrases = host->layer_id(context, "keyphrases");
    for (size_t i = 0; i < sizeof kept_out / sizeof *kept_out; i++)
        s->kept_out[i] = (uint16_t)host->name_id(context, kept_out[i]);
    read_options(s, s->options);
    return load(s);
}

static void summarizer_close(void *self, pl_context *context) {
    struct summarizer *s = self;
    (void)context;
    if (!s) return;
    cues_free(s->cues);
    rarity_free(s->rarity);
    free(s);
}

static int summarizer_thread_open(void *self, pl_context *context, void **scratch) {
    const struct summarizer *s = self;
    *scratch = calloc(1, sizeof(struct scratch));
    return *scratch ? PL_OK : s->host->fail(context, PL_ESTOP, "out of memory");
}

static void summarizer_thread_close(void *self, pl_context *context, void *scratch) {
    struct scratch *m = scratch;
    (void)self, (void)context;
    if (!m) return;
    survey_free(&m->survey);
    free(m);
}

/* ---- one document ---- */

static pl_str text_field(const struct summarizer *s, const pl_document *doc, const char *name) {
    pl_value v;
    return s->host->get(doc, name, &v) == PL_OK && v.type == PL_TEXT ? v.u.s : (pl_str){"", 0};
}

/* Unknown counts as English: the model's language. */
static int is_english(pl_str language) {
    return !language.n || (language.n >= 2 && !memcmp(language.p, "en", 2)) ||
           (language.n == 3 && !memcmp(language.p, "und", 3));
}

/* The first byte of the current text that does not stand before byte `original` of the original. */
static uint32_t to_current(const struct summarizer *s, const pl_document *doc, uint32_t original) {
    uint32_t low = 0, high = (uint32_t)s->host->text(doc).n;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        if (s->host->to_original(doc, middle) < original)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static int is_kept_out(const struct summarizer *s, uint16_t kind) {
    for (size_t i = 0; i < sizeof s->kept_out / sizeof *s->kept_out; i++)
        if (s->kept_out[i] == kind) return 1;
    return 0;
}

static uint32_t excluded_zones(const struct summarizer *s, const pl_document *doc, pl_span *out) {
    const pl_array zones = s->host->layer(doc, s->zones);
    uint32_t n = 0;
    for (uint32_t i = 0; i < zones.n && n < MOST_EXCLUDED; i++) {
        const pl_zone *z = (const void *)((const char *)zones.v + (size_t)i * zones.element_size);
        if (is_kept_out(s, z->kind))
            out[n++] =
                (pl_span){to_current(s, doc, z->span.begin), to_current(s, doc, z->span.end)};
    }
    return n;
}

static int prepare(const struct summarizer *s, const pl_document *doc, int english,
                   struct scratch *m) {
    const struct model *model = english ? &s->model : &s->plain;
    const uint32_t listed = s->options->max_sentences, asked = s->options->sentences;
    const struct material material = {.text = s->host->text(doc),
                                      .title = text_field(s, doc, "title"),
                                      .tokens = s->host->layer(doc, s->tokens),
                                      .sentences = s->host->layer(doc, s->sents),
                                      .excluded = m->excluded,
                                      .excluded_n = excluded_zones(s, doc, m->excluded),
                                      .most = listed > asked ? listed : asked,
                                      .rarity = english ? s->rarity : NULL,
                                      .cues = s->cues,
                                      .importance = &model->importance};
    if (survey_document(&m->survey, &material)) return -1;
    for (uint32_t i = 0; i < m->survey.graph.n; i++)
        m->score[i] = model_score(model, m->survey.features[i]);
    query_raise(&s->query, &m->survey.article, &m->survey.graph, m->score);
    return 0;
}

static int by_begin(const void *x, const void *y) {
    const pl_scored *a = x, *b = y;
    return (a->span.begin > b->span.begin) - (a->span.begin < b->span.begin);
}

static void set_by_score(const struct summarizer *s, pl_batch *batch, pl_document *doc,
                         const struct scratch *m, uint32_t n) {
    size_t room = 0, at = 0;
    for (uint32_t i = 0; i < n; i++) room += m->picks[i].span.end - m->picks[i].span.begin + 1;
    char *out = s->host->alloc(batch, room + 1, 1);
    for (uint32_t i = 0; i < n; i++) {
        const pl_span span = m->picks[i].span;
        for (uint32_t k = span.begin; k < span.end; k++)
            out[at++] = m->survey.article.text.p[k] == '\n' ? ' ' : m->survey.article.text.p[k];
        out[at++] = '\n';
    }
    s->host->set(batch, doc, "summary_by_score",
                 (pl_value){.type = PL_TEXT, .u = {.s = {out, at ? at - 1 : 0}}});
}

static void write_summary(const struct summarizer *s, pl_batch *batch, pl_document *doc,
                          const struct scratch *m, uint32_t n) {
    pl_scored *out = s->host->annotate(batch, doc, s->summary, n);
    for (uint32_t i = 0; i < n; i++)
        out[i] = (pl_scored){m->picks[i].span, 1 / (1 + exp(-m->score[m->picks[i].listed]))};
    qsort(out, n, sizeof *out, by_begin);
    s->host->annotated(batch, n);
}

static void write_keyphrases(const struct summarizer *s, pl_batch *batch, pl_document *doc,
                             struct scratch *m) {
    struct keyphrases *k = &m->phrases;
    keyphrases_find(k, &m->survey.article, &m->survey.graph, s->host->layer(doc, s->ents),
                    s->options->keyphrases);
    pl_scored *out = s->host->annotate(batch, doc, s->keyphrases, k->picked_n);
    for (uint32_t i = 0; i < k->picked_n; i++) {
        const struct phrase *p = &k->v[k->picked[i]];
        out[i] = (pl_scored){p->span, (double)p->score};
    }
    s->host->annotated(batch, k->picked_n);
}

static int summarizer_process(void *self, pl_batch *batch, pl_document *doc) {
    const struct summarizer *s = self;
    struct scratch *m = batch->scratch;
    const int english = is_english(text_field(s, doc, "language"));
    int was_cut;
    if (prepare(s, doc, english, m)) return s->host->fail(s->context, PL_ESTOP, "out of memory");
    const uint32_t n =
        choose(&m->survey.article, &m->survey.graph, m->score, &s->budget, m->picks, &was_cut);
    write_summary(s, batch, doc, m, n);
    if (s->options->keyphrases) write_keyphrases(s, batch, doc, m);
    if (s->options->order == 1) set_by_score(s, batch, doc, m, n);
    if (was_cut) s->host->flag(batch, doc, "summary_cut");
    if (!english) s->host->flag(batch, doc, "summary_by_position");
    return PL_OK;
}

static const pl_plugin plugin = {.size = sizeof(pl_plugin),
                                 .abi = PL_ABI,
                                 .kind = PL_STAGE,
                                 .name = "summarizer",
                                 .version = "0.1",
                                 .license = "MIT",
                                 .summary = "Picks the sentences that say most of a document.",
                                 .needs = "tokens sents zones? ents?",
                                 .gives = "summary keyphrases",
                                 .options = options,
                                 .option_stride = sizeof(pl_field_def),
                                 .options_size = sizeof(struct options),
                                 .layers = layers,
                                 .layer_stride = sizeof(pl_layer_def),
                                 .open = summarizer_open,
                                 .thread_open = summarizer_thread_open,
                                 .thread_close = summarizer_thread_close,
                                 .process = summarizer_process,
                                 .close = summarizer_close};

const pl_plugin *pl_plugin_get(uint32_t i) { return i == 0 ? &plugin : NULL; }
