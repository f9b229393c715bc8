/* resolve.c: sorts what a stage emitted, calls its resolve round by round, and sorts what it decided.
 *
 * The files in the work folder: STAGE.records (from process), STAGE.records.1 ... (emitted by round 0 for round 1, ...),
 * STAGE.decisions. resolve restarts from its beginning after a kill, so the later ones are always made anew. */
#include "engine/resolve.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "engine/decisions.h"
#include "engine/host.h"
#include "engine/records.h"
#include "engine/watch.h"

enum { FLUSH_BYTES = 1 << 20 };

struct resolving {
    struct records_sorted **parts;
    uint32_t n; /* of all rounds so far */
    struct records_log *next; /* what this round emits */
    struct buffer emitted;
    struct decisions_writer *decisions;
};

static char *file_of(const pl_context *stage, const char *suffix, uint32_t round) {
    const char *folder = stage->engine->work;
    return round ? text_printf("%s/%s.%s.%u", folder, stage->name, suffix, round)
                 : text_printf("%s/%s.%s", folder, stage->name, suffix);
}

int stage_records_open(pl_context *stage) {
    if (!stage->plugin->resolve) return PL_OK;
    char *path = file_of(stage, "records", 0);
    stage->records = records_open(path, stage->records_valid);
    const int rc = stage->records ? PL_OK : engine_stop_errno(stage->engine, errno, path);
    free(path);
    return rc;
}

void stage_records_remove(const pl_context *stage) {
    char *path = file_of(stage, "records", 0);
    unlink(path);
    free(path);
}

static uint32_t rounds_of(const pl_context *stage) {
    return stage->plugin->rounds ? stage->plugin->rounds : 1;
}

static int add_sorted(pl_context *stage, struct records_log *log) {
    struct resolving *r = stage->resolving;
    struct engine *e = stage->engine;
    if (records_sort(log, e->work, (size_t)(e->plan->memory / 2), &r->parts[r->n]))
        return engine_stop(e, EXIT_IO, "[%s] %s", stage->name, records_error(log));
    r->n++;
    return PL_OK;
}

static int flush_emitted(pl_context *stage) {
    struct resolving *r = stage->resolving;
    if (r->emitted.n && records_append(r->next, &r->emitted))
        return engine_stop(stage->engine, EXIT_IO, "[%s] %s", stage->name, records_error(r->next));
    buffer_clear(&r->emitted);
    return PL_OK;
}

/* One round; what it emits is sorted for the next one. */
static int run_round(pl_context *stage, uint32_t round) {
    struct resolving *r = stage->resolving;
    char *path = file_of(stage, "records", round + 1);
    int rc = PL_ESTOP;
    if (round + 1 < rounds_of(stage) && !(r->next = records_open(path, 0))) {
        engine_stop_errno(stage->engine, errno, path);
        goto out;
    }
    watch_enter(stage->name, "resolve");
    failure_clear();
    const int failed = stage->plugin->resolve(stage->self, stage, round, 0, UINT64_MAX);
    watch_leave();
    if (failed) {
        engine_stop(stage->engine, failure_exit_code(EXIT_BUG), "[%s] resolve failed: %s",
                    stage->name, failure.fresh ? failure.text : "the stage gave no reason");
        goto out;
    }
    rc = r->next ? flush_emitted(stage) || add_sorted(stage, r->next) ? PL_ESTOP : PL_OK : PL_OK;
out:
    records_close(r->next);
    if (r->next) unlink(path);
    r->next = NULL;
    free(path);
    return rc;
}

static int finish_decisions(pl_context *stage, const char *path) {
    struct resolving *r = stage->resolving;
    if (decisions_finish(r->decisions))
        return engine_stop(stage->engine, EXIT_IO, "[%s] %s", stage->name,
                           decisions_writer_error(r->decisions));
    return stage_decisions_open(stage, path, stage->engine->plan->threads);
}

int stage_resolve(struct engine *e, pl_context *stage) {
    struct resolving r = {.parts = checked(calloc(rounds_of(stage), sizeof *r.parts))};
    char *path = file_of(stage, "decisions", 0);
    stage->resolving = &r;
    int rc = PL_ESTOP;
    if (!(r.decisions = decisions_create(e->work, path, (size_t)(e->plan->memory / 4)))) {
        engine_stop_errno(e, errno, path);
        goto out;
    }
    if (add_sorted(stage, stage->records)) goto out;
    for (uint32_t round = 0; round < rounds_of(stage); round++)
        if (run_round(stage, round)) goto out;
    rc = finish_decisions(stage, path);
out:
    for (uint32_t i = 0; i < r.n; i++) records_sorted_free(r.parts[i]);
    decisions_writer_free(r.decisions);
    buffer_free(&r.emitted);
    free(r.parts);
    free(path);
    stage->resolving = NULL;
    return rc;
}

