/* standing.c: how a run stands: the lock, the checkpoint, the last run's own word, the dead letters. */
#include "engine/standing.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "engine/checkpoint.h"
#include "engine/letters.h"
#include "engine/metrics.h"
#include "engine/withdrawn.h"
#include "engine/work.h"
#include "support/memory.h"
#include "support/file.h"
#include "support/json_fields.h"

static void read_totals(struct json *j, struct standing *s) {
    pl_str key;
    json_object_begin(j);
    while (json_member(j, &key) == 1)
        if (!take_uint(j, key, "in", &s->in)) take_uint(j, key, "bytes_in", &s->bytes_in);
}

static void take_member(struct json *j, pl_str key, struct standing *s) {
    if (json_string_is(key, "step"))
        free(s->step), s->step = take_text(j);
    else if (json_string_is(key, "dead_letters"))
        free(s->letters), s->letters = take_text(j);
    else if (json_string_is(key, "totals"))
        read_totals(j, s);
    else if (!take_uint(j, key, "phase", &s->phase) && !take_uint(j, key, "phases", &s->phases) &&
             !take_uint(j, key, "size", &s->size) && !take_uint(j, key, "replay", &s->replay))
        take_uint(j, key, "replay_at", &s->replay_at);
}

static int read_checkpoint(const char *state, struct standing *s) {
    struct buffer b = {0};
    char *path = NULL;
    if (asprintf(&path, "%s/checkpoint", state) < 0) return errno = ENOMEM, -1;
    int rc = file_read_all(path, SIZE_MAX / 2, &b) ? -1 : 0;
    if (!rc) {
        struct json j;
        pl_str key;
        json_open(&j, b.p, b.n);
        json_object_begin(&j);
        while (json_member(&j, &key) == 1) take_member(&j, key, s);
        if (json_end(&j)) errno = EBADMSG, rc = -1;
    }
    const int error = errno;
    buffer_free(&b);
    free(path);
    errno = error;
    return rc && error == ENOENT ? 0 : rc;
}

/* ---- dead letters ---- */

static void count_letter(void *p, const struct letter_read *l) {
    struct standing *s = p;
    struct set_aside **at = &s->aside;
    while (*at && (strcmp((*at)->stage, l->stage) || strcmp((*at)->reason, l->reason)))
        at = &(*at)->next;
    if (!*at) {
        *at = checked(calloc(1, sizeof **at));
        (*at)->stage = checked(strdup(l->stage));
        (*at)->reason = checked(strdup(l->reason));
    }
    (*at)->n++;
    s->n_aside++;
}

/* Of the run that the checkpoint is of; one that is not finished writes NAME.part. */
static int read_letters(struct standing *s) {
    if (!s->letters || !*s->letters || file_is_stream(s->letters)) return 0;
    if (standing_is_unfinished(s)) {
        char *part = NULL;
        if (asprintf(&part, "%s.part", s->letters) < 0) return errno = ENOMEM, -1;
        free(s->letters);
        s->letters = part;
    }
    return letters_each(s->letters, count_letter, s) && errno != ENOENT ? -1 : 0;
}

/* ---- withdrawn documents ---- */

static int read_withdrawn(const char *state, struct standing *s) {
    struct withdrawn w;
    const int rc = withdrawn_read(&w, state), error = errno;
    s->n_withdrawn = w.n;
    s->is_forgetting = withdrawn_begun(&w) != NULL;
    withdrawn_free(&w);
    errno = error;
    return rc;
}

/* ---- all of it ---- */

bool standing_is_unfinished(const struct standing *s) {
    return s->step && strcmp(s->step, place_steps[RUN_FINISHED]) != 0;
}

bool standing_has_published(const struct standing *s) {
    return s->step && !standing_is_unfinished(s);
}

static enum standing_kind kind_of(const struct standing *s, bool is_locked) {
    if (is_locked) return STANDS_RUNNING;
    if (!s->last.began) /* a run of a version that did not leave word */
        return standing_is_unfinished(s)   ? STANDS_UNFINISHED
               : standing_has_published(s) ? STANDS_FINISHED
                                           : STANDS_UNKNOWN;
    if (!s->last.ended || s->last.exit_code == EXIT_AGAIN) return STANDS_UNFINISHED;
    return exit_is_success((int)s->last.exit_code) ? STANDS_FINISHED : STANDS_FAILED;
}

int standing_read(const char *state, struct standing *s) {
    *s = (struct standing){0};
    const bool is_locked = work_is_locked(state, s->holder, sizeof s->holder);
    if (access(state, R_OK | X_OK)) return -1;
    if (last_run_read(state, &s->last) && errno != ENOENT) return -1;
    if (read_checkpoint(state, s) || read_withdrawn(state, s)) return -1;
    s->kind = kind_of(s, is_locked);
    return read_letters(s);
}

double standing_share(const struct standing *s) {
    const uint64_t all = s->phase ? s->replay : s->size,
                   done = s->phase ? s->replay_at : s->bytes_in;
    if (!all || done > all) return -1;
    return (double)done / (double)all;
}

void standing_free(struct standing *s) {
    last_run_free(&s->last);
    free(s->step);
    free(s->letters);
    for (struct set_aside *a = s->aside, *next; a; a = next)
        next = a->next, free(a->stage), free(a->reason), free(a);
}
