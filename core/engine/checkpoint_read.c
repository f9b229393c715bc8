/* checkpoint_read.c: an unfinished run, taken over from its checkpoint. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "engine/checkpoint.h"
#include "engine/host.h"
#include "engine/identity.h"
#include "engine/outputs.h"
#include "engine/report.h"
#include "engine/source.h"
#include "engine/tally.h"
#include "support/file.h"
#include "support/json_fields.h"
#include "support/log.h"

struct reading {
    struct json j;
    struct engine *engine;
    uint64_t schema, file, offset;
    bool has_mark;
};

static char *text_of(struct json *j) { return checked(take_text(j)); }

static void read_step(struct reading *r, struct place *place) {
    char *name = text_of(&r->j);
    place->step = RUN_DOCUMENTS;
    for (int i = RUN_DOCUMENTS; i <= RUN_FINISHED; i++)
        if (!strcmp(name, place_steps[i])) place->step = (enum run_step)i;
    free(name);
}

static void read_totals(struct reading *r) {
    struct totals *t = &r->engine->totals;
    pl_str key;
    json_object_begin(&r->j);
    while (json_member(&r->j, &key) == 1)
        if (!take_uint(&r->j, key, "in", &t->in) &&
            !take_uint(&r->j, key, "bytes_in", &t->bytes_in) &&
            !take_uint(&r->j, key, "kept", &t->kept) &&
            !take_uint(&r->j, key, "dropped", &t->dropped) &&
            !take_uint(&r->j, key, "dead", &t->dead) &&
            !take_uint(&r->j, key, "failed", &t->failed))
            take_uint(&r->j, key, "repeated_ids", &t->repeated_ids);
}

static void read_reasons(struct reading *r) {
    pl_str key;
    json_array_begin(&r->j);
    while (json_element(&r->j) == 1) {
        char *stage = strdup(""), *reason = strdup("");
        uint64_t n = 0;
        json_object_begin(&r->j);
        while (json_member(&r->j, &key) == 1) {
            if (json_string_is(key, "stage"))
                free(stage), stage = text_of(&r->j);
            else if (json_string_is(key, "reason"))
                free(reason), reason = text_of(&r->j);
            else
                take_uint(&r->j, key, "documents", &n);
        }
        reason_count(r->engine, str_of(stage), str_of(reason), n);
        free(stage);
        free(reason);
    }
}

static void read_output(struct reading *r, pl_output *o) {
    uint64_t part = 0;
    pl_str key;
    json_object_begin(&r->j);
    while (json_member(&r->j, &key) == 1)
        if (!take_uint(&r->j, key, "part", &part) && !take_uint(&r->j, key, "length", &o->length) &&
            !take_uint(&r->j, key, "raw", &o->raw))
            take_uint(&r->j, key, "total", &o->total);
    o->part = (uint32_t)part;
}

static void read_outputs(struct reading *r) {
    uint32_t i = 0;
    json_array_begin(&r->j);
    while (json_element(&r->j) == 1)
        if (i < r->engine->n_outputs) read_output(r, r->engine->outputs[i++]);
}

static int digit(char c) { return c >= 'a' ? c - 'a' + 10 : c - '0'; }

static void read_values(struct reading *r, pl_context *stage) {
    pl_str key;
    json_object_begin(&r->j);
    while (json_member(&r->j, &key) == 1) {
        char *name = checked(strndup(key.p, key.n)), *hex = text_of(&r->j);
        name[json_unescape(key, name)] = 0;
        const size_t n = strlen(hex) / 2;
        for (size_t i = 0; i < n; i++)
            hex[i] = (char)(digit(hex[2 * i]) << 4 | digit(hex[2 * i + 1]));
        host_put(stage, name, (pl_str){hex, n});
        free(name);
        free(hex);
    }
}

/* Files that a stage did not open again keep their bytes on disk; nobody reads them. */
static void read_files(struct reading *r, pl_context *stage) {
    pl_str key;
    json_object_begin(&r->j);
    while (json_member(&r->j, &key) == 1)
        for (pl_state *s = stage->states; s; s = s->next)
            if (take_uint(&r->j, key, s->name, &s->length)) break;
}

static void read_saved(struct reading *r, pl_context *stage) {
    pl_str key;
    json_object_begin(&r->j);
    while (json_member(&r->j, &key) == 1) {
        if (json_string_is(key, "values"))
            read_values(r, stage);
        else if (json_string_is(key, "files"))
            read_files(r, stage);
    }
}

static void read_named(struct reading *r, pl_context *stage) {
    pl_str key;
    json_array_begin(&r->j);
    while (json_element(&r->j) == 1) {
        char *name = strdup("");
        uint64_t n = 0, bits = 0;
        double value;
        bool is_metric = false;
        json_object_begin(&r->j);
        while (json_member(&r->j, &key) == 1) {
            if (json_string_is(key, "name"))
                free(name), name = text_of(&r->j);
            else if (take_uint(&r->j, key, "metric", &bits))
                is_metric = true;
            else
                take_uint(&r->j, key, "n", &n);
        }
        memcpy(&value, &bits, sizeof value);
        if (is_metric)
            tally_metric(stage, name, value);
        else
            tally_count(stage, name, n);
        free(name);
    }
}

static bool take_count(struct json *j, pl_str key, struct stage_counts *c) {
    return take_uint(j, key, "documents", &c->documents) || take_uint(j, key, "bytes", &c->bytes) ||
           take_uint(j, key, "kept", &c->kept) || take_uint(j, key, "dropped", &c->dropped) ||
           take_uint(j, key, "failed", &c->failed) ||
           take_uint(j, key, "process_ns", &c->process_ns) ||
           take_uint(j, key, "commit_ns", &c->commit_ns);
}

