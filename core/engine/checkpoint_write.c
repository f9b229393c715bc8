/* checkpoint_write.c: the text of a checkpoint: one line of JSON. */
#include <stdlib.h>
#include <string.h>
#include "engine/checkpoint.h"
#include "engine/history.h"
#include "engine/ids.h"
#include "engine/outputs.h"
#include "engine/records.h"
#include "engine/report.h"
#include "engine/source.h"
#include "engine/spool.h"
#include "support/file.h"
#include "support/json_fields.h"

const char *const place_steps[] = {"documents", "resolve", "finish", "publish", "finished"};

static void write_outputs(struct buffer *b, const struct engine *e) {
    json_write_key(b, "outputs");
    json_write_begin(b, '[');
    for (uint32_t i = 0; i < e->n_outputs; i++) {
        const pl_output *o = e->outputs[i];
        json_write_begin(b, '{');
        key_text(b, "path", o->path);
        key_uint(b, "part", o->part);
        key_uint(b, "length", o->length);
        key_uint(b, "raw", o->raw);
        key_uint(b, "total", o->total);
        json_write_end(b, '}');
    }
    json_write_end(b, ']');
}

static void write_hex(struct buffer *b, const char *p, size_t n) {
    buffer_puts(b, "\"");
    for (size_t i = 0; i < n; i++) buffer_printf(b, "%02x", (unsigned char)p[i]);
    buffer_puts(b, "\"");
}

void checkpoint_write_stage(struct buffer *b, const pl_context *stage) {
    json_write_begin(b, '{');
    json_write_key(b, "values");
    json_write_begin(b, '{');
    for (const struct saved_value *v = stage->saved; v; v = v->next)
        json_write_name(b, v->key, strlen(v->key)), write_hex(b, v->p, v->n);
    json_write_end(b, '}');
    json_write_key(b, "files");
    json_write_begin(b, '{');
    for (const pl_state *s = stage->states; s; s = s->next)
        json_write_name(b, s->name, strlen(s->name)), json_write_uint(b, s->length);
    json_write_end(b, '}');
    json_write_end(b, '}');
}

static void write_counts(struct buffer *b, const struct stage_counts *c) {
    key_uint(b, "documents", c->documents);
    key_uint(b, "bytes", c->bytes);
    key_uint(b, "kept", c->kept);
    key_uint(b, "dropped", c->dropped);
    key_uint(b, "failed", c->failed);
    key_uint(b, "process_ns", c->process_ns);
    key_uint(b, "commit_ns", c->commit_ns);
}

/* Metrics as their bits: a decimal would not be the same number again. */
static void write_named(struct buffer *b, pl_context *stage) {
    pthread_mutex_lock(&stage->engine->named_lock);
    json_write_key(b, "named");
    json_write_begin(b, '[');
    for (const struct named_count *n = stage->named; n; n = n->next) {
        uint64_t bits;
        memcpy(&bits, &n->value, sizeof bits);
        json_write_begin(b, '{');
        key_text(b, "name", n->name);
        key_uint(b, n->is_metric ? "metric" : "n", n->is_metric ? bits : n->n);
        json_write_end(b, '}');
    }
    json_write_end(b, ']');
    pthread_mutex_unlock(&stage->engine->named_lock);
}

/* What the stage saved is as it stood behind this batch: its later batches may have been committed since. */
static void write_stage(struct buffer *b, pl_context *stage, const struct job *job) {
    const struct buffer *saved = job ? &job->saved[stage->index] : NULL;
    json_write_begin(b, '{');
    key_text(b, "name", stage->name);
    key_uint(b, "records", stage->records ? records_length(stage->records) : 0);
    write_counts(b, &stage->counts);
    write_named(b, stage);
    json_write_key(b, "saved");
    if (saved && saved->n)
        json_write_raw(b, saved->p, saved->n);
    else
        checkpoint_write_stage(b, stage);
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

static void write_dead_letters(struct buffer *b, const struct engine *e) {
    char *path = e->dead_letters ? file_absolute(e->dead_letters->path) : NULL;
    key_text(b, "dead_letters", path);
    free(path);
}

static void write_place(struct buffer *b, const struct engine *e, const struct place *place,
                        const struct job *job) {
    key_uint(b, "phase", place->phase);
    key_uint(b, "phases", e->n_phases);
    key_uint(b, "size", inputs_size(e->inputs)); /* these for `pipeline status` */
    write_dead_letters(b, e);
    key_text(b, "step", place_steps[place->step]);
    key_uint(b, "seq", job ? job->batch.pub.seq + 1 : 0);
    if (job && job->marked) {
        key_uint(b, "file", job->mark.file);
        key_uint(b, "offset", job->mark.offset);
    }
    key_uint(b, "spool", e->spool ? spool_length(e->spool) : 0);
    key_uint(b, "replay", e->replay ? spool_length(e->replay) : 0);
    key_uint(b, "replay_at", job ? job->replay_at : 0);
    key_uint(b, "ids", ids_length(e->ids));
    key_uint(b, "arrivals", history_length(e->history));
}

void checkpoint_write(struct buffer *b, const struct engine *e, const struct place *place,
                      const struct job *job) {
    json_write_begin(b, '{');
    key_uint(b, "schema", CHECKPOINT_SCHEMA);
    write_place(b, e, place, job);
    write_totals(b, &e->totals);
    reasons_write(b, e);
    write_outputs(b, e);
    json_write_key(b, "stages");
    json_write_begin(b, '[');
    for (uint16_t i = 0; i < e->n_stages; i++) write_stage(b, &e->stages[i], job);
    json_write_end(b, ']');
    json_write_end(b, '}');
    buffer_puts(b, "\n");
}
