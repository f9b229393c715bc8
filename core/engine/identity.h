/* identity.h: what must be the same for an unfinished run to go on: settings, plugins, data files, inputs.
 *
 * A text of lines KEY TAB VALUE, kept as the file `run` in the state folder for as long as the run is unfinished. The plan brings
 * the lines of the config; data files and inputs are added here. */
#ifndef IDENTITY_H
#define IDENTITY_H
#include "engine/engine.h"
#include "support/file_list.h"
void identity_file(struct engine *, const char *what, const char *stage, const char *path,
                   uint64_t size, int64_t mtime);
/* The number and day of the run that the state folder was last used by; false: none. */
bool identity_run(const char *state, struct run_name *);
/* The line of an input file, without its line feed; to be freed. */
char *identity_input(const struct listed_file *);
int identity_keep(struct engine *); /* a new run: writes the file */
/* An unfinished run: PL_OK when the file says the same; else the run stops with 78, naming what changed and both ways out. But when no
 * setting changed, an incremental run, which nobody looks at, warns of it: *differs. */
int identity_check(struct engine *, bool *differs);
#endif
