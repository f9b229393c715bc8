/* batch.c: a run of consecutive documents in one arena. */
#include <string.h>
#include "document/document.h"
#include "document/pending.h"

void batch_init(struct batch *b, const struct schema *schema) {
    const struct arena arena = b->arena;
    *b = (struct batch){.pub = {.size = sizeof(pl_batch)}, .arena = arena, .schema = schema};
}

pl_document *batch_add(struct batch *b, pl_position position, pl_str source, pl_str raw) {
    if (b->n == b->room) {
        const uint32_t room = b->room ? 2 * b->room : 64;
        b->docs =
            arena_grow(&b->arena, b->docs, b->n * sizeof *b->docs, room * sizeof *b->docs, 16);
        b->room = room;
    }
    pl_document *doc = arena_zero(&b->arena, sizeof *doc, 16);
    doc->batch = b;
    doc->index = b->n;
    doc->position = position;
    doc->source = source;
    doc->raw = raw;
    doc->failed_stage = doc->verdict_stage = STAGE_NONE;
    doc->layers = arena_zero(&b->arena, (b->schema->n_layers + 1) * sizeof *doc->layers, 16);
    doc->slots = arena_zero(&b->arena, (b->schema->n_stages + 1) * sizeof *doc->slots, 16);
    doc->decisions.element_size = sizeof(pl_str);
    b->docs[b->n++] = doc;
    b->bytes += raw.n;
    return doc;
}

void batch_reset(struct batch *b) {
    arena_reset(&b->arena);
    batch_init(b, b->schema);
}

void batch_free(struct batch *b) {
    arena_free(&b->arena);
    *b = (struct batch){0};
}
