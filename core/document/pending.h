/* pending.h: the effects of the callback under way on one document; private to core/document. */
#ifndef PENDING_H
#define PENDING_H
#include "document/document.h"

struct annotation {
    int id;
    void *v;
    uint32_t n, room;
    struct annotation *next;
};

struct pending {
    bool open;
    uint16_t stage;
    struct edit *edits;
    uint32_t n_edits, edits_room;
    struct annotation *annotations; /* newest first */
    uint32_t fields_before; /* doc->n_fields at the beginning */
    bool drop;
    pl_str drop_reason, drop_message;
    char error[256];
};

/* The document's own; made at the first use. */
struct pending *pending_of(pl_document *);
/* Notes the first error of the callback; returns PL_EDOC. */
int pending_fail(pl_document *, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* layer.c: checks spans, sorts, puts the layers into the document. */
int annotations_apply(pl_document *, struct pending *);
#endif
