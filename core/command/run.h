/* run.h: one run, for the commands that are one. */
#ifndef COMMAND_RUN_H
#define COMMAND_RUN_H
#include "command/load.h"
int run_with(const struct arguments *); /* the exit code */
/* Locks the state folder, waiting for up to *wait seconds for a run to end. 0, or an exit code after a message. */
int run_lock(const char *state, double *wait, int *fd);
#endif
