/* host_input.c: how records become documents: cut by the reader, decoded or parsed in parallel. */
#include "engine/host.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "document/decode.h"
#include "document/record.h"
#include "document/utf8.h"
#include "engine/wanted.h"

#ifdef PL_HARD
enum { BATCH_DOCUMENTS = 1, BATCH_BYTES = 1 };
#else
enum { BATCH_DOCUMENTS = 64, BATCH_BYTES = 1 << 20 };
#endif

/* A batch ends by counts alone, so that it holds the same documents in every run. */
static bool is_full(const struct job *job) {
    const struct engine *e = job->engine;
    const uint64_t n = job->batch.n + job->n_refused;
    if (n >= BATCH_DOCUMENTS || job->batch.bytes + job->passed_over >= BATCH_BYTES) return true;
    if (e->since_documents + n >= e->plan->checkpoint_documents) return true;
    if (e->since_bytes + job->batch.bytes >= e->plan->checkpoint_bytes) return true;
    return e->plan->limit && e->read_documents + n >= e->plan->limit;
}

int host_add(pl_batch *b, pl_str raw, pl_str source, pl_position position) {
    struct job *job = job_of(b);
    const struct wanted *wanted = job->engine->plan->wanted;
    if (wanted && !wanted_place(wanted, source, position.offset)) {
        job->passed_over += raw.n; /* the reader has put it into the batch's memory */
        return is_full(job) ? PL_END : PL_OK;
    }
    batch_add(&job->batch, position, source, raw);
    return is_full(job) ? PL_END : PL_OK;
}

void host_mark(pl_batch *b, pl_position position) {
    job_of(b)->mark = position;
    job_of(b)->marked = true;
}

void host_refuse(pl_batch *b, pl_str raw, pl_str source, pl_position position, const char *format,
                 ...) {
    struct job *job = job_of(b);
    const struct wanted *wanted = job->engine->plan->wanted;
    if (wanted &&
        !(raw.n ? wanted_place(wanted, source, position.offset) : wanted_source(wanted, source)))
        return;
    struct refused *r = arena_alloc(&job->batch.arena, sizeof *r, 16);
    char text[512];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    *r = (struct refused){raw, source, position, arena_copy(&job->batch.arena, text, strlen(text)),
                          NULL};
    *job->refused_end = r;
    job->refused_end = &r->next;
    job->n_refused++;
}

/* "news/001.txt" or, for a record inside a file, "dump.jsonl:12345". */
static pl_str id_by_place(pl_batch *b, const pl_document *doc) {
    return host_table.strf(b, "%.*s:%llu", (int)doc->source.n, doc->source.p,
                           (unsigned long long)doc->position.offset);
}

/* NULs are what a crash leaves of a file: no text either. */
static bool is_blank(pl_str text) {
    static const char blanks[] = {' ', '\t', '\r', '\n', '\f', '\v', 0};
    for (size_t i = 0; i < text.n; i++)
        if (!memchr(blanks, text.p[i], sizeof blanks)) return false;
    return true;
}

/* The one way in: every text passes the same checks whoever read it. */
static int take_text(pl_batch *b, pl_document *doc, pl_str id, pl_str text) {
    struct job *job = job_of(b);
    pl_context *stage = &job->engine->stages[job->batch.stage];
    doc->id = id.n ? id : id_by_place(b, doc);
    const uint64_t limit = job->engine->plan->max_document;
    if (text.n > limit)
        return host_table.fail(stage, PL_EDOC,
                               "the text has %zu bytes, more than max_document (%llu)", text.n,
                               (unsigned long long)limit);
    document_set_text(doc, text);
    if (is_blank(text)) document_drop(doc, "empty", str_of("there is no text in it"));
    return PL_OK;
}

/* UTF-8 is the rule; any other encoding is worth knowing later. */
static void note_encoding(pl_batch *b, pl_document *doc, const struct decoded *d) {
    if (strcmp(d->encoding, "utf-8") || d->stray)
        host_set(b, doc, "encoding", value_text(str_of(d->encoding)));
    if (d->weak) host_set(b, doc, "encoding_guess", value_text(str_of("weak")));
    if (d->stray) host_set(b, doc, "stray_bytes", (pl_value){.type = PL_INT, .u = {.i = d->stray}});
}

int host_set_text(pl_batch *b, pl_document *doc, pl_str id, pl_str bytes, const char *encoding) {
    struct job *job = job_of(b);
    struct decoded d;
    if (decode_text(bytes, encoding, &job->batch.arena, &d))
        return host_table.fail(&job->engine->stages[job->batch.stage], PL_ESTOP,
                               "iconv does not know the encoding '%s'", encoding);
    pl_str valid = id;
    if (utf8_valid(id.p, id.n) != id.n) { /* a file name in another encoding */
        struct decoded name;
        decode_text(id, "windows-1252", &job->batch.arena, &name);
        valid = name.text;
    }
    note_encoding(b, doc, &d);
    return take_text(b, doc, valid, d.text);
}

int host_parse(pl_batch *b, pl_document *doc, pl_str json, const pl_record_names *names) {
    struct job *job = job_of(b);
    struct decoded d;
    struct record_error error = {""};
    pl_str text = {"", 0};
    decode_text(json, "auto", &job->batch.arena, &d);
    if (record_read(doc, d.text, names, &text, &error)) {
        if (!doc->id.n) doc->id = id_by_place(b, doc);
        return host_table.fail(&job->engine->stages[job->batch.stage], PL_EDOC, "%s", error.text);
    }
    note_encoding(b, doc, &d);
    return take_text(b, doc, doc->id, text);
}
