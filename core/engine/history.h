/* history.h: what the runs of a state folder have read, for `incremental = yes`.
 *
 * Two files in the state folder, each replaced as a whole when a run is published: `inputs`, the input files (inputs_seen.c), and
 * `known`, the documents (known.c). A document that was read before is dropped, one whose id or url was read with another text is an
 * update; within a run that goes by the id. What a run reads is kept in `arrivals` until then, valid by the checkpoint. A retry knows
 * the documents of its home, and adds its own to them. */
#ifndef HISTORY_H
#define HISTORY_H
#include "engine/engine.h"

struct history;
/* Before the first byte: NULL in e->history unless the run is incremental. Takes the files that were read before out of the list of
 * inputs; an unfinished run keeps the list it began with. */
int history_begin(struct engine *);
int history_keep(struct engine *,
                 uint64_t length); /* opens `arrivals`, of which `length` bytes are there */
int history_check(struct job *); /* gate: drops what is known, names updates */
int history_save(struct engine *, struct job *); /* retire gate */
uint64_t history_url_key(const pl_document *); /* as in `known`; 0: it has none */
uint64_t history_length(const struct history *);
int history_sync(struct history *);
const char *history_error(const struct history *);
int history_publish(struct engine *); /* may be called again after a kill */
void history_close(struct history *);

/* inputs_seen.c */
struct inputs_seen;
int inputs_seen_begin(struct engine *, struct inputs_seen **);
/* With `retention`: old runs go, with what they have left; known entries of one are old, too. */
int inputs_seen_age(struct engine *, struct inputs_seen *);
bool inputs_seen_is_old(const struct inputs_seen *, uint64_t run);
int inputs_seen_publish(struct engine *, struct inputs_seen *);
void inputs_seen_free(struct inputs_seen *);
#endif
