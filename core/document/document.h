/* document.h: documents and batches as the core sees them: text, edits, layers, fields, verdict.
 *
 * A callback on a document is a transaction:
 *     document_begin(doc, stage);      edits, annotations, fields, flags, drops of this stage are collected
 *     rc = plugin->process(...);
 *     rc = document_commit(doc)        on PL_OK: applies them; PL_EDOC with document_error(doc) when the edits are bad
 *     document_rollback(doc)           else: nothing has happened
 * One thread at a time per batch. All memory is the batch's arena. */
#ifndef DOCUMENT_H
#define DOCUMENT_H
#include <stdbool.h>
#include "document/arena.h"
#include "text-pipeline/pipeline.h"

#define STAGE_NONE UINT16_MAX

/* What all documents of a run share; filled in open, read-only afterwards. */
struct schema_layer {
    const pl_layer_def *def;
    const char *name; /* stays valid when a plugin's table does not */
    const char *stage_name; /* of the stage that gives it */
    uint16_t stage; /* index of that stage */
    bool pure; /* that stage is PL_PURE: made again on replay */
};
struct schema {
    struct schema_layer *layers;
    uint32_t n_layers;
    const char **names;
    uint32_t n_names; /* name_id -> string */
    const char **stages;
    uint32_t n_stages; /* index -> section name */
    size_t layer_bytes; /* that the layers of one document may have in all; 0: any number */
};
int schema_layer_find(const struct schema *, const char *name); /* id or -1 */
int schema_layer_add(struct schema *, const pl_layer_def *, const char *stage_name, uint16_t stage,
                     bool pure);
int schema_name(struct schema *, const char *name); /* finds or adds; -1 when there are 65535 */
void schema_free(struct schema *);
/* Row i of a table whose rows are `stride` bytes apart. */
static inline const pl_field_def *field_row(const pl_field_def *t, size_t stride, size_t i) {
    return (const pl_field_def *)(const void *)((const char *)(const void *)t + i * stride);
}

struct edit {
    uint32_t begin, end;
    pl_str with, why;
}; /* of the text before the list; sorted, not overlapping */
struct edit_list { /* what one stage did in one callback */
    struct edit_list *before; /* the list of an earlier callback, or NULL */
    const struct edit *v;
    uint32_t n;
    uint16_t stage;
    pl_str old_text; /* the text these edits were made on */
    int64_t *deltas; /* [i]: what the first i edits add to an offset behind them */
};
struct layer {
    void *v;
    uint32_t n;
    uint16_t stage;
    uint16_t version;
}; /* version: doc->version when it was made; v NULL: absent */
struct field {
    pl_str name;
    pl_value value;
    uint16_t stage;
};

struct pending; /* effects of the callback under way (pending.h) */
struct annotation;
struct batch;

struct pl_document {
    struct batch *batch;
    uint32_t index; /* in its batch */
    pl_position position;
    pl_str source, raw, id;
    pl_str text, original;
    struct edit_list *edits; /* newest first */
    uint16_t version; /* number of edit lists */
    uint16_t
        failed_stage; /* set when the document skips the rest after a settled barrier; else STAGE_NONE */
    bool failed_now; /* in this phase: has yet to be counted and written as a dead letter */
    struct layer *layers; /* one per schema layer */
    struct field *fields;
    uint32_t n_fields, fields_room; /* append only; the newest entry of a name counts */
    struct {
        const uint32_t *v;
        uint32_t n, of; /* of: n_fields when it was made */
        uint16_t stage;
    } visible; /* field.c: the list of fields_visible, made when asked for */
    pl_verdict verdict;
    uint16_t verdict_stage;
    void **slots; /* one per stage */
    pl_array decisions; /* of pl_str, for the settle under way */
    struct pending *pending;
};

struct batch {
    pl_batch pub; /* first: plugins hold a pointer to it */
    struct arena arena;
    const struct schema *schema;
    pl_document **docs;
    uint32_t n, room;
    size_t bytes; /* raw bytes added */
    uint16_t stage; /* the stage whose callback runs now; fields set by later stages are not seen */
    struct annotation *annotating; /* the newest layer_annotate */
};
static inline struct batch *batch_of(pl_batch *b) { return (struct batch *)(void *)b; }

void batch_init(struct batch *,
                const struct schema *); /* an arena kept from an earlier use stays */
pl_document *batch_add(struct batch *, pl_position, pl_str source, pl_str raw);
void batch_reset(struct batch *); /* drops all documents, keeps memory */
void batch_free(struct batch *);

/* document.c: transactions and verdicts */
void document_begin(pl_document *, uint16_t stage);
int document_commit(pl_document *);
void document_rollback(pl_document *);
const char *document_error(const pl_document *);
void document_set_text(pl_document *,
                       pl_str text); /* a reader's: becomes text and original at once */
void document_drop(pl_document *, const char *reason, pl_str message);
/* Dropped by the program itself, after `stage`; outside a transaction. */
void document_reject(pl_document *, uint16_t stage, pl_str reason, pl_str message);
void document_kill(pl_document *, uint16_t stage, pl_str reason,
                   pl_str message); /* dead letter; outside a transaction */

/* edit.c */
int edit_add(pl_document *, uint32_t begin, uint32_t end, pl_str with, pl_str why); /* pending */
int edits_apply(pl_document *, struct edit *v, uint32_t n,
                uint16_t stage); /* sorts, checks, makes the new text, moves the layers */
/* Sets `deltas`; what made the list owes it this before offsets are moved by it. */
void edit_list_measure(struct edit_list *, struct arena *);
uint32_t edit_to_original(const pl_document *, uint32_t at);
/* From a position of the text before `list` to after it. `end_side`: an insert at this point lies after it. */
uint32_t edit_move(const struct edit_list *, uint32_t at, bool end_side);
/* Spans of the original that are covered by an edit: the i-th of the whole chain, oldest list first. */
int edit_removal(const pl_document *, uint32_t i, pl_removal *);

/* layer.c */
pl_array layer_get(const pl_document *, int id);
void *layer_annotate(pl_document *, int id,
                     uint32_t at_most); /* pending; zeroed; NULL: above the schema's layer_bytes */
void layer_annotated(struct batch *, uint32_t n); /* of the newest layer_annotate in the batch */
void layers_move(pl_document *,
                 const struct edit_list *); /* PL_EXACT, clipping, borders: contract in design 3 */

/* field.c */
int field_get(const pl_document *, const char *name,
              pl_value *); /* newest entry of a stage <= batch->stage */
int field_get_n(const pl_document *, pl_str name, pl_value *);
int field_set(pl_document *, pl_str name, pl_value, uint16_t stage);
int field_at(const pl_document *, uint32_t i, pl_str *name,
             pl_value *); /* i-th different name by first appearance, newest value */
/* Indexes in doc->fields of what field_at gives, one after the other; in the arena. Any number of fields in linear time. */
const uint32_t *fields_visible(const pl_document *, uint32_t *n);
void field_flag(pl_document *, const char *name); /* adds a word to the list `flags` once */

static inline pl_str str_of(const char *s) { return (pl_str){s, s ? __builtin_strlen(s) : 0}; }
static inline pl_value value_text(pl_str s) { return (pl_value){.type = PL_TEXT, .u = {.s = s}}; }
#endif