int stage_decisions_again(pl_context *stage) {
    char *path = file_of(stage, "decisions", 0);
    const int rc = stage_decisions_open(stage, path, stage->engine->plan->threads);
    free(path);
    return rc;
}

int stage_decisions_open(pl_context *stage, const char *path, unsigned threads) {
    stage->decided = decisions_open(path);
    if (!stage->decided) return engine_stop_errno(stage->engine, errno, path);
    stage->readers = checked(calloc(threads, sizeof *stage->readers));
    for (unsigned t = 0; t < threads; t++) stage->readers[t] = decisions_reader(stage->decided);
    return PL_OK;
}

void stage_decisions_close(pl_context *stage, unsigned threads) {
    for (unsigned t = 0; stage->readers && t < threads; t++)
        decisions_reader_free(stage->readers[t]);
    free(stage->readers);
    decisions_close(stage->decided);
    stage->readers = NULL;
    stage->decided = NULL;
}

int stage_decisions(pl_context *stage, unsigned thread, pl_document *doc) {
    doc->decisions = (pl_array){NULL, 0, sizeof(pl_str)};
    if (!stage->decided) return PL_OK;
    if (decisions_seek_next(stage->readers[thread], doc->position, &doc->batch->arena,
                            &doc->decisions))
        return engine_stop(stage->engine, EXIT_IO, "[%s] %s", stage->name,
                           decisions_error(stage->decided));
    return PL_OK;
}

/* ---- what resolve calls ---- */

int host_emit_at(pl_context *stage, pl_position position, uint32_t kind, const uint64_t key[2],
                 pl_str bytes) {
    struct resolving *r = stage->resolving;
    if (!r || !r->next)
        return host_table.fail(stage, PL_ESTOP,
                               "emit_at is for resolve, and for rounds before the last");
    const uint32_t ordinal = records_next_ordinal(&r->emitted, position);
    if (records_emit(&r->emitted, position, ordinal, kind, key, bytes))
        return engine_stop(stage->engine, EXIT_MEMORY, "[%s] out of memory for records",
                           stage->name);
    return r->emitted.n >= FLUSH_BYTES ? flush_emitted(stage) : PL_OK;
}

pl_cursor *host_records(pl_context *stage, uint32_t kind, uint64_t low, uint64_t high) {
    struct resolving *r = stage->resolving;
    if (!r) {
        host_table.fail(stage, PL_ESTOP, "records may be read in resolve only");
        return NULL;
    }
    return (pl_cursor *)(void *)records_cursor_over(r->parts, r->n, kind, low, high);
}

static struct records_cursor *cursor_of(pl_cursor *c) { return (struct records_cursor *)(void *)c; }

static int forward(pl_cursor *c, int rc) {
    return rc == PL_ESTOP ? host_table.fail(NULL, rc, "%s", records_cursor_error(cursor_of(c)))
                          : rc;
}

int host_next(pl_cursor *c, pl_record *record) {
    return forward(c, records_next(cursor_of(c), record));
}
int host_seek(pl_cursor *c, const uint64_t key[2]) {
    return forward(c, records_seek(cursor_of(c), key));
}
void host_close_cursor(pl_cursor *c) { records_cursor_close(cursor_of(c)); }

int host_decide(pl_context *stage, pl_position position, pl_str bytes) {
    struct resolving *r = stage->resolving;
    if (!r) return host_table.fail(stage, PL_ESTOP, "decide is for resolve only");
    if (!decisions_add(r->decisions, position, bytes)) return PL_OK;
    return engine_stop(stage->engine, EXIT_IO, "[%s] %s", stage->name,
                       decisions_writer_error(r->decisions));
}

/* ---- what open and process call ---- */

void host_barrier(pl_context *stage, int on) { stage->is_barrier = on != 0; }

int host_emit(pl_batch *b, pl_document *doc, uint32_t kind, const uint64_t key[2], pl_str bytes) {
    struct job *job = job_of(b);
    struct buffer *to = &job->records[job->batch.stage];
    pl_context *stage = &job->engine->stages[job->batch.stage];
    if (!stage->records)
        return host_table.fail(stage, PL_ESTOP, "emit is for stages that have resolve");
    if (!records_emit(to, doc->position, records_next_ordinal(to, doc->position), kind, key, bytes))
        return PL_OK;
    return engine_stop(job->engine, EXIT_MEMORY, "[%s] out of memory for records", stage->name);
}
