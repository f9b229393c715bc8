/* load.c: from a config file to a plan. Everything wrong is collected; nothing is opened or written. */
#include "command/load.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "config/nearest.h"
#include "engine/checkpoint.h"
#include "engine/wanted.h"
#include "document/arena.h"
#include "engine/sandbox.h"
#include "support/file.h"

static char *keep(struct loaded *l, char *s) {
    l->memory.blocks =
        checked(realloc(l->memory.blocks, (l->memory.n + 1) * sizeof *l->memory.blocks));
    return l->memory.blocks[l->memory.n++] = checked(s);
}

static const char *text_or_null(struct loaded *l, pl_str s) {
    return s.n ? keep(l, strndup(s.p, s.n)) : NULL;
}

/* ---- stages ---- */

static const struct setting *stages_setting(const struct loaded *l) {
    return ini_setting(ini_section(&l->ini, "pipeline"), "stages");
}

static bool is_stage(const struct loaded *l, const char *name) {
    for (uint16_t i = 0; i < l->plan.n; i++)
        if (l->graph[i].name && !strcmp(l->graph[i].name, name)) return true;
    return false;
}

/* Where a stage's name stands in `stages = ...`, for messages about its place. */
static void load_stage(struct loaded *l, uint16_t i, const char *name) {
    struct section *section = ini_section(&l->ini, name);
    const struct setting *list = stages_setting(l);
    struct setting *which = ini_setting(section, "plugin");
    struct graph_stage *g = &l->graph[i];
    *g = (struct graph_stage){name, NULL, section && section->line ? section->file : list->file,
                              section && section->line ? section->line : list->line, 1};
    if (which) which->used = true;
    char wrong[1024], *data = NULL;
    g->plugin = plugin_load(&l->folders, which ? which->value : name, &data, wrong, sizeof wrong);
    if (data) keep(l, data);
    if (!g->plugin) {
        problems_add(&l->problems, PROBLEM_PLUGIN, which ? which->file : g->file,
                     which ? which->line : g->line, which ? which->column : 1, name, "%s", wrong);
        return;
    }
    const pl_plugin *p = g->plugin;
    void *options = checked(calloc(1, p->options_size ? p->options_size : 1));
    keep(l, options);
    options_parse(p->options, p->option_stride, section, name, g->file, g->line, options,
                  &l->memory, &l->problems);
    options_check_unknown(p->options, p->option_stride, section, "plugin", &l->problems);
    const char *folder = list->folder;
    l->plan.stages[i] =
        (struct plan_stage){name, p, options, keep(l, strdup(folder)), data, .hash = 0};
}

static void load_stages(struct loaded *l) {
    const pl_array *names = &l->settings.stages;
    const struct setting *list = stages_setting(l);
    l->graph = checked(calloc(names->n + 1, sizeof *l->graph));
    l->plan.stages = checked(calloc(names->n + 1, sizeof *l->plan.stages));
    for (uint32_t i = 0; list && i < names->n; i++) {
        const char *name =
            keep(l, strndup(((const pl_str *)names->v)[i].p, ((const pl_str *)names->v)[i].n));
        if (is_stage(l, name) || !strcmp(name, "pipeline")) {
            problems_add(&l->problems, PROBLEM_CONFIG, list->file, list->line, list->column,
                         "pipeline",
                         strcmp(name, "pipeline") ? "stage '%s' stands twice in stages"
                                                  : "'%s' cannot be a stage",
                         name);
            continue;
        }
        l->plan.n++;
        load_stage(l, (uint16_t)(l->plan.n - 1), name);
    }
}

static void check_sections(struct loaded *l) {
    for (size_t i = 0; i < l->ini.n; i++) {
        const struct section *s = &l->ini.sections[i];
        if (!strcmp(s->name, "pipeline") || is_stage(l, s->name)) continue;
        struct nearest best = {NULL, 3};
        for (uint16_t k = 0; k < l->plan.n; k++) nearest_try(&best, s->name, l->graph[k].name);
        const int line = s->n ? s->settings[0].line : s->line;
        problems_add(&l->problems, PROBLEM_CONFIG, s->file, line, 1, s->name,
                     best.name ? "this section is not in stages (did you mean '%s'?)"
                               : "this section is not in stages%s",
                     best.name ? best.name : "");
    }
}

/* ---- paths ---- */

