/* text_reader: every file is a document; its id is its path below the folder that was named. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "text-pipeline/pipeline.h"

enum { FIRST_ROOM = 64 << 10 };

struct options {
    pl_array path;
    pl_str suffixes, encoding;
};

struct reader {
    const pl_host *host;
    pl_context *context;
    const struct options *options;
    char *suffixes, *encoding; /* NUL-terminated copies */
};

static const pl_field_def options[] = {
    {"path", PL_LIST, offsetof(struct options, path), sizeof(pl_array), NULL, 0, 0, NULL,
     "Files, folders (read recursively), patterns such as news/*.txt, or - for standard input.",
     PL_REQUIRED | PL_READS | PL_GLOB},
    {"suffixes", PL_TEXT, offsetof(struct options, suffixes), sizeof(pl_str), "", 0, 0, NULL,
     "Endings of the names to read in folders, such as .txt, .txt.gz; empty: all files.", 0},
    {"encoding", PL_TEXT, offsetof(struct options, encoding), sizeof(pl_str), "auto", 0, 0, NULL,
     "auto finds UTF-8, UTF-16, windows-1252 and others by content; else any name that iconv "
     "knows.",
     0},
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
    r->host = host;
    r->context = context;
    r->options = o;
    r->suffixes = strndup(r->options->suffixes.p, r->options->suffixes.n);
    r->encoding = strndup(r->options->encoding.p, r->options->encoding.n);
    if (!r->suffixes || !r->encoding) return host->fail(context, PL_ESTOP, "out of memory");
    return add_inputs(r);
}

static void reader_close(void *self, pl_context *context) {
    (void)context;
    struct reader *r = self;
    free(r->suffixes);
    free(r->encoding);
    free(r);
}

/* Reads the whole input into the batch, doubling the room; what is left behind by growing goes with the batch. */
static pl_str read_all(const struct reader *r, pl_batch *batch, pl_input *input, pl_position *at) {
    size_t room = FIRST_ROOM, n = 0;
    char *p = r->host->alloc(batch, room, 1);
    for (;;) {
        pl_position here;
        const ptrdiff_t got = r->host->input_read(input, p + n, room - n, &here);
        if (n == 0) *at = here;
        if (got <= 0)
            break; /* a damaged file keeps what was readable; the host has noted the rest */
        n += (size_t)got;
        if (n < room) continue;
        char *more = r->host->alloc(batch, 2 * room, 1);
        memcpy(more, p, n);
        p = more;
        room *= 2;
    }
    return (pl_str){p, n};
}

static int reader_read(void *self, pl_batch *batch) {
    struct reader *r = self;
    for (;;) {
        pl_input *input = r->host->input_next(r->context);
        if (!input) return PL_END;
        pl_position at = {0, 0, 0};
        const pl_str bytes = read_all(r, batch, input, &at);
        const int rc = r->host->add(batch, bytes, r->host->input_name(input), at);
        r->host->mark(batch, (pl_position){at.file + 1, 0, 0});
        if (rc != PL_OK) return rc == PL_END ? PL_OK : rc;
    }
}

static pl_str skip_blank(pl_str s) {
    static const char bom[] = "\xef\xbb\xbf";
    if (s.n >= 3 && !memcmp(s.p, bom, 3)) s.p += 3, s.n -= 3;
    while (s.n && memchr(" \t\r\n\f", s.p[0], 5)) s.p++, s.n--;
    return s;
}

static int begins(pl_str s, const char *word) {
    const size_t n = strlen(word);
    return s.n >= n && !strncasecmp(s.p, word, n);
}

/* Comments and an XML declaration may stand before the markup proper. */
static pl_str skip_prolog(pl_str s) {
    while (begins(s, "<!--") || begins(s, "<?xml")) {
        const char *end = memchr(s.p, '>', s.n);
        if (!end) return s;
        s.n -= (size_t)(end + 1 - s.p);
        s.p = end + 1;
        s = skip_blank(s);
    }
    return s;
}

/* A page as a browser gets it. A text that only mentions a tag somewhere is not one. */
static int looks_like_html(pl_str raw) {
    static const char *const starts[] = {"<!doctype html", "<html",   "<head", "<body",
                                         "<meta ",         "<script", "<div",  "<title"};
    const pl_str s = skip_prolog(skip_blank(raw));
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (begins(s, starts[i])) return 1;
    return 0;
}

static int reader_process(void *self, pl_batch *batch, pl_document *doc) {
    const struct reader *r = self;
    const pl_str raw = r->host->raw(doc);
    const int rc = r->host->set_text(batch, doc, r->host->source(doc), raw, r->encoding);
    if (rc != PL_OK) return rc;
    return looks_like_html(raw) ? r->host->fail(r->context, PL_EDOC,
                                                "looks like HTML: no HTML reader in this version")
                                : PL_OK;
}

static const pl_plugin plugin = {
    .size = sizeof(pl_plugin),
    .abi = PL_ABI,
    .kind = PL_READER,
    .name = "text_reader",
    .version = "1.0",
    .license = "MIT",
    .summary =
        "Reads text files: one document per file, plain, .gz or .zst, in any common encoding.",
    .options = options,
    .option_stride = sizeof(pl_field_def),
    .options_size = sizeof(struct options),
    .open = reader_open,
    .read = reader_read,
    .process = reader_process,
    .close = reader_close};

const pl_plugin *pl_plugin_get(uint32_t i) { return i == 0 ? &plugin : NULL; }
