/* entity_extractor.c: the plugin: options, data files, and the two layers `ents` and `entities`. */
#include <stdlib.h>
#include <string.h>
#include "corpus.h"
#include "document.h"
#include "overlap.h"
#include "rules.h"
#include "spans.h"
#include "table.h"

struct options {
    pl_array lists;
    pl_str language, table;
    int model;
};

/* What `open` made; read-only afterwards. */
struct extractor {
    const pl_host *host;
    const struct options *options;
    int tokens, ents, entities;
    uint16_t names[MOST_TYPES]; /* name_id of each label */
    struct phrases phrases;
    struct lexis lexis;
    struct gazetteer gazetteer;
    struct model model;
    pl_output *table; /* NULL: not asked for */
};

struct scratch {
    struct words words;
    struct mentions mentions;
    struct table table;
    struct features features;
    struct document document;
    struct stretch_room stretch;
    uint8_t *taken;
    uint32_t room;
};

static const pl_field_def options[] = {
    {"lists", PL_LIST, offsetof(struct options, lists), sizeof(pl_array), NULL, 0, 0, NULL,
     "Files with own names and labels, in the format of data/world.txt; they win over ours.", 0},
    {"language", PL_TEXT, offsetof(struct options, language), sizeof(pl_str), "en", 0, 0, NULL,
     "For documents whose field `language` is empty or und. The model works on English alone.", 0},
    {"table", PL_PATH, offsetof(struct options, table), sizeof(pl_str), NULL, 0, 0, NULL,
     "CSV file of all names of the corpus: canonical, label, documents, mentions.", PL_WRITES},
    {"model", PL_BOOL, offsetof(struct options, model), sizeof(int), "yes", 0, 0, NULL,
     "no: rules and lists alone.", 0},
    {0}};

static const pl_field_def mention_fields[] = {
    {"label", PL_NAME, offsetof(pl_entity, type), sizeof(uint16_t), NULL, 0, 0, NULL,
     "PERSON, ORG, GPE ...", 0},
    {"canonical", PL_TEXT, offsetof(pl_entity, canonical), sizeof(pl_str), NULL, 0, 0, NULL,
     "The name that all mentions of the entity have in common.", 0},
    {"normal", PL_TEXT, offsetof(pl_entity, normal), sizeof(pl_str), NULL, 0, 0, NULL,
     "EDTF date, amount with currency code, number; the country of a nationality.", 0},
    {"score", PL_REAL, offsetof(pl_entity, score), sizeof(float), NULL, 0, 0, NULL, "0 to 1.", 0},
    {0}};

static const pl_field_def entity_fields[] = {
    {"canonical", PL_TEXT, offsetof(pl_entity_row, canonical), sizeof(pl_str), NULL, 0, 0, NULL,
     "The name.", 0},
    {"label", PL_NAME, offsetof(pl_entity_row, type), sizeof(uint16_t), NULL, 0, 0, NULL,
     "PERSON, ORG, GPE ...", 0},
    {"count", PL_UINT, offsetof(pl_entity_row, count), sizeof(uint32_t), NULL, 0, 0, NULL,
     "Mentions.", 0},
    {"forms", PL_LIST, offsetof(pl_entity_row, forms), sizeof(pl_array), NULL, 0, 0, NULL,
     "The spellings, in order of first mention.", 0},
    {0}};

static const pl_layer_def layers[] = {{"ents", sizeof(pl_entity), mention_fields,
                                       sizeof(pl_field_def), "Mentions of entities.", PL_WITH_TEXT},
                                      {"entities", sizeof(pl_entity_row), entity_fields,
                                       sizeof(pl_field_def), "Entities by first mention.",
                                       PL_NO_SPAN},
                                      {0}};

static int map(struct extractor *x, pl_context *context, const char *name, pl_str *bytes,
               int (*add)(void *, pl_str), void *to) {
    const int rc = x->host->map_file(context, name, bytes);
    if (rc != PL_OK) return rc;
    const int line = add(to, *bytes);
    if (line < 0) return x->host->fail(context, PL_ESTOP, "out of memory");
    return line ? x->host->fail(context, PL_ESTOP, "%s:%d: not understood", name, line) : PL_OK;
}

static int to_lexis(void *to, pl_str file) { return lexis_add(to, file); }
static int to_gazetteer(void *to, pl_str file) { return gazetteer_add(to, file); }

