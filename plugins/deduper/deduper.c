/* deduper.c: the plugin: options, layers, callbacks. */
#include "deduper.h"
#include <stdlib.h>
#include <string.h>

#define OPTION(member) offsetof(struct options, member), sizeof(((struct options *)0)->member)
static const pl_field_def options[] = {
    {"keep", PL_ENUM, OPTION(keep), "best", 0, 0, "best, first, longest, oldest",
     "Which of a cluster stays. best: not far less fluent than the others, longest, oldest, first.",
     0},
    {"action", PL_ENUM, OPTION(action), "drop", 0, 0, "drop, mark",
     "What happens to the others; mark: they stay, with `duplicate_of`.", 0},
    {"exact", PL_BOOL, OPTION(exact), "yes", 0, 0, NULL, "Finds texts with equal tokens.", 0},
    {"near", PL_BOOL, OPTION(near), "yes", 0, 0, NULL,
     "Finds texts that share most of their word 5-grams.", 0},
    {"near_at", PL_REAL, OPTION(near_at), "0.7", 0.3, 1, NULL,
     "Jaccard similarity that makes a near copy.", 0},
    {"contained", PL_BOOL, OPTION(contained), "yes", 0, 0, NULL,
     "Finds texts that lie in a longer one.", 0},
    {"contained_at", PL_REAL, OPTION(contained_at), "0.8", 0.3, 1, NULL,
     "Share of its 5-grams that a contained text has in common.", 0},
    {"spun", PL_BOOL, OPTION(spun), "yes", 0, 0, NULL, "Finds texts that were reworded by machine.",
     0},
    {"spun_at", PL_REAL, OPTION(spun_at), "0.25", 0.1, 1, NULL,
     "Jaccard similarity of what a rewording leaves: function words, names, numbers, in order.", 0},
    {"spun_words", PL_UINT, OPTION(spun_words), "80", 1, 1e6, NULL,
     "Words that both texts must have.", 0},
    {"spun_grams", PL_UINT, OPTION(spun_grams), "20", 1, 1e6, NULL, "Grams that they must share.",
     0},
    {"passages", PL_BOOL, OPTION(passages), "yes", 0, 0, NULL,
     "Finds runs of words that stand in other documents too; nothing is dropped for them.", 0},
    {"passage_words", PL_UINT, OPTION(passage_words), "15", 11, 1e6, NULL,
     "Length of the shortest.", 0},
    {"fluency", PL_BOOL, OPTION(fluency), "yes", 0, 0, NULL,
     "Measures the fluency of English texts.", 0},
    {"index", PL_PATH, OPTION(index), NULL, 0, 0, NULL,
     "A folder that keeps what each run kept, so that later runs find copies of it.",
     PL_READS | PL_WRITES},
    {"by", PL_TEXT, OPTION(by), NULL, 0, 0, NULL,
     "A field, such as url: documents in which it is equal are copies of each other.", 0},
    {0}};

static const pl_field_def duplicate_rows[] = {
    {"id", PL_TEXT, offsetof(pl_duplicate, id), sizeof(pl_str), NULL, 0, 0, NULL,
     "The other document.", 0},
    {"similarity", PL_REAL, offsetof(pl_duplicate, similarity), sizeof(double), NULL, 0, 0, NULL,
     "0 to 1, by the measure of the rule.", 0},
    {"rule", PL_TEXT, offsetof(pl_duplicate, rule), sizeof(pl_str), NULL, 0, 0, NULL,
     "exact, field, near, contained or spun.", 0},
    {"evidence", PL_JSON, offsetof(pl_duplicate, evidence), sizeof(pl_str), NULL, 0, 0, NULL,
     "Spun copies: what was replaced.", 0},
    {0}};
static const pl_field_def passage_rows[] = {
    {"id", PL_TEXT, offsetof(pl_passage, id), sizeof(pl_str), NULL, 0, 0, NULL,
     "The other document.", 0},
    {"other_start", PL_UINT, offsetof(pl_passage, other_begin), sizeof(uint32_t), NULL, 0, 0, NULL,
     "Where it begins there, in code points.", 0},
    {"other_end", PL_UINT, offsetof(pl_passage, other_end), sizeof(uint32_t), NULL, 0, 0, NULL,
     "Where it ends.", 0},
    {0}};
static const pl_layer_def layer_defs[] = {
    {"duplicates", sizeof(pl_duplicate), duplicate_rows, sizeof(pl_field_def),
     "Copies of this document.", PL_NO_SPAN},
    {"duplicate_of", sizeof(pl_duplicate), duplicate_rows, sizeof(pl_field_def),
     "The document that was kept instead.", PL_NO_SPAN | PL_ONE},
    {"passages", sizeof(pl_passage), passage_rows, sizeof(pl_field_def),
     "Runs of words that another document has too.", PL_WITH_TEXT},
    {0}};

static void set_limits(struct deduper *d) {
    const struct options *o = d->options;
    d->limits = (struct limits){.near = o->near ? o->near_at : 2,
                                .contained = o->contained ? o->contained_at : 2,
                                .spun = o->spun ? o->spun_at : 2,
                                .spun_words = o->spun_words,
                                .spun_grams = o->spun_grams};
}

