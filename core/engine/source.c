/* source.c: fills jobs, one at a time: from the reader in the first phase, from the spool afterwards. */
#include "support/memory.h"
#include "engine/source.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "engine/checkpoint.h"
#include "engine/spool.h"
#include "engine/watch.h"

/* A checkpoint falls on a count of documents or bytes, never on time: the reader's order is the same in every run. */
static bool checkpoint_due(struct engine *e, const struct job *job) {
    if (e->phase) { /* not unpacked yet */
        const struct spool_frame frame = spool_frame(&job->frame);
        e->since_documents += frame.documents;
        e->since_bytes += frame.bytes;
    } else {
        e->since_documents += job->batch.n + job->n_refused;
        e->since_bytes += job->batch.bytes;
    }
    if (e->since_documents < e->plan->checkpoint_documents &&
        e->since_bytes < e->plan->checkpoint_bytes)
        return false;
    e->since_documents = e->since_bytes = 0;
    return true;
}

static int fill_from_reader(struct engine *e, struct job *job) {
    pl_context *reader = &e->stages[0];
    job->batch.stage = 0;
    job->batch.pub.scratch = reader->scratch ? reader->scratch[job->thread] : NULL;
    failure_clear();
    e->filling = job;
    watch_batch(reader->name, 0, "read", (struct watch_place){0, e->next_seq});
    const int rc = reader->plugin->read(reader->self, &job->batch.pub);
    watch_leave();
    e->filling = NULL;
    if (rc != PL_OK && rc != PL_END)
        return engine_stop(e, EXIT_IO, "[%s] %s", reader->name,
                           failure.fresh ? failure.text : "the reader gave no reason");
    e->source_ended = rc == PL_END;
    job->consumed = inputs_consumed(e->inputs);
    return PL_OK;
}

static int fill_from_spool(struct engine *e, struct job *job) {
    const int rc = spool_next(e->replay, &job->frame);
    if (rc == PL_ESTOP) return engine_stop(e, EXIT_IO, "%s", spool_error(e->replay));
    e->source_ended = rc == PL_END;
    job->replay_at = spool_at(e->replay);
    return PL_OK;
}

static bool is_empty(const struct engine *e, const struct job *job) {
    return e->phase ? job->frame.n == 0 : !job->batch.n && !job->n_refused;
}

static void limit_reached(struct engine *e, struct job *job) {
    e->read_documents += job->batch.n + job->n_refused;
    if (e->plan->limit && e->read_documents >= e->plan->limit) e->source_ended = true;
}

int source_fill(struct engine *e, struct job *job) {
    if (e->source_ended) return PL_END;
    do { /* a reader may come back with nothing, at the end of a file say */
        if (job->passed_over) job_reset(job); /* their bytes are in its memory */
        if (e->phase ? fill_from_spool(e, job) : fill_from_reader(e, job)) return PL_ESTOP;
    } while (is_empty(e, job) && !e->source_ended && !atomic_load(&e->stop));
    if (is_empty(e, job)) return PL_END;
    job->batch.pub.seq = e->next_seq++;
    if (!e->phase) limit_reached(e, job);
    job->checkpoint = checkpoint_due(e, job);
    return PL_OK;
}

static char *spool_file(const struct engine *e, uint32_t phase) {
    char *path = text_printf("%s/spool.%u", e->work, phase);
    return path;
}

int spool_begin(struct engine *e, uint32_t phase, uint64_t length) {
    char *path = spool_file(e, phase);
    e->spool = spool_create(path, length);
    const int rc = e->spool ? PL_OK : engine_stop_errno(e, errno, path);
    free(path);
    return rc;
}

int spool_replay(struct engine *e, uint32_t phase, uint64_t length, uint64_t at) {
    char *path = spool_file(e, phase);
    e->replay = spool_open(path, length, at);
    const int rc = e->replay ? PL_OK : engine_stop_errno(e, errno, path);
    free(path);
    return rc;
}

void spool_forget(struct engine *e, uint32_t phase) {
    if (!phase) return;
    char *path = spool_file(e, phase - 1);
    unlink(path);
    free(path);
}

int spool_turn(struct engine *e, const struct phase *phase) {
    checkpoint_wait(e);
    if (e->replay) spool_close(e->replay);
    e->replay = NULL;
    if (!e->spool) return PL_OK;
    const uint64_t length = spool_length(e->spool);
    struct spool *written = e->spool;
    e->spool = NULL;
    const int rc = e->plan->state && spool_sync(written) ? PL_ESTOP : PL_OK;
    if (spool_close(written) || rc) return engine_stop_errno(e, errno, "closing the spool");
    return spool_replay(e, phase->index, length, 0);
}

void source_close(struct engine *e) {
    if (e->spool) spool_close(e->spool);
    if (e->replay) spool_close(e->replay);
    e->spool = e->replay = NULL;
}
