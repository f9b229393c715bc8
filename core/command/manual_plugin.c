/* manual_plugin.c: pipeline-plugin(7): the interface of plugins in short. A test holds it against every member of the ABI. */
#include "command/manual.h"
#include "command/roff.h"

struct item {
    const char *head, *text;
};

static const struct item kinds[] = {
    {"PL_READER", "`read` cuts records out of the input, one call at a time; `process` parses "
                  "them, in parallel."},
    {"PL_STAGE", "Edits, annotates, sets fields, drops; one with `resolve` and `settle` sees the "
                 "whole corpus before it decides."},
    {"PL_WRITER", "Encodes documents and appends them to outputs; sees dropped ones, too."},
    {0}};

static const struct item members[] = {
    {"size, abi", "sizeof(pl_plugin), PL_ABI. Structs grow at their ends; a member counts only if "
                  "`size` covers it."},
    {"kind, name, version, license, summary", "What it is. `name` is that of the file, NAME.so."},
    {"needs, gives",
     "Layers, separated by blanks; a layer with a ? behind it is used if it is there."},
    {"options, option_stride, options_size",
     "The table of its section of the config: parsed, checked, documented and completed from it."},
    {"layers, layer_stride",
     "The tables of the layers that it gives: spooled, written and read by others from them."},
    {"flags", "PL_PURE: `process` only reads text, fields and layers and only annotates."},
    {"rounds", "Rounds of `resolve`; 0 means 1."},
    {0}};

static const struct item callbacks[] = {
    {"open",
     "Once, also in a probe before the run: checks options, opens models and outputs. One thread."},
    {"upkeep", "Behind `open`, of a stage that keeps documents from run to run: is the format "
               "known; how many "
               "documents have an id; take them out; bring the format up to date."},
    {"load", "Behind `open` in a resumed run: fetches what `save` put."},
    {"thread_open, thread_close", "Once for each thread: scratch memory, found as batch->scratch."},
    {"read", "Readers: fills a batch from the input. Never two at once."},
    {"process", "For each document, on many threads, never two on one batch; `self` is read-only. "
                "Takes effect on PL_OK alone."},
    {"commit", "For each batch, in the order of the input, one at a time."},
    {"resolve", "Behind the last document, once a round: walks over sorted records and decides."},
    {"settle", "For each document, behind the barrier, as `process`; reads what was decided."},
    {"save", "Behind the commit of a batch with a checkpoint."},
    {"finish", "Once, before outputs get their names."},
    {"close", "At the end; also when `open` failed but has set `self`."},
    {0}};

static const struct item functions[] = {
    {"log, fail", "Say something; say why the callback is about to fail."},
    {"alloc, strf, memory",
     "Memory of the batch, which nothing can leak; how much `resolve` may hold."},
    {"documents, document, slot",
     "The batch; a pointer of the stage's own between `process` and `commit`."},
    {"id, source, position, text, original",
     "The document. Texts are valid UTF-8 and do not change during a callback."},
    {"edit, to_original, removal_at",
     "Changes with their reasons, applied behind the callback; the way back to the original."},
    {"layer_id, layer, annotate, annotated, layer_at, layer_member",
     "Layers: arrays of structs that begin with a span."},
    {"get, set, field_at, flag", "Fields; dotted names nest."},
    {"verdict, drop", "Kept, dropped with a reason, or a dead letter."},
    {"name_id, name, metric, count, map_file",
     "Small closed vocabularies; numbers for the report; data files."},
    {"barrier, emit, emit_at, records, next, seek, close_cursor, decide, decisions",
     "The whole corpus: small records out of `process`, sorted for `resolve`, messages back to "
     "documents."},
    {"input_add, input_next, input_read, input_name, input_resume, add, mark, refuse, raw, "
     "set_text, parse",
     "Readers: the host lists, opens and inflates the files, and decodes or parses what was cut "
     "out of them."},
    {"output_open, output_append, encode",
     "Files that the host writes, in the order of the input, whole or not at all."},
    {"put, fetch, state_open, state_append, state_map",
     "What survives a kill: small values, append-only files."},
    {"day", "The day on which the run began, for what is kept from run to run."},
    {"serve, call, merge",
     "A program beside the run, one line there and one line back for each document."},
    {0}};

static void items(const struct item *rows) {
    for (; rows->head; rows++) roff_item(rows->head, rows->text);
}

void manual_of_plugins(void) {
    roff_page("pipeline-plugin", 7, "how plugins for pipeline are written");
    roff_section("SYNOPSIS");
    roff_example(
        "#include <text-pipeline/pipeline.h>\n\nconst pl_plugin *pl_plugin_get(uint32_t i);\n");
    roff_section("DESCRIPTION");
    roff_text("A plugin is a shared object that exports one function and links against nothing of "
              "the program: all that it may call "
              "stands in the table `pl_host`, which `open` gets. `pipeline new-plugin NAME` writes "
              "one that builds, passes its test "
              "and runs. The header says everything in full; this page is for looking things up.");
    roff_text("Callbacks return PL_OK, PL_END (readers: no more), PL_EDOC (this document alone "
              "becomes a dead letter) or PL_ESTOP (the "
              "run ends), the last two with a reason given to `fail`. Same input, config and "
              "plugins give the same bytes for any number "
              "of threads: no clock, no random number, no order of a hash table, no sum whose "
              "order depends on threads.");
    roff_section("KINDS");
    items(kinds);
    roff_section("MEMBERS");
    items(members);
    roff_section("CALLBACKS");
    items(callbacks);
    roff_section("FUNCTIONS OF THE HOST");
    items(functions);
    roff_section("TESTS");
    roff_text("`text-pipeline/pipeline_test.h` runs stages on texts of a test, barriers included, "
              "and hands out the documents; link "
              "with what `pkg-config --libs text-pipeline-test` says.");
    roff_section("SEE ALSO");
    roff_text("`pipeline`(1), `pipeline.ini`(5)");
}
