/* outcome.c: what a run did so far. */
#include "engine/outcome.h"
#include <stdio.h>
#include <sys/mman.h>
#include "engine/outputs.h"
#include "engine/run.h"

struct outcome *outcome_new(void) {
    struct outcome *o =
        mmap(NULL, sizeof *o, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    return o == MAP_FAILED ? NULL : o;
}

void outcome_distrust(struct outcome *o) {
    if (o->n_stages > OUTCOME_STAGES) o->n_stages = OUTCOME_STAGES;
    for (uint32_t i = 0; i < OUTCOME_STAGES; i++) o->stages[i].name[OUTCOME_NAME - 1] = 0;
    o->dead_letters[PATH_MAX - 1] = o->report[PATH_MAX - 1] = 0;
    o->reason[sizeof o->reason - 1] = 0;
}

void outcome_free(struct outcome *o) {
    if (o) munmap(o, sizeof *o);
}

/* One that is too long stays unknown. */
static void copy_path(char *to, const char *path) {
    if (snprintf(to, PATH_MAX, "%s", path) >= PATH_MAX) *to = 0;
}

void outcome_note(const struct engine *e) {
    struct outcome *o = e->plan->outcome;
    if (!o) return;
    o->totals = e->totals;
    o->bytes_out = 0;
    for (uint32_t i = 0; i < e->n_outputs; i++) o->bytes_out += e->outputs[i]->total;
    o->n_stages = e->n_stages < OUTCOME_STAGES ? e->n_stages : OUTCOME_STAGES;
    for (uint32_t i = 0; i < o->n_stages; i++) {
        const pl_context *stage = &e->stages[i];
        snprintf(o->stages[i].name, OUTCOME_NAME, "%s", stage->name);
        o->stages[i].seconds = (double)(stage->counts.process_ns + stage->counts.commit_ns) / 1e9;
    }
    copy_path(o->dead_letters, e->dead_letters ? e->dead_letters->path : "");
    copy_path(o->report, e->report ? e->report : "");
    snprintf(o->reason, sizeof o->reason, "%s", engine_reason(e));
}
