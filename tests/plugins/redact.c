/* redact: a stage of the tests that edits: every run of digits becomes '#', a line that begins with "CUT" goes, every text gets
 * a first line. It fails, loops or crashes on request, to test what a stage may do to a run. */
#include <stdlib.h>
#include <string.h>
#include "text-pipeline/pipeline.h"

struct options {
    pl_str fail_on, stop_on, crash_on;
    int lines;
};
struct redact {
    const pl_host *host;
    pl_context *context;
    const struct options *options;
    int layer;
};
struct line {
    pl_span span;
    uint32_t number;
};

static const pl_field_def options[] = {
    {"fail_on", PL_TEXT, offsetof(struct options, fail_on), sizeof(pl_str), "", 0, 0, NULL,
     "Text that makes a document bad.", 0},
    {"stop_on", PL_TEXT, offsetof(struct options, stop_on), sizeof(pl_str), "", 0, 0, NULL,
     "Text that stops the run.", 0},
    {"crash_on", PL_TEXT, offsetof(struct options, crash_on), sizeof(pl_str), "", 0, 0, NULL,
     "Text that makes the stage abort.", 0},
    {"lines", PL_BOOL, offsetof(struct options, lines), sizeof(int), "yes", 0, 0, NULL,
     "Whether to give the layer lines.", 0},
    {0}};

static const pl_field_def members[] = {{"number", PL_UINT, offsetof(struct line, number),
                                        sizeof(uint32_t), NULL, 0, 0, NULL, "Counted from 1.", 0},
                                       {0}};
static const pl_layer_def layers[] = {{"lines", sizeof(struct line), members, sizeof(pl_field_def),
                                       "Lines of the text before the edits.", PL_WITH_TEXT},
                                      {0}};

static int redact_open(pl_context *context, const pl_host *host, const void *o, void **self) {
    struct redact *r = *self = malloc(sizeof *r);
    if (!r) return host->fail(context, PL_ESTOP, "out of memory");
    *r = (struct redact){host, context, o, host->layer_id(context, "lines")};
    return PL_OK;
}

static int holds(pl_str text, pl_str word) {
    return word.n && memmem(text.p, text.n, word.p, word.n) != NULL;
}

static void annotate_lines(const struct redact *r, pl_batch *batch, pl_document *doc, pl_str text) {
    uint32_t n = 1;
    for (size_t i = 0; i < text.n; i++) n += text.p[i] == '\n';
    struct line *lines = r->host->annotate(batch, doc, r->layer, n);
    if (!lines) return;
    uint32_t used = 0, begin = 0;
    for (uint32_t i = 0; i <= text.n; i++) {
        if (i < text.n && text.p[i] != '\n') continue;
        if (i > begin) lines[used] = (struct line){{begin, i}, used + 1}, used++;
        begin = i + 1;
    }
    r->host->annotated(batch, used);
}

static int edit_digits(const struct redact *r, pl_batch *batch, pl_document *doc, pl_str text) {
    int rc = PL_OK;
    for (uint32_t i = 0; i < text.n && rc == PL_OK; i++) {
        const uint32_t begin = i;
        while (i < text.n && text.p[i] >= '0' && text.p[i] <= '9') i++;
        if (i > begin)
            rc = r->host->edit(batch, doc, begin, i, (pl_str){"#", 1},
                               (pl_str){"redact:digits", 13});
    }
    return rc;
}

static int redact_process(void *self, pl_batch *batch, pl_document *doc) {
    const struct redact *r = self;
    const pl_str text = r->host->text(doc);
    if (holds(text, r->options->crash_on)) abort();
    if (holds(text, r->options->stop_on))
        return r->host->fail(r->context, PL_ESTOP, "found what stops the run");
    if (r->options->lines) annotate_lines(r, batch, doc, text);
    if (holds(text, r->options->fail_on))
        return r->host->fail(r->context, PL_EDOC, "found what it was told to fail on");
    r->host->edit(batch, doc, 0, 0, (pl_str){"Redacted.\n", 10}, (pl_str){"redact:head", 11});
    return edit_digits(r, batch, doc, text);
}

static void redact_close(void *self, pl_context *context) {
    (void)context;
    free(self);
}

static const pl_plugin plugin = {.size = sizeof(pl_plugin),
                                 .abi = PL_ABI,
                                 .kind = PL_STAGE,
                                 .name = "redact",
                                 .version = "1.0",
                                 .license = "MIT",
                                 .summary = "Edits texts, for the tests.",
                                 .gives = "lines",
                                 .options = options,
                                 .option_stride = sizeof(pl_field_def),
                                 .options_size = sizeof(struct options),
                                 .layers = layers,
                                 .layer_stride = sizeof(pl_layer_def),
                                 .open = redact_open,
                                 .process = redact_process,
                                 .close = redact_close};

const pl_plugin *pl_plugin_get(uint32_t i) { return i == 0 ? &plugin : NULL; }
