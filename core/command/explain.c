/* explain.c: `pipeline explain CONFIG ID`: one document, before and after, with the reason of every change.
 *
 * The document is looked for in the input and taken through all stages but writers, alone. What a barrier decided about it is
 * taken from the last run's state folder. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "command/command.h"
#include "command/load.h"
#include "command/side_by_side.h"
#include "document/record.h"
#include "engine/engine.h"
#include "engine/ids.h"
#include "engine/resolve.h"
#include "engine/run.h"
#include "engine/stages.h"
#include "engine/work.h"

enum { SHOWN_ELEMENTS = 8, COLUMN = 60 };

static void print_str(pl_str s) { fwrite(s.p, 1, s.n, stdout); }

/* ---- finding the document ---- */

static pl_document *find_in(struct job *job, const char *id) {
    for (uint32_t i = 0; i < job->batch.n; i++) {
        pl_document *doc = job->batch.docs[i];
        if (doc->id.n == strlen(id) && !memcmp(doc->id.p, id, doc->id.n)) return doc;
    }
    return NULL;
}

/* Reads batch by batch; leaves the document alone in the job. */
static pl_document *find(struct engine *e, struct job *job, const char *id) {
    const pl_context *reader = &e->stages[0];
    int rc = PL_OK;
    while (rc == PL_OK) {
        job_reset(job);
        job->batch.stage = 0;
        job->batch.pub.scratch = reader->scratch ? reader->scratch[0] : NULL;
        e->filling = job;
        rc = reader->plugin->read(reader->self, &job->batch.pub);
        if (rc < 0 || callback_process(job, &e->stages[0]) || ids_check(e->ids, job)) return NULL;
        pl_document *doc = find_in(job, id);
        if (!doc) continue;
        job->batch.docs[0] = doc;
        job->batch.n = 1;
        return doc;
    }
    return NULL;
}

/* ---- what one stage did ---- */

static uint32_t count_edits(const pl_document *doc) {
    pl_removal r = {.size = sizeof r};
    uint32_t n = 0;
    while (edit_removal(doc, n, &r) == PL_OK) n++;
    return n;
}

static void print_quoted(pl_str s) {
    const size_t shown = s.n > 160 ? 100 : s.n;
    putchar('"');
    for (size_t i = 0; i < shown; i++) {
        if (s.p[i] == '\n')
            fputs("\\n", stdout);
        else
            putchar(s.p[i]);
    }
    if (shown < s.n) printf("\" ... (%zu bytes", s.n);
    putchar(shown < s.n ? ')' : '"');
}

static void print_edits(const pl_document *doc, uint32_t from) {
    pl_removal r = {.size = sizeof r};
    for (uint32_t i = from; edit_removal(doc, i, &r) == PL_OK; i++) {
        printf("  %6u  %-28.*s ", r.original.begin, (int)r.why.n, r.why.p);
        print_quoted(r.text);
        if (r.with.n) printf(" -> "), print_quoted(r.with);
        putchar('\n');
    }
}

static void print_value(const pl_value *v) {
    if (v->type == PL_INT)
        printf("%lld", (long long)v->u.i);
    else if (v->type == PL_REAL)
        printf("%.3f", v->u.r);
    else if (v->type == PL_BOOL)
        printf("%s", v->u.i ? "yes" : "no");
    else if (v->type != PL_LIST)
        print_quoted(v->u.s);
    for (uint32_t i = 0; v->type == PL_LIST && i < v->u.list.n; i++)
        printf("%s", i ? ", " : ""), print_str(((const pl_str *)v->u.list.v)[i]);
}

static void print_fields(const pl_document *doc, uint32_t from) {
    for (uint32_t i = from; i < doc->n_fields; i++) {
        printf("  %.*s = ", (int)doc->fields[i].name.n, doc->fields[i].name.p);
        print_value(&doc->fields[i].value);
        putchar('\n');
    }
}

/* Where the element stands, its text, and the members of its table. */
static void print_element(pl_document *doc, uint32_t id, uint32_t i) {
    const pl_layer_def *def = doc->batch->schema->layers[id].def;
    if (def->flags & PL_NO_SPAN)
        printf("          ");
    else {
        const pl_str text = def->flags & PL_ORIGINAL ? doc->original : doc->text;
        const pl_span s = *(const pl_span *)pl_at(layer_get(doc, (int)id), i);
        printf("  %6u  ", s.begin);
        if (s.end <= text.n) print_quoted((pl_str){text.p + s.begin, s.end - s.begin});
        if (def->fields) printf("  ");
    }
    print_str(record_write_members(doc, (int)id, i, &doc->batch->arena));
    putchar('\n');
}

