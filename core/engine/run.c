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
#include "engine/forget.h"
#include "engine/host.h"
#include "engine/history.h"
#include "engine/identity.h"
#include "engine/ids.h"
#include "engine/outputs.h"
#include "engine/phase.h"
#include "engine/progress.h"
#include "engine/records.h"
#include "engine/report.h"
#include "engine/run_name.h"
#include "engine/resolve.h"
#include "engine/sandbox.h"
#include "engine/source.h"
#include "engine/stages.h"
#include "engine/state.h"
#include "engine/threads.h"
#include "engine/wanted.h"
#include "engine/withdrawn.h"
#include "engine/work.h"
#include "support/file.h"
#include "support/memory.h"
#include "support/log.h"

struct engine *engine_new(const struct plan *plan) {
    struct engine *e = checked(calloc(1, sizeof *e));
    e->plan = plan;
    e->retained_end = &e->retained;
    e->mapped_end = &e->mapped;
    e->started_ns = clock_ns();
    pthread_mutex_init(&e->named_lock, NULL);
    e->ids = ids_open(e);
    return e;
}

int engine_open(struct engine *e) {
    e->inputs = inputs_new(e);
    run_name_find(e);
    if (e->plan->report) e->report = run_name_fill(e, e->plan->report);
    if (stages_open(e) || stages_check_kept(e) || wanted_inputs(e) || dead_letters_open(e) ||
        outputs_check(e))
        return PL_ESTOP;
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
    return engine_stop(e, EXIT_BUG,
                       "documents were lost: %llu in, %llu kept, %llu dropped, %llu dead letters",
                       (unsigned long long)t->in, (unsigned long long)t->kept,
                       (unsigned long long)t->dropped, (unsigned long long)t->dead);
}

static int open_records(struct engine *e) {
    for (uint16_t i = 0; i < e->n_stages; i++)
        if (stage_records_open(&e->stages[i])) return PL_ESTOP;
    return PL_OK;
}

static int remove_checkpoint(struct engine *e) {
    char *path = text_printf("%s/checkpoint", e->work);
    int rc = unlink(path) && errno != ENOENT ? engine_stop_errno(e, errno, path) : PL_OK;
    if (!rc && file_sync_folder(path)) rc = engine_stop_errno(e, errno, path);
    free(path);
    return rc;
}

/* A new run first forgets the one before: from here on the state folder is that of this run. In this order, a number that is in the
 * folder without a checkpoint has published nothing; of a run that is begun anew the old one must not be taken for one of the new. */
static int begin_state(struct engine *e) {
    if (!e->plan->state || e->start.resumed) return PL_OK;
    const bool is_anew = checkpoint_step(e->work) < RUN_PUBLISH;
    if (outputs_check_new(e) || (is_anew && remove_checkpoint(e)) || identity_keep(e))
        return PL_ESTOP;
    return is_anew ? PL_OK : remove_checkpoint(e);
}

/* What the phase of a resumed run reads: the spool of the one before, and what was decided there. */
static int open_replay(struct engine *e) {
    const struct place *at = &e->start;
    if (!at->resumed || !at->phase || at->step != RUN_DOCUMENTS) return PL_OK;
    const int barrier = e->phases[at->phase - 1].barrier;
    spool_forget(e, at->phase - 1);
    if (stage_decisions_again(&e->stages[barrier])) return PL_ESTOP;
    return spool_replay(e, at->phase - 1, at->replay, at->replay_at);
}

static int open_files(struct engine *e) {
    if (history_keep(e, e->start.arrivals)) return PL_ESTOP;
    if (e->start.step >= RUN_PUBLISH) return PL_OK; /* nothing is written any more */
    return outputs_begin(e) || open_records(e) || ids_keep(e->ids, e->start.ids) || open_replay(e)
               ? PL_ESTOP
               : PL_OK;
}

static int prepare(struct engine *e) {
    if (work_open(e) || withdrawn_open(e) || forget_finish_begun(e) || history_begin(e) ||
        checkpoint_read(e) || begin_state(e) || open_files(e))
        return PL_ESTOP;
    if (e->start.resumed && stages_load(e)) return PL_ESTOP;
    if (threads_open(e) || stages_thread_open(e, e->plan->threads)) return PL_ESTOP;
    return sandbox_enter(e) || checkpoint_open(e) ? PL_ESTOP : progress_start(e);
}

static int run_phases(struct engine *e) {
    if (e->start.step >= RUN_FINISH) return PL_OK;
    for (uint32_t i = e->start.phase; i < e->n_phases; i++) {
        const struct place next = {.phase = i + 1}, end = {.phase = i, .step = RUN_FINISH};
        if (phase_run(e, i) || checkpoint_at(e, i + 1 < e->n_phases ? next : end)) return PL_ESTOP;
        spool_forget(e, i);
    }
    return PL_OK;
}

static int finish_stages(struct engine *e) {
    if (e->start.step >= RUN_PUBLISH) return PL_OK;
    if (stages_finish(e) || check_conservation(e) || outputs_sync(e)) return PL_ESTOP;
    return checkpoint_at(e, (struct place){.phase = e->n_phases - 1, .step = RUN_PUBLISH});
}

/* Records and state files have done their work once the run is finished; decisions stay for `explain`. */
static void remove_leftovers(struct engine *e) {
    for (uint16_t i = 0; i < e->n_stages; i++) {
        stage_records_remove(&e->stages[i]);
        states_remove(&e->stages[i]);
    }
    spool_forget(e, e->n_phases - 1);
}

static int publish(struct engine *e) {
    if (outputs_publish(e) || history_publish(e) || report_write(e)) return PL_ESTOP;
    if (checkpoint_at(e, (struct place){.phase = e->n_phases - 1, .step = RUN_FINISHED}))
        return PL_ESTOP;
    remove_leftovers(e);
    wanted_say_missing(e);
    return PL_OK;
}

int engine_run(struct engine *e) {
    const int rc = prepare(e) || run_phases(e) || finish_stages(e) || publish(e) ? PL_ESTOP : PL_OK;
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
    history_close(e->history);
    withdrawn_close(e);
    reasons_free(e);
    host_forget_mapped(e);
    inputs_free(e->inputs);
    schema_free(&e->schema);
    buffer_free(&e->identity);
    free(e->report);
    buffer_free(&e->data_files);
    work_close(e);
    pthread_mutex_destroy(&e->named_lock);
    free(e);
}
