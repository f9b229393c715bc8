/* run.c: a run from its plan to its report. */
#include "engine/run.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "engine/broker.h"
#include "engine/checkpoint.h"
#include "engine/dead_letter.h"
#include "engine/ids.h"
#include "engine/outputs.h"
#include "engine/phase.h"
#include "engine/progress.h"
#include "engine/records.h"
#include "engine/report.h"
#include "engine/resolve.h"
#include "engine/source.h"
#include "engine/stages.h"
#include "engine/threads.h"
#include "engine/work.h"
#include "support/log.h"

struct engine *engine_new(const struct plan *plan) {
    struct engine *e = calloc(1, sizeof *e);
    if (!e) arena_exhausted(sizeof *e);
    e->plan = plan;
    e->lock_fd = -1;
    e->retained_end = &e->retained;
    e->started_ns = clock_ns();
    pthread_mutex_init(&e->named_lock, NULL);
    e->ids = ids_open(e);
    return e;
}

int engine_open(struct engine *e) {
    e->inputs = inputs_new(e);
    if (stages_open(e) || dead_letters_open(e) || outputs_check(e)) return PL_ESTOP;
    return phases_make(e);
}

const char *engine_reason(const struct engine *e) { return e->reason; }

int engine_exit_code(const struct engine *e) {
    if (e->exit_code) return e->exit_code;
    return e->totals.dead || e->totals.failed ? 3 : 0;
}

/* in = kept + dropped + dead letters: anything else is a bug of ours, and no output may carry a final name then. */
static int check_conservation(struct engine *e) {
    const struct totals *t = &e->totals;
    if (t->in == t->kept + t->dropped + t->dead) return PL_OK;
    return engine_stop(e, 70,
                       "documents were lost: %llu in, %llu kept, %llu dropped, %llu dead letters",
                       (unsigned long long)t->in, (unsigned long long)t->kept,
                       (unsigned long long)t->dropped, (unsigned long long)t->dead);
}

static int open_records(struct engine *e) {
    for (uint16_t i = 0; i < e->n_stages; i++)
        if (stage_records_open(&e->stages[i])) return PL_ESTOP;
    return PL_OK;
}

static int prepare(struct engine *e) {
    if (work_open(e) || checkpoint_open(e)) return PL_ESTOP;
    if (outputs_begin(e) || open_records(e) || threads_open(e)) return PL_ESTOP;
    if (stages_thread_open(e, e->plan->threads)) return PL_ESTOP;
    return progress_start(e);
}

static int run_phases(struct engine *e) {
    for (uint32_t i = 0; i < e->n_phases; i++) {
        if (phase_run(e, i) || checkpoint_phase(e, i + 1 < e->n_phases ? "settle" : "finish"))
            return PL_ESTOP;
        spool_forget(e);
    }
    return PL_OK;
}

/* Records have done their work once the run is finished; decisions stay for `explain`. */
static void remove_records(struct engine *e) {
    for (uint16_t i = 0; i < e->n_stages; i++)
        if (e->stages[i].records) unlink(records_path(e->stages[i].records));
}

static int finish(struct engine *e) {
    if (stages_finish(e) || check_conservation(e)) return PL_ESTOP;
    if (outputs_sync(e) || checkpoint_phase(e, "publish")) return PL_ESTOP;
    if (outputs_publish(e) || checkpoint_phase(e, "finished")) return PL_ESTOP;
    remove_records(e);
    return report_write(e);
}

int engine_run(struct engine *e) {
    const int rc = prepare(e) || run_phases(e) || finish(e) ? PL_ESTOP : PL_OK;
    progress_stop(e);
    log_flush_repeats();
    return rc;
}

void engine_close(struct engine *e) {
    checkpoint_close(e);
    for (struct job *job = e->retained, *next; job; job = next) next = job->next, job_free(job);
    source_close(e);
    broker_disconnect(e);
    stages_close(e);
    outputs_close(e);
    phases_free(e);
    threads_close(e);
    ids_close(e->ids);
    reasons_free(e);
    inputs_free(e->inputs);
    schema_free(&e->schema);
    work_close(e);
    pthread_mutex_destroy(&e->named_lock);
    free(e);
}