static int add_own(struct extractor *x, pl_context *context) {
    const pl_array *files = &x->options->lists;
    for (uint32_t i = 0; i < files->n; i++) {
        const pl_str *file = pl_at(*files, i);
        char *name = strndup(file->p, file->n);
        pl_str bytes;
        const int rc = name ? map(x, context, name, &bytes, to_gazetteer, &x->gazetteer) : PL_ESTOP;
        free(name);
        if (rc != PL_OK) return rc;
    }
    return PL_OK;
}

static int add_data(struct extractor *x, pl_context *context) {
    static const char *const words[] = {"rules.txt", "currencies.txt"};
    static const char *const lists[] = {"world.txt",         "countries.txt", "places.txt",
                                        "organizations.txt", "groups.txt",    "heads.txt",
                                        "people.txt",        "cities.txt",    "first_names.txt"};
    pl_str bytes;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        const int rc = map(x, context, words[i], &bytes, to_lexis, &x->lexis);
        if (rc != PL_OK) return rc;
    }
    int rc = add_own(x, context);
    for (size_t i = 0; rc == PL_OK && i < sizeof lists / sizeof *lists; i++)
        rc = map(x, context, lists[i], &bytes, to_gazetteer, &x->gazetteer);
    return rc;
}

static int read_model(struct extractor *x, pl_context *context) {
    pl_str bytes;
    const int rc = x->host->map_file(context, "model.bin", &bytes);
    if (rc != PL_OK) return rc;
    return model_read(&x->model, bytes)
               ? x->host->fail(context, PL_ESTOP, "model.bin: damaged, or of another version")
               : PL_OK;
}

static void extractor_close(void *self, pl_context *context) {
    (void)context;
    struct extractor *x = self;
    phrases_free(&x->phrases);
    lexis_free(&x->lexis);
    gazetteer_free(&x->gazetteer);
    free(x);
}

static int extractor_open(pl_context *context, const pl_host *host, const void *o, void **self) {
    struct extractor *x = *self = calloc(1, sizeof *x);
    if (!x) return host->fail(context, PL_ESTOP, "out of memory");
    x->host = host;
    x->options = o;
    x->tokens = host->layer_id(context, "tokens");
    x->ents = host->layer_id(context, "ents");
    x->entities = host->layer_id(context, "entities");
    lexis_init(&x->lexis, &x->phrases);
    gazetteer_init(&x->gazetteer, &x->phrases);
    int rc = add_data(x, context);
    if (rc == PL_OK) rc = read_model(x, context);
    if (rc != PL_OK) return rc;
    for (uint32_t i = 1; i < x->gazetteer.types_n; i++) {
        char name[64];
        const pl_str type = x->gazetteer.types[i];
        const size_t n = type.n < sizeof name ? type.n : sizeof name - 1;
        memcpy(name, type.p, n);
        name[n] = 0;
        x->names[i] = (uint16_t)host->name_id(context, name);
    }
    if (!x->options->table.n) return PL_OK;
    const pl_output_options table = {.size = sizeof table, .path = x->options->table};
    x->table = host->output_open(context, &table);
    return x->table ? PL_OK : PL_ESTOP;
}

static int extractor_resolve(void *self, pl_context *context, uint32_t round, uint64_t low,
                             uint64_t high) {
    (void)round;
    const struct extractor *x = self;
    return x->table ? corpus_write(x->host, context, x->table, x->gazetteer.types, low, high)
                    : PL_OK;
}

static int extractor_thread_open(void *self, pl_context *context, void **scratch) {
    const struct extractor *x = self;
    *scratch = calloc(1, sizeof(struct scratch));
    return *scratch ? PL_OK : x->host->fail(context, PL_ESTOP, "out of memory");
}

static void scratch_free(struct scratch *s) {
    free(s->words.v);
    free(s->mentions.v);
    free(s->taken);
    features_free(&s->features);
    free(s->document.more.v);
    table_free(&s->table);
    document_free(&s->document);
    memset(s, 0, sizeof *s);
}

static void extractor_thread_close(void *self, pl_context *context, void *scratch) {
    (void)self, (void)context;
    if (scratch) scratch_free(scratch);
    free(scratch);
}

static int reserve(struct scratch *s, uint32_t words) {
    if (s->room >= words) return 0;
    free(s->taken);
    s->taken = malloc(words);
    s->room = s->taken ? words : 0;
    return s->room ? 0 : -1;
}

