/* tell.h: tells others how a run stands: the state folder (`pipeline status`), Prometheus, the service manager. */
#ifndef TELL_H
#define TELL_H
#include "command/load.h"
#include "engine/outcome.h"

struct telling {
    const struct probed *found;
    const char *config;
    struct outcome *outcome;
    uint64_t began, began_ns;
};
/* By the process that holds the lock; nothing of it can fail a run. `refused`: none begins, only its end will be told. */
void tell_begin(struct telling *, bool refused);
void tell_end(const struct telling *, int exit_code);
#endif
