/* dead_letter.h: a line of JSON for each document or record that was set aside, with its reason and its raw bytes. */
#ifndef DEAD_LETTER_H
#define DEAD_LETTER_H
#include "engine/engine.h"
/* Opens the run's dead-letter file when the plan names one. */
int dead_letters_open(struct engine *);
/* Writes the lines of a batch for this phase into the job; parallel. */
int dead_letters_collect(struct job *, const struct phase *);
#endif
