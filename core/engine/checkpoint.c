/* checkpoint.c: takes the state of a run after a batch and makes it durable beside the work. */
#include "engine/checkpoint.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "engine/history.h"
#include "engine/ids.h"
#include "engine/outcome.h"
#include "engine/outputs.h"
#include "engine/records.h"
#include "engine/spool.h"
#include "engine/stages.h"
#include "engine/state.h"
#include "engine/watch.h"
#include "support/memory.h"
#include "support/file.h"

struct snapshot {
    struct buffer text;
    int *fds;
    uint32_t n;
};

struct checkpointer {
    struct engine *engine;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct snapshot waiting; /* guarded by lock; text.n == 0: none */
    bool busy, over, started; /* guarded by lock */
    char *path;
};

static void snapshot_free(struct snapshot *s) {
    for (uint32_t i = 0; i < s->n; i++) close(s->fds[i]);
    free(s->fds);
    buffer_free(&s->text);
    *s = (struct snapshot){0};
}

/* A descriptor of our own: the run may close its one (next part) while we sync. */
static int add_fd(struct snapshot *s, int fd) {
    if (fd < 0) return 0;
    const int own = dup(fd);
    if (own < 0) return -1;
    int *fds = checked(realloc(s->fds, (s->n + 1) * sizeof *fds));
    s->fds = fds;
    s->fds[s->n++] = own;
    return 0;
}

static int take(struct engine *e, const struct place *place, const struct job *job,
                struct snapshot *s) {
    int bad = 0;
    for (uint32_t i = 0; i < e->n_outputs; i++)
        if (!e->outputs[i]->is_stream) bad |= add_fd(s, e->outputs[i]->fd);
    for (uint16_t i = 0; i < e->n_stages; i++)
        for (const pl_state *f = e->stages[i].states; f; f = f->next) bad |= add_fd(s, f->fd);
    if (bad) return engine_stop_errno(e, errno, e->checkpointer->path);
    outcome_note(e);
    checkpoint_write(&s->text, e, place, job);
    return s->text.failed ? engine_stop(e, EXIT_MEMORY, "out of memory for a checkpoint") : PL_OK;
}

static int make_durable(struct checkpointer *c, const struct snapshot *s) {
    struct engine *e = c->engine;
    for (uint32_t i = 0; i < s->n; i++)
        if (fsync(s->fds[i])) return engine_stop_errno(e, errno, "fsync before a checkpoint");
    if (ids_sync(e->ids)) return engine_stop(e, EXIT_IO, "%s", ids_error(e->ids));
    if (history_sync(e->history)) return engine_stop(e, EXIT_IO, "%s", history_error(e->history));
    if (e->spool && spool_sync(e->spool)) return engine_stop_errno(e, errno, spool_path(e->spool));
    for (uint16_t i = 0; i < e->n_stages; i++) {
        struct records_log *log = e->stages[i].records;
        if (log && records_sync(log)) return engine_stop_errno(e, errno, records_path(log));
    }
    if (file_replace(c->path, s->text.p, s->text.n)) return engine_stop_errno(e, errno, c->path);
    if (e->plan->watch) atomic_fetch_add(&e->plan->watch->checkpoints, 1);
    return PL_OK;
}

static void *run(void *p) {
    struct checkpointer *c = p;
    pthread_mutex_lock(&c->lock);
    while (!c->over || c->waiting.text.n) {
        if (!c->waiting.text.n) {
            pthread_cond_wait(&c->changed, &c->lock);
            continue;
        }
        struct snapshot now = c->waiting;
        c->waiting = (struct snapshot){0};
        c->busy = true;
        pthread_mutex_unlock(&c->lock);
        make_durable(c, &now);
        snapshot_free(&now);
        pthread_mutex_lock(&c->lock);
        c->busy = false;
        pthread_cond_broadcast(&c->changed);
    }
    pthread_mutex_unlock(&c->lock);
    return NULL;
}

int checkpoint_open(struct engine *e) {
    if (!e->plan->state) return PL_OK;
    struct checkpointer *c = e->checkpointer = checked(calloc(1, sizeof *c));
    c->path = text_printf("%s/checkpoint", e->work);
    c->engine = e;
    pthread_mutex_init(&c->lock, NULL);
    pthread_cond_init(&c->changed, NULL);
    const int error = pthread_create(&c->thread, NULL, run, c);
    if (error)
        return engine_stop(e, EXIT_MEMORY, "cannot start the checkpoint thread: %s",
                           strerror(error));
    c->started = true;
    return e->start.resumed ? PL_OK : checkpoint_at(e, e->start);
}

int checkpoint_note(struct job *job, const pl_context *stage) {
    if (!job->engine->checkpointer) return PL_OK;
    struct buffer *b = &job->saved[stage->index];
    buffer_clear(b);
    checkpoint_write_stage(b, stage);
    return b->failed ? engine_stop(job->engine, EXIT_MEMORY, "out of memory for a checkpoint")
                     : PL_OK;
}

/* A reader that does not say where to go on cannot go on inside the first phase. */
int checkpoint_after(struct engine *e, const struct job *job) {
    struct checkpointer *c = e->checkpointer;
    if (!c || (e->phase == 0 && !job->marked)) return PL_OK;
    struct snapshot s = {0};
    const struct place place = {.phase = e->phase, .step = RUN_DOCUMENTS};
    if (take(e, &place, job, &s)) return snapshot_free(&s), PL_ESTOP;
    pthread_mutex_lock(&c->lock);
    snapshot_free(&c->waiting);
    c->waiting = s;
    pthread_cond_broadcast(&c->changed);
    pthread_mutex_unlock(&c->lock);
    return PL_OK;
}

void checkpoint_wait(struct engine *e) {
    struct checkpointer *c = e->checkpointer;
    if (!c || !c->started) return;
    pthread_mutex_lock(&c->lock);
    while (c->busy || c->waiting.text.n) pthread_cond_wait(&c->changed, &c->lock);
    pthread_mutex_unlock(&c->lock);
}

int checkpoint_at(struct engine *e, struct place place) {
    struct checkpointer *c = e->checkpointer;
    if (!c) return PL_OK;
    checkpoint_wait(e);
    if (stages_save(e)) return PL_ESTOP;
    struct snapshot s = {0};
    const int rc = take(e, &place, NULL, &s) || make_durable(c, &s) ? PL_ESTOP : PL_OK;
    snapshot_free(&s);
    return rc || atomic_load(&e->stop) ? PL_ESTOP : PL_OK;
}

void checkpoint_close(struct engine *e) {
    struct checkpointer *c = e->checkpointer;
    if (!c) return;
    pthread_mutex_lock(&c->lock);
    c->over = true;
    pthread_cond_broadcast(&c->changed);
    pthread_mutex_unlock(&c->lock);
    if (c->started) pthread_join(c->thread, NULL);
    snapshot_free(&c->waiting);
    pthread_cond_destroy(&c->changed);
    pthread_mutex_destroy(&c->lock);
    free(c->path);
    free(c);
}
