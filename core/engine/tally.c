/* tally.c: counts of batches and of stages. */
#include "support/memory.h"
#include "engine/tally.h"
#include <stdlib.h>
#include <string.h>

static _Thread_local struct job *in_hand;
static _Thread_local bool is_mute;

void tally_begin(struct job *job) { in_hand = job; }
void tally_mute(void) { is_mute = true; }
void tally_end(void) {
    in_hand = NULL;
    is_mute = false;
}

void tally_clear(struct job *job) {
    memset(job->counts, 0, job->engine->n_stages * sizeof *job->counts);
    job->n_tally = 0;
}

struct named_count *tally_named(pl_context *stage, const char *name, bool is_metric) {
    struct named_count **at = &stage->named;
    for (; *at; at = &(*at)->next)
        if (!strcmp((*at)->name, name)) return *at;
    *at = checked(calloc(1, sizeof **at));
    (*at)->name = checked(strdup(name));
    (*at)->is_metric = is_metric;
    return *at;
}

static void add(pl_context *stage, const char *name, uint64_t n) {
    pthread_mutex_lock(&stage->engine->named_lock);
    tally_named(stage, name, false)->n += n;
    pthread_mutex_unlock(&stage->engine->named_lock);
}

static struct tally_row *row_of(struct job *job, uint16_t stage, const char *name) {
    for (uint32_t i = 0; i < job->n_tally; i++)
        if (job->tally[i].stage == stage && !strcmp(job->tally[i].name, name))
            return &job->tally[i];
    if (job->n_tally == job->tally_room) {
        job->tally_room = job->tally_room ? 2 * job->tally_room : 8;
        job->tally = checked(realloc(job->tally, job->tally_room * sizeof *job->tally));
    }
    job->tally[job->n_tally] = (struct tally_row){name, 0, stage};
    return &job->tally[job->n_tally++];
}

void tally_count(pl_context *stage, const char *name, uint64_t n) {
    if (is_mute) return;
    if (in_hand)
        row_of(in_hand, stage->index, name)->n += n;
    else
        add(stage, name, n);
}

void tally_metric(pl_context *stage, const char *name, double value) {
    pthread_mutex_lock(&stage->engine->named_lock);
    tally_named(stage, name, true)->value = value;
    pthread_mutex_unlock(&stage->engine->named_lock);
}

static void add_counts(struct stage_counts *sum, const struct stage_counts *c) {
    sum->documents += c->documents;
    sum->bytes += c->bytes;
    sum->kept += c->kept;
    sum->dropped += c->dropped;
    sum->failed += c->failed;
    sum->process_ns += c->process_ns;
    sum->commit_ns += c->commit_ns;
}

void tally_fold(struct job *job) {
    for (uint16_t i = 0; i < job->engine->n_stages; i++)
        add_counts(&job->engine->stages[i].counts, &job->counts[i]);
    for (uint32_t i = 0; i < job->n_tally; i++)
        add(&job->engine->stages[job->tally[i].stage], job->tally[i].name, job->tally[i].n);
    tally_clear(job);
}

void tally_free(struct named_count *n) {
    for (struct named_count *next; n; n = next) next = n->next, free(n->name), free(n);
}
