/* outputs_check.c: whether what a run writes would take the place of what it reads. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "engine/inputs.h"
#include "engine/outputs.h"
#include "engine/stages.h"

/* An output is renamed into place: an input of that name would be gone, and the next run would read the output. */
static int check_target(struct engine *e, const char *who, const char *path) {
    const struct file_list *list = &e->inputs->list;
    struct stat st;
    if (stat(path, &st) || !S_ISREG(st.st_mode)) return PL_OK;
    for (uint32_t i = 0; i < list->n; i++)
        if (list->files[i].inode == st.st_ino && list->files[i].device == st.st_dev)
            return engine_stop(e, EXIT_CONFIG,
                               "[%s] %s is an input of this run: it would be overwritten", who,
                               path);
    return PL_OK;
}

static int check_output(struct engine *e, const pl_output *o) {
    const char *who = o->stage ? o->stage->name : "pipeline";
    if (o->is_stream) return PL_OK;
    char *first = output_part_name(o, 0);
    if (!first) arena_exhausted(strlen(o->path));
    int rc = check_target(e, who, first);
    if (!rc && e->report && !strcmp(first, e->report))
        rc = engine_stop(e, EXIT_CONFIG, "[%s] the report has the same path: %s", who, first);
    if (!rc && e->plan->metrics && !strcmp(first, e->plan->metrics))
        rc = engine_stop(e, EXIT_CONFIG, "[%s] the metrics have the same path: %s", who, first);
    free(first);
    return rc;
}

int outputs_check_new(struct engine *e) {
    for (uint32_t i = 0; e->plan->incremental && i < e->n_outputs; i++) {
        const pl_output *o = e->outputs[i];
        char *first = o->is_stream ? NULL : output_part_name(o, 0);
        const bool is_there = first && !access(first, F_OK);
        free(first);
        if (is_there)
            return engine_stop(e, EXIT_CANNOT_CREATE,
                               "%s was written by an earlier run: {run} in the name gives each run "
                               "a file of its own",
                               o->path);
    }
    return PL_OK;
}

int outputs_check(struct engine *e) {
    for (uint32_t i = 0; i < e->n_outputs; i++)
        if (check_output(e, e->outputs[i])) return PL_ESTOP;
    if (e->report && check_target(e, "pipeline", e->report)) return PL_ESTOP;
    return e->plan->metrics ? check_target(e, "pipeline", e->plan->metrics) : PL_OK;
}
