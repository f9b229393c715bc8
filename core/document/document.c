/* document.c: transactions and verdicts. */
#include "document/document.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "document/pending.h"

struct pending *pending_of(pl_document *doc) {
    if (!doc->pending) doc->pending = arena_zero(&doc->batch->arena, sizeof *doc->pending, 16);
    return doc->pending;
}

int pending_fail(pl_document *doc, const char *format, ...) {
    struct pending *p = pending_of(doc);
    if (p->error[0]) return PL_EDOC;
    va_list args;
    va_start(args, format);
    vsnprintf(p->error, sizeof p->error, format, args);
    va_end(args);
    return PL_EDOC;
}

void document_begin(pl_document *doc, uint16_t stage) {
    struct pending *p = pending_of(doc);
    p->open = true;
    p->stage = stage;
    p->n_edits = 0;
    p->annotations = NULL;
    p->fields_before = doc->n_fields;
    p->drop = false;
    p->error[0] = 0;
}

void document_rollback(pl_document *doc) {
    doc->n_fields = doc->pending->fields_before;
    doc->pending->open = false;
}

static pl_str stage_name(const pl_document *doc, uint16_t stage) {
    const struct schema *s = doc->batch->schema;
    return stage < s->n_stages ? str_of(s->stages[stage]) : (pl_str){"", 0};
}

/* Layers belong to the text as the callback saw it, so they are put in place before the edits move them. */
int document_commit(pl_document *doc) {
    struct pending *p = doc->pending;
    int rc = p->error[0] ? PL_EDOC : PL_OK;
    if (!rc && p->annotations) rc = annotations_apply(doc, p);
    if (!rc && p->n_edits) rc = edits_apply(doc, p->edits, p->n_edits, p->stage);
    if (rc) {
        document_rollback(doc);
        return rc;
    }
    if (p->drop) {
        doc->verdict =
            (pl_verdict){PL_DROPPED, stage_name(doc, p->stage), p->drop_reason, p->drop_message};
        doc->verdict_stage = p->stage;
    }
    p->open = false;
    return PL_OK;
}

const char *document_error(const pl_document *doc) {
    return doc->pending ? doc->pending->error : "";
}

void document_set_text(pl_document *doc, pl_str text) { doc->text = doc->original = text; }

void document_drop(pl_document *doc, const char *reason, pl_str message) {
    struct pending *p = pending_of(doc);
    p->drop = true;
    p->drop_reason = str_of(reason);
    p->drop_message = message;
}

void document_reject(pl_document *doc, uint16_t stage, pl_str reason, pl_str message) {
    doc->verdict = (pl_verdict){PL_DROPPED, stage_name(doc, stage), reason, message};
    doc->verdict_stage = stage;
}

void document_kill(pl_document *doc, uint16_t stage, pl_str reason, pl_str message) {
    doc->verdict = (pl_verdict){PL_DEAD, stage_name(doc, stage), reason, message};
    doc->verdict_stage = stage;
}
