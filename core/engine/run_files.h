/* run_files.h: the files that the runs of a state folder have left under a name with {run} and {date}. */
#ifndef RUN_FILES_H
#define RUN_FILES_H
#include <stdint.h>
/* Calls `each` for every file that has such a name: of run number `run`, 0: of any. A {part} in the name stands for the number of a
 * part. In the order of their names. 0, or -1 with errno, or what `each` returned first that was not 0. */
int run_files_each(const char *path, uint64_t run, int (*each)(void *context, const char *path),
                   void *context);
#endif
