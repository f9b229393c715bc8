/* faulty: a stage of the tests that goes wrong in every way a plugin can, where a document or an option says so.
 *
 * A document that holds the word of an option `process`, `settle` or `commit` does there what the word `fault` says; `resolve` does
 * it always. With `once` = a path it happens only as long as there is no such file, which it makes first. */
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "text-pipeline/pipeline.h"

enum fault { SEGV, ABRT, BUS, FPE, ILL, STACK, LOOP, SLEEP, MEMORY, LEAVE, HEAP, KILL, STOP };
static const char faults[] =
    "segv, abrt, bus, fpe, ill, stack, loop, sleep, memory, leave, heap, kill, stop";

struct options {
    pl_str process, settle, commit, once;
    int fault, barrier, resolve;
};
struct faulty {
    const pl_host *host;
    pl_context *context;
    const struct options *options;
};

#define AT(member) offsetof(struct options, member), sizeof(((struct options *)0)->member)
static const pl_field_def options[] = {
    {"process", PL_TEXT, AT(process), "", 0, 0, NULL, "Word of the texts to fail on in process.",
     0},
    {"settle", PL_TEXT, AT(settle), "", 0, 0, NULL, "The same in settle.", 0},
    {"commit", PL_TEXT, AT(commit), "", 0, 0, NULL, "The same in commit.", 0},
    {"once", PL_TEXT, AT(once), "", 0, 0, NULL, "File that says it has happened.", 0},
    {"fault", PL_ENUM, AT(fault), "segv", 0, 0, faults, "What happens.", 0},
    {"barrier", PL_BOOL, AT(barrier), "no", 0, 0, NULL, "Be a barrier.", 0},
    {"resolve", PL_BOOL, AT(resolve), "no", 0, 0, NULL, "Fail in resolve.", 0},
    {0}};

static int faulty_open(pl_context *context, const pl_host *host, const void *o, void **self) {
    struct faulty *f = *self = calloc(1, sizeof *f);
    if (!f) return host->fail(context, PL_ESTOP, "out of memory");
    *f = (struct faulty){host, context, o};
    if (f->options->barrier) host->barrier(context, 1);
    return PL_OK;
}

static void faulty_close(void *self, pl_context *context) {
    (void)context;
    free(self);
}

#pragma GCC diagnostic ignored "-Winfinite-recursion"
static int recurse(volatile int *depth) {
    volatile int here[1024];
    here[0] = *depth + 1;
    return recurse(here) + here[0];
}

static void eat_memory(void) {
    for (size_t n = 0; n < 64u << 10; n++) {
        char *p = malloc(1 << 20);
        if (!p) abort();
        *(volatile char *)p = 1;
    }
}

/* Writes behind an allocation: the damage shows later, or never. */
static void harm_heap(void) {
    char *volatile p = malloc(24), *volatile q = malloc(24);
    memset(p, 0x41, 64);
    free(q);
    free(p);
}

static void go_wrong(enum fault fault) {
    switch (fault) {
    case SEGV: raise(SIGSEGV); break;
    case ABRT: abort();
    case BUS: raise(SIGBUS); break;
    case FPE: raise(SIGFPE); break;
    case ILL: raise(SIGILL); break;
    case STACK: recurse(&(volatile int){0}); break;
    case LOOP:
        for (volatile int i = 0;; i++) {}
    case SLEEP:
        for (;;) pause();
    case MEMORY: eat_memory(); break;
    case LEAVE: exit(0);
    case HEAP: harm_heap(); break;
    case KILL: raise(SIGKILL); break;
    case STOP: break; /* see fail_on */
    }
}

static int has_happened(const struct faulty *f) {
    char path[4096];
    const pl_str once = f->options->once;
    if (!once.n || once.n >= sizeof path) return 0;
    memcpy(path, once.p, once.n);
    path[once.n] = 0;
    const int fd = open(path, O_CREAT | O_EXCL | O_WRONLY, 0666);
    if (fd >= 0) close(fd);
    return fd < 0;
}

static int fail_on(const struct faulty *f, pl_str text, pl_str word) {
    if (!word.n || !memmem(text.p, text.n, word.p, word.n) || has_happened(f)) return PL_OK;
    if (f->options->fault == STOP) return f->host->fail(f->context, PL_ESTOP, "it was told to");
    go_wrong((enum fault)f->options->fault);
    return PL_OK;
}

static int faulty_process(void *self, pl_batch *batch, pl_document *doc) {
    const struct faulty *f = self;
    (void)batch;
    return fail_on(f, f->host->text(doc), f->options->process);
}

static int faulty_settle(void *self, pl_batch *batch, pl_document *doc) {
    const struct faulty *f = self;
    (void)batch;
    return fail_on(f, f->host->text(doc), f->options->settle);
}

static int faulty_commit(void *self, pl_batch *batch) {
    const struct faulty *f = self;
    int rc = PL_OK;
    for (uint32_t i = 0; !rc && i < f->host->documents(batch); i++)
        rc = fail_on(f, f->host->text(f->host->document(batch, i)), f->options->commit);
    return rc;
}

static int faulty_resolve(void *self, pl_context *context, uint32_t round, uint64_t low,
                          uint64_t high) {
    const struct faulty *f = self;
    (void)context, (void)round, (void)low, (void)high;
    return f->options->resolve ? fail_on(f, (pl_str){"x", 1}, (pl_str){"x", 1}) : PL_OK;
}

static const pl_plugin plugin = {.size = sizeof(pl_plugin),
                                 .abi = PL_ABI,
                                 .kind = PL_STAGE,
                                 .name = "faulty",
                                 .version = "1.0",
                                 .license = "MIT",
                                 .summary = "Goes wrong on purpose, for the tests.",
                                 .options = options,
                                 .option_stride = sizeof(pl_field_def),
                                 .options_size = sizeof(struct options),
                                 .open = faulty_open,
                                 .process = faulty_process,
                                 .commit = faulty_commit,
                                 .resolve = faulty_resolve,
                                 .settle = faulty_settle,
                                 .close = faulty_close};

const pl_plugin *pl_plugin_get(uint32_t i) { return i == 0 ? &plugin : NULL; }
