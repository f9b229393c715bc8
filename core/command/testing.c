/* testing.c: pipeline_test.h: stages run on texts of a test, documents kept to be looked at. */
#include <stdlib.h>
#include <string.h>
#include "command/load.h"
#include "document/record.h"
#include "engine/engine.h"
#include "engine/run.h"
#include "text-pipeline/pipeline_test.h"

struct test_field {
    char *name, *value;
    struct test_field *next;
};
struct test_text {
    char *id, *p;
    size_t n;
    struct test_field *fields;
};
struct pl_test {
    struct loaded loaded;
    struct engine *engine;
    struct test_text *texts;
    uint32_t n, next;
    struct test_field *fields; /* for the next text */
    pl_document **documents;
    uint32_t n_documents;
    struct arena lines;
    char *error;
    const struct plan_stage *reader;
};

static pl_test *running; /* the reader below serves this one; set by pl_test_run */

static int test_open(pl_context *context, const pl_host *host, const void *options, void **self) {
    (void)context, (void)host, (void)options;
    *self = running;
    return PL_OK;
}

static int test_read(void *self, pl_batch *batch) {
    pl_test *t = self;
    while (t->next < t->n) {
        const uint32_t i = t->next++;
        const int rc = host_table.add(batch, (pl_str){t->texts[i].p, t->texts[i].n},
                                      (pl_str){"test", 4}, (pl_position){0, 0, i});
        if (rc) return PL_OK;
    }
    return PL_END;
}

static int test_process(void *self, pl_batch *batch, pl_document *doc) {
    const pl_test *t = self;
    const struct test_text *text = &t->texts[host_table.position(doc).offset];
    const int rc = host_table.set_text(batch, doc, str_of(text->id), host_table.raw(doc), "auto");
    for (const struct test_field *f = text->fields; f && !rc; f = f->next)
        host_table.set(batch, doc, f->name, value_text(str_of(f->value)));
    return rc;
}

static const pl_plugin reader = {.size = sizeof(pl_plugin),
                                 .abi = PL_ABI,
                                 .kind = PL_READER,
                                 .name = "test",
                                 .version = "1",
                                 .open = test_open,
                                 .read = test_read,
                                 .process = test_process};

pl_test *pl_test_open(const char *config) {
    pl_test *t = checked(calloc(1, sizeof *t));
    loaded_read_text(&t->loaded, config, &reader);
    t->error = checked(strdup(""));
    return t;
}

void pl_test_add_bytes(pl_test *t, const char *id, const void *text, size_t n) {
    t->texts = checked(realloc(t->texts, (t->n + 1) * sizeof *t->texts));
    struct test_text *to = &t->texts[t->n++];
    *to = (struct test_text){checked(strdup(id)), checked(malloc(n + 1)), n, t->fields};
    memcpy(to->p, text, n);
    t->fields = NULL;
}

void pl_test_add(pl_test *t, const char *id, const char *text) {
    pl_test_add_bytes(t, id, text, strlen(text));
}

void pl_test_field(pl_test *t, const char *name, const char *value) {
    struct test_field *f = checked(malloc(sizeof *f));
    *f = (struct test_field){checked(strdup(name)), checked(strdup(value)), t->fields};
    t->fields = f;
}

static int fail_with(pl_test *t, const char *text) {
    free(t->error);
    t->error = checked(strdup(text));
    return PL_ESTOP;
}

static int fail_with_problems(pl_test *t) {
    char *text = NULL;
    size_t n = 0;
    FILE *f = open_memstream(&text, &n);
    problems_print(&t->loaded.problems, checked(f));
    fclose(f);
    fail_with(t, text);
    free(text);
    return PL_ESTOP;
}

static void collect(pl_test *t) {
    t->documents = checked(calloc(t->n + 1, sizeof *t->documents));
    for (struct job *job = t->engine->retained; job; job = job->next) {
        job->batch.stage = STAGE_NONE; /* all fields are seen */
        for (uint32_t i = 0; i < job->batch.n && t->n_documents < t->n; i++)
            t->documents[t->n_documents++] = job->batch.docs[i];
    }
}

int pl_test_run(pl_test *t) {
    if (t->engine) return fail_with(t, "a test runs once");
    if (problems_count(&t->loaded.problems)) return fail_with_problems(t);
    running = t;
    t->engine = engine_new(&t->loaded.plan);
    const int rc = engine_open(t->engine) || engine_run(t->engine) ? PL_ESTOP : PL_OK;
    if (rc) return fail_with(t, engine_reason(t->engine));
    collect(t);
    return PL_OK;
}

const char *pl_test_error(const pl_test *t) { return t->error; }
const pl_host *pl_test_host(const pl_test *t) { return (void)t, &host_table; }
pl_document *pl_test_document(const pl_test *t, uint32_t i) {
    return i < t->n_documents ? t->documents[i] : NULL;
}

pl_array pl_test_layer(const pl_test *t, uint32_t i, const char *layer) {
    const pl_document *doc = pl_test_document(t, i);
    return doc ? layer_get(doc, schema_layer_find(&t->engine->schema, layer))
               : (pl_array){NULL, 0, 0};
}

pl_str pl_test_name(const pl_test *t, int id) {
    const struct schema *s = t->engine ? &t->engine->schema : NULL;
    return s && id >= 0 && (uint32_t)id < s->n_names ? str_of(s->names[id]) : (pl_str){"", 0};
}

const char *pl_test_json(pl_test *t, uint32_t i) {
    pl_document *doc = pl_test_document(t, i);
    const pl_encoding all = {.size = sizeof all,
                             .flags = doc && doc->verdict.state != PL_KEPT ? PL_WITH_VERDICT : 0};
    return doc ? record_write(doc, &all, &t->lines).p : "";
}

static void free_fields(struct test_field *f) {
    for (struct test_field *next; f; f = next)
        next = f->next, free(f->name), free(f->value), free(f);
}

void pl_test_close(pl_test *t) {
    if (t->engine) engine_close(t->engine);
    for (uint32_t i = 0; i < t->n; i++)
        free(t->texts[i].id), free(t->texts[i].p), free_fields(t->texts[i].fields);
    free_fields(t->fields);
    free(t->texts);
    free(t->documents);
    arena_free(&t->lines);
    loaded_free(&t->loaded);
    free(t->error);
    free(t);
}
