/* phase.c: the program of each phase, and what its steps do.
 *
 *     first phase:  process(reader) ids  process(s) [commit(s)] ...  process(barrier stage)          seal retire
 *     later phases: unpack  remake(pure stages)  settle(barrier stage) [commit]  process(s) ...      seal retire */
#include "support/memory.h"
#include "engine/phase.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "engine/checkpoint.h"
#include "engine/dead_letter.h"
#include "engine/history.h"
#include "engine/ids.h"
#include "engine/outputs.h"
#include "engine/records.h"
#include "engine/report.h"
#include "engine/scheduler.h"
#include "engine/source.h"
#include "engine/spool.h"
#include "engine/resolve.h"
#include "engine/stages.h"
#include "engine/tally.h"
#include "engine/threads.h"
#include "engine/withdrawn.h"

static void add_step(struct phase *phase, enum step_kind kind, uint16_t stage) {
    phase->steps = checked(realloc(phase->steps, (phase->n + 1) * sizeof *phase->steps));
    phase->steps[phase->n++] = (struct step){kind, stage};
}

static bool has_gate(const pl_context *stage) {
    return stage->plugin->commit || stage->plugin->save;
}

/* Steps of the barrier that this phase begins behind: documents come back from the spool. */
static void add_replay(struct engine *e, struct phase *phase, uint16_t barrier) {
    add_step(phase, STEP_UNPACK, barrier);
    for (uint16_t i = 0; i < barrier; i++) {
        pl_context *stage = &e->stages[i];
        if ((stage->plugin->flags & PL_PURE) && stage_layers_used(e, stage, barrier))
            add_step(phase, STEP_REMAKE, i);
    }
    if (e->stages[barrier].plugin->settle) add_step(phase, STEP_SETTLE, barrier);
    if (has_gate(&e->stages[barrier])) add_step(phase, GATE_COMMIT, barrier);
}

/* Adds the steps of the stages from `first` up to the next barrier; returns the index of the stage after them. */
static uint16_t add_stages(struct engine *e, struct phase *phase, uint16_t first) {
    phase->first = first;
    for (uint16_t i = first; i < e->n_stages; i++) {
        pl_context *stage = &e->stages[i];
        add_step(phase, STEP_PROCESS, i);
        phase->last = i;
        if (i == 0) add_step(phase, GATE_IDS, i);
        if (stage->is_barrier) {
            phase->barrier = i;
            return (uint16_t)(i + 1);
        }
        if (has_gate(stage)) add_step(phase, GATE_COMMIT, i);
    }
    return e->n_stages;
}

int phases_make(struct engine *e) {
    uint16_t next = 0;
    int barrier = -1;
    do {
        e->phases = checked(realloc(e->phases, (e->n_phases + 1) * sizeof *e->phases));
        struct phase *phase = &e->phases[e->n_phases];
        *phase = (struct phase){.index = e->n_phases++, .barrier = -1, .first = next};
        if (barrier >= 0) add_replay(e, phase, (uint16_t)barrier);
        next = add_stages(e, phase, next);
        add_step(phase, STEP_SEAL, 0);
        add_step(phase, GATE_RETIRE, 0);
        barrier = phase->barrier;
    } while (barrier >= 0);
    return PL_OK;
}

void phases_free(struct engine *e) {
    for (uint32_t i = 0; i < e->n_phases; i++) free(e->phases[i].steps);
    free(e->phases);
}

static const struct phase *current(const struct engine *e) { return &e->phases[e->phase]; }

/* Parallel preparation of everything that the retire gate will append. */
static int seal(struct job *job) {
    struct engine *e = job->engine;
    if (dead_letters_collect(job, current(e))) return PL_ESTOP;
    for (uint32_t i = 0; i < e->n_outputs; i++)
        if (output_seal(e->outputs[i], job)) return PL_ESTOP;
    if (current(e)->barrier < 0) return PL_OK;
    buffer_clear(&job->frame);
    return spool_pack_frame(&job->batch, thread_zstd(e, job->thread), &job->frame)
               ? engine_stop(e, EXIT_MEMORY, "out of memory while packing a batch for the spool")
               : PL_OK;
}

static void count_verdicts(struct job *job) {
    struct engine *e = job->engine;
    const struct phase *phase = current(e);
    struct totals *t = &e->totals;
    for (uint32_t i = 0; i < job->batch.n; i++) {
        const pl_document *doc = job->batch.docs[i];
        t->failed += doc->failed_now;
        if (phase->barrier >= 0) continue;
        t->kept += doc->verdict.state == PL_KEPT;
        t->dropped += doc->verdict.state == PL_DROPPED;
        t->dead += doc->verdict.state == PL_DEAD;
        if (doc->verdict.state == PL_DROPPED)
            reason_count(e, doc->verdict.stage, doc->verdict.reason, 1);
    }
    if (phase->index == 0) {
        t->in += job->batch.n + job->n_refused;
        t->dead += job->n_refused;
        t->bytes_in += job->batch.bytes;
        t->repeated_ids += job->n_repeated_ids;
    }
    atomic_fetch_add(&e->done_documents, job->batch.n + job->n_refused);
    if (job->consumed) atomic_store(&e->done_bytes, job->consumed);
}

