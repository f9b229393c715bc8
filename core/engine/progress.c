/* progress.c: documents/s, MB/s, share done and time left, once a second, on a terminal. */
#include "engine/progress.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include "engine/source.h"

struct progress {
    struct engine *engine;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool over;
};

static void show(const struct engine *e) {
    const double s = (double)(clock_ns() - e->phase_started_ns) / 1e9;
    const uint64_t documents = atomic_load(&e->done_documents), done = atomic_load(&e->done_bytes);
    const uint64_t total = inputs_size(e->inputs);
    fprintf(stderr, "\rphase %u of %u: %llu documents, %.0f/s", e->phase + 1, e->n_phases,
            (unsigned long long)documents, s > 0 ? (double)documents / s : 0);
    if (e->phase == 0) fprintf(stderr, ", %.0f MB/s", s > 0 ? (double)done / 1e6 / s : 0);
    if (e->phase == 0 && total && done)
        fprintf(stderr, ", %.0f %%, %.0f s left", 100.0 * (double)done / (double)total,
                s * (double)(total > done ? total - done : 0) / (double)done);
    fprintf(stderr, "\033[K");
}

static void *run(void *p) {
    struct progress *g = p;
    pthread_mutex_lock(&g->lock);
    while (!g->over) {
        struct timespec until;
        clock_gettime(CLOCK_REALTIME, &until);
        until.tv_sec++;
        if (pthread_cond_timedwait(&g->changed, &g->lock, &until) == ETIMEDOUT) show(g->engine);
    }
    pthread_mutex_unlock(&g->lock);
    return NULL;
}

int progress_start(struct engine *e) {
    const int wanted = e->plan->progress;
    if (!wanted || (wanted == 2 && !isatty(2))) return PL_OK;
    struct progress *g = e->progress = calloc(1, sizeof *g);
    if (!g) arena_exhausted(sizeof *g);
    g->engine = e;
    pthread_mutex_init(&g->lock, NULL);
    pthread_cond_init(&g->changed, NULL);
    if (!pthread_create(&g->thread, NULL, run, g)) return PL_OK;
    free(g); /* a run without a progress line is a run all the same */
    e->progress = NULL;
    return PL_OK;
}

void progress_stop(struct engine *e) {
    struct progress *g = e->progress;
    if (!g) return;
    pthread_mutex_lock(&g->lock);
    g->over = true;
    pthread_cond_signal(&g->changed);
    pthread_mutex_unlock(&g->lock);
    pthread_join(g->thread, NULL);
    fprintf(stderr, "\r\033[K");
    pthread_cond_destroy(&g->changed);
    pthread_mutex_destroy(&g->lock);
    free(g);
    e->progress = NULL;
}
