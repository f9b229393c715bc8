/* run.c: `pipeline run`. */
#include "engine/run.h"
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>
#include "command/command.h"
#include "command/load.h"
#include "command/run.h"
#include "command/tell.h"
#include "engine/broker.h"
#include "engine/engine.h"
#include "engine/outputs.h"
#include "engine/report.h"
#include "engine/sandbox.h"
#include "engine/source.h"
#include "engine/supervisor.h"
#include "engine/work.h"
#include "support/leave.h"
#include "support/log.h"
#include "support/notify.h"

/* What a full run would take, from the share of the input that the trial has read. */
static void print_estimate(const struct engine *e, FILE *f) {
    const uint64_t all = inputs_size(e->inputs), done = inputs_consumed(e->inputs);
    if (!all || !done) return;
    const double share = (double)all / (double)done, s = (double)(clock_ns() - e->started_ns) / 1e9;
    uint64_t written = 0;
    for (uint32_t i = 0; i < e->n_outputs; i++) written += e->outputs[i]->total;
    fprintf(f,
            "\nEstimate for all %.1f MB of input: %.0f documents, %.1f s, %.1f MB of output, at "
            "most %.0f MB of memory\n",
            (double)all / 1e6, (double)e->totals.in * (share < 1 ? 1 : share),
            s * (share < 1 ? 1 : share), (double)written / 1e6 * (share < 1 ? 1 : share),
            (double)e->plan->memory / 1e6 + 64);
}

static void print_end(const struct engine *e, const struct arguments *a, FILE *f) {
    report_print(e, f);
    if (a->limit) print_estimate(e, f);
    if (e->totals.dead && e->dead_letters)
        fprintf(f, "\nNext: look at what could not be processed: less %s\n", e->dead_letters->path);
    else if (a->limit)
        fprintf(f, "\nNext: pipeline run %s\n", a->config);
    else
        fprintf(f, "\nNext: pipeline explain %s ID shows one document before and after, and why\n",
                a->config);
}

/* One run, in this process, from the config to the report. */
struct run {
    const struct arguments *arguments;
    struct outcome *outcome;
    struct watch *watch; /* NULL: --in-process */
    char *
        temporary; /* without a state folder: one for all workers, which cannot remove it themselves */
};

static int run_plan(const struct arguments *a, struct loaded *l, struct broker *broker) {
    struct engine *e = engine_new(&l->plan);
    broker_connect(e, broker);
    if (!engine_open(e)) engine_run(e);
    const int code = engine_exit_code(e);
    outcome_note(e);
    if (*engine_reason(e))
        log_line(LOG_AT_ERROR, NULL, "%s", engine_reason(e));
    else if (a->log_level >= LOG_AT_INFO)
        print_end(e, a, outputs_use_stdout(e) ? stderr : stdout);
    engine_close(e);
    return code;
}

/* An allocation beyond it fails, and ends the worker with its document marked. */
static void limit_memory(uint64_t bytes) {
    const struct rlimit limit = {bytes, bytes};
    if (bytes && setrlimit(RLIMIT_DATA, &limit))
        log_line(LOG_AT_WARNING, NULL, "memory_hard cannot be set: %s", strerror(errno));
}

static int run_loaded(const struct run *run, struct broker *broker) {
    const struct arguments *a = run->arguments;
    struct loaded l;
    int code = loaded_read_again(&l, a);
    l.plan.watch = run->watch;
    l.plan.outcome = run->outcome;
    l.plan.temporary = run->temporary;
    if (run->watch) limit_memory(l.plan.memory_hard);
    if (l.no_state_for_stream && a->log_level >= LOG_AT_INFO)
        log_line(LOG_AT_INFO, NULL,
                 "a stream is read or written: no state is kept, a killed run begins anew");
    if (!code) code = run_plan(a, &l, broker);
    loaded_free(&l);
    return code;
}

static struct watch *worker_watch; /* for out_of_memory, which is handed nothing */

/* A document in hand is to blame, or the run as a whole ends. */
static void out_of_memory(size_t wanted) {
    watch_out_of_memory();
    log_line(LOG_AT_ERROR, NULL, "out of memory (%zu bytes wanted)", wanted);
    atomic_store(&worker_watch->has_ended, true);
    leave(EXIT_MEMORY);
}

