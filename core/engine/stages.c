/* stages.c: the life of the stages of a run: open, threads, resolve, finish, close. */
#include "engine/stages.h"
#include <stdlib.h>
#include <string.h>
#include "engine/records.h"
#include "engine/resolve.h"
#include "engine/state.h"
#include "engine/tally.h"
#include "engine/watch.h"
#include "support/memory.h"
#include "support/log.h"

/* Of `memory`, for the layers of one document: the rest is for its text and its record. */
enum { LAYER_EIGHTHS = 5 };

static const char *why(void) { return failure.fresh ? failure.text : "the stage gave no reason"; }

static const pl_layer_def *layer_row(const pl_plugin *p, uint32_t i) {
    if (!p->layers) return NULL;
    const pl_layer_def *row =
        (const pl_layer_def *)(const void *)((const char *)p->layers + i * p->layer_stride);
    return row->name ? row : NULL;
}

static void prepare(struct engine *e, uint16_t i) {
    pl_context *stage = &e->stages[i];
    const struct plan_stage *plan = &e->plan->stages[i];
    *stage = (pl_context){
        .engine = e, .plugin = plan->plugin, .name = plan->name, .plan = plan, .index = i};
    e->schema.stages[i] = plan->name;
    const pl_layer_def *row;
    for (uint32_t k = 0; (row = layer_row(plan->plugin, k)); k++)
        schema_layer_add(&e->schema, row, plan->name, i, (plan->plugin->flags & PL_PURE) != 0);
}

static int open_stage(struct engine *e, pl_context *stage) {
    watch_enter(stage->name, "open");
    stage->uses_layer = checked(calloc(e->schema.n_layers + 1, sizeof *stage->uses_layer));
    failure_clear();
    const int rc = stage->plugin->open
                       ? stage->plugin->open(stage, &host_table, stage->plan->options, &stage->self)
                       : PL_OK;
    watch_leave();
    if (rc == PL_EAGAIN) return engine_stop(e, EXIT_AGAIN, "[%s] %s", stage->name, why());
    if (rc != PL_OK)
        return engine_stop(e, failure.rc == PL_EDOC ? EXIT_BUG : EXIT_CONFIG, "[%s] %s",
                           stage->name, why());
    stage->is_open = true;
    if (stage->is_barrier && (!stage->plugin->resolve || !stage->plugin->settle))
        return engine_stop(e, EXIT_BUG, "[%s] is a barrier without resolve and settle",
                           stage->name);
    return PL_OK;
}

int stages_open(struct engine *e) {
    e->n_stages = e->plan->n;
    e->stages = checked(calloc(e->n_stages, sizeof *e->stages));
    e->schema.stages = checked(calloc(e->n_stages, sizeof *e->schema.stages));
    e->schema.n_stages = e->n_stages;
    e->schema.layer_bytes = (size_t)(e->plan->memory / 8 * LAYER_EIGHTHS);
    for (uint16_t i = 0; i < e->n_stages; i++) prepare(e, i);
    for (uint16_t i = 0; i < e->n_stages; i++) {
        if (e->plan->upkeep && e->stages[i].plugin->kind == PL_READER) continue;
        if (open_stage(e, &e->stages[i])) return PL_ESTOP;
    }
    return PL_OK;
}

static int thread_open(struct engine *e, pl_context *stage, unsigned threads) {
    if (!stage->plugin->thread_open) return PL_OK;
    stage->scratch = checked(calloc(threads, sizeof *stage->scratch));
    watch_enter(stage->name, "thread_open");
    for (unsigned t = 0; t < threads; t++) {
        failure_clear();
        if (stage->plugin->thread_open(stage->self, stage, &stage->scratch[t]))
            return engine_stop(e, EXIT_BUG, "[%s] thread_open failed: %s", stage->name, why());
    }
    watch_leave();
    return PL_OK;
}

int stages_thread_open(struct engine *e, unsigned threads) {
    for (uint16_t i = 0; i < e->n_stages; i++)
        if (thread_open(e, &e->stages[i], threads)) return PL_ESTOP;
    return PL_OK;
}

typedef int stage_callback(void *self, pl_context *);

