/* graph_test.c: which chains of stages are refused, and with which words. */
#include "config/graph.h"
#include <string.h>
#include "tiny_plugin.h"

static int process(void *self, pl_batch *b, pl_document *d) {
    (void)self, (void)b, (void)d;
    return PL_OK;
}
#define PLUGIN(kind, name, needs, gives) \
    {sizeof(pl_plugin), PL_ABI, kind, name, "1", "MIT", "", needs, gives, .process = process}
static const pl_plugin reader = PLUGIN(PL_READER, "text_reader", NULL, NULL);
static const pl_plugin reader_of_tokens = PLUGIN(PL_READER, "doc_reader", NULL, "tokens");
static const pl_plugin cleaner = PLUGIN(PL_STAGE, "cleaner", "zones?", NULL);
static const pl_plugin tokenizer = PLUGIN(PL_STAGE, "tokenizer", "", "tokens sents");
static const pl_plugin deduper = PLUGIN(PL_STAGE, "deduper", "tokens", "duplicates");
static const pl_plugin summarizer = PLUGIN(PL_STAGE, "summarizer", "sents tokens", "summary");
static const pl_plugin mistaken = PLUGIN(PL_STAGE, "mistaken", "tokenz", NULL);
static const pl_plugin writer = PLUGIN(PL_WRITER, "jsonl_writer", "", "");

static struct graph_stage stage(const char *name, const pl_plugin *p, int line) {
    return (struct graph_stage){name, p, "news.ini", line, 1};
}

/* The messages about a chain; the stage at index i is the section "si" at line i + 1. */
static const char *check(const pl_plugin *const *chain, size_t n,
                         const struct plugin_folders *folders, bool in_test) {
    static const char *const names[] = {"s0", "s1", "s2", "s3", "s4", "s5"};
    static char out[2000];
    struct graph_stage s[6];
    struct problems problems = {0};
    for (size_t i = 0; i < n; i++) s[i] = stage(names[i], chain[i], (int)i + 1);
    graph_check(s, n, folders, in_test, &problems);
    FILE *f = fmemopen(out, sizeof out, "w");
    out[0] = 0;
    problems_print(&problems, f);
    fclose(f);
    problems_free(&problems);
    return out;
}

Test(graph, chains) {
    static const struct {
        const char *what;
        const pl_plugin *chain[5];
        size_t n;
        const char *wrong;
    } cases[] = {
        {"whole", {&reader, &tokenizer, &deduper, &summarizer, &writer}, 5, ""},
        {"layer of the reader", {&reader_of_tokens, &deduper, &writer}, 3, ""},
        {"optional layer", {&reader, &cleaner, &writer}, 3, ""},
        {"two writers", {&reader, &writer, &writer}, 3, ""},
        {"a stage behind the writer", {&reader, &writer, &tokenizer}, 3, ""},
        {"no stages", {NULL}, 0, ""},
        {"no reader",
         {&tokenizer, &writer},
         2,
         "news.ini:1:1: [s0] the first stage must be a reader, and tokenizer is none "
         "(text_reader and jsonl_reader are)\n"},
        {"two readers",
         {&reader, &reader, &writer},
         3,
         "news.ini:2:1: [s1] a reader can only be the first stage\n"},
        {"reader second",
         {&writer, &reader},
         2,
         "news.ini:1:1: [s0] the first stage must be a reader, and jsonl_writer is none "
         "(text_reader and jsonl_reader are)\n"
         "news.ini:2:1: [s1] a reader can only be the first stage\n"},
        {"no writer",
         {&reader, &tokenizer},
         2,
         "news.ini:2:1: [pipeline] there is no writer among the stages: nothing would be written "
         "(add jsonl_writer)\n"},
        {"no writer among those that loaded", {&reader, NULL}, 2, ""},
        {"missing layer",
         {&reader, &deduper, &writer},
         3,
         "news.ini:2:1: [s1] needs layer 'tokens', which no earlier stage gives\n"},
        {"wrong order",
         {&reader, &summarizer, &tokenizer, &writer},
         4,
         "news.ini:2:1: [s1] needs layer 'sents', which no earlier stage gives "
         "('s2' does: put it before this stage)\n"
         "news.ini:2:1: [s1] needs layer 'tokens', which no earlier stage gives "
         "('s2' does: put it before this stage)\n"},
        {"a giver that did not load", {&reader, NULL, &deduper, &writer}, 4, ""},
        {"one that did not load behind",
         {&reader, &deduper, NULL, &writer},
         4,
         "news.ini:2:1: [s1] needs layer 'tokens', which no earlier stage gives\n"},
        {"given twice",
         {&reader_of_tokens, &tokenizer, &writer},
         3,
         "news.ini:2:1: [s1] gives layer 'tokens', which 's0' gives already (leave one of them "
         "out)\n"},
        {"near",
         {&reader, &tokenizer, &mistaken, &writer},
         4,
         "news.ini:3:1: [s2] needs layer 'tokenz', which no earlier stage gives "
         "(did its author mean 'tokens'?)\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *got = check(cases[i].chain, cases[i].n, NULL, false);
        cr_expect_str_eq(got, cases[i].wrong, "%s: %s", cases[i].what, got);
    }
}

Test(graph, part_of_a_chain_in_a_test) {
    const pl_plugin *const part[] = {&tokenizer, &deduper}, *const bad[] = {&deduper};
    cr_expect_str_eq(check(part, 2, NULL, true), "");
    cr_expect_str_eq(check(bad, 1, NULL, true),
                     "news.ini:1:1: [s0] needs layer 'tokens', which no earlier stage gives\n");
}

Test(graph, suggests_a_plugin_that_can_be_found) {
    char *folder = tiny_folder();
    tiny_plugin(folder, "tokenizer", "static const pl_layer_def l[] = {{\"sents\", 8}, {0}};",
                ".gives = \"sents\", .layers = l, .layer_stride = sizeof *l");
    tiny_plugin(folder, "aardvark", "", ".gives = \"sents\"");       /* not usable: no row */
    const pl_plugin *const chain[] = {&reader_of_tokens, &summarizer, &writer};
    struct plugin_folders f = {&folder, 1, NULL};
    cr_expect_str_eq(check(chain, 3, &f, false),
                     "news.ini:2:1: [s1] needs layer 'sents', which no earlier stage gives "
                     "(tokenizer does: add it before this stage)\n");
    tiny_remove(folder);
}

Test(graph, lists_of_layers) {
    static const struct { const char *list, *layer; bool has; } cases[] = {
        {"tokens sents?", "tokens", true}, {"tokens sents?", "sents", true},
        {"tokens, sents", "sents", true},  {"tokens", "token", false},
        {"tokens", "tokens?", false},      {"", "", false},
        {NULL, "tokens", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        cr_expect_eq(layer_list_has(cases[i].list, cases[i].layer), cases[i].has, "row %zu", i);
}
