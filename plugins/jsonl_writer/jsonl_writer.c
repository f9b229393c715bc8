/* jsonl_writer: one JSON object per kept document; dropped ones with their verdict into a file of their own. */
#include <stdlib.h>
#include <string.h>
#include "text-pipeline/pipeline.h"

enum offsets { CODE_POINTS, BYTES };
enum metadata { OBJECT, STRING };

struct options {
    pl_str path, rejected;
    pl_array layers;
    uint64_t max_part;
    int offsets, metadata;
};

struct writer {
    const pl_host *host;
    pl_output *kept, *rejected;
    int *layers;
    pl_encoding encoding;
};

static const pl_field_def options[] = {
    {"path", PL_PATH, offsetof(struct options, path), sizeof(pl_str), NULL, 0, 0, NULL,
     "File for the kept documents: .jsonl, .jsonl.gz, .jsonl.zst, or - for standard output.",
     PL_REQUIRED | PL_WRITES},
    {"rejected", PL_PATH, offsetof(struct options, rejected), sizeof(pl_str), "", 0, 0, NULL,
     "File for the dropped documents, with \"verdict\"; empty: none. Dead letters are not in it.",
     PL_WRITES},
    {"layers", PL_LIST, offsetof(struct options, layers), sizeof(pl_array), "", 0, 0, NULL,
     "Layers to write, such as sents, tokens, ents; empty: all but tokens; none: no layer at all.",
     0},
    {"max_part", PL_SIZE, offsetof(struct options, max_part), sizeof(uint64_t), "0", 0, 0, NULL,
     "Size before compression at which the next part NAME.00001.EXT begins; 0: one file.", 0},
    {"offsets", PL_ENUM, offsetof(struct options, offsets), sizeof(int), "code-points", 0, 0,
     "code-points, bytes",
     "What start and end count: code points as Python does, or bytes of UTF-8.", 0},
    {"metadata", PL_ENUM, offsetof(struct options, metadata), sizeof(int), "object", 0, 0,
     "object, string",
     "Whether metadata is an object or one JSON string (for readers that need one type in every "
     "row).",
     0},
    {0}};

static int is(pl_str s, const char *word) { return s.n == strlen(word) && !memcmp(s.p, word, s.n); }

/* Asks for each layer by name: that is how the host knows which layers must survive a barrier. */
static int choose_named(struct writer *w, pl_context *context, const pl_array *names) {
    for (uint32_t i = 0; i < names->n; i++) {
        char name[64] = "";
        const pl_str s = *(const pl_str *)pl_at(*names, i);
        if (is(s, "none")) continue;
        if (s.n < sizeof name) memcpy(name, s.p, s.n);
        const int id = w->host->layer_id(context, name);
        if (id < 0)
            return w->host->fail(context, PL_ESTOP, "layers: no stage of this config gives '%.*s'",
                                 (int)s.n, s.p);
        w->layers[w->encoding.n++] = id;
    }
    return PL_OK;
}

static void choose_all_but_tokens(struct writer *w, pl_context *context) {
    pl_layer_info info;
    for (uint32_t i = 0; w->host->layer_at(context, i, &info) == PL_OK; i++)
        if (strcmp(info.def->name, "tokens"))
            w->layers[w->encoding.n++] = w->host->layer_id(context, info.def->name);
}

static uint32_t count_layers(const pl_host *host, pl_context *context) {
    pl_layer_info info;
    uint32_t n = 0;
    while (host->layer_at(context, n, &info) == PL_OK) n++;
    return n;
}

static pl_output *open_output(const struct writer *w, pl_context *context, pl_str path,
                              uint64_t max_part, unsigned flags) {
    const pl_output_options o = {
        .size = sizeof o, .flags = flags, .path = path, .max_part = max_part};
    /* cppcheck-suppress returnDanglingLifetime ; the host copies what it needs of it */
    return w->host->output_open(context, &o);
}

static int writer_open(pl_context *context, const pl_host *host, const void *o, void **self) {
    const struct options *opt = o;
    struct writer *w = *self = calloc(1, sizeof *w);
    if (!w) return host->fail(context, PL_ESTOP, "out of memory");
    w->host = host;
    w->layers = calloc(count_layers(host, context) + opt->layers.n + 1, sizeof *w->layers);
    if (!w->layers) return host->fail(context, PL_ESTOP, "out of memory");
    w->encoding = (pl_encoding){.size = sizeof w->encoding, .layers = w->layers};
    if (opt->offsets == BYTES) w->encoding.flags |= PL_BYTE_OFFSETS;
    if (opt->metadata == STRING) w->encoding.flags |= PL_METADATA_STRING;
    if (!opt->layers.n)
        choose_all_but_tokens(w, context);
    else if (choose_named(w, context, &opt->layers))
        return PL_ESTOP;
    if (!(w->kept = open_output(w, context, opt->path, opt->max_part, 0))) return PL_ESTOP;
    if (opt->rejected.n &&
        !(w->rejected = open_output(w, context, opt->rejected, opt->max_part, PL_REJECTS)))
        return PL_ESTOP;
    return PL_OK;
}

static void writer_close(void *self, pl_context *context) {
    (void)context;
    struct writer *w = self;
    free(w->layers);
    free(w);
}

static int writer_process(void *self, pl_batch *batch, pl_document *doc) {
    const struct writer *w = self;
    const int kept = w->host->verdict(doc).state == PL_KEPT;
    pl_output *to = kept ? w->kept : w->rejected;
    if (!to) return PL_OK;
    pl_encoding encoding = w->encoding;
    if (!kept) encoding.flags |= PL_WITH_VERDICT;
    const pl_str line = w->host->encode(batch, doc, &encoding);
    const int rc = w->host->output_append(to, batch, line);
    return rc ? rc : w->host->output_append(to, batch, (pl_str){"\n", 1});
}

static const pl_plugin plugin = {
    .size = sizeof(pl_plugin),
    .abi = PL_ABI,
    .kind = PL_WRITER,
    .name = "jsonl_writer",
    .version = "1.0",
    .license = "MIT",
    .summary =
        "Writes JSON Lines: one record per kept document, and one per dropped document elsewhere.",
    .options = options,
    .option_stride = sizeof(pl_field_def),
    .options_size = sizeof(struct options),
    .open = writer_open,
    .process = writer_process,
    .close = writer_close};

const pl_plugin *pl_plugin_get(uint32_t i) { return i == 0 ? &plugin : NULL; }
