/* scheduler.c: many small batches on 1, 2, 4 and 8 threads, with a stage that commits and one with a barrier: the order of commits
 * and the bytes written must not depend on the threads. Plain C, because Criterion does not run under ThreadSanitizer. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "engine/engine.h"
#include "engine/run.h"

enum { DOCUMENTS = 4000, PER_BATCH = 3 };

static uint32_t next_document; /* of the reader: one thread at a time */
static uint64_t next_commit, next_settled;
static pl_output *output;
static int failed;

static void expect(int condition, const char *what) {
    if (condition) return;
    fprintf(stderr, "FAILED: %s\n", what);
    failed = 1;
}

static int read_some(void *self, pl_batch *b) {
    (void)self;
    for (int i = 0; i < PER_BATCH && next_document < DOCUMENTS; i++, next_document++) {
        const pl_str raw = host_table.strf(b, "document %u", next_document);
        host_table.add(b, raw, (pl_str){"memory", 6}, (pl_position){0, 0, next_document});
    }
    return next_document < DOCUMENTS ? PL_OK : PL_END;
}

static int read_one(void *self, pl_batch *b, pl_document *doc) {
    (void)self;
    return host_table.set_text(b, doc, (pl_str){"", 0}, host_table.raw(doc), "utf-8");
}

/* Work of very different length, so that batches overtake each other. */
static void work(uint64_t n) {
    volatile uint64_t x = n;
    for (uint64_t i = 0; i < (n * 7919) % 5000; i++) x = x * 31 + i;
}

static int edit_one(void *self, pl_batch *b, pl_document *doc) {
    (void)self;
    work(host_table.position(doc).offset);
    if (host_table.position(doc).offset % 97 == 0)
        return host_table.fail(NULL, PL_EDOC, "one in 97 is bad");
    return host_table.edit(b, doc, 0, 0, (pl_str){"> ", 2}, (pl_str){"test", 4});
}

static int in_order(void *self, pl_batch *b) {
    (void)self;
    expect(b->seq == next_commit++, "commit sees batches in order");
    return PL_OK;
}

static int open_barrier(pl_context *c, const pl_host *host, const void *o, void **self) {
    (void)o;
    host->barrier(c, 1);
    *self = c;
    return PL_OK;
}

static int emit_one(void *self, pl_batch *b, pl_document *doc) {
    (void)self;
    const uint64_t key[2] = {host_table.position(doc).offset % 10, 0};
    return host_table.emit(b, doc, 0, key, host_table.id(doc));
}

static int decide_all(void *self, pl_context *c, uint32_t round, uint64_t low, uint64_t high) {
    (void)self, (void)round;
    pl_cursor *records = host_table.records(c, 0, low, high);
    pl_record r;
    uint32_t n = 0;
    while (host_table.next(records, &r) == PL_OK) {
        if (r.key[0] == 3) host_table.decide(c, r.position, (pl_str){"drop", 4});
        n++;
    }
    host_table.close_cursor(records);
    expect(n == DOCUMENTS - (DOCUMENTS + 96) / 97, "resolve sees every living document");
    return PL_OK;
}

static int settle_one(void *self, pl_batch *b, pl_document *doc) {
    (void)self;
    work(host_table.position(doc).offset + 1);
    if (host_table.decisions(doc).n) host_table.drop(b, doc, "three", "its number ends with 3");
    return PL_OK;
}

static int settled_in_order(void *self, pl_batch *b) {
    (void)self;
    expect(b->seq == next_settled++, "commit after settle sees batches in order");
    return PL_OK;
}

static int open_writer(pl_context *c, const pl_host *host, const void *o, void **self) {
    const pl_output_options options = {.size = sizeof options, .path = {o, strlen(o)}};
    *self = output = host->output_open(c, &options);
    return output ? PL_OK : PL_ESTOP;
}

static int write_one(void *self, pl_batch *b, pl_document *doc) {
    const int rc = host_table.output_append(self, b, host_table.encode(b, doc, NULL));
    return rc ? rc : host_table.output_append(self, b, (pl_str){"\n", 1});
}

#define HEAD(k, n) .size = sizeof(pl_plugin), .abi = PL_ABI, .kind = k, .name = n, .version = "1"
static const pl_plugin reader = {HEAD(PL_READER, "reader"), .read = read_some, .process = read_one};
static const pl_plugin editor = {HEAD(PL_STAGE, "editor"), .process = edit_one, .commit = in_order};
static const pl_plugin barrier = {HEAD(PL_STAGE, "barrier"), .open = open_barrier,
                                  .process = emit_one,       .resolve = decide_all,
                                  .settle = settle_one,      .commit = settled_in_order};
static const pl_plugin writer = {HEAD(PL_WRITER, "writer"), .open = open_writer,
                                 .process = write_one};

static char *run(unsigned threads, const char *folder, size_t *n) {
    char path[256], state[256];
    snprintf(path, sizeof path, "%s/out.%u.jsonl", folder, threads);
    snprintf(state, sizeof state, "%s/state.%u", folder, threads);
    struct plan_stage stages[] = {{.name = "reader", .plugin = &reader},
                                  {.name = "editor", .plugin = &editor},
                                  {.name = "barrier", .plugin = &barrier},
                                  {.name = "writer", .plugin = &writer, .options = path}};
    const struct plan plan = {.stages = stages,
                              .n = 4,
                              .name = "stress",
                              .state = state,
                              .threads = threads,
                              .memory = 64 << 20,
                              .max_document = 1 << 20,
                              .checkpoint_documents = 50,
                              .checkpoint_bytes = 1 << 20};
    next_document = 0;
    next_commit = next_settled = 0;
    struct engine *e = engine_new(&plan);
    const int rc = engine_open(e) || engine_run(e);
    if (rc) fprintf(stderr, "%s\n", engine_reason(e));
    expect(!rc, "the run ends well");
    expect(e->totals.in == DOCUMENTS && e->totals.dead == (DOCUMENTS + 96) / 97,
           "no document is lost");
    engine_close(e);
    struct buffer b = {0};
    FILE *f = fopen(path, "r");
    for (int c; f && (c = getc(f)) != EOF;) buffer_put(&b, (char)c);
    if (f) fclose(f);
    unlink(path);
    *n = b.n;
    return b.p;
}

int main(void) {
    char folder[] = "/tmp/pipeline.stress.XXXXXX", command[128];
    if (!mkdtemp(folder)) return 1;
    size_t n = 0, m = 0;
    char *one = run(1, folder, &n);
    for (unsigned threads = 2; threads <= 8; threads *= 2) {
        char *many = run(threads, folder, &m);
        expect(n && n == m && !memcmp(one, many, n),
               "the bytes are the same for any number of threads");
        free(many);
    }
    free(one);
    snprintf(command, sizeof command, "rm -rf %s", folder);
    if (system(command)) failed = 1;
    puts(failed ? "FAILED" : "ok");
    return failed;
}
