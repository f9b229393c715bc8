/* settings.c: the keys of [pipeline]. */
#include "config/settings.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define AT(member) offsetof(struct settings, member), sizeof(((struct settings *)0)->member)

const pl_field_def settings_table[] = {
    {"stages", PL_LIST, AT(stages), NULL, 0, 0, NULL,
     "The sections to run, in order: a reader, stages, a writer. `include = other.ini` takes "
     "settings from another file.",
     PL_REQUIRED},
    {"threads", PL_TEXT, AT(threads), "auto", 0, 0, NULL,
     "Number of threads; auto: one per processor.", 0},
    {"state", PL_PATH, AT(state), "", 0, 0, NULL,
     "Folder of the checkpoint and the spools; default: .pipeline/CONFIG beside the config; none: "
     "nothing is kept, a killed run begins anew.",
     0},
    {"dead_letters", PL_PATH, AT(dead_letters), "", 0, 0, NULL,
     "File for what could not be processed, with reason and raw record; default: "
     "dead_letters.jsonl in the state folder (incremental: dead_letters-{run}.jsonl).",
     0},
    {"incremental", PL_BOOL, AT(incremental), "no", 0, 0, NULL,
     "Reads only what earlier runs of this state have not read, drops what they know, names "
     "updates in `update_of`. Outputs need {run} or {date} in their names.",
     0},
    {"retention", PL_UINT, AT(retention), "0", 0, 36500, NULL,
     "Days that an incremental job remembers: what runs before that have left is dropped by the "
     "next "
     "run: documents that are known and in an index, inputs that are gone, dead letters; 0: for "
     "ever.",
     0},
    {"report", PL_PATH, AT(report), "", 0, 0, NULL,
     "File for the report of the run, as JSON; empty: none.", 0},
    {"metrics", PL_PATH, AT(metrics), "", 0, 0, NULL,
     "File for Prometheus (NAME.prom in the folder of node_exporter's textfile collector), written "
     "at "
     "the end of every run, whatever end; empty: none.",
     0},
    {"memory", PL_SIZE, AT(memory), "512M", 16 << 20, INFINITY, NULL,
     "Bytes that documents under way and sorting may hold.", 0},
    {"memory_hard", PL_SIZE, AT(memory_hard), "0", 0, 0, NULL,
     "Limit on the data of the worker process (RLIMIT_DATA); a document that exceeds it is set "
     "aside; 0: none.",
     0},
    {"document_timeout", PL_DURATION, AT(document_timeout), "60s", 0.001, 86400, NULL,
     "Time one stage may take for one document; then it is set aside. exec has a limit of its own.",
     0},
    {"max_document", PL_SIZE, AT(max_document), "16M", 1, 2147483647, NULL,
     "A larger text is a dead letter.", 0},
    {"max_dead_letters", PL_UINT, AT(max_dead_letters), "0", 0, 0, NULL,
     "More of them end the run with exit code 65; 0: any number.", 0},
    {"max_crashes", PL_UINT, AT(max_crashes), "10", 0, 0, NULL,
     "Documents that may be set aside because a stage crashed or hung on them; one more ends the "
     "run with exit code 70.",
     0},
    {"checkpoint_documents", PL_UINT, AT(checkpoint_documents), "10000", 1, INFINITY, NULL,
     "A checkpoint is taken after so many documents,", 0},
    {"checkpoint_bytes", PL_SIZE, AT(checkpoint_bytes), "64M", 1, INFINITY, NULL,
     "or after so many bytes of input, whichever comes first.", 0},
    {"sandbox", PL_ENUM, AT(sandbox), "auto", 0, 0, "no, auto, require",
     "Whether stages are kept from the network, from other programs and from files that are not of "
     "this run; auto: as "
     "far as the kernel can; require: or the run does not start.",
     0},
    {"plugin_path", PL_LIST, AT(plugin_path), "", 0, 0, NULL,
     "Folders in which plugins are looked for first.", PL_READS},
    {"log_format", PL_ENUM, AT(log_format), "text", 0, 0, "text, json",
     "Form of the lines on standard error.", 0},
    {"progress", PL_ENUM, AT(progress), "auto", 0, 0, "no, yes, auto",
     "The progress line; auto: on a terminal.", 0},
    {0}};

static void parse_threads(const struct setting *s, struct settings *out,
                          struct problems *problems) {
    if (!s || !strcmp(s->value, "auto")) return;
    char *end;
    const long n = strtol(s->value, &end, 10);
    if (*end || n < 1 || n > 256)
        problems_add(problems, PROBLEM_CONFIG, s->file, s->line, s->column, "pipeline",
                     "threads = '%s' is neither auto nor a number from 1 to 256", s->value);
    else
        out->thread_count = (uint64_t)n;
}

void settings_parse(struct ini *ini, const char *path, struct settings *out,
                    struct options_memory *memory, struct problems *problems) {
    struct section *section = ini_section(ini, "pipeline");
    if (!section) {
        problems_add(problems, PROBLEM_CONFIG, path, 0, 0, NULL, "there is no section [pipeline]");
        return;
    }
    const size_t stride = sizeof *settings_table;
    options_parse(settings_table, stride, section, "pipeline", section->file, section->line, out,
                  memory, problems);
    options_check_unknown(settings_table, stride, section, "include", problems);
    parse_threads(ini_setting(section, "threads"), out, problems);
}

void settings_describe(FILE *f) { options_describe(settings_table, sizeof *settings_table, f); }
