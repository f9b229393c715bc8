/* jsonl_reader: every line is a JSON object and a document; plain, .gz or .zst files, or standard input. */
#include <stdlib.h>
#include <string.h>
#include "text-pipeline/pipeline.h"

enum { BLOCK = 256 << 10, SHOWN = 64 << 10 }; /* read at once; kept of a line that is too long */

struct options {
    pl_array path;
    pl_str suffixes, id, text, metadata;
    uint64_t max_line;
};

struct reader {
    const pl_host *host;
    pl_context *context;
    const struct options *options;
    char *suffixes, *id, *text, *metadata;
    pl_record_names names;
    pl_input *input;
    int resumed;
    char *
        rest; /* bytes read but not yet handed on: at most one unfinished line and what follows it */
    size_t rest_n, rest_room;
    pl_position rest_at; /* of its first byte */
    int at_end; /* the input has no more bytes than `rest` */
};

static const pl_field_def options[] = {
    {"path", PL_LIST, offsetof(struct options, path), sizeof(pl_array), NULL, 0, 0, NULL,
     "Files, folders (read recursively), patterns such as dump/*.jsonl.zst, or - for standard "
     "input.",
     PL_REQUIRED | PL_READS | PL_GLOB},
    {"suffixes", PL_TEXT, offsetof(struct options, suffixes), sizeof(pl_str),
     ".jsonl, .jsonl.gz, .jsonl.zst, .json, .json.gz, .json.zst", 0, 0, NULL,
     "Endings of the names to read in folders.", 0},
    {"id", PL_TEXT, offsetof(struct options, id), sizeof(pl_str), "id", 0, 0, NULL,
     "Member that holds the id; without one it is the file's name and the byte offset.", 0},
    {"text", PL_TEXT, offsetof(struct options, text), sizeof(pl_str), "text", 0, 0, NULL,
     "Member that holds the text.", 0},
    {"metadata", PL_TEXT, offsetof(struct options, metadata), sizeof(pl_str), "metadata", 0, 0,
     NULL, "Member whose own members become fields.", 0},
    {"max_line", PL_SIZE, offsetof(struct options, max_line), sizeof(uint64_t), "64M", 1024,
     1 << 30, NULL, "A longer line is a dead letter; the run goes on at the next one.", 0},
    {0}};

static int add_inputs(struct reader *r) {
    const pl_array *paths = &r->options->path;
    for (uint32_t i = 0; i < paths->n; i++) {
        const pl_str *path = (const pl_str *)(const void *)((const char *)paths->v +
                                                            (size_t)i * paths->element_size);
        const int rc = r->host->input_add(r->context, *path, *r->suffixes ? r->suffixes : NULL);
        if (rc != PL_OK) return rc;
    }
    return PL_OK;
}

static int reader_open(pl_context *context, const pl_host *host, const void *o, void **self) {
    struct reader *r = *self = calloc(1, sizeof *r);
    if (!r) return host->fail(context, PL_ESTOP, "out of memory");
    const struct options *opt = r->options = o;
    r->host = host;
    r->context = context;
    r->suffixes = strndup(opt->suffixes.p, opt->suffixes.n);
    r->id = strndup(opt->id.p, opt->id.n);
    r->text = strndup(opt->text.p, opt->text.n);
    r->metadata = strndup(opt->metadata.p, opt->metadata.n);
    if (!r->suffixes || !r->id || !r->text || !r->metadata)
        return host->fail(context, PL_ESTOP, "out of memory");
    r->names = (pl_record_names){sizeof r->names, 0, r->id, r->text, r->metadata};
    return add_inputs(r);
}

static void reader_close(void *self, pl_context *context) {
    (void)context;
    struct reader *r = self;
    free(r->suffixes);
    free(r->id);
    free(r->text);
    free(r->metadata);
    free(r->rest);
    free(r);
}

/* The first input of a resumed run is where the last batch ended. */
static int next_input(struct reader *r) {
    r->at_end = 0;
    r->rest_n = 0;
    if (!r->resumed) {
        r->resumed = 1;
        if (r->host->input_resume(r->context, &r->input) == PL_OK) return PL_OK;
    }
    r->input = r->host->input_next(r->context);
    return r->input ? PL_OK : PL_END;
}

static int is_blank(pl_str line) {
    for (size_t i = 0; i < line.n; i++)
        if (!memchr(" \t\r", line.p[i], 3)) return 0;
    return 1;
}

static int add_line(const struct reader *r, pl_batch *batch, pl_str line, pl_position at) {
    if (line.n && line.p[line.n - 1] == '\r') line.n--;
    if (is_blank(line)) return PL_OK;
    if (line.n <= r->options->max_line)
        return r->host->add(batch, line, r->host->input_name(r->input), at);
    r->host->refuse(batch, line, r->host->input_name(r->input), at,
                    "the line has %zu bytes, more than max_line", line.n);
    return PL_OK;
}

