/* record_fuzz.c: any line becomes a document or an error; what is written of it is JSON that reads back to the same text and id; any
 * answer of a program is merged or refused without a trace. */
#include <assert.h>
#include <string.h>
#include "document/decode.h"
#include "document/record.h"
#include "support/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const stages[] = {"read", "fuzz"};

static bool is_equal(pl_str a, pl_str b) { return a.n == b.n && (!a.n || !memcmp(a.p, b.p, a.n)); }

static pl_document *read_into(struct batch *b, pl_str line, bool *ok) {
    struct record_error error = {""};
    pl_str text = {"", 0};
    pl_document *doc = batch_add(b, (pl_position){0, 0, 0}, str_of("in"), line);
    document_begin(doc, 0);
    *ok = !record_read(doc, line, NULL, &text, &error);
    assert(*ok || *error.text);
    if (*ok) document_set_text(doc, text);
    if (!*ok || document_commit(doc)) document_rollback(doc);
    return doc;
}

static pl_str written(struct batch *b, pl_document *doc) {
    const pl_encoding all = {.size = sizeof all};
    b->stage = STAGE_NONE;
    return record_write(doc, &all, &b->arena);
}

static void merge(struct batch *b, pl_document *doc, pl_str answer) {
    struct record_error error = {""};
    const pl_str before = doc->text;
    const uint32_t fields = doc->n_fields;
    b->stage = 1;
    document_begin(doc, 1);
    if (!record_merge(doc, 1, answer, &error) && !document_commit(doc)) return;
    if (doc->n_fields != fields) document_rollback(doc);
    assert(is_equal(doc->text, before));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct schema schema = {.stages = (const char **)(uintptr_t)stages, .n_stages = 2};
    struct batch batch = {0};
    struct decoded d;
    bool ok, again;
    batch_init(&batch, &schema);
    const uint8_t *feed = size ? memchr(data, '\n', size) : NULL; /* the record, then an answer */
    const size_t first = feed ? (size_t)(feed - data) : size;
    decode_text((pl_str){(const char *)data, first}, "utf-8", &batch.arena, &d);
    pl_document *doc = read_into(&batch, d.text, &ok);
    if (ok) {
        const pl_str line = written(&batch, doc);
        const pl_document *copy = read_into(&batch, line, &again);
        assert(again && is_equal(copy->text, doc->text) && is_equal(copy->id, doc->id));
        if (feed) {
            decode_text((pl_str){(const char *)feed + 1, size - first - 1}, "utf-8", &batch.arena,
                        &d);
            merge(&batch, doc, d.text);
            read_into(&batch, written(&batch, doc), &again);
            assert(again);
        }
    }
    batch_free(&batch);
    schema_free(&schema);
    return 0;
}
