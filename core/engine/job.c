/* job.c: a batch under way with all that it will append to files when its turn comes. */
#include "engine/engine.h"
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "engine/tally.h"

uint64_t clock_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static void *need(size_t n, size_t size) {
    void *p = checked(calloc(n ? n : 1, size));
    return p;
}

struct job *job_new(struct engine *e) {
    struct job *job = need(1, sizeof *job);
    job->engine = e;
    job->out = need(e->n_outputs, sizeof *job->out);
    job->out_raw = need(e->n_outputs, sizeof *job->out_raw);
    job->records = need(e->n_stages, sizeof *job->records);
    job->saved = need(e->n_stages, sizeof *job->saved);
    job->counts = need(e->n_stages, sizeof *job->counts);
    batch_init(&job->batch, &e->schema);
    job->refused_end = &job->refused;
    return job;
}

void job_reset(struct job *job) {
    struct engine *e = job->engine;
    batch_reset(&job->batch);
    for (uint32_t i = 0; i < e->n_outputs; i++) buffer_clear(&job->out[i]);
    memset(job->out_raw, 0, e->n_outputs * sizeof *job->out_raw);
    for (uint32_t i = 0; i < e->n_stages; i++)
        buffer_clear(&job->records[i]), buffer_clear(&job->saved[i]);
    buffer_clear(&job->frame);
    tally_clear(job);
    job->refused = NULL;
    job->refused_end = &job->refused;
    job->n_refused = job->n_repeated_ids = 0;
    job->passed_over = 0;
    job->checkpoint = job->marked = false;
    job->pc = 0;
}

void job_free(struct job *job) {
    for (uint32_t i = 0; i < job->engine->n_outputs; i++) buffer_free(&job->out[i]);
    for (uint32_t i = 0; i < job->engine->n_stages; i++)
        buffer_free(&job->records[i]), buffer_free(&job->saved[i]);
    buffer_free(&job->frame);
    batch_free(&job->batch);
    free(job->out);
    free(job->out_raw);
    free(job->records);
    free(job->saved);
    free(job->counts);
    free(job->tally);
    free(job);
}

size_t job_memory(const struct job *job) {
    size_t n = job->batch.arena.held + job->frame.room;
    for (uint32_t i = 0; i < job->engine->n_outputs; i++) n += job->out[i].room;
    for (uint32_t i = 0; i < job->engine->n_stages; i++) n += job->records[i].room;
    return n;
}
