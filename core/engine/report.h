/* report.h: what a run did: a JSON file for machines, tables for people. */
#ifndef REPORT_H
#define REPORT_H
#include <stdio.h>
#include "engine/engine.h"
int report_write(struct engine *); /* the file of `report =`; PL_OK when there is none */
void report_print(const struct engine *,
                  FILE *); /* files written, a row per stage, the bottleneck */
/* Dropped documents, counted by stage and reason; retire gate. */
void reason_count(struct engine *, pl_str stage, pl_str reason, uint64_t n);
void reasons_write(struct buffer *, const struct engine *); /* as a member of a JSON object */
void reasons_free(struct engine *);
#endif
