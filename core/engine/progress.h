/* progress.h: a line on the terminal while a run goes on, and the callback under way for messages about crashes. */
#ifndef PROGRESS_H
#define PROGRESS_H
#include "engine/engine.h"
int progress_start(struct engine *);
void progress_stop(struct engine *);
/* Notes which callback runs on the main thread, for whoever watches (the probe's parent). Strings live for ever. */
void progress_callback(struct engine *, const char *stage, const char *callback);
/* Shared memory for that note: set before the fork, read by the parent after the child died. */
struct callback_note {
    char stage[64], callback[32];
};
void progress_share(struct callback_note *);
#endif
