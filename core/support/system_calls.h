/* system_calls.h: from some point on, this process makes only the system calls that working on documents takes.
 *
 * Memory, files (which ones: landlock.h), pipes, clocks, threads and signals of its own. All others fail with EPERM: new sockets
 * and connections, programs, processes, signals to others, tracing, changes of owner, mode and time of files, everything that
 * administers the machine; so do those of a foreign architecture and of x32. */
#ifndef SYSTEM_CALLS_H
#define SYSTEM_CALLS_H
#include <stdbool.h>

bool system_calls_can_be_limited(void); /* this kernel has filters */
int system_calls_limit(void); /* all threads, for good. 0, or -1 with errno */
#endif
