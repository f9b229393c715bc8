/* tokenizer.c: the plugin: options, data files, and the two layers `tokens` and `sents`. */
#include <stdlib.h>
#include <string.h>
#include "lines.h"
#include "scan.h"
#include "segments.h"
#include "sentence.h"
#include "stem.h"

struct options {
    int mode, contractions, glued, line_breaks, stem;
    pl_str language;
    pl_array abbreviations;
};

/* The languages with a data file; the first one serves for all others. A file of the same name beside the config takes the place
 * of ours. */
static const struct {
    char code[3], file[17];
} known[] = {{"en", "tokenizer/en.txt"}, {"de", "tokenizer/de.txt"}, {"fr", "tokenizer/fr.txt"},
             {"es", "tokenizer/es.txt"}, {"it", "tokenizer/it.txt"}, {"pt", "tokenizer/pt.txt"},
             {"nl", "tokenizer/nl.txt"}, {"ru", "tokenizer/ru.txt"}, {"sv", "tokenizer/sv.txt"},
             {"da", "tokenizer/da.txt"}, {"no", "tokenizer/no.txt"}, {"nb", "tokenizer/no.txt"},
             {"pl", "tokenizer/pl.txt"}, {"cs", "tokenizer/cs.txt"}};
enum { LANGUAGES = sizeof known / sizeof *known };

/* What `open` made; read-only afterwards. */
struct tokenizer {
    const pl_host *host;
    const struct options *options;
    int tokens, sents;
    struct lexicon lexicon[LANGUAGES];
};

enum { MODE_NEWS, MODE_UNICODE };

static const pl_field_def options[] = {
    {"mode", PL_ENUM, offsetof(struct options, mode), sizeof(int), "news", 0, 0, "news, unicode",
     "news: words and sentences as people read them; unicode: the default boundaries of UAX #29, "
     "where contractions, glued and line_breaks have no meaning.",
     0},
    {"contractions", PL_ENUM, offsetof(struct options, contractions), sizeof(int), "keep", 0, 0,
     "keep, split", "keep: \"don't\" and \"city's\" are one token; split: two (\"do\" + \"n't\").",
     0},
    {"glued", PL_BOOL, offsetof(struct options, glued), sizeof(int), "yes", 0, 0, NULL,
     "Ends a sentence at \"end.Next\", where removed markup left no space.", 0},
    {"line_breaks", PL_ENUM, offsetof(struct options, line_breaks), sizeof(int), "auto", 0, 0,
     "auto, paragraph, space",
     "A single line break: auto finds hard-wrapped text; paragraph always ends one; space never "
     "does.",
     0},
    {"stem", PL_BOOL, offsetof(struct options, stem), sizeof(int), "no", 0, 0, NULL,
     "Gives words the hash of their Snowball stem, in the document's language.", 0},
    {"language", PL_TEXT, offsetof(struct options, language), sizeof(pl_str), "en", 0, 0, NULL,
     "For documents whose field `language` is empty or und.", 0},
    {"abbreviations", PL_LIST, offsetof(struct options, abbreviations), sizeof(pl_array), NULL, 0,
     0, NULL, "Files that add abbreviations, one per line; a line -etc. takes one away.", 0},
    {0}};

static const pl_layer_def layers[] = {
    {"tokens", sizeof(pl_token), NULL, sizeof(pl_field_def), "Words, numbers, punctuation.",
     PL_EXACT},
    {"sents", sizeof(pl_sentence), NULL, sizeof(pl_field_def), "Sentences.", 0},
    {0}};

static int add_file(struct tokenizer *t, pl_context *context, struct lexicon *lexicon,
                    const char *name) {
    pl_str bytes;
    const int rc = t->host->map_file(context, name, &bytes);
    if (rc != PL_OK) return rc;
    const int line = lexicon_add(lexicon, bytes);
    if (line < 0) return t->host->fail(context, PL_ESTOP, "out of memory");
    return line ? t->host->fail(context, PL_ESTOP, "%s:%d: no such section", name, line) : PL_OK;
}

static int add_own(struct tokenizer *t, pl_context *context, struct lexicon *lexicon) {
    const pl_array *files = &t->options->abbreviations;
    for (uint32_t i = 0; i < files->n; i++) {
        const pl_str *file = pl_at(*files, i);
        char *name = strndup(file->p, file->n);
        const int rc = name ? add_file(t, context, lexicon, name) : PL_ESTOP;
        free(name);
        if (rc != PL_OK) return rc;
    }
    return PL_OK;
}

/* Each language knows the domains and units of `common.txt`, its own words, and what the user adds. */
static int add_language(struct tokenizer *t, pl_context *context, int i) {
    int rc = add_file(t, context, &t->lexicon[i], "tokenizer/common.txt");
    if (rc == PL_OK) rc = add_file(t, context, &t->lexicon[i], known[i].file);
    if (rc == PL_OK && i == 0)
        rc = add_file(t, context, &t->lexicon[i], "tokenizer/en-openers.txt");
    return rc == PL_OK ? add_own(t, context, &t->lexicon[i]) : rc;
}

static void tokenizer_close(void *self, pl_context *context) {
    (void)context;
    struct tokenizer *t = self;
    for (int i = 0; i < LANGUAGES; i++) lexicon_free(&t->lexicon[i]);
    free(t);
}

