/* host_document.c: what plugins may ask and do about one document. */
#include "engine/host.h"
#include <stdarg.h>
#include <stdio.h>

uint32_t host_documents(const pl_batch *b) { return ((const struct batch *)(const void *)b)->n; }
pl_document *host_document(pl_batch *b, uint32_t i) {
    return i < batch_of(b)->n ? batch_of(b)->docs[i] : NULL;
}
void **host_slot(pl_batch *b, pl_document *doc) { return &doc->slots[batch_of(b)->stage]; }

pl_str host_id(const pl_document *doc) { return doc->id; }
pl_str host_source(const pl_document *doc) { return doc->source; }
pl_position host_position(const pl_document *doc) { return doc->position; }
pl_str host_text(const pl_document *doc) { return doc->text; }
pl_str host_original(const pl_document *doc) { return doc->original; }
pl_str host_raw(const pl_document *doc) { return doc->raw; }

int host_edit(pl_batch *b, pl_document *doc, uint32_t begin, uint32_t end, pl_str with,
              pl_str why) {
    (void)b;
    return edit_add(doc, begin, end, with, why);
}
uint32_t host_to_original(const pl_document *doc, uint32_t at) { return edit_to_original(doc, at); }
int host_removal_at(const pl_document *doc, uint32_t i, pl_removal *out) {
    return edit_removal(doc, i, out);
}

pl_array host_layer(const pl_document *doc, int id) { return layer_get(doc, id); }
void *host_annotate(pl_batch *b, pl_document *doc, int id, uint32_t at_most) {
    (void)b;
    return layer_annotate(doc, id, at_most);
}
void host_annotated(pl_batch *b, uint32_t n) { layer_annotated(batch_of(b), n); }

int host_get(const pl_document *doc, const char *name, pl_value *value) {
    return field_get(doc, name, value);
}
int host_set(pl_batch *b, pl_document *doc, const char *name, pl_value value) {
    return field_set(doc, str_of(name), value, batch_of(b)->stage);
}
int host_field_at(const pl_document *doc, uint32_t i, pl_str *name, pl_value *value) {
    return field_at(doc, i, name, value);
}
void host_flag(pl_batch *b, pl_document *doc, const char *name) {
    (void)b;
    field_flag(doc, name);
}

pl_verdict host_verdict(const pl_document *doc) { return doc->verdict; }
void host_drop(pl_batch *b, pl_document *doc, const char *reason, const char *format, ...) {
    char text[1024];
    va_list args;
    va_start(args, format);
    const int n = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    const size_t size = n < 0 ? 0 : (size_t)n < sizeof text ? (size_t)n : sizeof text - 1;
    document_drop(doc, reason, arena_copy(&batch_of(b)->arena, text, size));
}
pl_array host_decisions(const pl_document *doc) { return doc->decisions; }