static void print_layer(pl_document *doc, uint32_t id) {
    const uint32_t n = doc->layers[id].n;
    printf("  layer %s: %u element%s\n", doc->batch->schema->layers[id].name, n, n == 1 ? "" : "s");
    for (uint32_t i = 0; i < n && i < SHOWN_ELEMENTS; i++) print_element(doc, id, i);
    if (n > SHOWN_ELEMENTS) printf("          and %u more\n", n - SHOWN_ELEMENTS);
}

static void print_stage(pl_document *doc, const pl_context *stage, const char *step, uint32_t edits,
                        uint32_t fields) {
    const uint32_t now = count_edits(doc);
    printf("\n== %s (%s)%s: %u edit%s\n", stage->name, stage->plugin->name, step, now - edits,
           now - edits == 1 ? "" : "s");
    print_edits(doc, edits);
    print_fields(doc, fields);
    for (uint32_t i = 0; i < doc->batch->schema->n_layers; i++)
        if (doc->layers[i].v && doc->layers[i].stage == stage->index) print_layer(doc, i);
}

static void print_decisions(const pl_document *doc, const char *path) {
    printf("\n   decisions of the last run (%s): %u\n", path, doc->decisions.n);
}

/* Behind a barrier: what the last run decided. Returns PL_ESTOP when the engine stops. */
static int explain_settle(struct job *job, pl_context *stage, const char *state) {
    pl_document *doc = job->batch.docs[0];
    char path[4096];
    snprintf(path, sizeof path, "%s/%s.decisions", state ? state : "", stage->name);
    if (!state || access(path, R_OK)) {
        printf("\n   %s sees the whole corpus before it decides, and no finished run has left its "
               "decisions%s%s\n",
               stage->name, state ? " in " : ": this config keeps no state", state ? state : "");
        return PL_OK;
    }
    const uint32_t edits = count_edits(doc), fields = doc->n_fields;
    if (stage_decisions_open(stage, path, 1)) return PL_ESTOP;
    job->engine->phase = 1;
    if (callback_settle(job, stage)) return PL_ESTOP;
    print_decisions(doc, path);
    print_stage(doc, stage, ", after the barrier", edits, fields);
    return PL_OK;
}

static int explain_stages(struct job *job, const char *state) {
    struct engine *e = job->engine;
    pl_document *doc = job->batch.docs[0];
    print_stage(doc, &e->stages[0], "", 0, 0);
    for (uint16_t i = 1; i < e->n_stages && doc->verdict.state == PL_KEPT; i++) {
        pl_context *stage = &e->stages[i];
        if (stage->plugin->kind == PL_WRITER) continue;
        const uint32_t edits = count_edits(doc), fields = doc->n_fields;
        if (callback_process(job, stage)) return PL_ESTOP;
        print_stage(doc, stage, "", edits, fields);
        if (stage->is_barrier && explain_settle(job, stage, state)) return PL_ESTOP;
    }
    return PL_OK;
}

/* ---- before and after ---- */

struct mark {
    pl_span span;
    pl_str with;
};

static int by_begin(const void *a, const void *b) {
    const struct mark *x = a, *y = b;
    return x->span.begin != y->span.begin ? (x->span.begin < y->span.begin ? -1 : 1) : 0;
}

/* The original with what was taken out in [-...-] and what was put in in {+...+}. */
static void print_marked(const pl_document *doc) {
    const uint32_t n = count_edits(doc);
    struct mark *marks = checked(calloc(n + 1, sizeof *marks));
    pl_removal r = {.size = sizeof r};
    for (uint32_t i = 0; edit_removal(doc, i, &r) == PL_OK; i++)
        marks[i] = (struct mark){r.original, r.with};
    qsort(marks, n, sizeof *marks, by_begin);
    uint32_t at = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (marks[i].span.begin < at) continue;
        print_str((pl_str){doc->original.p + at, marks[i].span.begin - at});
        if (marks[i].span.end > marks[i].span.begin) {
            fputs("[-", stdout);
            print_str((pl_str){doc->original.p + marks[i].span.begin,
                               marks[i].span.end - marks[i].span.begin});
            fputs("-]", stdout);
        }
        if (marks[i].with.n) fputs("{+", stdout), print_str(marks[i].with), fputs("+}", stdout);
        at = marks[i].span.end;
    }
    print_str((pl_str){doc->original.p + at, doc->original.n - at});
    free(marks);
}

static void print_verdict(const pl_document *doc) {
    const pl_verdict *v = &doc->verdict;
    printf("\n== verdict: %s", v->state == PL_KEPT      ? "kept"
                               : v->state == PL_DROPPED ? "dropped"
                                                        : "dead letter");
    if (v->state != PL_KEPT)
        printf(" by %.*s: %.*s", (int)v->stage.n, v->stage.p, (int)v->message.n, v->message.p);
    printf("\n\n== before, with [-what was taken out-] and {+what was put in+}\n");
    print_marked(doc);
    printf("\n\n== after\n");
    print_str(doc->text);
    printf("\n");
}

