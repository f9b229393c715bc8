/* load.h: a config file becomes a plan for the engine: read, checked, plugins loaded. */
#ifndef LOAD_H
#define LOAD_H
#include "config/graph.h"
#include "config/ini.h"
#include "config/plugin.h"
#include "config/settings.h"
#include <limits.h>
#include "engine/plan.h"

/* What the command line says beside the config. */
struct arguments {
    const char *config, *id;
    const char **overrides;
    int n_overrides;
    uint64_t limit;
    bool fresh, in_process, json, retry;
    bool upkeep; /* the inputs need not be there */
    bool readmit; /* forget: takes it back */
    bool migrates; /* what is kept may have an older format */
    const char *letters; /* retry: which dead letters */
    int log_level, log_format; /* log_format -1: as the config says */
    double wait_lock;
    const char *trusted;
};
/* 0, or an exit code after a message. `wants_id`: a second operand. */
int arguments_parse(struct arguments *, int argc, char **argv, bool wants_id);
void arguments_free(struct arguments *);

struct loaded {
    struct ini ini;
    struct settings settings;
    struct options_memory memory;
    struct plugin_folders folders;
    struct problems problems;
    struct graph_stage *graph;
    struct plan plan;
    struct wanted *wanted;
    const char *word; /* goes into the names of a trial's or retry's files */
    bool shares_memory; /* what is kept from run to run is not moved with these files */
    bool no_state_for_stream; /* a stream is read or written: said once */
};
/* Everything that can be checked without opening a stage; see loaded->problems. */
void loaded_read(struct loaded *, const struct arguments *);
/* The same of a config that a probe has found good: it may be another one by now, or memory is short. 0, or the exit code, and what
 * is wrong has been printed. */
int loaded_read_again(struct loaded *, const struct arguments *);
/* The same from a string, for tests: a built-in reader is put before its stages. */
void loaded_read_text(struct loaded *, const char *config, const pl_plugin *reader);
/* Of its [pipeline] alone, no plugin is loaded; to be freed. NULL: problems, or the config keeps no state. */
char *state_of_config(const struct arguments *, struct problems *);
/* plan_identity.c: what of the config and its plugins an unfinished run must find again; to be freed. */
void plan_hash_plugins(struct loaded *); /* before it */
char *plan_identity(struct loaded *);
void loaded_free(struct loaded *);
/* What the process that watches a run must know of its config; all zero when its [pipeline] cannot be read. */
struct probed {
    bool has_state, uses_stream;
    char name[256], problem[1024], state[PATH_MAX], dead_letters[PATH_MAX], report[PATH_MAX],
        metrics[PATH_MAX];
    char home[PATH_MAX]; /* another state folder that is changed; "": none is */
    int64_t document_timeout;
    uint64_t max_crashes;
    int log_format, sandbox;
};
/* Reads, checks and opens every stage in a child process; prints what is wrong. 0, or the exit code. */
int probe(const struct arguments *, struct probed *);
#endif
