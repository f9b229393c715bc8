/* tell.c: the ends of a run, told to everyone who asked to know. */
#include "command/tell.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>
#include "command/command.h"
#include "engine/last_run.h"
#include "engine/metrics.h"
#include "support/file.h"
#include "support/log.h"
#include "support/notify.h"

static uint64_t last_success(const char *state) {
    struct last_run before;
    last_run_read(state, &before);
    const uint64_t when = before.last_success;
    last_run_free(&before);
    return when;
}

/* As the run filled it in; before that, one with {run} or {date} is not known. */
static char *path_of(const char *filled, const char *given) {
    return file_absolute(*filled ? filled : strchr(given, '{') ? "" : given);
}

static struct last_run run_now(const struct telling *t) {
    return (struct last_run){.config = file_absolute(t->config),
                             .name = strdup(t->found->name),
                             .dead_letters =
                                 path_of(t->outcome->dead_letters, t->found->dead_letters),
                             .report = path_of(t->outcome->report, t->found->report),
                             .process = (uint64_t)getpid(),
                             .began = t->began,
                             .last_success = last_success(t->found->state)};
}

static void keep(const struct telling *t, struct last_run *now) {
    if (last_run_write(t->found->state, now))
        log_line(LOG_AT_WARNING, NULL, "%s/last_run: %s; pipeline status will not know this run",
                 t->found->state, strerror(errno));
    last_run_free(now);
}

void tell_begin(struct telling *t, bool refused) {
    t->began = (uint64_t)time(NULL);
    t->began_ns = clock_ns();
    if (!refused) notify("READY=1\n", "the config is fine, the run begins");
    if (refused || !t->found->has_state) return;
    struct last_run now = run_now(t);
    keep(t, &now);
}

static const char *reason_of(const struct telling *t, int code) {
    if (exit_is_success(code)) return "";
    if (code == EXIT_AGAIN) return "stopped by a signal"; /* the lock is ours */
    if (*t->outcome->reason) return t->outcome->reason;
    if (*t->found->problem) return t->found->problem;
    return *log_last_error() ? log_last_error() : exit_meaning(code);
}

static void end_state(const struct telling *t, int code, double seconds) {
    struct last_run now = run_now(t);
    now.ended = (uint64_t)time(NULL);
    now.seconds = seconds;
    now.exit_code = (uint64_t)code;
    now.reason = strdup(reason_of(t, code));
    now.totals = t->outcome->totals;
    now.bytes_out = t->outcome->bytes_out;
    if (exit_is_success(code)) now.last_success = now.ended;
    keep(t, &now);
}

/* Of the largest process: the worker, the probe, or this one. */
static uint64_t peak_rss(void) {
    struct rusage own = {0}, children = {0};
    getrusage(RUSAGE_SELF, &own);
    getrusage(RUSAGE_CHILDREN, &children);
    return 1024 *
           (uint64_t)(own.ru_maxrss > children.ru_maxrss ? own.ru_maxrss : children.ru_maxrss);
}

static void end_metrics(const struct telling *t, int code, double seconds) {
    const char *path = t->found->metrics;
    const uint64_t now = (uint64_t)time(NULL);
    const struct metrics m = {.config = t->found->name,
                              .exit_code = code,
                              .ended = now,
                              .last_success =
                                  exit_is_success(code) ? now : metrics_last_success(path),
                              .seconds = seconds,
                              .peak_rss = peak_rss(),
                              .outcome = t->outcome};
    struct buffer b = {0};
    metrics_print(&b, &m);
    if (b.failed) errno = ENOMEM;
    if (b.failed || file_put(path, b.p, b.n))
        log_line(LOG_AT_WARNING, NULL, "the metrics cannot be written: %s: %s", path,
                 strerror(errno));
    buffer_free(&b);
}

static void end_service(const struct telling *t, int code) {
    const struct totals *n = &t->outcome->totals;
    char text[512];
    int at = snprintf(text, sizeof text, "exit code %d", code);
    if (exit_is_success(code))
        snprintf(text + at, sizeof text - (size_t)at,
                 ": %llu documents in: %llu kept, %llu dropped, %llu dead letters",
                 (unsigned long long)n->in, (unsigned long long)n->kept,
                 (unsigned long long)n->dropped, (unsigned long long)n->dead);
    else
        snprintf(text + at, sizeof text - (size_t)at, ": %s", reason_of(t, code));
    notify("STOPPING=1\n", text);
}

void tell_end(const struct telling *t, int code) {
    const double seconds = (double)(clock_ns() - t->began_ns) / 1e9;
    outcome_distrust(t->outcome);
    if (t->found->has_state) end_state(t, code, seconds);
    if (*t->found->metrics) end_metrics(t, code, seconds);
    end_service(t, code);
}
