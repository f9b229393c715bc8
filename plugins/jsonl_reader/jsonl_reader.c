/* jsonl_reader: every line is a JSON object and a document; plain, .gz or .zst files, or standard input. */
#include <stdlib.h>
#include <string.h>
#include "text-pipeline/pipeline.h"

/* Read at once; kept of a line that is too long; bytes of input after which a batch ends that did not fill up. */
enum { BLOCK = 256 << 10, SHOWN = 64 << 10, BATCH = 1 << 20 };

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
    int resumed, at_end; /* at_end: the input has no more bytes than the window */
    char *p; /* the window: bytes read, of which [begin, end) are not used yet */
    size_t begin, end, room;
    pl_position at; /* of p[begin] */
    uint64_t used; /* bytes of input that this batch has used */
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
    int rc = PL_OK;
    for (uint32_t i = 0; rc == PL_OK && i < r->options->path.n; i++) {
        const pl_str *path = pl_at(r->options->path, i);
        rc = r->host->input_add(r->context, *path, *r->suffixes ? r->suffixes : NULL);
    }
    return rc;
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
    free(r->p);
    free(r);
}

/* The first input of a resumed run is where the last batch ended. */
static int next_input(struct reader *r) {
    r->at_end = 0;
    r->begin = r->end = 0;
    if (!r->resumed) {
        r->resumed = 1;
        if (r->host->input_resume(r->context, &r->input) == PL_OK) return PL_OK;
    }
    r->input = r->host->input_next(r->context);
    return r->input ? PL_OK : PL_END;
}

/* ---- the window -------------------------------------------------------------------------------- */

/* Room behind the unused bytes: by moving them to the front, or, when a line fills the window, by a larger one. */
static int make_room(struct reader *r) {
    const size_t n = r->end - r->begin;
    if (n && r->begin) memmove(r->p, r->p + r->begin, n);
    r->begin = 0;
    r->end = n;
    const int is_large = !n && r->room > 4 * BLOCK; /* of a long line that is gone */
    if (r->room - n >= BLOCK / 2 && !is_large) return PL_OK;
    const size_t room = r->room && !is_large ? 2 * r->room : BLOCK;
    char *more = realloc(r->p, room);
    if (!more)
        return r->host->fail(r->context, PL_ESTOP, "out of memory for a line of %zu bytes", n);
    r->p = more;
    r->room = room;
    return PL_OK;
}

/* Adds bytes of the input behind those in the window. */
static int fill(struct reader *r) {
    if (make_room(r)) return PL_ESTOP;
    const int is_empty = r->begin == r->end;
    const size_t room = r->room - r->end;
    pl_position at;
    const ptrdiff_t got =
        r->host->input_read(r->input, r->p + r->end, room < BLOCK ? room : BLOCK, &at);
    if (is_empty) r->at = at;
    if (got <= 0)
        r->at_end = 1; /* damaged: the host has noted what is missing */
    else
        r->end += (size_t)got;
    return PL_OK;
}

static void use(struct reader *r, size_t n) {
    r->begin += n;
    r->at.offset += n;
    r->used += n;
}

/* ---- lines ------------------------------------------------------------------------------------- */

/* The next line is in the window, from its beginning on: *n bytes, and a line feed if *has_feed. Without one it is the last of the
 * input, or already longer than max_line. PL_END: the input is used up. */
static int find_line(struct reader *r, size_t *n, int *has_feed) {
    size_t searched = 0;
    for (;;) {
        *n = r->end - r->begin;
        const char *line = r->p + r->begin;
        const char *feed = *n > searched ? memchr(line + searched, '\n', *n - searched) : NULL;
        *has_feed = feed != NULL;
        if (feed) *n = (size_t)(feed - line);
        if (feed || *n > r->options->max_line) return PL_OK;
        if (r->at_end) return *n ? PL_OK : PL_END;
        searched = *n;
        if (fill(r)) return PL_ESTOP;
    }
}

static pl_str keep(const struct reader *r, pl_batch *batch, const char *p, size_t n) {
    char *copy = r->host->alloc(batch, n, 1);
    if (n) memcpy(copy, p, n);
    return (pl_str){copy, n};
}

