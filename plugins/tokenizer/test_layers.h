/* test_layers.h: layers as text, for the tests. */
#ifndef TOKENIZER_TEST_LAYERS_H
#define TOKENIZER_TEST_LAYERS_H
#include <stdio.h>
#include "text-pipeline/pipeline_test.h"

/* Writes the elements of a layer of the first document with a bar between them. */
static void layer_text(const pl_test *t, const char *layer, char *out, size_t room) {
    const pl_array a = pl_test_layer(t, 0, layer);
    const pl_str text = pl_test_host(t)->text(pl_test_document(t, 0));
    size_t n = 0;
    for (uint32_t i = 0; i < a.n; i++) {
        const pl_span *s = (const void *)((const char *)a.v + (size_t)i * a.element_size);
        n += (size_t)snprintf(out + n, room - n, "%s%.*s", i ? "|" : "", (int)(s->end - s->begin),
                              text.p + s->begin);
    }
}
#endif