static void each_path(struct loaded *l, unsigned flag,
                      void (*each)(struct loaded *, const char *stage, const pl_field_def *,
                                   pl_str *)) {
    for (uint16_t i = 0; i < l->plan.n; i++) {
        const struct plan_stage *s = &l->plan.stages[i];
        for (size_t k = 0; s->plugin && s->plugin->options; k++) {
            const pl_field_def *row =
                (const pl_field_def *)(const void *)((const char *)s->plugin->options +
                                                     k * s->plugin->option_stride);
            if (!row->name) break;
            if (!(row->flags & flag)) continue;
            void *at = (char *)(uintptr_t)s->options + row->offset;
            if (row->type == PL_PATH) each(l, s->name, row, at);
            const pl_array *list = row->type == PL_LIST ? at : NULL;
            for (uint32_t n = 0; list && n < list->n; n++)
                each(l, s->name, row, (pl_str *)(uintptr_t)list->v + n);
        }
    }
}

static void note_stream(struct loaded *l, const char *stage, const pl_field_def *row,
                        pl_str *path) {
    (void)stage, (void)row;
    char *p = checked(strndup(path->p, path->n));
    l->no_state_for_stream |= file_is_stream(p);
    free(p);
}

static void note_path(struct loaded *l, const char *stage, const pl_field_def *row, pl_str *path) {
    struct plan *p = &l->plan;
    (void)stage;
    p->paths = checked(realloc(p->paths, (p->n_paths + 1) * sizeof *p->paths));
    p->paths[p->n_paths++] = (struct plan_path){keep(l, strndup(path->p, path->n)), row->flags};
}

/* The place in the config of the setting that `row` describes. */
static void add_path_problem(struct loaded *l, enum problem_kind kind, const char *stage,
                             const pl_field_def *row, const char *what) {
    const struct setting *s = ini_setting(ini_section(&l->ini, stage), row->name);
    problems_add(&l->problems, kind, s ? s->file : "default", s ? s->line : 0, s ? s->column : 0,
                 stage, "%s", what);
}

/* Both flags: what a stage keeps from run to run; the first run makes it. */
static bool is_kept(const pl_field_def *row) {
    return (row->flags & (PL_READS | PL_WRITES)) == (PL_READS | PL_WRITES);
}

/* What a pattern finds is seen when the reader opens; a variable that is not set has been reported. */
static void check_readable(struct loaded *l, const char *stage, const pl_field_def *row,
                           pl_str *path) {
    char *p = checked(strndup(path->p, path->n)), what[4352];
    if (*p && !is_kept(row) && strcmp(p, "-") && !strpbrk(p, "*?[$") && access(p, F_OK)) {
        snprintf(what, sizeof what, "input %s: %s", p, strerror(errno));
        add_path_problem(l, PROBLEM_INPUT, stage, row, what);
    }
    free(p);
}

/* The folder of an output need not be there, but it must be possible to make it. */
static void check_writable(struct loaded *l, const char *stage, const pl_field_def *row,
                           pl_str *path) {
    if (!path->n) return;
    char *p = checked(strndup(path->p, path->n)), *slash, what[4352];
    struct stat st;
    const bool is_stream = file_is_stream(p);
    const bool is_folder = !stat(p, &st) && S_ISDIR(st.st_mode);
    const char *wrong = is_folder && !is_kept(row) ? "is a folder" : NULL;
    while (!wrong && !is_stream && (slash = strrchr(p, '/'))) {
        *slash = 0;
        if (stat(*p ? p : "/", &st)) continue;
        if (!S_ISDIR(st.st_mode))
            wrong = "lies below something that is no folder";
        else if (access(*p ? p : "/", W_OK))
            wrong = strerror(errno);
        break;
    }
    if (wrong) {
        snprintf(what, sizeof what, "%s = '%.*s': %s", row->name, (int)path->n, path->p, wrong);
        add_path_problem(l, PROBLEM_CONFIG, stage, row, what);
    }
    free(p);
}

/* Without a state folder there is nothing to remember what was read. */
static void check_incremental(struct loaded *l) {
    static const pl_field_def row = {.name = "incremental"};
    if (l->plan.incremental && !l->plan.state)
        add_path_problem(l, PROBLEM_CONFIG, "pipeline", &row,
                         l->no_state_for_stream
                             ? "incremental = yes keeps a state, and a stream is read or written"
                             : "incremental = yes needs a state folder, and state is none");
}

/* The report is written last: that it cannot be must not come out after hours. */
static void check_settings_writable(struct loaded *l) {
    static const pl_field_def report = {.name = "report"}, metrics = {.name = "metrics"},
                              dead_letters = {.name = "dead_letters"};
    check_writable(l, "pipeline", &report, &l->settings.report);
    check_writable(l, "pipeline", &metrics, &l->settings.metrics);
    check_writable(l, "pipeline", &dead_letters, &l->settings.dead_letters);
}