/* The document's date; year 0 when it is not known. */
static struct date created_of(const struct extractor *x, const pl_document *doc) {
    pl_value v;
    int32_t part[3] = {0};
    if (x->host->get(doc, "created", &v) != PL_OK || v.type != PL_TEXT || v.u.s.n < 10)
        return (struct date){0};
    for (int i = 0, k = 0; i < 10; i++) {
        const char c = v.u.s.p[i];
        if (i == 4 || i == 7) {
            if (c != '-') return (struct date){0};
            k++;
        } else if ((unsigned)(c - '0') > 9)
            return (struct date){0};
        else
            part[k] = part[k] * 10 + (c - '0');
    }
    return is_date(part[0], part[1], part[2]) ? (struct date){part[0], part[1], part[2]}
                                              : (struct date){0};
}

struct keeper {
    const pl_host *host;
    pl_batch *batch;
};

static pl_str keep(void *to, const char *normal) {
    const struct keeper *k = to;
    const size_t n = strlen(normal);
    if (!n) return STR("unresolved");
    char *copy = k->host->alloc(k->batch, n, 1);
    memcpy(copy, normal, n);
    return (pl_str){copy, n};
}

/* Large cities are names by themselves where nothing speaks against it. */
static int is_plain_city(const struct features *f, const struct name *name, uint32_t first,
                         uint32_t last) {
    const struct glance *g = &f->glances[first];
    return !(name->kinds & (KIND_FIRST | KIND_LAST)) && !g->is_start && !g->is_caseless &&
           g->run_end - g->run == last - first;
}

/* The second half of a name that the lists do not have: "Meteo-France". */
static int is_half(const struct features *f, uint32_t i) {
    const struct word *w = f->words->v;
    if (i < 2 || w[i].flags & PL_SPACE_BEFORE || sign_of(f->words, &w[i - 1]) != '-' ||
        w[i - 1].flags & PL_SPACE_BEFORE)
        return 0;
    return is_capitalised(&w[i - 2]) && !(f->glances[i - 2].kinds & KIND_NAMES);
}

/* Adds the names of a level; what a sure name covers begins no other. */
static int find_names(struct scratch *s, enum name_level level) {
    const struct features *f = &s->features;
    uint32_t next = 0;
    for (const struct hit *h = f->hits, *end = h + f->hits_n; h < end; h++) {
        const struct name *name = h->name;
        if (h->first < next) continue;
        if (name->level != level || !name->type) {
            if (name->level == NAME_SURE) next = h->last;
            continue;
        }
        if (name->type == GPE && is_half(f, h->first)) continue;
        if (level == NAME_WEAK && name->kinds & KIND_CITY &&
            !is_plain_city(f, name, h->first, h->last))
            continue;
        struct mention *m = mention_add(&s->mentions);
        if (!m) return -1;
        *m = (struct mention){.first = h->first,
                              .last = h->last,
                              .type = name->type,
                              .flags = PL_FROM_GAZETTEER,
                              .score = level == NAME_SURE ? 0.95f : 0.7f,
                              .canonical = name->canonical,
                              .normal = name->type == NORP ? name->link : (pl_str){"", 0}};
        next = h->last;
    }
    return 0;
}

/* Does the model know the document's language? */
static int is_english(const struct extractor *x, const pl_document *doc) {
    pl_value v;
    pl_str name = x->options->language;
    if (x->host->get(doc, "language", &v) == PL_OK && v.type == PL_TEXT && v.u.s.n &&
        !str_eq(v.u.s, STR("und")))
        name = v.u.s;
    return name.n >= 2 && !memcmp(name.p, "en", 2) &&
           (name.n == 2 || name.p[2] == '-' || name.p[2] == '_');
}

/* A number behind a person is an age: "Duisenov, 52, said". */
static void find_ages(const struct extractor *x, struct scratch *s, pl_batch *batch) {
    for (uint32_t i = 1; i < s->mentions.n; i++) {
        struct mention *m = &s->mentions.v[i];
        const struct word *w = s->words.v;
        if (m->type != CARDINAL || m[-1].type != PERSON || m->first != m[-1].last + 1 ||
            m->last != m->first + 1)
            continue;
        const uint32_t n = w[m->first].end - w[m->first].begin, at = m->last;
        if (n > 3 || w[m->first].kind != PL_NUMBER || sign_of(&s->words, &w[m->first - 1]) != ',')
            continue;
        if (at < s->words.n && !strchr(",.;)", sign_of(&s->words, &w[at]))) continue;
        m->type = DATE;
        m->normal = x->host->strf(batch, "P%.*sY", (int)m->normal.n, m->normal.p);
    }
}

