/* retention.c: see retention.h. */
#include "engine/retention.h"
#include <errno.h>
#include <string.h>
#include <unistd.h>
#include "engine/outputs.h"
#include "engine/run_files.h"
#include "engine/stages.h"

static int remove_file(void *context, const char *path) {
    return unlink(path) && errno != ENOENT ? engine_stop_errno(context, errno, path) : PL_OK;
}

int retention_drop_run(struct engine *e, uint64_t run) {
    const char *letters = e->dead_letters ? e->dead_letters->given : "";
    if (!strstr(letters, "{run}") || !run_files_each(letters, run, remove_file, e)) return PL_OK;
    return engine_stop_errno(e, errno, letters);
}

int retention_drop_kept(struct engine *e, int32_t before) {
    for (uint16_t i = 0; i < e->n_stages; i++) {
        pl_upkeep asked = {.what = PL_UPKEEP_FORGET, .before = before};
        if (stage_upkeep(&e->stages[i], &asked)) return PL_ESTOP;
    }
    return PL_OK;
}