static int call(struct engine *e, pl_context *stage, stage_callback *callback, const char *name) {
    if (!callback) return PL_OK;
    watch_enter(stage->name, name);
    failure_clear();
    const int rc = callback(stage->self, stage);
    watch_leave();
    if (rc == PL_OK) return PL_OK;
    return engine_stop(e, failure_exit_code(EXIT_BUG), "[%s] %s failed: %s", stage->name, name,
                       why());
}

int stages_save(struct engine *e) {
    for (uint16_t i = 0; i < e->n_stages; i++)
        if (call(e, &e->stages[i], e->stages[i].plugin->save, "save")) return PL_ESTOP;
    return PL_OK;
}

int stages_load(struct engine *e) {
    for (uint16_t i = 0; i < e->n_stages; i++)
        if (call(e, &e->stages[i], e->stages[i].plugin->load, "load")) return PL_ESTOP;
    return PL_OK;
}

int stages_finish(struct engine *e) {
    for (uint16_t i = 0; i < e->n_stages; i++)
        if (call(e, &e->stages[i], e->stages[i].plugin->finish, "finish")) return PL_ESTOP;
    return PL_OK;
}

bool stage_keeps(const pl_context *stage) {
    const pl_plugin *p = stage->plugin;
    return stage->is_open && p->size > offsetof(pl_plugin, upkeep) && p->upkeep;
}

int stage_upkeep(pl_context *stage, pl_upkeep *asked) {
    if (!stage_keeps(stage)) return PL_OK;
    asked->size = sizeof *asked;
    watch_enter(stage->name, "upkeep");
    failure_clear();
    const int rc = stage->plugin->upkeep(stage->self, stage, asked);
    watch_leave();
    if (rc == PL_OK) return PL_OK;
    return engine_stop(stage->engine,
                       asked->what == PL_UPKEEP_CHECK ? EXIT_CONFIG : failure_exit_code(EXIT_BUG),
                       "[%s] %s", stage->name, why());
}

int stages_check_kept(struct engine *e) {
    for (uint16_t i = 0; i < e->n_stages; i++) {
        pl_upkeep asked = {.what = PL_UPKEEP_CHECK};
        if (!e->plan->migrates && stage_upkeep(&e->stages[i], &asked)) return PL_ESTOP;
    }
    return PL_OK;
}

static void close_stage(pl_context *stage, unsigned threads) {
    for (unsigned t = 0; stage->scratch && t < threads; t++)
        if (stage->plugin->thread_close)
            stage->plugin->thread_close(stage->self, stage, stage->scratch[t]);
    if ((stage->is_open || stage->self) && stage->plugin->close)
        stage->plugin->close(stage->self, stage);
    records_close(stage->records);
    stage_decisions_close(stage, threads);
    tally_free(stage->named);
    for (struct saved_value *v = stage->saved, *next; v; v = next)
        next = v->next, free(v->key), free(v->p), free(v);
    states_close(stage);
    free(stage->scratch);
    free(stage->uses_layer);
}

void stages_close(struct engine *e) {
    for (uint16_t i = 0; i < e->n_stages; i++) close_stage(&e->stages[i], e->plan->threads);
    free(e->stages);
    free(e->schema.stages);
    e->schema.stages = NULL;
}

bool stage_layers_present(const pl_context *stage, const pl_document *doc) {
    const struct schema *schema = &stage->engine->schema;
    for (uint32_t i = 0; i < schema->n_layers; i++)
        if (schema->layers[i].stage == stage->index && !doc->layers[i].v) return false;
    return true;
}

bool stage_layers_used(const struct engine *e, const pl_context *stage, uint16_t from) {
    for (uint32_t i = 0; i < e->schema.n_layers; i++) {
        if (e->schema.layers[i].stage != stage->index) continue;
        for (uint16_t k = (uint16_t)(stage->index + 1); k < e->n_stages; k++) {
            if (!e->stages[k].uses_layer[i]) continue;
            /* by a stage behind the barrier, or by a pure one before it that is itself made again */
            if (k >= from || ((e->stages[k].plugin->flags & PL_PURE) &&
                              stage_layers_used(e, &e->stages[k], from)))
                return true;
        }
    }
    return false;
}
