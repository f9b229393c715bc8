/* host.h: the functions of the host table, by topic; host.c puts them into the table in the order of pipeline.h. */
#ifndef HOST_H
#define HOST_H
#include "engine/engine.h"

/* host_document.c */
uint32_t host_documents(const pl_batch *);
pl_document *host_document(pl_batch *, uint32_t);
void **host_slot(pl_batch *, pl_document *);
pl_str host_id(const pl_document *);
pl_str host_source(const pl_document *);
pl_position host_position(const pl_document *);
pl_str host_text(const pl_document *);
pl_str host_original(const pl_document *);
int host_edit(pl_batch *, pl_document *, uint32_t, uint32_t, pl_str, pl_str);
uint32_t host_to_original(const pl_document *, uint32_t);
int host_removal_at(const pl_document *, uint32_t, pl_removal *);
pl_array host_layer(const pl_document *, int);
void *host_annotate(pl_batch *, pl_document *, int, uint32_t);
void host_annotated(pl_batch *, uint32_t);
int host_get(const pl_document *, const char *, pl_value *);
int host_set(pl_batch *, pl_document *, const char *, pl_value);
int host_field_at(const pl_document *, uint32_t, pl_str *, pl_value *);
void host_flag(pl_batch *, pl_document *, const char *);
pl_verdict host_verdict(const pl_document *);
void host_drop(pl_batch *, pl_document *, const char *, const char *, ...) PL_PRINTF(4, 5);

/* host_shared.c: names, layers of the run, metrics, data files */
int host_layer_id(pl_context *, const char *);
int host_layer_at(pl_context *, uint32_t, pl_layer_info *);
const pl_field_def *host_layer_member(pl_context *, int, const char *);
int host_name_id(pl_context *, const char *);
pl_str host_name(pl_context *, int);
void host_metric(pl_context *, const char *, double);
void host_count(pl_context *, const char *, uint64_t);
int host_map_file(pl_context *, const char *, pl_str *);
void host_forget_mapped(struct engine *); /* the list of files; the mappings stay */
size_t host_memory(pl_context *);
int32_t host_day(pl_context *);

/* host_barrier.c */
void host_barrier(pl_context *, int);
int host_emit(pl_batch *, pl_document *, uint32_t, const uint64_t[2], pl_str);
int host_emit_at(pl_context *, pl_position, uint32_t, const uint64_t[2], pl_str);
pl_cursor *host_records(pl_context *, uint32_t, uint64_t, uint64_t);
int host_next(pl_cursor *, pl_record *);
int host_seek(pl_cursor *, const uint64_t[2]);
void host_close_cursor(pl_cursor *);
int host_decide(pl_context *, pl_position, pl_str);
pl_array host_decisions(const pl_document *);

/* host_input.c */
int host_input_add(pl_context *, pl_str, const char *);
pl_input *host_input_next(pl_context *);
ptrdiff_t host_input_read(pl_input *, void *, size_t, pl_position *);
pl_str host_input_name(pl_input *);
int host_add(pl_batch *, pl_str, pl_str, pl_position);
void host_mark(pl_batch *, pl_position);
int host_input_resume(pl_context *, pl_input **);
void host_refuse(pl_batch *, pl_str, pl_str, pl_position, const char *, ...) PL_PRINTF(5, 6);
pl_str host_raw(const pl_document *);
int host_set_text(pl_batch *, pl_document *, pl_str, pl_str, const char *);
int host_parse(pl_batch *, pl_document *, pl_str, const pl_record_names *);

/* host_output.c: outputs and state */
pl_output *host_output_open(pl_context *, const pl_output_options *);
int host_output_append(pl_output *, pl_batch *, pl_str);
pl_str host_encode(pl_batch *, pl_document *, const pl_encoding *);
int host_put(pl_context *, const char *, pl_str);
int host_fetch(pl_context *, const char *, pl_str *);
pl_state *host_state_open(pl_context *, const char *);
int host_state_append(pl_state *, pl_str);
int host_state_map(pl_state *, pl_str *);

/* broker.c */
int host_serve(pl_context *, const pl_array *, int64_t);
int host_call(pl_batch *, pl_document *, pl_str, pl_str *);
int host_merge(pl_batch *, pl_document *, pl_str);
#endif
