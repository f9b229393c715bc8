/* edit_fuzz.c: random edit lists against a slow model that keeps, for each byte, where it came from. */
#include <assert.h>
#include <string.h>
#include "document/document.h"

enum { MAX_TEXT = 64, MAX_EDITS = 8, ROUNDS = 3 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct model {
    char text[2048];
    uint32_t origin[2048];
    size_t n;
}; /* origin UINT32_MAX: inserted */
struct change {
    uint32_t begin, end;
    char with[4];
    size_t n;
};

static const pl_layer_def spans = {"spans", sizeof(pl_span), NULL, 0, NULL, 0};

/* Applies sorted, disjoint changes from the last to the first, so that offsets stay right. */
static void model_apply(struct model *m, const struct change *v, int n) {
    for (int i = n; i-- > 0;) {
        const size_t tail = m->n - v[i].end;
        memmove(m->text + v[i].begin + v[i].n, m->text + v[i].end, tail);
        memmove(m->origin + v[i].begin + v[i].n, m->origin + v[i].end, tail * sizeof *m->origin);
        memcpy(m->text + v[i].begin, v[i].with, v[i].n);
        for (size_t k = 0; k < v[i].n; k++) m->origin[v[i].begin + k] = UINT32_MAX;
        m->n = m->n - (v[i].end - v[i].begin) + v[i].n;
    }
}

/* Disjoint changes in rising order from fuzz bytes; returns how many. */
static int take_changes(const uint8_t **p, const uint8_t *end, size_t length, struct change *v) {
    int n = 0;
    uint32_t at = 0;
    while (n < MAX_EDITS && *p + 3 <= end && at <= length) {
        const uint32_t begin = at + (*p)[0] % 8, stop = begin + (*p)[1] % 6;
        const size_t with = (*p)[2] % 4;
        *p += 3;
        if (stop > length) break;
        v[n] = (struct change){begin, stop, "xyz", with};
        at = stop +
             (begin == stop); /* no two inserts at one point: the model has no order for them */
        n++;
    }
    return n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 2) return 0;
    static const char *stages[] = {"fuzz"};
    struct schema schema = {.stages = stages, .n_stages = 1};
    struct batch batch = {0};
    struct model m = {.n = data[0] % MAX_TEXT};
    schema_layer_add(&schema, &spans, "fuzz", 0, false);
    batch_init(&batch, &schema);
    for (uint32_t i = 0; i < m.n; i++) m.text[i] = (char)('a' + i % 26), m.origin[i] = i;
    pl_document *doc = batch_add(&batch, (pl_position){0, 0, 0}, (pl_str){"", 0}, (pl_str){"", 0});
    document_set_text(doc, arena_copy(&batch.arena, m.text, m.n));
    const uint8_t *p = data + 1, *const end = data + size;
    for (int round = 0; round < ROUNDS; round++) {
        struct change v[MAX_EDITS];
        const int n = take_changes(&p, end, m.n, v);
        document_begin(doc, 0);
        for (int i = n; i-- > 0;) /* in falling order: the host sorts */
            edit_add(doc, v[i].begin, v[i].end, arena_copy(&batch.arena, v[i].with, v[i].n),
                     (pl_str){"f", 1});
        pl_span *s = layer_annotate(doc, 0, 1);
        *s = (pl_span){0, (uint32_t)m.n};
        layer_annotated(&batch, 1);
        assert(document_commit(doc) == PL_OK);
        model_apply(&m, v, n);
        assert(doc->text.n == m.n && !memcmp(doc->text.p, m.text, m.n));
        for (uint32_t i = 0; i < m.n; i++)
            if (m.origin[i] != UINT32_MAX && doc->text.p[i] == doc->original.p[m.origin[i]])
                assert(edit_to_original(doc, i) <= doc->original.n);
        const pl_array layer = layer_get(doc, 0);
        for (uint32_t i = 0; i < layer.n; i++) assert(((const pl_span *)layer.v)[i].end <= m.n);
        pl_removal r = {.size = sizeof r};
        for (uint32_t i = 0; edit_removal(doc, i, &r) == PL_OK; i++)
            assert(r.original.begin <= r.original.end && r.original.end <= doc->original.n);
    }
    batch_free(&batch);
    schema_free(&schema);
    return 0;
}
