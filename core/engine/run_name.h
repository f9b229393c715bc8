/* run_name.h: the number and the day of a run, which {run} and {date} stand for in the names of its files.
 *
 * Numbers count the runs of a state folder from 1; an unfinished run keeps its number and its day when it goes on. Without a state
 * folder every run is the first. */
#ifndef RUN_NAME_H
#define RUN_NAME_H
#include "engine/engine.h"
void run_name_find(struct engine *); /* sets e->run; writes nothing */
bool run_name_is_in(const char *path); /* does its last part have {run} or {date}? */
/* The path with both filled in, in its last part only; the caller frees it. Never NULL. */
char *run_name_fill(const struct engine *, const char *path);
void run_name_set_today(struct run_name *);
int32_t run_name_day(const struct run_name *); /* of its start, days since 1970-01-01 */
#endif
