/* callback.c: calls plugins document by document; what a failed call did is taken back. */
#include "engine/engine.h"
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "engine/checkpoint.h"
#include "engine/outputs.h"
#include "engine/resolve.h"
#include "engine/stages.h"
#include "engine/tally.h"
#include "engine/watch.h"
#include "support/log.h"

typedef int document_callback(void *self, pl_batch *, pl_document *);

/* Lengths of the buffers that a callback may append to, to cut them back when it fails. */
struct lengths {
    size_t out[MAX_OUTPUTS], records;
};

static void lengths_note(const struct job *job, const pl_context *stage, struct lengths *at) {
    for (uint32_t i = 0; i < job->engine->n_outputs; i++) at->out[i] = job->out[i].n;
    at->records = job->records[stage->index].n;
}

static void lengths_restore(struct job *job, const pl_context *stage, const struct lengths *at) {
    for (uint32_t i = 0; i < job->engine->n_outputs; i++) job->out[i].n = at->out[i];
    job->records[stage->index].n = at->records;
}

static pl_str reason_in_batch(struct job *job, const pl_document *doc) {
    const char *why = document_error(doc);
    if (!why || !*why) why = failure.fresh ? failure.text : "the stage gave no reason";
    return arena_copy(&job->batch.arena, why, strlen(why));
}

/* Before any barrier a bad document is a dead letter; after one others may hang on it: it is kept as it stood and skips
 * the rest. */
static void set_aside(struct job *job, pl_context *stage, pl_document *doc, const char *reason,
                      pl_str message) {
    const pl_str name = str_of(stage->name);
    if (job->engine->phase == 0) {
        document_kill(doc, stage->index, str_of(reason), message);
        return;
    }
    doc->failed_stage = stage->index;
    doc->failed_now = true;
    field_set(doc, str_of("failed.stage"), value_text(name), stage->index);
    field_set(doc, str_of("failed.reason"), value_text(message), stage->index);
}

static struct watch_place place_of(const struct job *job) {
    return (struct watch_place){job->engine->phase, job->batch.pub.seq};
}

/* A document that an earlier worker died on is not given to that stage again. */
static bool was_fatal(struct job *job, pl_context *stage, pl_document *doc) {
    const struct watch_aside *a =
        watch_set_aside(job->engine->plan->watch, place_of(job), doc->index, stage->index);
    if (!a) return false;
    log_line(LOG_AT_WARNING, stage->name, "document '%.*s' is set aside: %s", (int)doc->id.n,
             doc->id.p, a->message);
    set_aside(job, stage, doc, a->reason, str_of(a->message));
    return true;
}

static int call_one(struct job *job, pl_context *stage, document_callback *callback,
                    pl_document *doc) {
    struct lengths at;
    if (was_fatal(job, stage, doc)) return PL_OK;
    watch_document(doc->index);
    lengths_note(job, stage, &at);
    errno = 0;
    document_begin(doc, stage->index);
    failure_clear();
    int rc = callback(stage->self, &job->batch.pub, doc);
    if (rc == PL_OK || rc == PL_END)
        rc = document_commit(doc);
    else
        document_rollback(doc);
    if (rc == PL_OK) return PL_OK;
    lengths_restore(job, stage, &at);
    if (rc != PL_EDOC && errno == ENOMEM) watch_out_of_memory();
    if (rc != PL_EDOC)
        return engine_stop(job->engine, failure_exit_code(EXIT_BUG),
                           "[%s] stopped at document '%.*s': %s", stage->name, (int)doc->id.n,
                           doc->id.p, failure.fresh ? failure.text : "the stage gave no reason");
    set_aside(job, stage, doc, "failed", reason_in_batch(job, doc));
    return PL_OK;
}

static bool is_kept(const pl_document *doc) {
    return doc->verdict.state == PL_KEPT && doc->failed_stage == STAGE_NONE;
}

/* Settle comes back to documents that process has counted as kept; sums come out right even where one batch's own goes below
 * zero. */
