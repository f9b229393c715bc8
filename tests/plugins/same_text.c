/* same_text: a stage of the tests with a barrier: drops every text but the first of equal ones, and tells each kept document how
 * many were like it. In two rounds: round 0 finds the groups, round 1 tells the first of each. */
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "text-pipeline/pipeline.h"

struct options {
    int decide;
    int64_t pause;
};
struct same {
    const pl_host *host;
    pl_context *context;
    const struct options *options;
    uint64_t committed;
    pl_state *
        log; /* the number of each batch that was committed: a file of our own, which must survive a kill */
};

static const pl_field_def options[] = {
    {"decide", PL_BOOL, offsetof(struct options, decide), sizeof(int), "yes", 0, 0, NULL,
     "no: a barrier that decides nothing, to measure what a barrier costs.", 0},
    {"pause", PL_DURATION, offsetof(struct options, pause), sizeof(int64_t), "0s", 0, 1, NULL,
     "Time to sleep over each document and record: a slow stage that needs no processor.", 0},
    {0}};

enum { TEXTS, GROUPS };

static int same_open(pl_context *context, const pl_host *host, const void *o, void **self) {
    struct same *s = *self = calloc(1, sizeof *s);
    if (!s) return host->fail(context, PL_ESTOP, "out of memory");
    s->host = host;
    s->context = context;
    s->options = o;
    host->barrier(context, 1);
    s->log = host->state_open(context, "log");
    return s->log ? PL_OK : PL_ESTOP;
}

static void be_slow(const struct same *s) {
    const struct timespec t = {0, s->options->pause % 1000000000};
    if (s->options->pause) nanosleep(&t, NULL);
}

/* FNV-1a, 64 bits (Fowler, Noll, Vo); the whole text is the record, so chance collisions decide nothing. */
static uint64_t hash(pl_str s) {
    uint64_t h = 14695981039346656037u;
    for (size_t i = 0; i < s.n; i++) h = (h ^ (unsigned char)s.p[i]) * 1099511628211u;
    return h;
}

static int same_process(void *self, pl_batch *batch, pl_document *doc) {
    const struct same *s = self;
    be_slow(s);
    const pl_str text = s->host->text(doc);
    const uint64_t key[2] = {s->options->decide ? hash(text) : 0, 0};
    return s->host->emit(batch, doc, TEXTS, key, s->options->decide ? text : (pl_str){"", 0});
}

struct group {
    uint64_t key;
    pl_str text;
    pl_position first;
    uint32_t others;
};

static int end_group(const struct same *s, struct group *g) {
    const uint64_t key[2] = {g->key, 0};
    const pl_str n = {(const char *)&g->others, sizeof g->others};
    return g->others ? s->host->emit_at(s->context, g->first, GROUPS, key, n) : PL_OK;
}

static int is_same(const struct group *g, const pl_record *r) {
    return g->text.p && g->key == r->key[0] && g->text.n == r->bytes.n &&
           !memcmp(g->text.p, r->bytes.p, r->bytes.n);
}

static int begin_group(struct group *g, const pl_record *r) {
    char *text = realloc((char *)(uintptr_t)g->text.p, r->bytes.n + 1);
    if (!text) return PL_ESTOP;
    memcpy(text, r->bytes.p, r->bytes.n);
    *g = (struct group){r->key[0], {text, r->bytes.n}, r->position, 0};
    return PL_OK;
}

static int find_groups(const struct same *s, pl_cursor *c) {
    struct group g = {0};
    pl_record r;
    int rc;
    while ((rc = s->host->next(c, &r)) == PL_OK) {
        be_slow(s);
        if (is_same(&g, &r)) {
            g.others++;
            rc = s->host->decide(s->context, r.position, (pl_str){"d", 1});
        } else if (!(rc = g.text.p ? end_group(s, &g) : PL_OK))
            rc = begin_group(&g, &r);
        if (rc) break;
    }
    if (rc == PL_END) rc = end_group(s, &g);
    free((char *)(uintptr_t)g.text.p);
    return rc;
}

