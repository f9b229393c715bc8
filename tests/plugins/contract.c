/* contract: a stage of the tests that calls the host right and wrong in every callback, and stops the run with the first answer that
 * is not the one pipeline.h promises. With `wrong`, one call of another kind: its failure must be the run's. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "text-pipeline/pipeline.h"

enum wrong {
    NOTHING,
    EMIT_LATE,
    DECIDE_EARLY,
    RECORDS_EARLY,
    STATE_NAME,
    OUTPUT_PATH,
    FAIL_OPEN,
    FAIL_THREAD,
    FAIL_COMMIT,
    FAIL_SAVE,
    FAIL_RESOLVE,
    FAIL_FINISH,
    FAIL_SILENTLY,
    STOP_DOCUMENT,
    NO_PROGRAM,
    EMPTY_COMMAND
};

struct options {
    int wrong;
};
struct contract {
    const pl_host *host;
    pl_context *context;
    const struct options *options;
    int mine, colour;
    pl_output *log;
    pl_state *state;
    uint64_t seen;
};
struct mark {
    pl_span span;
    int8_t small;
    int16_t choice;
    int64_t wide;
    uint16_t name;
    float share;
    double similarity;
    int yes;
    pl_str path, json;
    pl_array words;
};
#define ROW(member, type_)                                                                         \
    {                                                                                              \
        .name = #member, .type = type_, .offset = offsetof(struct mark, member),                   \
        .size = sizeof((struct mark *)0)->member                                                   \
    }
static const pl_field_def members[] = {ROW(small, PL_INT),
                                       {.name = "choice",
                                        .type = PL_ENUM,
                                        .offset = offsetof(struct mark, choice),
                                        .size = sizeof(int16_t),
                                        .choices = "red, green, blue"},
                                       ROW(wide, PL_DURATION),
                                       ROW(name, PL_NAME),
                                       ROW(share, PL_REAL),
                                       ROW(similarity, PL_REAL),
                                       ROW(yes, PL_BOOL),
                                       ROW(path, PL_PATH),
                                       ROW(json, PL_JSON),
                                       ROW(words, PL_LIST),
                                       {0}};
static const pl_layer_def layers[] = {
    {"marks", sizeof(struct mark), members, sizeof(pl_field_def), "One for each document.", 0},
    {0}};
static const pl_field_def options[] = {
    {"wrong", PL_ENUM, offsetof(struct options, wrong), sizeof(int), "nothing", 0, 0,
     "nothing, emit_late, decide_early, records_early, state_name, output_path, fail_open, "
     "fail_thread, fail_commit, fail_save, "
     "fail_resolve, fail_finish, fail_silently, stop_document, no_program, empty_command",
     "The call that must fail.", 0},
    {0}};

#define EXPECT(what)                                                                               \
    do {                                                                                           \
        if (!(what)) return c->host->fail(c->context, PL_ESTOP, "contract: not so: %s", #what);    \
    } while (0)
#define STR(literal) ((pl_str){literal, sizeof(literal) - 1})

static int is(pl_str s, const char *t) { return s.n == strlen(t) && !memcmp(s.p, t, s.n); }
static int wrong_is(const struct contract *c, enum wrong w) { return c->options->wrong == (int)w; }

static int open_wrong(struct contract *c) {
    const pl_str path = {"", 0};
    const pl_array command = {&path, 0, sizeof path};
    const pl_output_options output = {.size = sizeof output, .path = path};
    if (wrong_is(c, STATE_NAME)) return c->host->state_open(c->context, "a/b") ? PL_OK : PL_ESTOP;
    if (wrong_is(c, OUTPUT_PATH))
        return c->host->output_open(c->context, &output) ? PL_OK : PL_ESTOP;
    if (wrong_is(c, DECIDE_EARLY)) return c->host->decide(c->context, (pl_position){0, 0, 0}, path);
    if (wrong_is(c, RECORDS_EARLY)) return c->host->records(c->context, 0, 0, 1) ? PL_OK : PL_ESTOP;
    if (wrong_is(c, EMPTY_COMMAND)) return c->host->serve(c->context, &command, 1000000000);
    if (wrong_is(c, FAIL_OPEN)) return c->host->fail(c->context, PL_ESTOP, "open fails");
    return PL_OK;
}

/* The first reason of a callback is the one that counts, so these are alone. */
static int check_files(const struct contract *c) {
    pl_str bytes;
    EXPECT(c->host->map_file(c->context, "no such file", &bytes) != PL_OK);
    EXPECT(c->host->map_file(c->context, "/", &bytes) != PL_OK);
    EXPECT(c->host->map_file(c->context, "/dev/null", &bytes) != PL_OK);
    return PL_OK;
}

