/* run.h: one run, for the commands that are one. */
#ifndef COMMAND_RUN_H
#define COMMAND_RUN_H
#include "command/load.h"
int run_with(const struct arguments *); /* the exit code */
#endif
