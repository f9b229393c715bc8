/* scheduler.c: batches in any order through parallel steps, in input order through gates.
 *
 * A thread takes a job as far as the next gate and puts it into that gate's ring at seq % window. Whoever finds the next one
 * in order there works the gate until a gap comes; jobs that passed go on as ready jobs. Jobs nearest the output go first, so
 * memory stays low; a new job is filled only when nothing is ready and the bytes in flight allow it. One mutex guards all of
 * this: it is taken a few times per batch of a megabyte. */
#include "support/memory.h"
#include "engine/scheduler.h"
#include <stdlib.h>
#include <string.h>
#include "engine/watch.h"

enum { BATCH_ESTIMATE = 8 << 20 }; /* arena bytes of a batch not yet read: text, copies, layers */

struct gate {
    struct job **ring;
    uint64_t head;
    bool busy;
};

struct scheduler {
    struct engine *engine;
    const struct phase *phase;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct gate *gates; /* one per step; unused for parallel steps */
    struct job **ready; /* one list per step: jobs whose next step it is */
    struct job *spare;
    uint32_t window, in_flight;
    size_t held; /* bytes of jobs in flight */
    bool filling, ended;
};
struct worker {
    struct scheduler *s;
    unsigned thread;
    pthread_t id;
};

static struct job *take_ready(struct scheduler *s) {
    for (uint32_t i = s->phase->n; i-- > 0;) {
        struct job *job = s->ready[i];
        if (!job) continue;
        s->ready[i] = job->next;
        job->next = NULL;
        return job;
    }
    return NULL;
}

/* In careful mode one batch is under way, so that at most one callback runs. */
static bool is_careful(const struct engine *e) {
    return watch_is_careful(e->plan->watch, (struct watch_place){e->phase, e->next_seq});
}

static bool may_fill(const struct scheduler *s) {
    if (s->filling || s->ended || s->in_flight >= s->window) return false;
    if (s->in_flight && is_careful(s->engine)) return false;
    return !s->in_flight || s->held + BATCH_ESTIMATE < s->engine->plan->memory;
}

static bool is_over(const struct scheduler *s) {
    return atomic_load(&s->engine->stop) || (s->ended && !s->in_flight && !s->filling);
}

static void charge(struct scheduler *s, struct job *job) {
    const size_t now = job_memory(job);
    s->held = s->held - job->charged + now;
    job->charged = now;
}

/* Ends a job's way. Called with the lock held. */
static void release(struct scheduler *s, struct job *job) {
    struct engine *e = s->engine;
    s->in_flight--;
    s->held -= job->charged;
    job->charged = 0;
    if (e->plan->retain && e->phase + 1 == e->n_phases) {
        *e->retained_end = job;
        e->retained_end = &job->next;
        return;
    }
    job_reset(job);
    job->next = s->spare;
    s->spare = job;
}

/* The oldest first: all others wait for it at the next gate. */
static void make_ready(struct scheduler *s, struct job *job) {
    struct job **at = &s->ready[job->pc];
    while (*at && (*at)->batch.pub.seq < job->batch.pub.seq) at = &(*at)->next;
    job->next = *at;
    *at = job;
}

static void move_on(struct scheduler *s, struct job *job) {
    charge(s, job);
    if (job->pc == s->phase->n)
        release(s, job);
    else
        make_ready(s, job);
    pthread_cond_broadcast(&s->changed);
}

/* Works a gate for as long as the next job in order is there. Called with the lock held. */
static void drain(struct scheduler *s, struct gate *gate, const struct step *step,
                  unsigned thread) {
    if (gate->busy) return;
    gate->busy = true;
    struct job *job;
    while (!atomic_load(&s->engine->stop) && (job = gate->ring[gate->head % s->window])) {
        gate->ring[gate->head % s->window] = NULL;
        job->thread = thread;
        pthread_mutex_unlock(&s->lock);
        step_run(job, step);
        pthread_mutex_lock(&s->lock);
        gate->head++;
        job->pc++;
        move_on(s, job);
    }
    gate->busy = false;
}

