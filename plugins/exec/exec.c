/* exec: a stage that is a program of its own, in any language: one JSON record a line to it, one line back. */
#include <stdlib.h>
#include <string.h>
#include "text-pipeline/pipeline.h"

struct options {
    pl_array command, send;
    int64_t timeout;
};

struct exec {
    const pl_host *host;
    int *layers;
    pl_encoding encoding;
};

static const pl_field_def options[] = {
    {"command", PL_LIST, offsetof(struct options, command), sizeof(pl_array), NULL, 0, 0, NULL,
     "Program and arguments, separated by commas; runs in the folder of the config, one process "
     "per thread.",
     PL_REQUIRED},
    {"send", PL_LIST, offsetof(struct options, send), sizeof(pl_array), "", 0, 0, NULL,
     "Layers to send with each record, such as sents, ents; empty: none.", 0},
    {"timeout", PL_DURATION, offsetof(struct options, timeout), sizeof(int64_t), "30s", 0.001,
     86400, NULL,
     "Longest wait for an answer; then the document is a dead letter and the program is started "
     "again.",
     0},
    {0}};

static int choose_layers(struct exec *e, pl_context *context, const pl_array *names) {
    e->layers = calloc(names->n + 1, sizeof *e->layers);
    if (!e->layers) return e->host->fail(context, PL_ESTOP, "out of memory");
    for (uint32_t i = 0; i < names->n; i++) {
        char name[64] = "";
        const pl_str s = *(const pl_str *)pl_at(*names, i);
        if (s.n < sizeof name) memcpy(name, s.p, s.n);
        const int id = e->host->layer_id(context, name);
        if (id < 0)
            return e->host->fail(context, PL_ESTOP, "send: no stage of this config gives '%.*s'",
                                 (int)s.n, s.p);
        e->layers[e->encoding.n++] = id;
    }
    e->encoding.layers = e->layers;
    return PL_OK;
}

static int exec_open(pl_context *context, const pl_host *host, const void *o, void **self) {
    const struct options *opt = o;
    struct exec *e = *self = calloc(1, sizeof *e);
    if (!e) return host->fail(context, PL_ESTOP, "out of memory");
    e->host = host;
    e->encoding = (pl_encoding){.size = sizeof e->encoding, .flags = PL_LAYERS_ONLY};
    const int rc = choose_layers(e, context, &opt->send);
    return rc ? rc : host->serve(context, &opt->command, opt->timeout);
}

static int exec_process(void *self, pl_batch *batch, pl_document *doc) {
    const struct exec *e = self;
    pl_str answer;
    const int rc = e->host->call(batch, doc, e->host->encode(batch, doc, &e->encoding), &answer);
    return rc ? rc : e->host->merge(batch, doc, answer);
}

static void exec_close(void *self, pl_context *context) {
    (void)context;
    struct exec *e = self;
    free(e->layers);
    free(e);
}

static const pl_plugin plugin = {
    .size = sizeof(pl_plugin),
    .abi = PL_ABI,
    .kind = PL_STAGE,
    .name = "exec",
    .version = "1.0",
    .license = "MIT",
    .summary = "Hands each document to a program of its own, in any language, as one line of JSON.",
    .options = options,
    .option_stride = sizeof(pl_field_def),
    .options_size = sizeof(struct options),
    .open = exec_open,
    .process = exec_process,
    .close = exec_close};

const pl_plugin *pl_plugin_get(uint32_t i) { return i == 0 ? &plugin : NULL; }