/* Keeps the unused end of a block for the next batch. */
static int keep_rest(struct reader *r, const char *p, size_t n, pl_position at) {
    if (n > r->rest_room) {
        char *more = realloc(r->rest, n + BLOCK);
        if (!more)
            return r->host->fail(r->context, PL_ESTOP, "out of memory for a line of %zu bytes", n);
        r->rest = more;
        r->rest_room = n + BLOCK;
    }
    if (n) memcpy(r->rest, p, n);
    r->rest_n = n;
    r->rest_at = at;
    return PL_OK;
}

struct block {
    char *p;
    size_t n, room;
    pl_position at;
};

/* Adds bytes of the input behind those in the block. */
static void fill(struct reader *r, pl_batch *batch, struct block *b) {
    if (b->n == b->room) {
        char *more = r->host->alloc(batch, b->room * 2, 1);
        memcpy(more, b->p, b->n);
        b->p = more;
        b->room *= 2;
    }
    pl_position at;
    const ptrdiff_t got = r->host->input_read(r->input, b->p + b->n, b->room - b->n, &at);
    if (b->n == 0) b->at = at;
    if (got <= 0)
        r->at_end = 1; /* damaged: the host has noted what is missing */
    else
        b->n += (size_t)got;
}

/* The block holds the beginning of a line above max_line: refuses it and goes on behind its line feed. */
static void pass_over_line(struct reader *r, pl_batch *batch, struct block *b) {
    const pl_position begin = b->at;
    const char *feed = NULL;
    uint64_t length = b->n;
    b->n = b->n < SHOWN ? b->n : SHOWN;
    const size_t shown = b->n;
    while (!feed && !r->at_end) {
        b->n = shown;
        fill(r, batch, b);
        feed = memchr(b->p + shown, '\n', b->n - shown);
        length += feed ? (size_t)(feed - b->p) - shown : b->n - shown;
    }
    r->host->refuse(batch, (pl_str){b->p, shown}, r->host->input_name(r->input), begin,
                    "the line has %llu bytes, more than max_line", (unsigned long long)length);
    const size_t used = feed ? (size_t)(feed + 1 - b->p) : b->n;
    b->p += used;
    b->n -= used;
    b->room -= used;
    b->at.offset = begin.offset + length + (feed ? 1 : 0);
}

/* A block of the batch's own memory: the rest of the last one, then new bytes until it holds a line feed. */
static void read_block(struct reader *r, pl_batch *batch, struct block *b) {
    *b = (struct block){.n = r->rest_n, .room = r->rest_n + BLOCK, .at = r->rest_at};
    b->p = r->host->alloc(batch, b->room, 1);
    memcpy(b->p, r->rest ? r->rest : "", r->rest_n);
    r->rest_n = 0;
    size_t searched = 0;
    while (!memchr(b->p + searched, '\n', b->n - searched) && !r->at_end) {
        searched = b->n;
        if (b->n > r->options->max_line) {
            pass_over_line(r, batch, b);
            return;
        }
        fill(r, batch, b);
    }
}

/* Hands on the lines of a block until the batch is full; the rest waits. */
static int cut_lines(struct reader *r, pl_batch *batch, const struct block *b) {
    const char *p = b->p, *const end = b->p + b->n;
    int rc = PL_OK;
    while (p < end && rc == PL_OK) {
        const char *feed = memchr(p, '\n', (size_t)(end - p));
        if (!feed && !r->at_end) break;
        const char *const stop = feed ? feed : end;
        pl_position at = b->at;
        at.offset += (uint64_t)(p - b->p);
        rc = add_line(r, batch, (pl_str){p, (size_t)(stop - p)}, at);
        p = feed ? feed + 1 : end;
    }
    pl_position at = b->at;
    at.offset += (uint64_t)(p - b->p);
    r->host->mark(batch, at);
    if (rc < 0) return rc;
    const int kept = keep_rest(r, p, (size_t)(end - p), at);
    return kept ? kept : rc;
}

static int reader_read(void *self, pl_batch *batch) {
    struct reader *r = self;
    for (;;) {
        if ((!r->input || (r->at_end && !r->rest_n)) && next_input(r) != PL_OK) return PL_END;
        struct block b;
        read_block(r, batch, &b);
        const int rc = cut_lines(r, batch, &b);
        if (rc != PL_OK) return rc == PL_END ? PL_OK : rc;
    }
}

static int reader_process(void *self, pl_batch *batch, pl_document *doc) {
    const struct reader *r = self;
    return r->host->parse(batch, doc, r->host->raw(doc), &r->names);
}

static const pl_plugin plugin = {.size = sizeof(pl_plugin),
                                 .abi = PL_ABI,
                                 .kind = PL_READER,
                                 .name = "jsonl_reader",
                                 .version = "1.0",
                                 .license = "MIT",
                                 .summary =
                                     "Reads JSON Lines: one document per line, plain, .gz or .zst.",
                                 .options = options,
                                 .option_stride = sizeof(pl_field_def),
                                 .options_size = sizeof(struct options),
                                 .open = reader_open,
                                 .read = reader_read,
                                 .process = reader_process,
                                 .close = reader_close};

const pl_plugin *pl_plugin_get(uint32_t i) { return i == 0 ? &plugin : NULL; }