/* Takes a job to its next gate. Called without the lock; returns with it held. */
static void advance(struct scheduler *s, struct job *job, unsigned thread) {
    const struct phase *phase = s->phase;
    job->thread = thread;
    while (job->pc < phase->n && !step_is_gate(phase->steps[job->pc].kind)) {
        if (step_run(job, &phase->steps[job->pc]) == PL_ESTOP) break;
        job->pc++;
    }
    pthread_mutex_lock(&s->lock);
    if (atomic_load(&s->engine->stop)) {
        job->next = s->spare;
        s->spare = job;
        pthread_cond_broadcast(&s->changed);
        return;
    }
    struct gate *gate = &s->gates[job->pc]; /* every program ends in a gate */
    gate->ring[job->batch.pub.seq % s->window] = job;
    charge(s, job);
    drain(s, gate, &phase->steps[job->pc], thread);
}

/* Fills a new job from the source. Called and returns with the lock held. */
static struct job *fill(struct scheduler *s, unsigned thread) {
    struct job *job = s->spare;
    if (job) s->spare = job->next;
    s->filling = true;
    pthread_mutex_unlock(&s->lock);
    if (!job) job = job_new(s->engine);
    job->next = NULL;
    job->thread = thread;
    job->pc = 0;
    const int rc = source_fill(s->engine, job);
    pthread_mutex_lock(&s->lock);
    s->filling = false;
    s->ended |= rc != PL_OK;
    pthread_cond_broadcast(&s->changed);
    if (rc == PL_OK) {
        s->in_flight++;
        charge(s, job);
        return job;
    }
    job_reset(job);
    job->next = s->spare;
    s->spare = job;
    return NULL;
}

static void *work(void *p) {
    struct worker *w = p;
    struct scheduler *s = w->s;
    watch_thread(s->engine->plan->watch, w->thread);
    pthread_mutex_lock(&s->lock);
    while (!is_over(s)) {
        struct job *job = take_ready(s);
        if (!job && may_fill(s))
            job = fill(s, w->thread);
        else if (!job)
            pthread_cond_wait(&s->changed, &s->lock);
        if (!job) continue;
        pthread_mutex_unlock(&s->lock);
        advance(s, job, w->thread);
    }
    pthread_cond_broadcast(&s->changed);
    pthread_mutex_unlock(&s->lock);
    if (w->thread) watch_thread_end();
    return NULL;
}

static void scheduler_close(struct scheduler *s) {
    for (uint32_t i = 0; i < s->phase->n; i++) {
        for (uint32_t k = 0; k < s->window; k++)
            if (s->gates[i].ring[k]) job_free(s->gates[i].ring[k]);
        free(s->gates[i].ring);
        for (struct job *job = s->ready[i], *next; job; job = next) next = job->next, job_free(job);
    }
    for (struct job *job = s->spare, *next; job; job = next) next = job->next, job_free(job);
    free(s->gates);
    free(s->ready);
    pthread_cond_destroy(&s->changed);
    pthread_mutex_destroy(&s->lock);
}

static int start_workers(struct scheduler *s, struct worker *workers, unsigned threads) {
    unsigned started = 1;
    for (; started < threads; started++) {
        workers[started] = (struct worker){.s = s, .thread = started};
        const int error = pthread_create(&workers[started].id, NULL, work, &workers[started]);
        if (!error) continue;
        engine_stop(s->engine, EXIT_MEMORY, "cannot start thread %u: %s", started, strerror(error));
        break;
    }
    workers[0] = (struct worker){.s = s, .thread = 0};
    work(&workers[0]);
    for (unsigned i = 1; i < started; i++) pthread_join(workers[i].id, NULL);
    return atomic_load(&s->engine->stop) ? PL_ESTOP : PL_OK;
}

int scheduler_run(struct engine *e, const struct phase *phase, unsigned threads) {
    struct scheduler s = {.engine = e, .phase = phase, .window = 4 * threads + 4};
    pthread_mutex_init(&s.lock, NULL);
    pthread_cond_init(&s.changed, NULL);
    s.gates = checked(calloc(phase->n, sizeof *s.gates));
    s.ready = checked(calloc(phase->n, sizeof *s.ready));
    struct worker *workers = checked(calloc(threads, sizeof *workers));
    for (uint32_t i = 0; i < phase->n; i++) {
        s.gates[i].head = e->next_seq;
        s.gates[i].ring = checked(calloc(s.window, sizeof *s.gates[i].ring));
    }
    const int rc = start_workers(&s, workers, threads);
    free(workers);
    scheduler_close(&s);
    return rc;
}
