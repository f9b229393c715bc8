/* plan.h: what a run is to do, after the config has been read and checked: the border between config and engine. */
#ifndef PLAN_H
#define PLAN_H
#include <stdbool.h>
#include <stdint.h>
#include "text-pipeline/pipeline.h"

struct watch;
struct outcome;
struct wanted;
struct plan_stage {
    const char *name; /* the section */
    const pl_plugin *plugin;
    const void *options; /* of the plugin's options_size; lives until the engine is closed */
    const char *config_folder, *data_folder; /* where map_file looks */
    uint64_t hash; /* XXH3 of the plugin's file */
};
struct plan_path { /* what an option of a stage names */
    const char *path;
    unsigned flags; /* PL_READS, PL_WRITES, PL_GLOB */
};
enum plan_sandbox { SANDBOX_NO, SANDBOX_AUTO, SANDBOX_REQUIRE };
struct plan {
    struct plan_stage *stages;
    uint16_t n;
    struct plan_path *paths;
    uint32_t n_paths;
    int sandbox; /* enum plan_sandbox */
    const char *name; /* of the config, without folder and extension */
    const char *state; /* folder; NULL: none, a temporary folder serves */
    const char
        *home; /* the state folder of the config itself, also for a trial or a retry; NULL: none */
    const char *temporary; /* the one lent for it by who watches, who removes it; NULL: none */
    const char
        *dead_letters; /* path; NULL: dead_letters.jsonl in the state folder, none without state */
    const char *report, *metrics; /* paths or NULL */
    unsigned threads; /* >= 1 */
    uint64_t memory, memory_hard, max_document, max_dead_letters;
    uint64_t checkpoint_documents, checkpoint_bytes;
    int64_t document_timeout; /* ns */
    uint64_t limit; /* documents; 0: all */
    int progress; /* 0 no, 1 yes, 2 only on a terminal */
    bool probe; /* open only: no file is created */
    bool upkeep; /* what is kept from run to run is looked after: nothing is read */
    bool migrates; /* what is kept may have an older format */
    bool retain; /* batches of the last phase are kept until engine_close (tests, explain) */
    int32_t retention; /* days; 0: for ever */
    bool
        remembers; /* documents of earlier runs are known, and these will be: incremental runs, and their retries */
    bool incremental; /* only what earlier runs have not read: see engine/history.h */
    const struct wanted *wanted; /* read these records only; NULL: all */
    bool fresh; /* an unfinished run is begun again */
    struct watch *watch; /* who looks on; NULL: nobody */
    struct outcome *outcome; /* who wants to know what became of it; NULL: nobody */
    const char
        *identity; /* lines KEY TAB VALUE: what must be the same for an unfinished run to go on */
};
#endif
