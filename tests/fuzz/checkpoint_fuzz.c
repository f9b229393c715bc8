/* checkpoint_fuzz.c: any file named `checkpoint` is taken over or refused with a reason; one that was taken over is written again as
 * a checkpoint that can be read. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "engine/checkpoint.h"
#include "engine/identity.h"
#include "engine/ids.h"
#include "engine/outputs.h"
#include "engine/report.h"
#include "engine/run.h"
#include "engine/source.h"
#include "support/log.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int nothing(void *self, pl_batch *batch, pl_document *doc) {
    return (void)self, (void)batch, (void)doc, PL_OK;
}
static int no_more(void *self, pl_batch *batch) { return (void)self, (void)batch, PL_END; }
static const pl_plugin reader = {.size = sizeof reader,
                                 .abi = PL_ABI,
                                 .kind = PL_READER,
                                 .name = "read",
                                 .read = no_more,
                                 .process = nothing};
static const pl_plugin stage = {
    .size = sizeof stage, .abi = PL_ABI, .kind = PL_STAGE, .name = "stage", .process = nothing};

static char folder[] = "/dev/shm/checkpoint_fuzz.XXXXXX";
static char path[128];

static void clean_up(void) {
    char other[128];
    snprintf(other, sizeof other, "%s/run", folder);
    unlink(path);
    unlink(other);
    rmdir(folder);
}

static struct engine *engine_with(const struct plan *plan) {
    struct engine *e = engine_new(plan);
    assert(!engine_open(e) && (e->work = strdup(folder)));
    return e;
}

static void put_file(const void *p, size_t n) {
    FILE *f = fopen(path, "wb");
    assert(f && fwrite(p, 1, n, f) == n && !fclose(f));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static struct plan_stage stages[] = {{.name = "read", .plugin = &reader},
                                         {.name = "stage", .plugin = &stage}};
    static const struct plan plan = {.stages = stages,
                                     .n = 2,
                                     .name = "fuzz",
                                     .state = folder,
                                     .dead_letters = "never_made.jsonl",
                                     .threads = 1,
                                     .memory = 1 << 20,
                                     .identity = ""};
    struct buffer text = {0};
    if (!*path) {
        assert(mkdtemp(folder));
        snprintf(path, sizeof path, "%s/checkpoint", folder);
        atexit(clean_up);
        log_setup(-1, false);
    }
    put_file(data, size);
    struct engine *e = engine_with(&plan);
    assert(!identity_keep(e));
    const int rc = checkpoint_read(e);
    assert(!rc || *engine_reason(e));
    if (!rc && e->start.resumed) {
        checkpoint_write(&text, e, &e->start, NULL);
        assert(!text.failed);
        put_file(text.p, text.n);
        struct engine *again = engine_with(&plan);
        assert(!checkpoint_read(again) && again->totals.in == e->totals.in);
        engine_close(again);
    }
    buffer_free(&text);
    engine_close(e);
    return 0;
}