static int tell_first(const struct same *s, pl_cursor *c) {
    pl_record r;
    int rc;
    while ((rc = s->host->next(c, &r)) == PL_OK)
        if ((rc = s->host->decide(s->context, r.position, r.bytes))) break;
    return rc == PL_END ? PL_OK : rc;
}

static int same_resolve(void *self, pl_context *context, uint32_t round, uint64_t low,
                        uint64_t high) {
    const struct same *s = self;
    if (!s->options->decide) return PL_OK;
    pl_cursor *c = s->host->records(context, round ? GROUPS : TEXTS, low, high);
    if (!c) return PL_ESTOP;
    const int rc = round ? tell_first(s, c) : find_groups(s, c);
    s->host->close_cursor(c);
    return rc;
}

static int same_settle(void *self, pl_batch *batch, pl_document *doc) {
    const struct same *s = self;
    const pl_array decisions = s->host->decisions(doc);
    be_slow(s);
    for (uint32_t i = 0; i < decisions.n; i++) {
        const pl_str d = ((const pl_str *)decisions.v)[i];
        if (d.n == 1) {
            s->host->drop(batch, doc, "exact", "the same text came before");
            continue;
        }
        uint32_t others;
        memcpy(&others, d.p, sizeof others);
        pl_value v = {.type = PL_INT, .u = {.i = others}};
        s->host->set(batch, doc, "copies", v);
    }
    return PL_OK;
}

/* Batches come in order and without gaps: the contract of commit, tested in every run of the tests. */
static int same_commit(void *self, pl_batch *batch) {
    struct same *s = self;
    if (batch->seq != s->committed++)
        return s->host->fail(s->context, PL_ESTOP, "commit saw batch %llu out of order",
                             (unsigned long long)batch->seq);
    return s->host->state_append(s->log, (pl_str){(const char *)&batch->seq, sizeof batch->seq});
}

/* Our file holds every batch once, in order, however often the run was killed. */
static int same_finish(void *self, pl_context *context) {
    const struct same *s = self;
    pl_str log;
    uint64_t seq;
    const int rc = s->host->state_map(s->log, &log);
    if (rc) return rc;
    for (uint64_t i = 0; i < log.n / sizeof seq; i++) {
        memcpy(&seq, log.p + i * sizeof seq, sizeof seq);
        if (seq != i)
            return s->host->fail(context, PL_ESTOP, "the log holds another batch than %llu",
                                 (unsigned long long)i);
    }
    return log.n == s->committed * sizeof seq
               ? PL_OK
               : s->host->fail(context, PL_ESTOP, "the log has %zu bytes after %llu batches", log.n,
                               (unsigned long long)s->committed);
}

static int same_save(void *self, pl_context *context) {
    const struct same *s = self;
    return s->host->put(context, "committed",
                        (pl_str){(const char *)&s->committed, sizeof s->committed});
}

static int same_load(void *self, pl_context *context) {
    struct same *s = self;
    pl_str saved;
    if (s->host->fetch(context, "committed", &saved) == PL_OK && saved.n == sizeof s->committed)
        memcpy(&s->committed, saved.p, saved.n);
    return PL_OK;
}

static void same_close(void *self, pl_context *context) {
    (void)context;
    free(self);
}

static const pl_plugin plugin = {.size = sizeof(pl_plugin),
                                 .abi = PL_ABI,
                                 .kind = PL_STAGE,
                                 .name = "same_text",
                                 .version = "1.0",
                                 .license = "MIT",
                                 .summary = "Drops equal texts, for the tests.",
                                 .rounds = 2,
                                 .options = options,
                                 .option_stride = sizeof(pl_field_def),
                                 .options_size = sizeof(struct options),
                                 .open = same_open,
                                 .process = same_process,
                                 .commit = same_commit,
                                 .resolve = same_resolve,
                                 .settle = same_settle,
                                 .save = same_save,
                                 .load = same_load,
                                 .finish = same_finish,
                                 .close = same_close};

const pl_plugin *pl_plugin_get(uint32_t i) { return i == 0 ? &plugin : NULL; }