/* Appends the batch to every file, in input order; then, when one is due, takes a checkpoint. */
static int retire(struct job *job) {
    struct engine *e = job->engine;
    for (uint32_t i = 0; i < e->n_outputs; i++)
        if (output_write(e->outputs[i], job)) return PL_ESTOP;
    for (uint16_t i = 0; i < e->n_stages; i++) {
        pl_context *stage = &e->stages[i];
        if (stage->records && job->records[i].n && records_append(stage->records, &job->records[i]))
            return engine_stop_errno(e, errno, records_path(stage->records));
    }
    if (e->spool && spool_append(e->spool, &job->frame))
        return engine_stop_errno(e, errno, spool_path(e->spool));
    if (e->phase == 0 && (ids_save(e->ids, job) || history_save(e, job))) return PL_ESTOP;
    count_verdicts(job);
    tally_fold(job);
    if (e->plan->max_dead_letters && e->totals.dead > e->plan->max_dead_letters)
        return engine_stop(e, EXIT_TOO_MANY_DEAD, "more than %llu dead letters (max_dead_letters)",
                           (unsigned long long)e->plan->max_dead_letters);
    return job->checkpoint ? checkpoint_after(e, job) : PL_OK;
}

/* A job read from the spool holds its frame; unpacking it is work for many threads. */
static int unpack(struct job *job) {
    struct engine *e = job->engine;
    if (spool_unpack_frame(e->replay, &job->frame, &job->batch))
        return engine_stop(e, EXIT_IO, "%s", spool_error(e->replay));
    buffer_clear(&job->frame);
    return PL_OK;
}

/* A withdrawn document is named by its id as it came, or as it was made unique. */
static int check_ids(struct job *job) {
    struct engine *e = job->engine;
    withdrawn_check(job);
    const int rc = e->history ? history_check(job) : ids_check(e->ids, job);
    withdrawn_check(job);
    return rc;
}

int step_run(struct job *job, const struct step *step) {
    pl_context *stage = &job->engine->stages[step->stage];
    switch (step->kind) {
    case STEP_PROCESS: return callback_process(job, stage);
    case STEP_SETTLE: return callback_settle(job, stage);
    case STEP_REMAKE: return callback_remake(job, stage);
    case STEP_UNPACK: return unpack(job);
    case STEP_SEAL: return seal(job);
    case GATE_IDS: return check_ids(job);
    case GATE_COMMIT: return callback_commit(job, stage);
    case GATE_RETIRE: return retire(job);
    }
    return PL_ESTOP;
}

/* Stages that only gather resolve when all their documents have passed; the barrier stage does when all have been spooled. */
static int resolve_stages(struct engine *e, const struct phase *phase) {
    for (uint16_t i = phase->first; i <= phase->last; i++)
        if (e->stages[i].records && stage_resolve(e, &e->stages[i])) return PL_ESTOP;
    return PL_OK;
}

static int begin(struct engine *e, const struct phase *phase) {
    e->phase = phase->index;
    e->next_seq = e->start.seq;
    e->since_documents = e->since_bytes = 0;
    e->source_ended = false;
    e->phase_started_ns = clock_ns();
    atomic_store(&e->done_documents, 0);
    if (phase->barrier >= 0 && spool_begin(e, phase->index, e->start.spool)) return PL_ESTOP;
    return PL_OK;
}

static bool has_resolve(const struct engine *e, const struct phase *phase) {
    for (uint16_t i = phase->first; i <= phase->last; i++)
        if (e->stages[i].records) return true;
    return false;
}

static int run_documents(struct engine *e, const struct phase *phase) {
    if (e->start.step != RUN_DOCUMENTS) return PL_OK;
    if (scheduler_run(e, phase, e->plan->threads)) return PL_ESTOP;
    if (!has_resolve(e, phase)) return PL_OK;
    return checkpoint_at(e, (struct place){.phase = phase->index, .step = RUN_RESOLVE});
}

int phase_run(struct engine *e, uint32_t index) {
    const struct phase *phase = &e->phases[index];
    if (begin(e, phase)) return PL_ESTOP;
    if (run_documents(e, phase) || resolve_stages(e, phase)) return PL_ESTOP;
    e->start = (struct place){.phase = index + 1}; /* the phases behind begin at their beginning */
    return spool_turn(e, phase);
}