static int contract_open(pl_context *context, const pl_host *host, const void *o, void **self) {
    struct contract *c = *self = calloc(1, sizeof *c);
    if (!c) return host->fail(context, PL_ESTOP, "out of memory");
    *c = (struct contract){.host = host, .context = context, .options = o};
    c->mine = host->layer_id(context, "marks");
    c->colour = host->name_id(context, "green");
    EXPECT(c->mine >= 0 && host->layer_id(context, "nobody's") == -1);
    EXPECT(host->name_id(context, "green") == c->colour);
    EXPECT(is(host->name(context, c->colour), "green") && !host->name(context, -1).n &&
           !host->name(context, 1 << 20).n);
    EXPECT(host->layer_member(context, c->mine, "wide") &&
           !host->layer_member(context, c->mine, "none"));
    EXPECT(!host->layer_member(context, -1, "wide") &&
           !host->layer_member(context, 1 << 20, "wide"));
    EXPECT(host->memory(context) > 0);
    return wrong_is(c, NOTHING) ? check_files(c) : open_wrong(c);
}

/* What failed in a good run must not be the reason of a later failure: it is said anew in each callback. */
static int contract_thread_open(void *self, pl_context *context, void **scratch) {
    const struct contract *c = self;
    *scratch = NULL;
    return wrong_is(c, FAIL_THREAD) ? c->host->fail(context, PL_ESTOP, "thread_open fails") : PL_OK;
}

static int check_document(const struct contract *c, pl_batch *batch, pl_document *doc) {
    const pl_host *h = c->host;
    pl_value v;
    pl_str name;
    pl_removal removal = {.size = sizeof removal};
    EXPECT(h->documents(batch) > 0 && h->document(batch, 0) &&
           !h->document(batch, h->documents(batch)));
    EXPECT(*h->slot(batch, doc) == NULL && h->source(doc).n && h->raw(doc).n && h->id(doc).n);
    EXPECT(h->get(doc, "nobody.set.this", &v) == PL_END &&
           h->field_at(doc, 1 << 20, &name, &v) == PL_END);
    EXPECT(h->removal_at(doc, 1 << 20, &removal) == PL_END);
    EXPECT(h->layer(doc, -1).n == 0 && h->layer(doc, 1 << 20).n == 0 && h->decisions(doc).n == 0);
    EXPECT(h->to_original(doc, 0) == 0 && h->verdict(doc).state == PL_KEPT &&
           h->original(doc).n == h->text(doc).n);
    EXPECT(h->strf(batch, "%0300d", 1).n == 300);
    return PL_OK;
}

