/* resolve.h: between two phases: records are sorted, the stage decides, decisions are sorted for the replay. */
#ifndef RESOLVE_H
#define RESOLVE_H
#include "engine/engine.h"
/* Opens the record log of a stage that has `resolve`, in the work folder. */
int stage_records_open(pl_context *);
void stage_records_remove(const pl_context *); /* its file, once nobody needs it */
int stage_resolve(struct engine *,
                  pl_context *); /* sorts, calls every round, sorts the decisions */
int stage_decisions_again(pl_context *); /* those that an interrupted run left in the work folder */
/* Decisions of a finished run, for `explain`; PL_END when there are none. */
int stage_decisions_open(pl_context *, const char *path, unsigned threads);
int stage_decisions(pl_context *, unsigned thread, pl_document *); /* sets doc->decisions */
void stage_decisions_close(pl_context *, unsigned threads);
#endif
