/* probe.c: everything that can be wrong is found in a child process: a plugin that crashes in open costs one clear line. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
#include "command/command.h"
#include "command/load.h"
#include "engine/engine.h"
#include "engine/run.h"
#include "engine/supervisor.h"

/* The stage that would not open, at the place of its section. */
static void add_open_problem(struct loaded *l, struct engine *e, const char *config) {
    const char *reason = engine_reason(e);
    const enum problem_kind kind = e->no_input ? PROBLEM_INPUT : PROBLEM_CONFIG;
    for (uint16_t i = 0; i < l->plan.n; i++) {
        const struct graph_stage *g = &l->graph[i];
        const size_t n = strlen(g->name);
        if (reason[0] != '[' || strncmp(reason + 1, g->name, n) || reason[n + 1] != ']') continue;
        problems_add(&l->problems, kind, g->file, g->line, g->column, NULL, "%s", reason);
        return;
    }
    problems_add(&l->problems, kind, config, 0, 0, NULL, "%s", reason);
}

static bool copy(char *to, size_t size, const char *from) {
    return (size_t)snprintf(to, size, "%s", from ? from : "") < size;
}

static int note_found(const struct loaded *l, const struct arguments *a, struct probed *found) {
    const struct plan *p = &l->plan;
    bool fits = true;
    *found =
        (struct probed){.has_state = p->state != NULL,
                        .uses_stream = l->no_state_for_stream,
                        .document_timeout = p->document_timeout,
                        .max_crashes = l->settings.max_crashes,
                        .sandbox = p->sandbox,
                        .log_format = a->log_format >= 0 ? a->log_format : l->settings.log_format};
    copy(found->name, sizeof found->name, p->name);
    fits &= copy(found->state, PATH_MAX, p->state);
    if (p->remembers && p->wanted) fits &= copy(found->home, PATH_MAX, p->home);
    fits &= copy(found->dead_letters, PATH_MAX, p->dead_letters);
    fits &= copy(found->report, PATH_MAX, p->report);
    fits &= copy(found->metrics, PATH_MAX, p->metrics);
    if (fits) return 0;
    *found = (struct probed){0};
    fprintf(stderr, "pipeline: error: a path of [pipeline] is too long\n");
    return EXIT_CANNOT_CREATE;
}

/* The first one, for those who are told later. */
static void note_problem(struct problems *problems, struct probed *found) {
    const struct problem *first;
    for (size_t i = 0; (first = problems_at(problems, i)); i++) {
        if (first->kind == PROBLEM_WARNING) continue;
        int at = snprintf(found->problem, 512, "%s:", first->file);
        if (at > 511) at = 511;
        if (first->line)
            at += snprintf(found->problem + at, 32, "%d:%d:", first->line, first->column);
        snprintf(found->problem + at, sizeof found->problem - (size_t)at, " %s", first->text);
        return;
    }
}

static int check_all(const struct arguments *a, struct watch *watch, struct probed *found) {
    struct loaded l;
    loaded_read(&l, a);
    const int too_long = l.plan.name ? note_found(&l, a, found) : 0;
    if (!problems_count(&l.problems)) {
        l.plan.probe = true;
        l.plan.watch = watch;
        struct engine *e = engine_new(&l.plan);
        if (engine_open(e) && engine_exit_code(e) != EXIT_AGAIN) /* the run says so, or waits */
            add_open_problem(&l, e, a->config);
        engine_close(e);
    }
    problems_print(&l.problems, stderr);
    note_problem(&l.problems, found);
    const int code = problems_exit_code(&l.problems);
    loaded_free(&l);
    return code ? code : too_long;
}

static int say_crash(const struct watch_slot *slot, int signal) {
    if (slot->in_callback)
        fprintf(stderr, "pipeline: error: [%s] crashed in %s (SIG%s)\n", slot->stage,
                slot->callback, sigabbrev_np(signal));
    else
        fprintf(stderr, "pipeline: error: crashed while plugins were loaded (SIG%s)\n",
                sigabbrev_np(signal));
    return EXIT_PLUGIN;
}

struct shared { /* between the probe and its parent */
    struct watch watch;
    struct probed found;
    const struct arguments *arguments;
};

static int in_child(void *p) {
    struct shared *s = p;
    watch_thread(&s->watch, 0);
    const int code = check_all(s->arguments, &s->watch, &s->found);
    watch_thread_end();
    return code;
}

/* SIGKILL comes from outside as a rule, and nothing has been done yet: again, unless it comes time after time. */
static int probe_once_more(struct shared *s, int *status) {
    enum { TRIES = 3 };
    int code = 0;
    for (int i = 0; i < TRIES; i++) {
        code = supervise_once(in_child, s, status);
        if (code || !WIFSIGNALED(*status) || WTERMSIG(*status) != SIGKILL) break;
    }
    return code;
}

int probe(const struct arguments *a, struct probed *found) {
    if (a->in_process) return check_all(a, NULL, found);
    struct shared *s =
        mmap(NULL, sizeof *s, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (s == MAP_FAILED) return perror("pipeline: mmap"), EXIT_MEMORY;
    s->arguments = a;
    int status = 0, code = probe_once_more(s, &status);
    if (!code)
        code = WIFSIGNALED(status) ? say_crash(&s->watch.slots[0], WTERMSIG(status))
                                   : WEXITSTATUS(status);
    *found = s->found;
    munmap(s, sizeof *s);
    return code;
}
