/* paragraphs.c: the smallest plugin: counts the paragraphs of each document into the field `paragraphs`. Read it from its end. */
#include <string.h>
#include "text-pipeline/pipeline.h"

static int paragraphs_open(pl_context *context, const pl_host *host, const void *options, void **self) {
    (void)context, (void)options;
    *self = (void *)(uintptr_t)host; /* all that this plugin has to remember */
    return PL_OK;
}

/* Called for each document that is still kept, on any thread. A paragraph ends at an empty line or at the end of the text. */
static int paragraphs_process(void *self, pl_batch *batch, pl_document *document) {
    const pl_host *host = self;
    const pl_str text = host->text(document);
    const char *at = text.p, *end = text.p + text.n, *gap;
    int64_t n = text.n > 0;
    for (; (gap = memmem(at, (size_t)(end - at), "\n\n", 2)) && gap + 2 < end; at = gap + 2)
        n += gap[2] != '\n';
    return host->set(batch, document, "paragraphs", (pl_value){PL_INT, {.i = n}});
}

static const pl_plugin plugin = {.size = sizeof(pl_plugin), .abi = PL_ABI, .kind = PL_STAGE,
                                 .name = "paragraphs", .version = "1.0", .license = "MIT",
                                 .summary = "Counts paragraphs.",
                                 .open = paragraphs_open, .process = paragraphs_process};

const pl_plugin *pl_plugin_get(uint32_t i) { return i == 0 ? &plugin : NULL; }
