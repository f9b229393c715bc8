/* summarizer.c: the plugin: options, data files, the layers `summary` and `keyphrases`, the report for the digest. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "choose.h"
#include "digest.h"
#include "gather.h"
#include "keyphrases.h"
#include "model.h"
#include "query.h"
#include "survey.h"
#include "tell.h"

struct options {
    uint32_t sentences, words, characters, max_sentences, keyphrases;
    pl_array query;
    double ratio, redundancy, lambda, story_at;
    int order;
    uint32_t story_days, story_sentences;
    pl_str model, rarity, stories, stories_page;
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
    struct gathering gathering;
    int tokens, sents, zones, ents, entities, duplicates, duplicate_of, summary, keyphrases;
    uint16_t kept_out[8]; /* kinds of zones whose text is never picked */
};

enum { MOST_EXCLUDED = 256 };

struct scratch {
    struct survey survey;
    pl_span excluded[MOST_EXCLUDED];
    struct keyphrases phrases;
    struct report report;
    struct pack packed;
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
    OPTION(lambda, PL_REAL, "0.4", 0, 100, NULL,
           "What repeating the chosen ones costs, in units of the score's log-odds."),
    OPTION(keyphrases, PL_UINT, "10", 0, MOST_KEYPHRASES, NULL,
           "At most so many keyphrases; 0: none."),
    OPTION(query, PL_LIST, NULL, 0, 0, NULL, "Words that the summary shall be about."),
    OPTION(max_sentences, PL_UINT, "80", 2, MOST_LISTED, NULL,
           "Sentences compared with each other; of longer texts the head and what is nearest to "
           "the whole."),
    {"stories", PL_PATH, offsetof(struct options, stories), sizeof(pl_str), "", 0, 0, NULL,
     "File for the digests of stories, a JSON line each; empty: none. Documents of a story share "
     "names and words.",
     PL_WRITES},
    {"stories_page", PL_PATH, offsetof(struct options, stories_page), sizeof(pl_str), "", 0, 0,
     NULL, "The same as a page of Markdown.", PL_WRITES},
    OPTION(story_at, PL_REAL, "0.35", 0, 1, NULL,
           "Least cosine between a document and a story that it belongs to."),
    OPTION(story_days, PL_UINT, "7", 0, 100000, NULL,
           "A story ends when no document came for so many days."),
    OPTION(story_sentences, PL_UINT, "4", 1, MOST_TAKEN, NULL, "Sentences of a digest."),
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
        query_add(&s->query, *(const pl_str *)pl_at(o->query, i));
}

static int open_output(const struct summarizer *s, pl_str path, pl_output **output) {
    if (!path.n) return PL_OK;
    const pl_output_options o = {.size = sizeof o, .path = path};
    *output = s->host->output_open(s->context, &o);
    return *output ? PL_OK : PL_ESTOP;
}

static int open_stories(struct summarizer *s) {
    const struct options *o = s->options;
    s->gathering = (struct gathering){.host = s->host,
                                      .context = s->context,
                                      .at = o->story_at,
                                      .days = o->story_days,
                                      .sentences = o->story_sentences};
    const int rc = open_output(s, o->stories, &s->gathering.lines);
    return rc ? rc : open_output(s, o->stories_page, &s->gathering.page);
}

static void summarizer_close(void *self, pl_context *context) {
    struct summarizer *s = self;
    (void)context;
    if (!s) return;
    cues_free(s->cues);
    rarity_free(s->rarity);
    free(s);
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
    s->entities = host->layer_id(context, "entities");
    s->duplicates = host->layer_id(context, "duplicates");
    s->duplicate_of = host->layer_id(context, "duplicate_of");
    s->summary = host->layer_id(context, "summary");
    s->keyphrases = host->layer_id(context, "keyphrases");
    for (size_t i = 0; i < sizeof kept_out / sizeof *kept_out; i++)
        s->kept_out[i] = (uint16_t)host->name_id(context, kept_out[i]);
    read_options(s, s->options);
    return open_stories(s) ? PL_ESTOP : load(s);
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
    free(m->packed.p);
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
        const pl_zone *z = pl_at(zones, i);
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
    if (!out) return;
    for (uint32_t i = 0; i < n; i++)
        out[i] = (pl_scored){m->picks[i].span, 1 / (1 + exp(-m->score[m->picks[i].listed]))};
    s->host->annotated(batch, n);
}

