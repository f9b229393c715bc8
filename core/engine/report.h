/* report.h: what a run did: a JSON file for machines, tables for people. */
#ifndef REPORT_H
#define REPORT_H
#include <stdio.h>
#include "engine/engine.h"
int report_write(struct engine *); /* the file of `report =`; PL_OK when there is none */
void report_print(const struct engine *,
                  FILE *); /* files written, a row per stage, the bottleneck */
void reason_count(struct engine *, pl_str stage,
                  pl_str reason); /* a dropped document; retire gate */
void reasons_free(struct engine *);
#endif