static void give_mentions(const struct extractor *x, const struct scratch *s, pl_batch *batch,
                          pl_document *doc) {
    pl_entity *out = x->host->annotate(batch, doc, x->ents, s->mentions.n);
    if (!out) return;
    for (uint32_t i = 0; i < s->mentions.n; i++) {
        const struct mention *m = &s->mentions.v[i];
        out[i] = (pl_entity){.span = {s->words.v[m->first].begin, s->words.v[m->last - 1].end},
                             .type = x->names[m->type],
                             .flags = m->flags,
                             .score = m->score,
                             .canonical = m->canonical,
                             .normal = m->normal};
    }
    x->host->annotated(batch, s->mentions.n);
}

static pl_array forms_of(const struct extractor *x, const struct table *t, const struct entity *e,
                         pl_batch *batch) {
    pl_str *forms = x->host->alloc(batch, e->forms * sizeof *forms, _Alignof(pl_str));
    uint32_t at = e->forms;
    for (uint32_t f = e->first_form; f; f = t->forms[f - 1].next)
        forms[--at] = t->forms[f - 1].text;
    return (pl_array){forms, e->forms, sizeof *forms};
}

static void give_entities(const struct extractor *x, const struct table *t, pl_batch *batch,
                          pl_document *doc) {
    pl_entity_row *out = x->host->annotate(batch, doc, x->entities, t->entities_n);
    if (!out) return;
    for (uint32_t i = 0; i < t->entities_n; i++) {
        const struct entity *e = &t->entities[i];
        out[i] = (pl_entity_row){.canonical = e->canonical,
                                 .type = x->names[e->type],
                                 .count = e->count,
                                 .forms = forms_of(x, t, e, batch)};
    }
    x->host->annotated(batch, t->entities_n);
}

enum { KEPT_ROOM = 1 << 20 }; /* words of scratch that a thread keeps between documents */

/* Of equally long mentions the first one wins: rules, sure names, the model, weak names. */
static int find_mentions(const struct extractor *x, struct scratch *s, const struct rules *rules,
                         struct keeper *keeper, int use_model) {
    if (features_look(&s->features, &x->gazetteer, &s->words)) return -1;
    s->document.features = &s->features;
    s->document.mentions = &s->mentions;
    return rules_find(rules, keep, keeper, &s->mentions) || find_names(s, NAME_SURE) ||
           (use_model && spans_find(&x->model, &s->features, &s->stretch, &s->mentions)) ||
           find_names(s, NAME_WEAK) || overlaps_remove(&s->mentions, s->words.n) ||
           document_settle(&s->document, s->taken);
}

static int extractor_process(void *self, pl_batch *batch, pl_document *doc) {
    const struct extractor *x = self;
    struct scratch *s = batch->scratch;
    struct keeper keeper = {x->host, batch};
    s->mentions.n = 0;
    if (words_read(&s->words, x->host->text(doc), x->host->layer(doc, x->tokens)) ||
        reserve(s, s->words.n + 1))
        return x->host->fail(NULL, PL_ESTOP, "out of memory");
    phrases_look_up(&x->phrases, &s->words);
    const struct rules rules = {
        .lexis = &x->lexis, .words = &s->words, .created = created_of(x, doc)};
    if (find_mentions(x, s, &rules, &keeper, x->options->model && is_english(x, doc)))
        return x->host->fail(NULL, PL_ESTOP, "out of memory");
    find_ages(x, s, batch);
    if (table_make(&s->table, &s->mentions, &s->words))
        return x->host->fail(NULL, PL_ESTOP, "out of memory");
    give_mentions(x, s, batch, doc);
    give_entities(x, &s->table, batch, doc);
    const int rc = x->table ? corpus_emit(x->host, batch, doc, &s->table) : PL_OK;
    if (s->words.room > KEPT_ROOM) scratch_free(s);
    return rc;
}

static const pl_plugin plugin = {.size = sizeof(pl_plugin),
                                 .abi = PL_ABI,
                                 .kind = PL_STAGE,
                                 .name = "entity_extractor",
                                 .version = "1.0",
                                 .license = "MIT",
                                 .summary = "Finds people, organisations, places, dates, amounts.",
                                 .needs = "tokens sents",
                                 .gives = "ents entities",
                                 .options = options,
                                 .option_stride = sizeof(pl_field_def),
                                 .options_size = sizeof(struct options),
                                 .layers = layers,
                                 .layer_stride = sizeof(pl_layer_def),
                                 .open = extractor_open,
                                 .thread_open = extractor_thread_open,
                                 .thread_close = extractor_thread_close,
                                 .process = extractor_process,
                                 .resolve = extractor_resolve,
                                 .close = extractor_close};

const pl_plugin *pl_plugin_get(uint32_t i) { return i == 0 ? &plugin : NULL; }
