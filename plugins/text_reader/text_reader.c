/* text_reader: every file is a document; its id is its path below the folder that was named. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "text-pipeline/pipeline.h"

enum {
    FIRST_ROOM = 64 << 10,
    STEP = 1 << 20,
    LARGE = 4 << 20,
    SHOWN = 64 << 10 /* kept of a file that is too large */
};

struct options {
    pl_array path;
    pl_str suffixes, encoding;
    uint64_t max_file;
};

struct reader {
    const pl_host *host;
    pl_context *context;
    const struct options *options;
    char *suffixes, *encoding; /* NUL-terminated copies */
    char *p; /* the file that is read, before its size is known */
    size_t n, room;
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
    {"max_file", PL_SIZE, offsetof(struct options, max_file), sizeof(uint64_t), "64M", 1024,
     1 << 30, NULL, "A larger file, inflated, is a dead letter.", 0},
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
    free(r->p);
    free(r);
}

static int make_room(struct reader *r) {
    if (r->n < r->room) return PL_OK;
    const size_t room = r->room ? 2 * r->room : FIRST_ROOM;
    char *more = realloc(r->p, room);
    if (!more)
        return r->host->fail(r->context, PL_ESTOP, "out of memory for a file of %zu bytes", r->n);
    r->p = more;
    r->room = room;
    return PL_OK;
}

/* Reads the input to its end, or until it is known to be too large. A damaged file keeps what was readable; the host has noted
 * the rest. */
static int read_file(struct reader *r, pl_input *input, pl_position *at) {
    ptrdiff_t got;
    r->n = 0;
    do {
        pl_position here;
        if (make_room(r)) return PL_ESTOP;
        const size_t room = r->room - r->n;
        got = r->host->input_read(input, r->p + r->n, room < STEP ? room : STEP, &here);
        if (r->n == 0) *at = here;
        if (got > 0) r->n += (size_t)got;
    } while (got > 0 && r->n <= r->options->max_file);
    return PL_OK;
}

static pl_str keep(const struct reader *r, pl_batch *batch, size_t n) {
    char *p = r->host->alloc(batch, n, 1);
    if (n) memcpy(p, r->p, n);
    return (pl_str){p, n};
}

static int add_file(struct reader *r, pl_batch *batch, pl_str name, pl_position at) {
    if (r->n <= r->options->max_file) return r->host->add(batch, keep(r, batch, r->n), name, at);
    r->host->refuse(batch, keep(r, batch, r->n < SHOWN ? r->n : SHOWN), name, at,
                    "the file has more than %llu bytes (max_file)",
                    (unsigned long long)r->options->max_file);
    return PL_END; /* many of them would fill the batch */
}

static void release_large(struct reader *r) {
    if (r->room <= LARGE) return;
    free(r->p);
    r->p = NULL;
    r->room = 0;
}

static int reader_read(void *self, pl_batch *batch) {
    struct reader *r = self;
    for (;;) {
        pl_input *input = r->host->input_next(r->context);
        if (!input) return PL_END;
        pl_position at = {0, 0, 0};
        if (read_file(r, input, &at)) return PL_ESTOP;
        const int rc = add_file(r, batch, r->host->input_name(input), at);
        release_large(r);
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

/* What is no text in any encoding, by its first bytes; NULL: nothing known. */
static const char *known_format(pl_str raw) {
    static const struct {
        const char *bytes;
        size_t n;
        const char *name;
    } formats[] = {
        {"\x1f\x8b", 2, "gzip in gzip or zstd"},
        {"\x28\xb5\x2f\xfd", 4, "zstd in gzip or zstd"},
        {"BZh91AY&SY", 10, "bzip2"},
        {"\xfd\x37zXZ", 5, "xz"},
        {"PK\3\4", 4, "a zip archive (also .docx, .epub)"},
        {"7z\xbc\xaf\x27\x1c", 6, "a 7z archive"},
        {"Rar!\x1a", 5, "a rar archive"},
        {"%PDF-", 5, "PDF"},
        {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8, "an old office file"},
        {"\x89PNG", 4, "a PNG image"},
        {"\xff\xd8\xff", 3, "a JPEG image"},
        {"GIF87a", 6, "a GIF image"},
        {"GIF89a", 6, "a GIF image"},
        {"\x7f"
         "ELF",
         4, "a program"},
    };
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (raw.n >= formats[i].n && !memcmp(raw.p, formats[i].bytes, formats[i].n))
            return formats[i].name;
    return looks_like_html(raw) ? "HTML" : NULL;
}

static int reader_process(void *self, pl_batch *batch, pl_document *doc) {
    const struct reader *r = self;
    const pl_str raw = r->host->raw(doc);
    const int rc = r->host->set_text(batch, doc, r->host->source(doc), raw, r->encoding);
    if (rc != PL_OK) return rc;
    const char *format = known_format(raw);
    return format ? r->host->fail(r->context, PL_EDOC,
                                  "looks like %s: no %s reader in this version", format, format)
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
