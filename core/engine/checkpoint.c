/* checkpoint.c: takes the state of a run after a batch and makes it durable beside the work. */
#include "engine/checkpoint.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "engine/outputs.h"
#include "engine/records.h"
#include "engine/spool.h"
#include "engine/state.h"
#include "support/file.h"
#include "support/json.h"
#include "support/log.h"

enum { SCHEMA = 1 };

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
    int *fds = realloc(s->fds, (s->n + 1) * sizeof *fds);
    if (!fds) arena_exhausted(sizeof *fds);
    s->fds = fds;
    s->fds[s->n++] = own;
    return 0;
}

static void write_outputs(struct buffer *b, const struct engine *e) {
    json_write_key(b, "outputs");
    json_write_begin(b, '[');
    for (uint32_t i = 0; i < e->n_outputs; i++) {
        const pl_output *o = e->outputs[i];
        json_write_begin(b, '{');
        json_write_key(b, "path"), json_write_string(b, o->path, strlen(o->path));
        json_write_key(b, "part"), json_write_uint(b, o->part);
        json_write_key(b, "length"), json_write_uint(b, o->length);
        json_write_key(b, "raw"), json_write_uint(b, o->raw);
        json_write_key(b, "total"), json_write_uint(b, o->total);
        json_write_end(b, '}');
    }
    json_write_end(b, ']');
}

static void write_hex(struct buffer *b, const char *p, size_t n) {
    buffer_puts(b, "\"");
    for (size_t i = 0; i < n; i++) buffer_printf(b, "%02x", (unsigned char)p[i]);
    buffer_puts(b, "\"");
}

static void write_stage(struct buffer *b, const pl_context *stage) {
    json_write_begin(b, '{');
    json_write_key(b, "name"), json_write_string(b, stage->name, strlen(stage->name));
    json_write_key(b, "records"),
        json_write_uint(b, stage->records ? records_length(stage->records) : 0);
    json_write_key(b, "values");
    json_write_begin(b, '{');
    for (const struct saved_value *v = stage->saved; v; v = v->next)
        json_write_key(b, v->key), write_hex(b, v->p, v->n);
    json_write_end(b, '}');
    json_write_key(b, "files");
    json_write_begin(b, '{');
    for (const pl_state *s = stage->states; s; s = s->next)
        json_write_key(b, s->name), json_write_uint(b, s->length);
    json_write_end(b, '}');
    json_write_end(b, '}');
}

static void write_totals(struct buffer *b, const struct totals *t) {
    const struct {
        const char *key;
        uint64_t n;
    } rows[] = {{"in", t->in},
                {"bytes_in", t->bytes_in},
                {"kept", t->kept},
                {"dropped", t->dropped},
                {"dead", t->dead},
                {"failed", t->failed},
                {"repeated_ids", t->repeated_ids}};
    json_write_key(b, "totals");
    json_write_begin(b, '{');
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        json_write_key(b, rows[i].key), json_write_uint(b, rows[i].n);
    json_write_end(b, '}');
}

static void write_state(struct buffer *b, const struct engine *e, const char *step,
                        const struct job *job) {
    json_write_begin(b, '{');
    json_write_key(b, "schema"), json_write_uint(b, SCHEMA);
    json_write_key(b, "fingerprint"), json_write_uint(b, e->plan->fingerprint);
    json_write_key(b, "phase"), json_write_uint(b, e->phase);
    json_write_key(b, "step"), json_write_string(b, step, strlen(step));
    if (job) json_write_key(b, "seq"), json_write_uint(b, job->batch.pub.seq);
    if (job && job->marked) {
        json_write_key(b, "file"), json_write_uint(b, job->mark.file);
        json_write_key(b, "offset"), json_write_uint(b, job->mark.offset);
    }
    json_write_key(b, "spool"), json_write_uint(b, e->spool ? spool_length(e->spool) : 0);
    write_totals(b, &e->totals);
    write_outputs(b, e);
    json_write_key(b, "stages");
    json_write_begin(b, '[');
    for (uint16_t i = 0; i < e->n_stages; i++) write_stage(b, &e->stages[i]);
    json_write_end(b, ']');
    json_write_end(b, '}');
    buffer_puts(b, "\n");
}

static int take(struct engine *e, const char *step, const struct job *job, struct snapshot *s) {
    int bad = 0;
    for (uint32_t i = 0; i < e->n_outputs; i++)
        if (!e->outputs[i]->is_stdout) bad |= add_fd(s, e->outputs[i]->fd);
    for (uint16_t i = 0; i < e->n_stages; i++)
        for (const pl_state *f = e->stages[i].states; f; f = f->next) bad |= add_fd(s, f->fd);
    if (bad) return engine_stop_errno(e, errno, e->checkpointer->path);
    write_state(&s->text, e, step, job);
    return s->text.failed ? engine_stop(e, 71, "out of memory for a checkpoint") : PL_OK;
}

static int make_durable(struct checkpointer *c, const struct snapshot *s) {
    struct engine *e = c->engine;
    for (uint32_t i = 0; i < s->n; i++)
        if (fsync(s->fds[i])) return engine_stop_errno(e, errno, "fsync before a checkpoint");
    if (e->spool && spool_sync(e->spool)) return engine_stop_errno(e, errno, spool_path(e->spool));
    for (uint16_t i = 0; i < e->n_stages; i++) {
        struct records_log *log = e->stages[i].records;
        if (log && records_sync(log)) return engine_stop_errno(e, errno, records_path(log));
    }
    if (file_replace(c->path, s->text.p, s->text.n)) return engine_stop_errno(e, errno, c->path);
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

/* Recovery comes with a later version: until then an unfinished run is begun again, and says so. */
static void look_at_old(const struct checkpointer *c) {
    FILE *f = fopen(c->path, "r");
    char line[256] = "";
    if (!f) return;
    if (fgets(line, sizeof line, f) && !strstr(line, "\"step\":\"finished\""))
        log_line(LOG_AT_WARNING, NULL,
                 "%s: an unfinished run is there; it is begun again from the first document",
                 c->path);
    fclose(f);
}

int checkpoint_open(struct engine *e) {
    if (!e->plan->state) return PL_OK;
    struct checkpointer *c = e->checkpointer = calloc(1, sizeof *c);
    if (!c || asprintf(&c->path, "%s/checkpoint", e->work) < 0) arena_exhausted(sizeof *c);
    c->engine = e;
    pthread_mutex_init(&c->lock, NULL);
    pthread_cond_init(&c->changed, NULL);
    look_at_old(c);
    const int error = pthread_create(&c->thread, NULL, run, c);
    if (error) return engine_stop(e, 71, "cannot start the checkpoint thread: %s", strerror(error));
    c->started = true;
    return checkpoint_phase(e, "map");
}

int checkpoint_after(struct engine *e, const struct job *job) {
    struct checkpointer *c = e->checkpointer;
    if (!c) return PL_OK;
    struct snapshot s = {0};
    if (take(e, e->phase ? "settle" : "map", job, &s)) return snapshot_free(&s), PL_ESTOP;
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

int checkpoint_phase(struct engine *e, const char *next) {
    struct checkpointer *c = e->checkpointer;
    if (!c) return PL_OK;
    checkpoint_wait(e);
    struct snapshot s = {0};
    const int rc = take(e, next, NULL, &s) || make_durable(c, &s) ? PL_ESTOP : PL_OK;
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
