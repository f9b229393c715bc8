/* check.c: `pipeline check`: everything that run checks before the first byte, and the phases it would have. */
#include <stdio.h>
#include "command/command.h"
#include "command/load.h"
#include "engine/engine.h"
#include "engine/run.h"
#include "engine/source.h"
#include "support/log.h"

static void print_phase(const struct engine *e, const struct phase *phase) {
    printf("phase %u:", phase->index + 1);
    if (phase->index) printf(" settle %s,", e->stages[e->phases[phase->index - 1].barrier].name);
    for (uint16_t i = phase->first; i <= phase->last && i < e->n_stages; i++)
        printf(" %s", e->stages[i].name);
    printf(phase->barrier >= 0 ? " | barrier: about %.1f MB of disk for the spool\n" : "\n",
           (double)inputs_size(e->inputs) / 1e6);
}

static int print_plan(const struct arguments *a, struct loaded *l) {
    l->plan.probe = true;
    struct engine *e = engine_new(&l->plan);
    const int rc = engine_open(e);
    if (!rc) {
        printf("%s is fine: %u files, %.1f MB of input, %u threads\n", a->config,
               inputs_count(e->inputs), (double)inputs_size(e->inputs) / 1e6, l->plan.threads);
        for (uint32_t i = 0; i < e->n_phases; i++) print_phase(e, &e->phases[i]);
        printf("state: %s\n", l->plan.state ? l->plan.state : "none");
    }
    const int code = rc ? engine_exit_code(e) : EXIT_DONE;
    if (rc)
        log_line(LOG_AT_ERROR, NULL, "%s",
                 engine_reason(e)); /* in use since the probe, or by another run */
    engine_close(e);
    return code;
}

int command_check(int argc, char **argv) {
    struct arguments a;
    int code = arguments_parse(&a, argc, argv, false);
    struct probed found;
    if (!code) code = probe(&a, &found);
    if (!code) {
        struct loaded l;
        code = loaded_read_again(&l, &a);
        if (!code) code = print_plan(&a, &l);
        loaded_free(&l);
    }
    arguments_free(&a);
    return code;
}
