/* forget.c: `pipeline forget`: a withdrawn document goes from all that is kept from run to run. */
#include "engine/forget.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "command/command.h"
#include "command/upkeep.h"
#include "config/nearest.h"
#include "engine/stages.h"
#include "engine/withdrawn.h"
#include "support/memory.h"

/* ---- an id that nobody knows ---- */

/* The one that is known and most like it; NULL: none is. To be freed. */
static char *nearest_known(const char *state, const char *id) {
    struct known k;
    struct nearest best = {NULL, 3};
    char *path = text_printf("%s/known", state), *found = NULL;
    if (known_open(&k, path)) k = (struct known){0};
    for (uint64_t i = 0; i < k.n; i++) {
        char text[64];
        const pl_str s = known_id(&k, &k.v[i]);
        if (s.n >= sizeof text || memchr(s.p, 0, s.n)) continue;
        memcpy(text, s.p, s.n);
        text[s.n] = 0;
        best.name = NULL;
        nearest_try(&best, id, text);
        if (best.name) free(found), found = checked(strdup(text));
    }
    known_close(&k);
    free(path);
    return found;
}

static int say_unknown(const struct engine *e, const char *id) {
    char *nearest = nearest_known(e->plan->home, id);
    fprintf(stderr, "pipeline: no document has the id '%s' in %s, its dead letters", id,
            e->plan->home);
    for (uint16_t i = 0; i < e->n_stages; i++)
        if (stage_keeps(&e->stages[i])) fprintf(stderr, ", what [%s] keeps", e->stages[i].name);
    fprintf(stderr, nearest ? " (did you mean '%s'?)\n" : "%s\n", nearest ? nearest : "");
    free(nearest);
    return EXIT_NO_INPUT;
}

/* ---- forgetting ---- */

static void say_forgotten(const struct forgotten *f, const char *config) {
    printf("%s: forgotten\n%.*s", f->id, (int)f->where.n, f->where.n ? f->where.p : "");
    if (f->gives_up)
        printf("    an unfinished run was given up: pipeline run %s begins it anew\n", config);
    if (f->published.n)
        printf("published, and not touched:\n%.*s", (int)f->published.n, f->published.p);
}

static int forget(struct engine *e, const struct arguments *a) {
    struct forgotten f;
    int code = EXIT_DONE;
    forget_start(&f, a->id);
    if (forget_find(e, &f))
        code = upkeep_stopped(e);
    else if (!f.found)
        code = say_unknown(e, a->id);
    else if (forget_begin(e, &f) || forget_finish(e, a->id))
        code = upkeep_stopped(e);
    else
        say_forgotten(&f, a->config);
    forget_end(&f);
    return code;
}

static int readmit(const char *state, const char *id) {
    struct withdrawn w;
    int code = EXIT_DONE;
    if (withdrawn_read(&w, state)) {
        fprintf(stderr, "pipeline: error: %s/withdrawn: %s\n", state, strerror(errno));
        code = EXIT_IO;
    } else if (!withdrawn_remove(&w, known_key_of_id(str_of(id)))) {
        fprintf(stderr, "pipeline: '%s' is not withdrawn from %s\n", id, state);
        code = EXIT_NO_INPUT;
    } else if (withdrawn_write(&w, state)) {
        fprintf(stderr, "pipeline: error: %s/withdrawn: %s\n", state, strerror(errno));
        code = EXIT_IO;
    } else
        printf("%s: a later input that holds it is new\n", id);
    withdrawn_free(&w);
    return code;
}

/* ---- the command ---- */

static int forget_or_readmit(struct engine *e, const struct arguments *a) {
    return a->readmit ? readmit(e->plan->home, a->id) : forget(e, a);
}

int command_forget(int argc, char **argv) {
    struct arguments a;
    int code = arguments_parse(&a, argc, argv, true);
    if (!code) code = upkeep(&a, forget_or_readmit);
    arguments_free(&a);
    return code;
}
