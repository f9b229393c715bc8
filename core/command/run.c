/* run.c: `pipeline run`. */
#include "engine/run.h"
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "command/command.h"
#include "command/load.h"
#include "engine/broker.h"
#include "engine/engine.h"
#include "engine/outputs.h"
#include "engine/report.h"
#include "engine/source.h"
#include "support/log.h"

static bool writes_to_stdout(const struct loaded *l) {
    for (size_t i = 0; i < l->ini.n; i++) {
        const struct setting *s = ini_setting(&l->ini.sections[i], "path");
        if (s && !strcmp(s->value, "-") && i) return true;
    }
    return false;
}

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
    if (e->totals.dead && e->plan->dead_letters)
        fprintf(f, "\nNext: look at what could not be processed: less %s\n", e->plan->dead_letters);
    else if (a->limit)
        fprintf(f, "\nNext: pipeline run %s\n", a->config);
    else
        fprintf(f, "\nNext: pipeline explain %s ID shows one document before and after, and why\n",
                a->config);
}

static int run_plan(const struct arguments *a, struct loaded *l, struct broker *broker) {
    struct engine *e = engine_new(&l->plan);
    broker_connect(e, broker);
    if (!engine_open(e)) engine_run(e);
    const int code = engine_exit_code(e);
    if (*engine_reason(e))
        log_line(LOG_AT_ERROR, NULL, "%s", engine_reason(e));
    else if (a->log_level >= LOG_AT_INFO)
        print_end(e, a, writes_to_stdout(l) ? stderr : stdout);
    engine_close(e);
    return code;
}

/* Another run of this config may be about to end. */
static int run_waiting(const struct arguments *a, struct loaded *l, struct broker *broker) {
    const uint64_t until = clock_ns() + (uint64_t)(a->wait_lock * 1e9);
    for (;;) {
        const int code = run_plan(a, l, broker);
        if (code != EXIT_AGAIN || clock_ns() >= until) return code;
        const struct timespec pause = {0, 200000000};
        nanosleep(&pause, NULL);
    }
}

int command_run(int argc, char **argv) {
    struct arguments a;
    struct broker *broker = NULL;
    int code = arguments_parse(&a, argc, argv, false);
    if (!code && !a.in_process && !(broker = broker_start()))
        perror("pipeline: broker"), code = EXIT_MEMORY;
    if (!code) code = probe(&a);
    if (!code) {
        struct loaded l;
        loaded_read(&l, &a);
        log_setup(a.log_level, a.log_format >= 0            ? a.log_format
                               : l.settings.log_format == 0 ? 0
                                                            : 1);
        if (l.no_state_for_stream && a.log_level >= LOG_AT_INFO)
            log_line(
                LOG_AT_INFO, NULL,
                "standard input or output is used: no state is kept, a killed run begins anew");
        code = run_waiting(&a, &l, broker);
        loaded_free(&l);
    }
    broker_end(broker);
    arguments_free(&a);
    return code;
}
