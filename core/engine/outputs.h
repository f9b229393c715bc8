/* outputs.h: the files a run writes. Each is PATH.part until the run is published; batches append in input order, each as a
 * compression frame of its own, so a file is valid up to any batch's end. */
#ifndef OUTPUTS_H
#define OUTPUTS_H
#include "engine/engine.h"
#include "support/compress.h"

struct pl_output {
    struct engine *engine;
    pl_context *stage; /* NULL: the engine's own (dead letters) */
    uint32_t index; /* in engine->outputs */
    char *path; /* final name; of part 0 when there are parts */
    char *given; /* the name with its {run} and {date} */
    unsigned flags; /* PL_REJECTS */
    enum compression compression;
    uint64_t max_part;
    bool is_stream; /* no .part, no final name: nothing of it can be taken back */
    int fd;
    uint32_t part; /* number of the part being written */
    uint64_t length, raw; /* of the current part: bytes in the file, bytes before compression */
    uint64_t total; /* bytes in all parts */
};

/* Registers an output; no file is made. NULL after engine_stop. */
pl_output *output_create(struct engine *, pl_context *, const pl_output_options *);
/* Before the first byte: no output and no report would take the place of an input or of another. */
int outputs_check(struct engine *);
int outputs_check_new(struct engine *); /* incremental: no output is there already */
int outputs_begin(struct engine *); /* makes the .part files, empty */
int output_put(pl_output *, struct job *, pl_str bytes); /* job NULL: at once */
int output_seal(pl_output *, struct job *); /* compresses what the job holds; parallel */
int output_write(pl_output *, struct job *); /* retire gate: appends it to the file */
int outputs_sync(struct engine *);
int outputs_publish(struct engine *); /* .part -> final name, stale parts of earlier runs removed */
bool outputs_use_stdout(const struct engine *); /* does an output or the report go there? */
void outputs_close(struct engine *);
const char *output_name(const pl_output *); /* for messages */
char *output_part_name(const pl_output *, uint32_t part); /* links followed; the caller frees it */
#endif