static void set_fields(const struct contract *c, pl_batch *batch, pl_document *doc) {
    static const pl_str words[] = {{"one", 3}, {"two", 3}};
    const pl_value values[] = {{.type = PL_BOOL, .u = {.i = 1}},
                               {.type = PL_INT, .u = {.i = -5}},
                               {.type = PL_REAL, .u = {.r = NAN}},
                               {.type = PL_REAL, .u = {.r = 0.5}},
                               {.type = PL_TEXT, .u = {.s = {"t", 1}}},
                               {.type = PL_LIST, .u = {.list = {words, 2, sizeof *words}}}};
    static const char *const names[] = {"is_seen",     "depth.low", "depth.none",
                                        "depth.share", "note",      "words"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        c->host->set(batch, doc, names[i], values[i]);
    c->host->flag(batch, doc, "seen");
    c->host->flag(batch, doc, "seen");
}

static void annotate(const struct contract *c, pl_batch *batch, pl_document *doc) {
    static const pl_str words[] = {{"one", 3}, {"two", 3}};
    struct mark *m = c->host->annotate(batch, doc, c->mine, 2);
    if (!m) return;
    for (uint32_t i = 0; i < 2; i++)
        m[i] = (struct mark){.span = {0, i},
                             .small = -3,
                             .choice = (int16_t)(i ? 7 : 2),
                             .wide = -5000000000,
                             .name = (uint16_t)(i ? 65535 : c->colour),
                             .share = 0.25f,
                             .similarity = 0.9999,
                             .yes = 1,
                             .path = STR("a/b"),
                             .json = i ? STR("{}") : (pl_str){"", 0},
                             .words = {words, i ? 2 : 0, sizeof *words}};
    c->host->annotated(batch, 2);
}

static int contract_process(void *self, pl_batch *batch, pl_document *doc) {
    const struct contract *c = self;
    const uint64_t key[2] = {1, 2};
    pl_str answer;
    int rc = check_document(c, batch, doc);
    if (rc) return rc;
    *c->host->slot(batch, doc) = doc;
    if (wrong_is(c, NO_PROGRAM)) return c->host->call(batch, doc, STR("{}"), &answer);
    if (wrong_is(c, STOP_DOCUMENT)) return c->host->fail(c->context, PL_ESTOP, "this one stops it");
    if (wrong_is(c, FAIL_SILENTLY)) return PL_EDOC;
    set_fields(c, batch, doc);
    annotate(c, batch, doc);
    c->host->count(c->context, "processed", 1);
    return c->host->emit(batch, doc, 3, key, c->host->text(doc));
}

static int contract_commit(void *self, pl_batch *batch) {
    struct contract *c = self;
    const uint64_t key[2] = {0, 0};
    if (wrong_is(c, FAIL_COMMIT)) return c->host->fail(c->context, PL_ESTOP, "commit fails");
    if (wrong_is(c, EMIT_LATE))
        return c->host->emit_at(c->context, (pl_position){0, 0, 0}, 1, key, STR("x"));
    c->seen += c->host->documents(batch);
    c->host->metric(c->context, "seen", (double)c->seen);
    c->host->count(c->context, "batches", 1);
    c->host->log(c->context, PL_DEBUG, "a batch");
    return PL_OK;
}

static int contract_save(void *self, pl_context *context) {
    const struct contract *c = self;
    if (wrong_is(c, FAIL_SAVE)) return c->host->fail(context, PL_ESTOP, "save fails");
    c->host->put(context, "seen", (pl_str){(const char *)&c->seen, sizeof c->seen});
    return c->host->put(context, "empty", (pl_str){"", 0});
}

static int contract_load(void *self, pl_context *context) {
    struct contract *c = self;
    pl_str value;
    EXPECT(c->host->fetch(context, "never put", &value) == PL_END && !value.n);
    if (c->host->fetch(context, "seen", &value)) return PL_OK;
    EXPECT(value.n == sizeof c->seen);
    memcpy(&c->seen, value.p, value.n);
    return PL_OK;
}

static int contract_resolve(void *self, pl_context *context, uint32_t round, uint64_t low,
                            uint64_t high) {
    struct contract *c = self;
    const uint64_t behind[2] = {9, 9};
    pl_record r;
    (void)low, (void)high, (void)round;
    if (wrong_is(c, FAIL_RESOLVE)) return c->host->fail(context, PL_ESTOP, "resolve fails");
    if (wrong_is(c, FAIL_SILENTLY)) return PL_OK; /* nothing was emitted */
    pl_cursor *cursor = c->host->records(context, 3, 0, UINT64_MAX);
    EXPECT(cursor && c->host->next(cursor, &r) == PL_OK && r.key[0] == 1 && r.key[1] == 2);
    EXPECT(c->host->seek(cursor, behind) != PL_ESTOP && c->host->next(cursor, &r) == PL_END);
    c->host->close_cursor(cursor);
    cursor = c->host->records(context, 99, 0, UINT64_MAX);
    EXPECT(cursor && c->host->next(cursor, &r) == PL_END);
    c->host->close_cursor(cursor);
    return PL_OK;
}

static int contract_finish(void *self, pl_context *context) {
    struct contract *c = self;
    if (wrong_is(c, FAIL_FINISH)) return c->host->fail(context, PL_ESTOP, "finish fails");
    c->host->count(context, "finished", 1);
    return PL_OK;
}

static void contract_close(void *self, pl_context *context) {
    (void)context;
    free(self);
}

static const pl_plugin plugin = {.size = sizeof(pl_plugin),
                                 .abi = PL_ABI,
                                 .kind = PL_STAGE,
                                 .name = "contract",
                                 .version = "1.0",
                                 .license = "MIT",
                                 .summary =
                                     "Calls the host right and wrong (a stage of the tests).",
                                 .gives = "marks",
                                 .options = options,
                                 .option_stride = sizeof(pl_field_def),
                                 .options_size = sizeof(struct options),
                                 .layers = layers,
                                 .layer_stride = sizeof(pl_layer_def),
                                 .open = contract_open,
                                 .thread_open = contract_thread_open,
                                 .process = contract_process,
                                 .commit = contract_commit,
                                 .resolve = contract_resolve,
                                 .save = contract_save,
                                 .load = contract_load,
                                 .finish = contract_finish,
                                 .close = contract_close};
const pl_plugin *pl_plugin_get(uint32_t i) { return i ? NULL : &plugin; }