/* A line above max_line, of which the window holds the first n bytes: refuses it and goes on behind it. */
static int pass_over_line(struct reader *r, pl_batch *batch, size_t n, int has_feed) {
    const pl_position begin = r->at;
    const pl_str shown = keep(r, batch, r->p + r->begin, n < SHOWN ? n : SHOWN);
    for (;;) {
        use(r, n);
        if (has_feed || r->at_end) break;
        if (fill(r)) return PL_ESTOP;
        n = r->end - r->begin;
        const char *feed = n ? memchr(r->p + r->begin, '\n', n) : NULL;
        has_feed = feed != NULL;
        if (feed) n = (size_t)(feed - (r->p + r->begin));
    }
    r->host->refuse(batch, shown, r->host->input_name(r->input), begin,
                    "the line has %llu bytes, more than max_line",
                    (unsigned long long)(r->at.offset - begin.offset));
    use(r, (size_t)has_feed);
    return PL_OK;
}

static int is_blank(pl_str line) {
    for (size_t i = 0; i < line.n; i++)
        if (!memchr(" \t\r", line.p[i], 3)) return 0;
    return 1;
}

static int begins(pl_str line, const char *mark, size_t n) {
    return line.n >= n && !memcmp(line.p, mark, n);
}

static int add_line(const struct reader *r, pl_batch *batch, pl_str line) {
    if (r->at.offset == 0 && begins(line, "\xef\xbb\xbf", 3)) line.p += 3, line.n -= 3;
    if (line.n && line.p[line.n - 1] == '\r') line.n--;
    if (is_blank(line)) return PL_OK;
    return r->host->add(batch, keep(r, batch, line.p, line.n), r->host->input_name(r->input),
                        r->at);
}

/* Its line feeds are not bytes: nothing that could be cut. */
static int is_utf16(const struct reader *r, pl_str line) {
    return r->at.offset == 0 && (begins(line, "\xff\xfe", 2) || begins(line, "\xfe\xff", 2));
}

static void refuse_utf16(const struct reader *r, pl_batch *batch, pl_str line) {
    r->host->refuse(
        batch, keep(r, batch, line.p, line.n < SHOWN ? line.n : SHOWN),
        r->host->input_name(r->input), r->at,
        "the file is UTF-16 or UTF-32: JSON Lines are UTF-8 (iconv -f UTF-16 -t UTF-8)");
}

/* A run that goes on from here does not come back to what this input had to say. */
static void end_input(struct reader *r, pl_batch *batch) {
    r->host->mark(batch, (pl_position){r->at.file + 1, 0, 0});
    r->input = NULL;
}

/* PL_END: the batch is full. At the end of the input r->input is NULL. */
static int read_line(struct reader *r, pl_batch *batch) {
    size_t n = 0;
    int has_feed = 0, rc = find_line(r, &n, &has_feed);
    if (rc < 0) return rc;
    const pl_str line = {r->p + r->begin, n};
    const int is_over = rc == PL_END, utf16 = !is_over && is_utf16(r, line);
    if (is_over || utf16) {
        if (utf16) refuse_utf16(r, batch, line);
        end_input(r, batch);
        return PL_OK;
    }
    if (n > r->options->max_line) {
        rc = pass_over_line(r, batch, n, has_feed);
    } else {
        rc = add_line(r, batch, line);
        use(r, n + (size_t)has_feed);
    }
    r->host->mark(batch, r->at);
    if (r->at_end && r->begin == r->end) end_input(r, batch);
    return rc;
}

/* A batch ends when the host says so, or after so many bytes of input, also where they give no documents. Where it ends must
 * depend on nothing but where it began: never on how much one call of input_read gave. */
static int reader_read(void *self, pl_batch *batch) {
    struct reader *r = self;
    r->used = 0;
    while (r->used < BATCH) {
        if (!r->input && next_input(r) != PL_OK) return PL_END;
        const int rc = read_line(r, batch);
        if (rc != PL_OK) return rc == PL_END ? PL_OK : rc;
    }
    return PL_OK;
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