static int read_weights(struct deduper *d) {
    static const char name[] = "fluency.bin";
    pl_str bytes;
    if (d->host->map_file(d->context, name, &bytes)) return PL_ESTOP;
    const char *wrong = fluency_open(&d->fluency, bytes);
    d->marks = fluency_marks();
    return wrong ? d->host->fail(d->context, PL_ESTOP, "%s: %s", name, wrong) : PL_OK;
}

/* NULL for an empty one. */
static int copy_option(char **to, pl_str value) {
    return value.n && !(*to = strndup(value.p, value.n)) ? -1 : 0;
}

/* 0 under a program that has no such function yet. */
static int32_t day_of(const pl_host *host, pl_context *context) {
    return host->size > offsetof(pl_host, day) ? host->day(context) : 0;
}

static int deduper_open(pl_context *context, const pl_host *host, const void *o, void **self) {
    struct deduper *d = *self = calloc(1, sizeof *d);
    if (!d) return host->fail(context, PL_ESTOP, "out of memory");
    d->host = host;
    d->context = context;
    d->options = o;
    set_limits(d);
    d->archive =
        (struct archive){.host = host, .context = context, .fd = -1, .day = day_of(host, context)};
    if (copy_option(&d->by, d->options->by) || copy_option(&d->folder, d->options->index))
        return host->fail(context, PL_ESTOP, "out of memory");
    d->archive.folder = d->folder;
    const int locked = archive_lock(&d->archive);
    if (locked) return locked;
    if (d->folder && !(d->archive.name = host->state_open(context, "segment"))) return PL_ESTOP;
    d->tokens = host->layer_id(context, "tokens");
    d->duplicates = host->layer_id(context, "duplicates");
    d->duplicate_of = host->layer_id(context, "duplicate_of");
    d->passages = host->layer_id(context, "passages");
    host->barrier(context, 1);
    if (corpus_open(&d->corpus, host, context, &d->archive)) return PL_ESTOP;
    return read_weights(d);
}

static int deduper_thread_open(void *self, pl_context *context, void **scratch) {
    const struct deduper *d = self;
    *scratch = calloc(1, sizeof(struct scratch));
    return *scratch ? PL_OK : d->host->fail(context, PL_ESTOP, "out of memory");
}

static void deduper_thread_close(void *self, pl_context *context, void *scratch) {
    (void)self, (void)context;
    scratch_free(scratch);
}

static int deduper_process(void *self, pl_batch *batch, pl_document *doc) {
    return emit_document(self, batch, doc, batch->scratch);
}

static int deduper_resolve(void *self, pl_context *context, uint32_t round, uint64_t low,
                           uint64_t high) {
    (void)context, (void)low, (void)high;
    return resolve_round(self, round);
}

static int deduper_settle(void *self, pl_batch *batch, pl_document *doc) {
    return settle_document(self, batch, doc);
}

static int deduper_finish(void *self, pl_context *context) {
    (void)context;
    struct deduper *d = self;
    return archive_open(&d->archive) ? PL_ESTOP : archive_publish(&d->archive);
}

static int deduper_upkeep(void *self, pl_context *context, pl_upkeep *u) {
    (void)context;
    struct deduper *d = self;
    struct sweep s = {.id = u->id, .before = u->before};
    switch (u->what) {
    case PL_UPKEEP_CHECK: return archive_check(&d->archive);
    case PL_UPKEEP_MIGRATE: return archive_migrate(&d->archive, &u->n);
    case PL_UPKEEP_FIND:
        if (archive_find(&d->archive, &s)) return PL_ESTOP;
        break;
    case PL_UPKEEP_FORGET:
        if (archive_forget(&d->archive, &s)) return PL_ESTOP;
        break;
    default: break;
    }
    u->n = s.found;
    return PL_OK;
}

static void deduper_close(void *self, pl_context *context) {
    (void)context;
    struct deduper *d = self;
    if (!d) return;
    corpus_free(&d->corpus);
    archive_free(&d->archive);
    free(d->by);
    free(d->folder);
    free(d);
}

static const pl_plugin plugin = {.size = sizeof(pl_plugin),
                                 .abi = PL_ABI,
                                 .kind = PL_STAGE,
                                 .name = "deduper",
                                 .version = "1.0",
                                 .license = "MIT",
                                 .summary = "Finds exact, near, contained and reworded copies.",
                                 .needs = "tokens",
                                 .gives = "duplicates duplicate_of passages",
                                 .rounds = 2,
                                 .options = options,
                                 .option_stride = sizeof(pl_field_def),
                                 .options_size = sizeof(struct options),
                                 .layers = layer_defs,
                                 .layer_stride = sizeof(pl_layer_def),
                                 .open = deduper_open,
                                 .thread_open = deduper_thread_open,
                                 .thread_close = deduper_thread_close,
                                 .process = deduper_process,
                                 .resolve = deduper_resolve,
                                 .settle = deduper_settle,
                                 .finish = deduper_finish,
                                 .close = deduper_close,
                                 .upkeep = deduper_upkeep};

const pl_plugin *pl_plugin_get(uint32_t i) { return i == 0 ? &plugin : NULL; }
