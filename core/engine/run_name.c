/* run_name.c: the number and the day of a run, kept in the first lines of its identity. */
#include "engine/run_name.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "engine/checkpoint.h"
#include "engine/identity.h"
#include "support/buffer.h"

void run_name_set_today(struct run_name *run) {
    const time_t now = time(NULL);
    struct tm day;
    localtime_r(&now, &day);
    strftime(run->date, sizeof run->date, "%Y-%m-%d", &day);
}

/* A run that has published nothing hands its name on, with the .part files that bear it; one that may have does not. */
void run_name_find(struct engine *e) {
    const char *state = e->plan->state;
    struct run_name *run = &e->run;
    const bool found = state && identity_run(state, run);
    const enum run_step step = found ? checkpoint_step(state) : RUN_FINISHED;
    run->goes_on = step >= RUN_DOCUMENTS && step < RUN_FINISHED && !e->plan->fresh;
    if (run->goes_on || step < RUN_PUBLISH) return;
    run->number++;
    run_name_set_today(run);
}

int32_t run_name_day(const struct run_name *run) {
    struct tm day = {.tm_mday = 1};
    strptime(run->date, "%Y-%m-%d", &day);
    return (int32_t)(timegm(&day) / (24 * 3600));
}

static const char *last_part(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

bool run_name_is_in(const char *path) {
    return strstr(last_part(path), "{run}") || strstr(last_part(path), "{date}");
}

static bool take(const char **p, const char *word) {
    const size_t n = strlen(word);
    if (strncmp(*p, word, n)) return false;
    *p += n;
    return true;
}

char *run_name_fill(const struct engine *e, const char *path) {
    struct buffer b = {0};
    const char *p = last_part(path);
    buffer_append(&b, path, (size_t)(p - path));
    while (*p) {
        if (take(&p, "{run}"))
            buffer_printf(&b, "%05llu", (unsigned long long)e->run.number);
        else if (take(&p, "{date}"))
            buffer_puts(&b, e->run.date);
        else
            buffer_put(&b, *p++);
    }
    if (buffer_append(&b, "", 1)) arena_exhausted(b.n);
    return b.p;
}
