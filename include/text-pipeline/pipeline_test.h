/* pipeline_test.h: runs stages on texts of a test and hands out the documents. Link with libpipeline_test.a
 * (pkg-config text-pipeline-test).
 *
 *     pl_test *t = pl_test_open("[pipeline]\nstages = tokenizer, mine\nplugin_path = .\n[mine]\nlevel = 3\n");
 *     pl_test_add(t, "a.txt", "Some text.");
 *     if (pl_test_run(t) != PL_OK) puts(pl_test_error(t));
 *     pl_array tokens = pl_test_layer(t, 0, "tokens");
 *     pl_test_close(t);
 *
 * The config has no reader and no writer; barriers work as in a run. Plugins are found as `pipeline run` finds them, and in
 * $PIPELINE_PLUGINS. One thread; no state is kept. */
#ifndef TEXT_PIPELINE_TEST_H
#define TEXT_PIPELINE_TEST_H
#include "text-pipeline/pipeline.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct pl_test pl_test;

/* Never NULL; what is wrong with the config comes out of pl_test_run and pl_test_error. */
pl_test *pl_test_open(const char *config);
/* Adds a document. Both strings are copied; the text is taken as UTF-8. */
void pl_test_add(pl_test *, const char *id, const char *text);
void pl_test_add_bytes(pl_test *, const char *id, const void *text, size_t n);
/* A field that the next document added has from the start (date, language ...). */
void pl_test_field(pl_test *, const char *name, const char *value);
/* Runs all documents through all stages, once. PL_OK, or PL_ESTOP and pl_test_error. */
int pl_test_run(pl_test *);
const char *pl_test_error(const pl_test *);           /* "" when there was none */
/* Documents in the order they were added, dropped and dead ones too; valid until pl_test_close. NULL: no such document. */
pl_document *pl_test_document(const pl_test *, uint32_t i);
const pl_host *pl_test_host(const pl_test *);         /* to look at documents with */
pl_array pl_test_layer(const pl_test *, uint32_t i, const char *layer);
pl_str pl_test_name(const pl_test *, int name_id);    /* the string of a PL_NAME member */
/* The document as `jsonl_writer` writes it, NUL-terminated, valid until pl_test_close; dropped ones with their verdict. */
const char *pl_test_json(pl_test *, uint32_t i);
void pl_test_close(pl_test *);

#ifdef __cplusplus
}
#endif
#endif