/* What is insisted on and cannot be had. */
static void check_sandbox(struct loaded *l, const struct arguments *a) {
    static const pl_field_def row = {.name = "sandbox"};
    const char *lacks = a->in_process ? "--in-process has no sandbox" : sandbox_lacks();
    char what[256];
    if (l->plan.sandbox != SANDBOX_REQUIRE || !lacks) return;
    snprintf(what, sizeof what, "sandbox = require, but %s", lacks);
    add_path_problem(l, PROBLEM_CONFIG, "pipeline", &row, what);
}

/* A trial run does not touch what the real one made. */
static char *beside(const char *path, const char *word) {
    return checked(file_is_stream(path) ? strdup(path) : file_beside(path, word));
}

static void move_path(struct loaded *l, const char *stage, const pl_field_def *row, pl_str *path) {
    (void)stage;
    const bool is_memory = row->flags & PL_READS; /* kept from run to run */
    if (!path->n || (is_memory && l->shares_memory)) return;
    char *p = checked(strndup(path->p, path->n)), *q = keep(l, beside(p, l->word));
    free(p);
    *path = (pl_str){q, strlen(q)};
}

/* All that is written goes beside what the real run writes. */
static void move_paths(struct loaded *l, const char *word) {
    struct plan *p = &l->plan;
    l->word = word;
    each_path(l, PL_WRITES, move_path);
    if (p->state) p->state = keep(l, text_printf("%s.%s", p->state, word));
    if (p->dead_letters) p->dead_letters = keep(l, beside(p->dead_letters, word));
    if (p->report) p->report = keep(l, beside(p->report, word));
    p->metrics = NULL; /* they are about the real one */
}

/* The number of this retry has been used up: its files stay as they are. */
static bool is_done(const struct loaded *l, const char *word) {
    char *state = text_printf("%s.%s/checkpoint", l->plan.state, word);
    char *letters = beside(l->plan.dead_letters, word);
    const bool has_checkpoint = !access(state, F_OK);
    state[strlen(state) - strlen("/checkpoint")] = 0;
    const bool done =
        has_checkpoint ? checkpoint_step(state) == RUN_FINISHED : !access(letters, F_OK);
    free(state);
    free(letters);
    return done;
}

/* An unfinished retry goes on; a new one gets a number of its own. */
static void plan_retry(struct loaded *l, const struct arguments *a) {
    char *word = NULL;
    unsigned n = 0;
    do {
        free(word);
        word = text_printf("retry%u", ++n);
    } while (l->plan.state && l->plan.dead_letters && is_done(l, word));
    l->shares_memory = true; /* what the run kept, the retry is compared with */
    move_paths(l, keep(l, word));
    l->plan.incremental = false; /* what it reads has been read before */
    l->plan.wanted = l->wanted = wanted_read(a->letters);
    if (!l->wanted)
        problems_add(&l->problems, PROBLEM_INPUT, a->letters, 0, 0, NULL, "%s", strerror(errno));
    else if (!wanted_count(l->wanted))
        problems_add(&l->problems, PROBLEM_INPUT, a->letters, 0, 0, NULL,
                     "there is no dead letter in it");
}

/* ---- the rest of the plan ---- */

/* "dir/news.ini" -> "news". */
static char *config_name(const char *path) {
    const char *slash = strrchr(path, '/'), *base = slash ? slash + 1 : path;
    const char *dot = strrchr(base, '.');
    return strndup(base, dot && dot > base ? (size_t)(dot - base) : strlen(base));
}

static const char *state_folder(struct loaded *l, const char *config) {
    const pl_str s = l->settings.state;
    char *path = NULL;
    if (l->no_state_for_stream) return NULL;
    const struct setting *set = ini_setting(ini_section(&l->ini, "pipeline"), "state");
    if (set && !strcmp(set->value, "none")) return NULL;
    if (s.n) return keep(l, strndup(s.p, s.n));
    const char *slash = strrchr(config, '/');
    if (asprintf(&path, "%.*s/.pipeline/%s", slash ? (int)(slash - config) : 1,
                 slash ? config : ".", l->plan.name) < 0)
        path = NULL;
    return keep(l, path);
}

char *state_of_config(const struct arguments *a, struct problems *problems) {
    struct loaded l = {0};
    char *state = NULL;
    ini_read(&l.ini, a->config, problems);
    for (int i = 0; i < a->n_overrides; i++) ini_override(&l.ini, a->overrides[i], problems);
    if (l.ini.n) settings_parse(&l.ini, a->config, &l.settings, &l.memory, problems);
    if (l.ini.n && ini_section(&l.ini, "pipeline")) {
        l.plan.name = keep(&l, config_name(a->config));
        const char *folder = state_folder(&l, a->config);
        if (folder) state = checked(strdup(folder));
    }
    loaded_free(&l);
    return state;
}

