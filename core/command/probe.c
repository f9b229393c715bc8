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
#include "engine/progress.h"
#include "engine/run.h"

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

static int check_all(const struct arguments *a) {
    struct loaded l;
    loaded_read(&l, a);
    if (!problems_count(&l.problems)) {
        l.plan.probe = true;
        struct engine *e = engine_new(&l.plan);
        if (engine_open(e)) add_open_problem(&l, e, a->config);
        engine_close(e);
    }
    problems_print(&l.problems, stderr);
    const int code = problems_exit_code(&l.problems);
    loaded_free(&l);
    return code;
}

static int say_crash(const struct callback_note *note, int signal) {
    if (note->callback[0])
        fprintf(stderr, "pipeline: error: [%s] crashed in %s (SIG%s)\n", note->stage,
                note->callback, sigabbrev_np(signal));
    else
        fprintf(stderr, "pipeline: error: crashed while plugins were loaded (SIG%s)\n",
                sigabbrev_np(signal));
    return EXIT_PLUGIN;
}

int probe(const struct arguments *a) {
    if (a->in_process) return check_all(a);
    struct callback_note *note =
        mmap(NULL, sizeof *note, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (note == MAP_FAILED) return perror("pipeline: mmap"), EXIT_MEMORY;
    fflush(NULL);
    const pid_t child = fork();
    if (child < 0) return perror("pipeline: fork"), EXIT_MEMORY;
    if (child == 0) {
        progress_share(note);
        const int code = check_all(a);
        fflush(NULL);
        _exit(code); /* no exit handlers: they belong to the parent */
    }
    int status = 0;
    while (waitpid(child, &status, 0) < 0) {}
    const int code = WIFSIGNALED(status) ? say_crash(note, WTERMSIG(status)) : WEXITSTATUS(status);
    munmap(note, sizeof *note);
    return code;
}