/* The broker is forked before anything is loaded, and dies with this process. */
static int run_worker(void *p) {
    const struct run *run = p;
    worker_watch = run->watch;
    arena_exhausted = out_of_memory;
    watch_thread(run->watch, 0);
    struct broker *broker = broker_start();
    if (!broker) return perror("pipeline: broker"), EXIT_MEMORY;
    const int code = run_loaded(run, broker);
    broker_end(broker);
    watch_thread_end();
    return code;
}

static void say_what_sandbox_lacks(const struct probed *found) {
    const char *lacks = found->sandbox ? sandbox_lacks() : NULL;
    if (lacks) log_line(LOG_AT_INFO, NULL, "stages run without a whole sandbox: %s", lacks);
}

static int run_watched(const struct arguments *a, const struct probed *found, double wait,
                       struct outcome *outcome) {
    struct run run = {.arguments = a, .outcome = outcome, .watch = watch_new()};
    if (!run.watch) return perror("pipeline: mmap"), EXIT_MEMORY;
    say_what_sandbox_lacks(found);
    const struct supervision s = {.watch = run.watch,
                                  .document_timeout = found->document_timeout,
                                  .max_crashes = found->max_crashes,
                                  .may_restart = !found->uses_stream,
                                  .wait = wait};
    int code = EXIT_CANNOT_CREATE;
    if (!found->has_state && work_make_temporary(&run.temporary))
        log_line(LOG_AT_ERROR, NULL, "%s: %s", run.temporary, strerror(errno));
    else
        code = supervise(&s, run_worker, &run);
    if (run.temporary) work_remove(run.temporary);
    free(run.temporary);
    watch_free(run.watch);
    return code;
}

/* Another run of this config may be about to end. */
int run_lock(const char *state, double *wait, int *fd) {
    char reason[PATH_MAX + 256];
    for (;; *wait -= 0.2) {
        const int code = work_lock(state, fd, reason, sizeof reason);
        if (!code) return 0;
        if (code != EXIT_AGAIN || *wait <= 0)
            return log_line(LOG_AT_ERROR, NULL, "%s", reason), code;
        if (supervisor_pause(0.2)) return EXIT_AGAIN;
    }
}

/* `code`: what has gone wrong already; then there is only something to tell. */
static int run_told(const struct arguments *a, const struct probed *found, double wait, int code) {
    struct telling t = {.found = found, .config = a->config, .outcome = outcome_new()};
    if (!t.outcome) return perror("pipeline: mmap"), EXIT_MEMORY;
    tell_begin(&t, code != 0);
    if (!code && a->in_process)
        code = run_loaded(&(struct run){.arguments = a, .outcome = t.outcome}, NULL);
    else if (!code)
        code = run_watched(a, found, wait, t.outcome);
    tell_end(&t, code);
    outcome_free(t.outcome);
    return code;
}

/* A run that the config forbids: told where others look, unless that is the place of another run that goes on. */
static int run_refused(const struct arguments *a, const struct probed *found, int code) {
    char reason[PATH_MAX + 256];
    int lock_fd = -1;
    const bool has_state = found->has_state && !access(found->state, F_OK);
    if (code == EXIT_AGAIN || !(has_state || *found->metrics)) return code;
    if (has_state && work_lock(found->state, &lock_fd, reason, sizeof reason)) return code;
    struct probed known = *found;
    known.has_state = has_state;
    run_told(a, &known, 0, code);
    if (lock_fd >= 0) close(lock_fd);
    return code;
}

static int run_locked(const struct arguments *a) {
    struct probed found = {0};
    int lock_fd = -1, home_fd = -1, code = probe(a, &found);
    double wait = a->wait_lock;
    log_setup(a->log_level, found.log_format);
    if (code) return run_refused(a, &found, code);
    if (*found.home) code = run_lock(found.home, &wait, &home_fd);
    if (!code && found.has_state) code = run_lock(found.state, &wait, &lock_fd);
    if (!code) code = run_told(a, &found, wait, code);
    if (lock_fd >= 0) close(lock_fd);
    if (home_fd >= 0) close(home_fd);
    return code;
}

static void stop_in_process(int signal_number) {
    (void)signal_number;
    leave(EXIT_AGAIN); /* the last checkpoint stands */
}

int run_with(const struct arguments *a) {
    notify_open();
    if (a->in_process) {
        signal(SIGTERM, stop_in_process);
        signal(SIGINT, stop_in_process);
    } else
        supervisor_begin();
    return run_locked(a);
}

int command_run(int argc, char **argv) {
    struct arguments a;
    int code = arguments_parse(&a, argc, argv, false);
    if (!code) code = run_with(&a);
    arguments_free(&a);
    return code;
}