static void make_plan(struct loaded *l, const char *config) {
    struct plan *p = &l->plan;
    const struct settings *s = &l->settings;
    const long cpus = sysconf(_SC_NPROCESSORS_ONLN);
    p->name = keep(l, config_name(config));
    each_path(l, PL_READS | PL_WRITES, note_stream);
    p->state = p->home = state_folder(l, config);
    p->dead_letters = text_or_null(l, s->dead_letters);
    if (!p->dead_letters && p->state) {
        char *path = NULL;
        if (asprintf(&path, "%s/dead_letters%s.jsonl", p->state, s->incremental ? "-{run}" : "") <
            0)
            path = NULL;
        p->dead_letters = keep(l, path);
    }
    p->report = text_or_null(l, s->report);
    p->metrics = text_or_null(l, s->metrics);
    p->threads = s->thread_count ? (unsigned)s->thread_count : cpus > 0 ? (unsigned)cpus : 1;
    p->memory = s->memory;
    p->memory_hard = s->memory_hard;
    p->max_document = s->max_document;
    p->max_dead_letters = s->max_dead_letters;
    p->checkpoint_documents = s->checkpoint_documents;
    p->checkpoint_bytes = s->checkpoint_bytes;
    p->document_timeout = s->document_timeout;
    p->progress = s->progress;
    p->incremental = p->remembers = s->incremental;
    p->retention = (int32_t)s->retention;
    p->sandbox = s->sandbox;
    plan_hash_plugins(l);
    p->identity = p->state ? keep(l, plan_identity(l)) : NULL;
#ifdef PL_HARD
    p->checkpoint_documents = 1;
#endif
}

void loaded_read(struct loaded *l, const struct arguments *a) {
    *l = (struct loaded){0};
    ini_read(&l->ini, a->config, &l->problems);
    for (int i = 0; i < a->n_overrides; i++) ini_override(&l->ini, a->overrides[i], &l->problems);
    if (!l->ini.n && problems_count(&l->problems)) return;
    settings_parse(&l->ini, a->config, &l->settings, &l->memory, &l->problems);
    plugin_folders_make(&l->folders, &l->settings.plugin_path, a->trusted);
    load_stages(l);
    check_sections(l);
    graph_check(l->graph, l->plan.n, &l->folders, false, &l->problems);
    make_plan(l, a->config);
    if (a->retry) plan_retry(l, a);
    if (a->limit) move_paths(l, "limit");
    each_path(l, PL_READS | PL_WRITES, note_path);
    if (!a->upkeep) each_path(l, PL_READS, check_readable);
    each_path(l, PL_WRITES, check_writable);
    check_settings_writable(l);
    check_incremental(l);
    check_sandbox(l, a);
    l->plan.limit = a->limit;
    l->plan.fresh = a->fresh;
    l->plan.upkeep = a->upkeep;
    l->plan.migrates = a->migrates;
    if (a->in_process) l->plan.threads = 1;
}

int loaded_read_again(struct loaded *l, const struct arguments *a) {
    loaded_read(l, a);
    const int code = problems_exit_code(&l->problems);
    if (code) problems_print(&l->problems, stderr);
    return code;
}

void loaded_read_text(struct loaded *l, const char *config, const pl_plugin *reader) {
    *l = (struct loaded){0};
    FILE *f = fmemopen((char *)(uintptr_t)config, strlen(config), "r");
    ini_read_stream(&l->ini, checked(f), "test", ".", &l->problems);
    fclose(f);
    settings_parse(&l->ini, "test", &l->settings, &l->memory, &l->problems);
    plugin_folders_make(&l->folders, &l->settings.plugin_path, NULL);
    load_stages(l);
    check_sections(l);
    graph_check(l->graph, l->plan.n, &l->folders, true, &l->problems);
    l->no_state_for_stream = true;
    make_plan(l, "test");
    l->plan.stages = checked(realloc(l->plan.stages, (l->plan.n + 1u) * sizeof *l->plan.stages));
    memmove(l->plan.stages + 1, l->plan.stages, l->plan.n * sizeof *l->plan.stages);
    l->plan.stages[0] = (struct plan_stage){.name = "test", .plugin = reader};
    l->plan.n++;
    l->plan.threads = 1;
    l->plan.retain = true;
}

void loaded_free(struct loaded *l) {
    ini_free(&l->ini);
    options_memory_free(&l->memory);
    plugin_folders_free(&l->folders);
    problems_free(&l->problems);
    free(l->graph);
    free(l->plan.stages);
    free(l->plan.paths);
    wanted_free(l->wanted);
}
