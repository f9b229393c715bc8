/* status.c: `pipeline status`: what the last run did, where an unfinished one stands, what is set aside, what to type next. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include "command/command.h"
#include "command/load.h"
#include "engine/metrics.h"
#include "engine/standing.h"
#include "support/json_fields.h"
#include "support/memory.h"

static const char *const kinds[] = {"unknown", "running", "finished", "unfinished", "failed"};

static const char *text_of(const char *s) { return s ? s : ""; }

/* The exit code of the command: that of the last run; 75 while there is none to name. */
static int code_of(const struct standing *s) {
    switch (s->kind) {
    case STANDS_UNKNOWN: return EXIT_NO_INPUT;
    case STANDS_RUNNING:
    case STANDS_UNFINISHED: return EXIT_AGAIN;
    case STANDS_FINISHED: return s->last.ended ? (int)s->last.exit_code : EXIT_DONE;
    default: return (int)s->last.exit_code;
    }
}

/* ---- the next step ---- */

static const char *remedy(int code) {
    switch (code) {
    case EXIT_TOO_MANY_DEAD:
        return "look at what was set aside, then repair it or raise max_dead_letters";
    case EXIT_NO_INPUT: return "put the input in its place";
    case EXIT_BUG: return "look at the error and at what was set aside";
    case EXIT_MEMORY: return "make memory free, or lower memory and threads";
    case EXIT_CANNOT_CREATE: return "make the place of the output writable";
    case EXIT_IO: return "make room on the disk, or repair it";
    default: return "repair that";
    }
}

static void write_next(const struct standing *s, const char *config, struct buffer *b) {
    const int code = code_of(s);
    if (s->kind == STANDS_RUNNING)
        buffer_puts(b, "nothing: it goes on");
    else if (s->kind == STANDS_UNKNOWN || s->kind == STANDS_UNFINISHED)
        buffer_printf(b, "pipeline run %s", config);
    else if (s->kind == STANDS_FINISHED && s->n_aside)
        buffer_printf(b, "less %s, and after a repair pipeline retry %s", s->letters, config);
    else if (s->kind == STANDS_FINISHED)
        buffer_puts(b, "nothing: all is done");
    else if (code == EXIT_CONFIG || code == EXIT_PLUGIN)
        buffer_printf(b, "pipeline check %s", config);
    else
        buffer_printf(b, "%s, then pipeline run %s", remedy(code), config);
}

/* ---- for people ---- */

static void print_time(const char *label, uint64_t when) {
    char text[64];
    struct tm tm;
    const time_t t = (time_t)when;
    strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", localtime_r(&t, &tm));
    printf("%s%s", label, text);
}

static void print_last(const struct standing *s) {
    const struct last_run *r = &s->last;
    if (!r->began) return;
    print_time("last run:  began ", r->began);
    if (r->ended)
        printf(", took %.1f s, exit code %llu\n", r->seconds, (unsigned long long)r->exit_code);
    else
        printf(s->kind == STANDS_RUNNING ? ", goes on\n" : ", was killed\n");
    if (r->ended) {
        printf("           %s\n", *r->reason ? r->reason : exit_meaning((int)r->exit_code));
        printf(
            "documents: %llu in%s: %llu kept, %llu dropped, %llu dead letters; %.1f MB read, %.1f "
            "MB written\n",
            (unsigned long long)r->totals.in,
            exit_is_success((int)r->exit_code) ? "" : " at the last checkpoint",
            (unsigned long long)r->totals.kept, (unsigned long long)r->totals.dropped,
            (unsigned long long)r->totals.dead, (double)r->totals.bytes_in / 1e6,
            (double)r->bytes_out / 1e6);
    }
    if (r->last_success)
        print_time("success:   ", r->last_success), printf("\n");
    else
        printf("success:   none yet\n");
}

static void print_place(const struct standing *s) {
    const double share = standing_share(s);
    printf("stands:    %s", kinds[s->kind]);
    if (*s->holder) printf(", %s holds the lock", s->holder);
    if (standing_is_unfinished(s)) {
        printf("; checkpoint: behind document %llu, phase %llu of %llu (%s)",
               (unsigned long long)s->in, (unsigned long long)s->phase + 1,
               (unsigned long long)s->phases, s->step);
        if (share >= 0) printf(", %.0f %% of its %s", 100 * share, s->phase ? "spool" : "input");
    }
    printf("\n");
}

static void print_aside(const struct standing *s) {
    if (!s->n_aside) return;
    printf("set aside: %llu in %s\n", (unsigned long long)s->n_aside, s->letters);
    for (const struct set_aside *a = s->aside; a; a = a->next)
        printf("           %6llu x %s: %s\n", (unsigned long long)a->n, a->stage, a->reason);
}

static void print_withdrawn(const struct standing *s) {
    if (!s->n_withdrawn) return;
    printf("withdrawn: %llu document%s%s\n", (unsigned long long)s->n_withdrawn,
           s->n_withdrawn == 1 ? "" : "s",
           s->is_forgetting ? ", one of them not wholly gone yet: the next run ends that" : "");
}

