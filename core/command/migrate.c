/* migrate.c: `pipeline migrate`: what runs of an older version have left becomes readable for this one. */
#include <stdio.h>
#include "command/command.h"
#include "command/upkeep.h"
#include "engine/checkpoint.h"
#include "engine/forget_files.h"
#include "engine/stages.h"

/* Spools and records have no readers for older forms; nothing was published, and the inputs are there. */
static int migrate_run(void *context, const struct forget_folder *folder) {
    bool *did = context, is_begun;
    if (forget_folder_is_begun(folder, &is_begun)) return PL_ESTOP;
    if (!is_begun || checkpoint_is_readable(folder->path)) return PL_OK;
    if (forget_run(folder) || forget_leftovers(folder)) return PL_ESTOP;
    printf("%s: an unfinished run of another version was given up; the next run begins it anew "
           "from its inputs\n",
           folder->path);
    *did = true;
    return PL_OK;
}

static int migrate_stages(struct engine *e, bool *did) {
    for (uint16_t i = 0; i < e->n_stages; i++) {
        pl_upkeep asked = {.what = PL_UPKEEP_MIGRATE};
        if (stage_upkeep(&e->stages[i], &asked)) return PL_ESTOP;
        if (!asked.n) continue;
        printf("[%s]: %llu files brought up to date\n", e->stages[i].name,
               (unsigned long long)asked.n);
        *did = true;
    }
    return PL_OK;
}

static int migrate(struct engine *e, const struct arguments *a) {
    bool did = false;
    (void)a;
    if (forget_folders_each(e, migrate_run, &did) || migrate_stages(e, &did))
        return upkeep_stopped(e);
    if (!did) printf("%s: everything is of this version\n", e->plan->home);
    return EXIT_DONE;
}

int command_migrate(int argc, char **argv) {
    struct arguments a;
    int code = arguments_parse(&a, argc, argv, false);
    a.migrates = true;
    if (!code) code = upkeep(&a, migrate);
    arguments_free(&a);
    return code;
}
