/* wanted.h: the places of dead letters, for a run that reads nothing else: `pipeline retry`. */
#ifndef WANTED_H
#define WANTED_H
#include "engine/engine.h"

struct wanted;
/* NULL with errno. */
struct wanted *wanted_read(const char *letters);
uint64_t wanted_count(const struct wanted *);
/* A record at this place is a dead letter, or lies behind the place at which its source could not be read on. */
bool wanted_place(const struct wanted *, pl_str source, uint64_t offset);
bool wanted_source(const struct wanted *, pl_str source);
/* Behind `open` of the reader: sources without dead letters are taken out of the inputs. PL_ESTOP when none is left. */
int wanted_inputs(struct engine *);
void wanted_say_missing(const struct engine *); /* at the end: places at which there was nothing */
void wanted_free(struct wanted *);
#endif
