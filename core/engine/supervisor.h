/* supervisor.h: runs work in a child process, and starts it again when it dies.
 *
 * A worker that crashes, hangs or is killed goes on from its last checkpoint with one batch under way at a time, up to the place
 * where it died. A document that it dies on there is set aside; the next worker does not give it to that stage again.
 * The worker dies with its supervisor. SIGTERM and SIGINT end both at once: the last checkpoint stands. */
#ifndef SUPERVISOR_H
#define SUPERVISOR_H
#include "engine/watch.h"

struct supervision {
    struct watch *watch;
    int64_t document_timeout; /* ns that one stage may take for one document; 0: any */
    uint64_t max_crashes; /* documents that may be set aside */
    bool may_restart; /* false: standard input or output is used, what went by is gone */
    double wait; /* seconds in which exit code 75 is tried again */
};
typedef int work_function(void *); /* returns an exit code, in a process of its own */

/* Blocks the signals that a supervisor waits for, in this process, until its end: none can come between two steps. */
void supervisor_begin(void);
/* Runs the work once. *status is as of waitpid. 0, or an exit code: it could not be started, or a signal ended it. */
int supervise_once(work_function *, void *argument, int *status);
/* Runs it to its end. Returns its exit code, 70 after too many crashes, 75 after SIGTERM or SIGINT. */
int supervise(const struct supervision *, work_function *, void *argument);
/* Waits so long; true when a signal said to stop meanwhile. */
bool supervisor_pause(double seconds);

/* ---- judge.c: what the death of a worker means ---- */

struct judge { /* what is known of the deaths so far; zeroed at first */
    uint64_t checkpoints; /* when the last worker died */
    uint64_t idle, blank; /* deaths since the last progress; those without a document in hand */
    struct watch_aside
        doubted; /* in hand in careful mode when something else may have been the cause */
};
struct death {
    int status; /* of waitpid */
    int timed_out; /* the slot that hung; -1: none */
};
/* Notes in the watch what the next worker is to do and forgets what the dead one did. True: it may be started. In `text` is a
 * sentence for the log either way. */
bool judge_death(struct judge *, const struct supervision *, struct death, char *text, size_t size);
#endif
