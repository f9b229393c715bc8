/* retry.c: `pipeline retry`: the dead letters of the last run once more, into files and a state of their own. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "command/command.h"
#include "command/load.h"
#include "command/run.h"
#include "engine/standing.h"
#include "engine/wanted.h"
#include "support/memory.h"

/* How the newest retry of that run stands that has published, even if it failed behind that; false: there is none. */
static bool find_retry(const struct standing *of, const char *state, struct standing *found) {
    bool is_found = false;
    *found = (struct standing){0};
    for (unsigned n = 1;; n++) {
        struct standing s;
        char *folder = text_printf("%s.retry%u", state, n);
        const bool exists = !standing_read(folder, &s);
        const bool fits = exists && standing_has_published(&s) && s.last.began >= of->last.ended;
        free(folder);
        standing_free(fits ? found : &s);
        if (fits) *found = s, is_found = true;
        if (!exists) return is_found;
    }
}

/* The dead letters that `s` left. 0, or the exit code after a message. */
static int take_letters(struct arguments *a, const struct standing *s) {
    if (s->n_aside) return a->letters = s->letters, 0;
    fprintf(stderr, "pipeline: nothing is set aside%s%s\n", s->letters ? " in " : "",
            s->letters ? s->letters : "");
    return EXIT_NO_INPUT;
}

/* Those of the option, of the newest retry of the last run, or of that run itself. */
static int retry(struct arguments *a, const char *state) {
    struct standing run, again = {0};
    int code = 0;
    if (standing_read(state, &run) && errno != ENOENT) {
        fprintf(stderr, "pipeline: %s: %s\n", state, strerror(errno));
        code = EXIT_IO;
    } else if (!a->letters && (run.kind == STANDS_RUNNING || standing_is_unfinished(&run))) {
        fprintf(stderr, "pipeline: the run is not finished: pipeline run %s goes on with it\n",
                a->config);
        code = EXIT_AGAIN;
    } else if (!a->letters)
        code = take_letters(a, find_retry(&run, state, &again) ? &again : &run);
    if (!code) code = run_with(a);
    standing_free(&run);
    standing_free(&again);
    return code;
}

int command_retry(int argc, char **argv) {
    struct arguments a;
    struct problems problems = {0};
    int code = arguments_parse(&a, argc, argv, false);
    a.retry = true;
    char *state = code ? NULL : state_of_config(&a, &problems);
    if (!code && !state && !(code = problems_exit_code(&problems)))
        code = usage_error("%s keeps no state: it is not known what was set aside", a.config);
    problems_print(&problems, stderr);
    problems_free(&problems);
    if (!code) code = retry(&a, state);
    free(state);
    arguments_free(&a);
    return code;
}
