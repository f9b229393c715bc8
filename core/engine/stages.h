/* stages.h: the stages of a run: open, threads, resolve, close. */
#ifndef STAGES_H
#define STAGES_H
#include "engine/engine.h"
enum { MAX_OUTPUTS = 64 };

int stages_open(struct engine *); /* layers are registered, then each plugin's open in order */
int stages_thread_open(struct engine *, unsigned threads);
int stages_load(struct engine *); /* of a resumed run: in order, after open */
int stages_save(struct engine *); /* between batches */
int stages_finish(struct engine *); /* in order */
void stages_close(struct engine *);
int stages_check_kept(struct engine *); /* 78 when a stage keeps what this version cannot read */
bool stage_keeps(const pl_context *); /* has it an upkeep? */
int stage_upkeep(pl_context *, pl_upkeep *asked); /* PL_OK too for a stage that keeps nothing */
bool stage_layers_present(const pl_context *, const pl_document *); /* all layers it gives */
bool stage_layers_used(const struct engine *, const pl_context *,
                       uint16_t from); /* by a stage from `from` on */
#endif
