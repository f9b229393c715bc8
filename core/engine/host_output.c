/* host_output.c: files that stages write through the host, and the JSON record of a document. */
#include "engine/host.h"
#include <stdlib.h>
#include <string.h>
#include "document/record.h"
#include "engine/outputs.h"

/* An options struct of an older header is shorter: what it lacks is zero. */
pl_output *host_output_open(pl_context *stage, const pl_output_options *options) {
    pl_output_options o = {.size = sizeof o};
    memcpy(&o, options, options->size < sizeof o ? options->size : sizeof o);
    if (!o.path.n) {
        host_table.fail(stage, PL_ESTOP, "an output needs a path");
        return NULL;
    }
    return output_create(stage->engine, stage, &o);
}

int host_output_append(pl_output *o, pl_batch *b, pl_str bytes) {
    return output_put(o, b ? job_of(b) : NULL, bytes);
}

pl_str host_encode(pl_batch *b, pl_document *doc, const pl_encoding *encoding) {
    pl_encoding e = {.size = sizeof e};
    if (encoding) memcpy(&e, encoding, encoding->size < sizeof e ? encoding->size : sizeof e);
    return record_write(doc, &e, &batch_of(b)->arena);
}