static void count_one(struct stage_counts *counts, const pl_document *doc, size_t bytes,
                      bool again) {
    if (again)
        counts->kept--;
    else
        counts->documents++, counts->bytes += bytes;
    if (doc->failed_stage != STAGE_NONE || doc->verdict.state == PL_DEAD)
        counts->failed++;
    else if (doc->verdict.state == PL_DROPPED)
        counts->dropped++;
    else
        counts->kept++;
}

/* Writers see every document that has a text or a verdict; dead letters have an output of their own. */
static bool is_for(const pl_context *stage, const pl_document *doc) {
    return stage->plugin->kind == PL_WRITER ? doc->verdict.state != PL_DEAD : is_kept(doc);
}

static int call_all(struct job *job, pl_context *stage, document_callback *callback,
                    const char *name, bool again) {
    struct stage_counts *counts = &job->counts[stage->index];
    const uint64_t start = clock_ns();
    job->batch.stage = stage->index;
    job->batch.pub.scratch = stage->scratch ? stage->scratch[job->thread] : NULL;
    tally_begin(job);
    watch_batch(stage->name, stage->index, name, place_of(job));
    for (uint32_t i = 0; i < job->batch.n; i++) {
        pl_document *doc = job->batch.docs[i];
        if (!is_for(stage, doc)) continue;
        const size_t bytes = stage->plugin->kind == PL_READER ? doc->raw.n : doc->text.n;
        const pl_state_of before = doc->verdict.state;
        if (call_one(job, stage, callback, doc)) return PL_ESTOP;
        if (before == PL_KEPT) count_one(counts, doc, bytes, again);
    }
    watch_leave();
    tally_end();
    counts->process_ns += clock_ns() - start;
    return PL_OK;
}

int callback_process(struct job *job, pl_context *stage) {
    return call_all(job, stage, stage->plugin->process, "process", false);
}

/* The decisions of each document are looked up first; positions rise within a job. */
static int settle_one(void *self, pl_batch *batch, pl_document *doc) {
    struct job *job = job_of(batch);
    pl_context *stage = &job->engine->stages[job->batch.stage];
    if (stage_decisions(stage, job->thread, doc)) return PL_ESTOP;
    return stage->plugin->settle(self, batch, doc);
}

int callback_settle(struct job *job, pl_context *stage) {
    return call_all(job, stage, settle_one, "settle", true);
}

/* Replay: the layers of a pure stage that were not spooled are made again. Nothing is counted twice. */
int callback_remake(struct job *job, pl_context *stage) {
    job->batch.stage = stage->index;
    job->batch.pub.scratch = stage->scratch ? stage->scratch[job->thread] : NULL;
    tally_mute();
    watch_batch(stage->name, stage->index, "process", place_of(job));
    for (uint32_t i = 0; i < job->batch.n; i++) {
        pl_document *doc = job->batch.docs[i];
        if (!is_kept(doc) || stage_layers_present(stage, doc)) continue;
        if (call_one(job, stage, stage->plugin->process, doc)) break;
    }
    watch_leave();
    tally_end();
    return atomic_load(&job->engine->stop) ? PL_ESTOP : PL_OK;
}

int callback_commit(struct job *job, pl_context *stage) {
    const uint64_t start = clock_ns();
    job->batch.stage = stage->index;
    job->batch.pub.scratch = stage->scratch ? stage->scratch[job->thread] : NULL;
    failure_clear();
    tally_begin(job);
    watch_batch(stage->name, stage->index, "commit", place_of(job));
    int rc = stage->plugin->commit ? stage->plugin->commit(stage->self, &job->batch.pub) : PL_OK;
    if (rc == PL_OK && job->checkpoint && stage->plugin->save)
        rc = stage->plugin->save(stage->self, stage);
    watch_leave();
    if (rc == PL_OK && job->checkpoint) rc = checkpoint_note(job, stage);
    tally_end();
    job->counts[stage->index].commit_ns += clock_ns() - start;
    if (rc == PL_OK) return PL_OK;
    return engine_stop(job->engine, failure_exit_code(EXIT_BUG), "[%s] commit failed: %s",
                       stage->name, failure.fresh ? failure.text : "the stage gave no reason");
}