/* ---- one search for a document ---- */

struct search {
    struct engine *engine;
    struct job *job;
    pl_document *doc; /* NULL: not found, or the engine stopped */
    int code;
};

static void search_open(struct search *s, struct loaded *l, const char *id) {
    struct engine *e = s->engine = engine_new(&l->plan);
    s->code = engine_open(e) || work_open(e) || stages_thread_open(e, 1) ? EXIT_CONFIG : EXIT_DONE;
    for (uint16_t i = 0; !s->code && i < e->n_stages; i++)
        s->code = stage_records_open(&e->stages[i]) ? EXIT_IO : 0;
    s->job = s->code ? NULL : job_new(e);
    s->doc = s->job ? find(e, s->job, id) : NULL;
}

/* Read to its end, and not there. */
static bool is_missing(const struct search *s) {
    return !s->doc && !s->code && !*engine_reason(s->engine);
}

static void search_close(struct search *s) {
    if (*engine_reason(s->engine)) {
        fprintf(stderr, "pipeline: error: %s\n", engine_reason(s->engine));
        s->code = engine_exit_code(s->engine);
    }
    if (s->job) job_free(s->job);
    engine_close(s->engine);
}

/* ---- beside its original, or beside its first copy ---- */

/* The id in the first element of layer `name`; NULL without one. To be freed. */
static char *first_id(const pl_document *doc, const char *name) {
    const int id = schema_layer_find(doc->batch->schema, name);
    if (id < 0 || !doc->layers[id].n) return NULL;
    const pl_duplicate *first = doc->layers[id].v;
    return strndup(first->id.p, first->id.n);
}

/* As the barrier sees it: a document that is compared with others. */
static void process_to_barrier(struct search *s) {
    for (uint16_t i = 1; i < s->engine->n_stages && !s->engine->stages[i - 1].is_barrier; i++) {
        pl_context *stage = &s->engine->stages[i];
        if (stage->plugin->kind == PL_WRITER || s->doc->verdict.state != PL_KEPT) return;
        if (callback_process(s->job, stage)) return;
    }
}

/* The other one may be of an earlier run, or gone by with standard input. */
static int print_beside(struct loaded *l, const char *id, pl_str text, const char *other) {
    struct search s;
    search_open(&s, l, other);
    if (is_missing(&s))
        printf("\n== %s is not in this input: there is nothing to put beside %s\n", other, id);
    if (s.doc) {
        process_to_barrier(&s);
        printf("\n== %s beside %s\n", id, other);
        side_by_side(stdout, text, s.doc->text, COLUMN);
    }
    search_close(&s);
    return s.code;
}

/* A text may hold any byte. The caller frees it. */
static pl_str copy_of(pl_str s) {
    return (pl_str){memcpy(checked(malloc(s.n + 1)), s.p, s.n), s.n};
}

static int explain(struct loaded *l, const struct arguments *a) {
    const char *state = l->plan.state;
    l->plan.state = NULL; /* a temporary folder: the run's own is only read */
    l->plan.dead_letters = NULL;
    l->plan.threads = 1;
    l->plan.checkpoint_documents = l->plan.checkpoint_bytes = UINT64_MAX;
    struct search s;
    char *other = NULL;
    pl_str text = {NULL, 0};
    search_open(&s, l, a->id);
    if (s.doc) {
        printf("%s, from %.*s at byte %llu, %zu bytes of text\n", a->id, (int)s.doc->source.n,
               s.doc->source.p, (unsigned long long)s.doc->position.offset, s.doc->original.n);
        if (!explain_stages(s.job, state)) print_verdict(s.doc);
        if (!(other = first_id(s.doc, "duplicate_of"))) other = first_id(s.doc, "duplicates");
        if (other) text = copy_of(s.doc->text);
    } else if (is_missing(&s)) {
        fprintf(stderr, "pipeline: no document has the id '%s'\n", a->id);
        s.code = EXIT_NO_INPUT;
    }
    search_close(&s);
    if (!s.code && text.p) s.code = print_beside(l, a->id, text, other);
    free(other);
    free((char *)(uintptr_t)text.p);
    return s.code;
}

int command_explain(int argc, char **argv) {
    struct arguments a;
    int code = arguments_parse(&a, argc, argv, true);
    struct probed found;
    if (!code) code = probe(&a, &found);
    if (!code) {
        struct loaded l;
        code = loaded_read_again(&l, &a);
        if (!code) code = explain(&l, &a);
        loaded_free(&l);
    }
    arguments_free(&a);
    return code;
}