static void read_stage(struct reading *r, pl_context *stage) {
    pl_str key;
    json_object_begin(&r->j);
    while (json_member(&r->j, &key) == 1) {
        if (json_string_is(key, "saved"))
            read_saved(r, stage);
        else if (json_string_is(key, "named"))
            read_named(r, stage);
        else if (!take_uint(&r->j, key, "records", &stage->records_valid))
            take_count(&r->j, key, &stage->counts);
    }
}

static void read_stages(struct reading *r) {
    uint16_t i = 0;
    json_array_begin(&r->j);
    while (json_element(&r->j) == 1)
        if (i < r->engine->n_stages) read_stage(r, &r->engine->stages[i++]);
}

static bool take_place(struct reading *r, pl_str key, struct place *p) {
    uint64_t phase = p->phase;
    if (json_string_is(key, "step")) return read_step(r, p), true;
    if (take_uint(&r->j, key, "file", &r->file)) return r->has_mark = true;
    const bool taken =
        take_uint(&r->j, key, "phase", &phase) || take_uint(&r->j, key, "seq", &p->seq) ||
        take_uint(&r->j, key, "offset", &r->offset) || take_uint(&r->j, key, "spool", &p->spool) ||
        take_uint(&r->j, key, "replay", &p->replay) ||
        take_uint(&r->j, key, "replay_at", &p->replay_at) ||
        take_uint(&r->j, key, "ids", &p->ids) || take_uint(&r->j, key, "arrivals", &p->arrivals) ||
        take_uint(&r->j, key, "schema", &r->schema);
    p->phase = (uint32_t)phase;
    return taken;
}

/* First only where the run stands: what it says of stages is read when it is known that they are the same. */
static int read_place(struct reading *r, struct place *p) {
    pl_str key;
    json_object_begin(&r->j);
    while (json_member(&r->j, &key) == 1) take_place(r, key, p);
    return json_end(&r->j);
}

static int read_rest(struct reading *r) {
    pl_str key;
    json_object_begin(&r->j);
    while (json_member(&r->j, &key) == 1) {
        if (json_string_is(key, "totals"))
            read_totals(r);
        else if (json_string_is(key, "reasons"))
            read_reasons(r);
        else if (json_string_is(key, "outputs"))
            read_outputs(r);
        else if (json_string_is(key, "stages"))
            read_stages(r);
    }
    return json_end(&r->j);
}

static int take_over(struct engine *e, const struct buffer *text, const char *path) {
    struct reading r = {.engine = e};
    struct place p = {0};
    json_open(&r.j, text->p, text->n);
    if (read_place(&r, &p))
        return engine_stop(e, EXIT_CONFIG, "%s cannot be read (%s): begin again with --fresh", path,
                           r.j.error);
    if (p.step == RUN_FINISHED) return PL_OK;
    if (r.schema != CHECKPOINT_SCHEMA)
        return engine_stop(e, EXIT_CONFIG,
                           "%s is of another version of this program (schema %llu, here %d): "
                           "`pipeline migrate` gives the unfinished run up, the next one begins it "
                           "anew",
                           path, (unsigned long long)r.schema, CHECKPOINT_SCHEMA);
    bool differs = false;
    if (identity_check(e, &differs)) return PL_ESTOP;
    if (differs && p.step < RUN_PUBLISH) {
        log_line(LOG_AT_WARNING, NULL, "it has published nothing, and is begun anew");
        return PL_OK;
    }
    json_open(&r.j, text->p, text->n);
    if (read_rest(&r)) return engine_stop(e, EXIT_CONFIG, "%s: %s", path, r.j.error);
    p.resumed = true;
    e->start = p;
    e->read_documents = e->totals.in;
    if (r.has_mark) inputs_resume(e->inputs, (pl_position){(uint32_t)r.file, 0, r.offset});
    log_line(LOG_AT_INFO, NULL,
             "%s holds an unfinished run: it goes on behind document %llu, phase %u of %u (%s)",
             e->work, (unsigned long long)e->totals.in, p.phase + 1, e->n_phases,
             place_steps[p.step]);
    return PL_OK;
}

static struct place look_at(const char *state, uint64_t *schema) {
    struct buffer text = {0};
    struct reading r = {0};
    struct place p = {.step = RUN_NOT_BEGUN};
    char *path = text_printf("%s/checkpoint", state);
    if (!file_read_all(path, SIZE_MAX / 2, &text)) {
        p.step = RUN_DOCUMENTS;
        json_open(&r.j, text.p, text.n);
        read_place(&r, &p);
    }
    buffer_free(&text);
    free(path);
    *schema = r.schema;
    return p;
}

enum run_step checkpoint_step(const char *state) {
    uint64_t schema;
    return look_at(state, &schema).step;
}

bool checkpoint_is_readable(const char *state) {
    uint64_t schema;
    look_at(state, &schema);
    return schema == CHECKPOINT_SCHEMA;
}

int checkpoint_read(struct engine *e) {
    struct buffer text = {0};
    if (!e->plan->state || e->plan->fresh) return PL_OK;
    char *path = text_printf("%s/checkpoint", e->work);
    int rc = PL_OK;
    if (!file_read_all(path, SIZE_MAX / 2, &text))
        rc = take_over(e, &text, path);
    else if (errno != ENOENT)
        rc = engine_stop_errno(e, errno, path);
    buffer_free(&text);
    free(path);
    return rc;
}