static void print(const struct standing *s, const char *state, const char *next) {
    printf("config:    %s\nstate:     %s\n", *text_of(s->last.config) ? s->last.config : "unknown",
           state);
    print_place(s);
    print_last(s);
    print_aside(s);
    print_withdrawn(s);
    printf("next:      %s\n", next);
}

/* ---- for programs ---- */

static void write_aside(struct buffer *b, const struct standing *s) {
    json_write_key(b, "set_aside");
    json_write_begin(b, '[');
    for (const struct set_aside *a = s->aside; a; a = a->next) {
        json_write_begin(b, '{');
        key_text(b, "stage", a->stage);
        key_text(b, "reason", a->reason);
        key_uint(b, "documents", a->n);
        json_write_end(b, '}');
    }
    json_write_end(b, ']');
}

static void write_place(struct buffer *b, const struct standing *s) {
    json_write_key(b, "checkpoint");
    if (!standing_is_unfinished(s)) {
        json_write_null(b);
        return;
    }
    json_write_begin(b, '{');
    key_text(b, "step", s->step);
    key_uint(b, "phase", s->phase + 1);
    key_uint(b, "phases", s->phases);
    key_uint(b, "documents", s->in);
    json_write_key(b, "share");
    if (standing_share(s) < 0)
        json_write_null(b);
    else
        json_write_real(b, standing_share(s), 3);
    json_write_end(b, '}');
}

static void write_last(struct buffer *b, const struct last_run *r) {
    key_uint(b, "began", r->began);
    key_uint(b, "ended", r->ended);
    key_real(b, "seconds", r->seconds);
    json_write_key(b, "exit_code");
    if (r->ended)
        json_write_uint(b, r->exit_code);
    else
        json_write_null(b);
    key_text(b, "reason", r->reason);
    key_uint(b, "last_success", r->last_success);
    json_write_key(b, "documents");
    json_write_begin(b, '{');
    key_uint(b, "in", r->totals.in);
    key_uint(b, "kept", r->totals.kept);
    key_uint(b, "dropped", r->totals.dropped);
    key_uint(b, "dead_letters", r->totals.dead);
    json_write_end(b, '}');
    key_uint(b, "bytes_in", r->totals.bytes_in);
    key_uint(b, "bytes_out", r->bytes_out);
    key_text(b, "report", r->report);
    key_text(b, "dead_letters", r->dead_letters);
}

static void print_json(const struct standing *s, const char *state, const char *next) {
    struct buffer b = {0};
    json_write_begin(&b, '{');
    key_text(&b, "state", state);
    key_text(&b, "config", s->last.config);
    key_text(&b, "stands", kinds[s->kind]);
    key_text(&b, "lock", s->holder);
    write_place(&b, s);
    write_last(&b, &s->last);
    write_aside(&b, s);
    key_uint(&b, "withdrawn", s->n_withdrawn);
    key_text(&b, "next", next);
    json_write_end(&b, '}');
    if (b.failed) arena_exhausted(b.n);
    printf("%.*s\n", (int)b.n, b.p);
    buffer_free(&b);
}

/* ---- the command ---- */

static int show(const struct arguments *a, const char *state) {
    struct standing s;
    struct buffer next = {0};
    int code = EXIT_IO;
    const bool is_folder = !strcmp(state, a->config);
    if (standing_read(state, &s) && errno != ENOENT) {
        fprintf(stderr, "pipeline: %s: %s\n", state, strerror(errno));
    } else if (s.kind == STANDS_UNKNOWN && is_folder) {
        fprintf(stderr, "pipeline: %s is no state folder of a run\n", state);
        code = EXIT_NO_INPUT;
    } else {
        write_next(&s, !is_folder ? a->config : s.last.config ? s.last.config : "CONFIG", &next);
        if (buffer_put(&next, 0)) arena_exhausted(next.n);
        (a->json ? print_json : print)(&s, state, next.p);
        code = code_of(&s);
    }
    buffer_free(&next);
    standing_free(&s);
    return code;
}

static int show_config(const struct arguments *a) {
    struct problems problems = {0};
    char *state = state_of_config(a, &problems);
    int code = problems_exit_code(&problems);
    if (code)
        problems_print(&problems, stderr);
    else if (!state)
        fprintf(stderr, "pipeline: %s keeps no state: nothing is known of its runs\n", a->config),
            code = EXIT_NO_INPUT;
    else
        code = show(a, state);
    problems_free(&problems);
    free(state);
    return code;
}

int command_status(int argc, char **argv) {
    struct arguments a;
    struct stat st;
    int code = arguments_parse(&a, argc, argv, false);
    if (!code)
        code = !stat(a.config, &st) && S_ISDIR(st.st_mode) ? show(&a, a.config) : show_config(&a);
    arguments_free(&a);
    return code;
}