static int tokenizer_open(pl_context *context, const pl_host *host, const void *o, void **self) {
    struct tokenizer *t = *self = calloc(1, sizeof *t);
    if (!t) return host->fail(context, PL_ESTOP, "out of memory");
    t->host = host;
    t->options = o;
    t->tokens = host->layer_id(context, "tokens");
    t->sents = host->layer_id(context, "sents");
    int rc = PL_OK;
    for (int i = 0; i < LANGUAGES && rc == PL_OK; i++) rc = add_language(t, context, i);
    return rc;
}

/* Of one thread. */
struct scratch {
    struct tokens tokens;
    struct stems *stems; /* NULL without option stem */
};

static int tokenizer_thread_open(void *self, pl_context *context, void **scratch) {
    const struct tokenizer *t = self;
    struct scratch *own = *scratch = calloc(1, sizeof *own);
    if (own && t->options->stem) own->stems = stems_new();
    return own && (own->stems || !t->options->stem)
               ? PL_OK
               : t->host->fail(context, PL_ESTOP, "out of memory");
}

static void tokenizer_thread_close(void *self, pl_context *context, void *scratch) {
    (void)self, (void)context;
    struct scratch *own = scratch;
    if (!own) return;
    tokens_free(&own->tokens);
    stems_free(own->stems);
    free(own);
}

static int is_language(const char *code, pl_str name) {
    return name.n >= 2 && (name.n == 2 || name.p[2] == '-' || name.p[2] == '_') &&
           !memcmp(code, name.p, 2);
}

/* The field `language`, or the option where the field says nothing. */
static pl_str language_of(const struct tokenizer *t, const pl_document *doc) {
    pl_value v;
    if (t->host->get(doc, "language", &v) == PL_OK && v.type == PL_TEXT && v.u.s.n &&
        !(v.u.s.n == 3 && !memcmp(v.u.s.p, "und", 3)))
        return v.u.s;
    return t->options->language;
}

/* The lexicon of a language; the first one for a language that we do not have. */
static const struct lexicon *lexicon_of(const struct tokenizer *t, pl_str language) {
    for (int i = 0; i < LANGUAGES; i++)
        if (is_language(known[i].code, language)) return &t->lexicon[i];
    return &t->lexicon[0];
}

enum { KEPT_ROOM = 1 << 20 }; /* tokens of scratch that a thread keeps between documents */

/* Tokens and the number of sentences. 0, or -1 without memory. */
static int find(const struct tokenizer *t, struct scan *scan, uint32_t *sentences) {
    if (t->options->mode == MODE_UNICODE) return segments_find(scan, sentences);
    if (scan_text(scan)) return -1;
    lines_resolve(scan->out, (enum line_breaks)t->options->line_breaks);
    *sentences = sentences_find(scan->text, scan->out, scan->lexicon->traits);
    return 0;
}

static void give(const struct tokenizer *t, pl_batch *batch, pl_document *doc,
                 const struct tokens *tokens, uint32_t sentences) {
    void *room = t->host->annotate(batch, doc, t->tokens, tokens->n);
    if (!room) return;
    tokens_write(tokens, room);
    t->host->annotated(batch, tokens->n);
    if (!(room = t->host->annotate(batch, doc, t->sents, sentences))) return;
    sentences_write(tokens, room);
    t->host->annotated(batch, sentences);
}

static int tokenizer_process(void *self, pl_batch *batch, pl_document *doc) {
    const struct tokenizer *t = self;
    struct scratch *own = batch->scratch;
    struct tokens *tokens = &own->tokens;
    const pl_str text = t->host->text(doc), language = language_of(t, doc);
    struct scan scan = {.text = (const uint8_t *)text.p,
                        .n = (uint32_t)text.n,
                        .lexicon = lexicon_of(t, language),
                        .split_contractions = t->options->contractions == 1,
                        .split_glued = t->options->glued,
                        .out = tokens};
    uint32_t sentences;
    tokens_clear(tokens);
    if (find(t, &scan, &sentences)) return t->host->fail(NULL, PL_ESTOP, "out of memory");
    if (own->stems) stems_set(own->stems, language, scan.text, tokens);
    give(t, batch, doc, tokens, sentences);
    if (tokens->room > KEPT_ROOM) tokens_free(tokens);
    return PL_OK;
}

static const pl_plugin plugin = {.size = sizeof(pl_plugin),
                                 .abi = PL_ABI,
                                 .kind = PL_STAGE,
                                 .name = "tokenizer",
                                 .version = "1.0",
                                 .license = "MIT",
                                 .summary = "Finds words and sentences.",
                                 .gives = "tokens sents",
                                 .options = options,
                                 .option_stride = sizeof(pl_field_def),
                                 .options_size = sizeof(struct options),
                                 .layers = layers,
                                 .layer_stride = sizeof(pl_layer_def),
                                 .flags = PL_PURE,
                                 .open = tokenizer_open,
                                 .thread_open = tokenizer_thread_open,
                                 .thread_close = tokenizer_thread_close,
                                 .process = tokenizer_process,
                                 .close = tokenizer_close};

const pl_plugin *pl_plugin_get(uint32_t i) { return i == 0 ? &plugin : NULL; }