static int is_gathering(const struct summarizer *s) {
    return s->gathering.lines || s->gathering.page;
}

static void find_keyphrases(const struct summarizer *s, const pl_document *doc, struct scratch *m) {
    const uint32_t asked = s->options->keyphrases;
    keyphrases_find(&m->phrases, &m->survey.article, &m->survey.graph, s->host->layer(doc, s->ents),
                    asked ? asked : MOST_NAMES);
}

static void write_keyphrases(const struct summarizer *s, pl_batch *batch, pl_document *doc,
                             const struct scratch *m) {
    const struct keyphrases *k = &m->phrases;
    pl_scored *out = s->host->annotate(batch, doc, s->keyphrases, k->picked_n);
    if (!out) return;
    for (uint32_t i = 0; i < k->picked_n; i++) {
        const struct phrase *p = &k->v[k->picked[i]];
        out[i] = (pl_scored){p->span, (double)p->score};
    }
    s->host->annotated(batch, k->picked_n);
}

/* The sentences of a longer summary, for the digest to choose from. */
static void report_sentences(const struct summarizer *s, struct scratch *m) {
    struct budget budget = {
        .sentences = MOST_QUOTES, .redundancy = s->budget.redundancy, .lambda = s->budget.lambda};
    uint32_t numbers[MOST_QUOTES];
    int was_cut;
    const uint32_t n =
        choose(&m->survey.article, &m->survey.graph, m->score, &budget, m->picks, &was_cut);
    for (uint32_t i = 0; i < n; i++) numbers[i] = m->picks[i].listed;
    tell(&m->report, &m->survey, m->score, numbers, n, &m->phrases);
}

static void report_entities(const struct summarizer *s, const pl_document *doc, struct report *r) {
    const pl_array rows = s->host->layer(doc, s->entities);
    r->entities_n = 0;
    for (uint32_t i = 0; i < rows.n && r->entities_n < MOST_NAMES; i++) {
        const pl_entity_row *row = pl_at(rows, i);
        r->entities[r->entities_n++] = row->canonical;
    }
}

/* A copy says nothing: the document that speaks for it counts it. */
static int report_document(const struct summarizer *s, pl_batch *batch, pl_document *doc,
                           struct scratch *m) {
    struct report *r = &m->report;
    if (s->host->layer(doc, s->duplicate_of).n) return PL_OK;
    r->id = s->host->id(doc);
    r->source = s->host->source(doc);
    r->url = text_field(s, doc, "url");
    r->created = text_field(s, doc, "created");
    r->headline = text_field(s, doc, "title");
    r->day = report_day(r->created);
    r->copies = s->host->layer(doc, s->duplicates).n;
    report_entities(s, doc, r);
    report_sentences(s, m);
    return gather_emit(&s->gathering, batch, doc, r, &m->packed);
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
    if (s->options->keyphrases || is_gathering(s)) find_keyphrases(s, doc, m);
    if (s->options->keyphrases) write_keyphrases(s, batch, doc, m);
    if (s->options->order == 1) set_by_score(s, batch, doc, m, n);
    if (was_cut) s->host->flag(batch, doc, "summary_cut");
    if (!english) s->host->flag(batch, doc, "summary_by_position");
    return is_gathering(s) ? report_document(s, batch, doc, m) : PL_OK;
}

static int summarizer_resolve(void *self, pl_context *context, uint32_t round, uint64_t low,
                              uint64_t high) {
    const struct summarizer *s = self;
    (void)context;
    return gather_resolve(&s->gathering, round, low, high);
}

static const pl_plugin plugin = {
    .size = sizeof(pl_plugin),
    .abi = PL_ABI,
    .kind = PL_STAGE,
    .name = "summarizer",
    .version = "1.0",
    .license = "MIT",
    .summary = "Picks the sentences that say most of a document.",
    .needs = "tokens sents zones? ents? entities? duplicates? duplicate_of?",
    .gives = "summary keyphrases",
    .options = options,
    .option_stride = sizeof(pl_field_def),
    .options_size = sizeof(struct options),
    .layers = layers,
    .layer_stride = sizeof(pl_layer_def),
    .open = summarizer_open,
    .thread_open = summarizer_thread_open,
    .thread_close = summarizer_thread_close,
    .rounds = 2,
    .process = summarizer_process,
    .resolve = summarizer_resolve,
    .close = summarizer_close};

const pl_plugin *pl_plugin_get(uint32_t i) { return i == 0 ? &plugin : NULL; }
