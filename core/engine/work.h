/* work.h: the state folder of a run, or a temporary one, and its lock. */
#ifndef WORK_H
#define WORK_H
#include "engine/engine.h"
int work_open(struct engine *); /* makes it; it is locked already, see work_lock */
void work_close(struct engine *); /* removes a temporary folder, unless it was lent */
/* In $TMPDIR or /tmp. 0, or -1 with errno; the path is to be freed in any case. */
int work_make_temporary(char **path);
void work_remove(const char *folder); /* with its files; what cannot be removed stays */
/* Makes and locks a state folder, until the descriptor *fd and its copies in children are closed, in whatever way. 0, or an exit
 * code with the reason: EXIT_AGAIN when another run holds it. */
int work_lock(const char *folder, int *fd, char *reason, size_t size);
/* Does a run hold it? One whose process is dead is waited for, up to 1 s: its worker is about to die. `holder`: what the lock
 * says of it. */
bool work_is_locked(const char *folder, char *holder, size_t size);
#endif
