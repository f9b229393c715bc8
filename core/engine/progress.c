/* progress.c: documents/s, MB/s, share done and time left, once a second, on a terminal. */
#include "engine/progress.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include "engine/source.h"
#include "support/memory.h"
#include "support/notify.h"

struct progress {
    struct engine *engine;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool over;
};

static void print(const struct engine *e, char *text, size_t size) {
    const double s = (double)(clock_ns() - e->phase_started_ns) / 1e9;
    const uint64_t documents = atomic_load(&e->done_documents), done = atomic_load(&e->done_bytes);
    const uint64_t total = inputs_size(e->inputs);
    size_t at = (size_t)snprintf(text, size, "phase %u of %u: %llu documents, %.0f/s", e->phase + 1,
                                 e->n_phases, (unsigned long long)documents,
                                 s > 0 ? (double)documents / s : 0);
    if (e->phase == 0)
        at += (size_t)snprintf(text + at, size - at, ", %.0f MB/s",
                               s > 0 ? (double)done / 1e6 / s : 0);
    if (e->phase == 0 && total && done)
        snprintf(text + at, size - at, ", %.0f %%, %.0f s left",
                 100.0 * (double)done / (double)total,
                 s * (double)(total > done ? total - done : 0) / (double)done);
}

static bool is_on_terminal(const struct engine *e) {
    return e->plan->progress == 2 ? isatty(2) : e->plan->progress;
}

static void show(const struct engine *e) {
    char text[256];
    print(e, text, sizeof text);
    notify("", text);
    if (is_on_terminal(e)) fprintf(stderr, "\r%s\033[K", text);
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
    if (!is_on_terminal(e) && !notify_is_open()) return PL_OK;
    struct progress *g = e->progress = checked(calloc(1, sizeof *g));
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
    if (is_on_terminal(e)) fprintf(stderr, "\r\033[K");
    pthread_cond_destroy(&g->changed);
    pthread_mutex_destroy(&g->lock);
    free(g);
    e->progress = NULL;
}
