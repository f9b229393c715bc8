/* identity.c: the lines that tell one run from another, and how two of them differ. */
#include "engine/identity.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "engine/inputs.h"
#include "support/memory.h"
#include "support/file.h"
#include "support/log.h"

enum { SHOWN_DIFFERENCES = 5 };

void identity_file(struct engine *e, const char *what, const char *stage, const char *path,
                   uint64_t size, int64_t mtime) {
    buffer_printf(&e->identity, "%s%s%s%s %s\t%llu bytes, changed at %lld\n", what,
                  stage ? " of [" : "", stage ? stage : "", stage ? "]" : "", path,
                  (unsigned long long)size, (long long)mtime);
}

char *identity_input(const struct listed_file *f) {
    return text_printf("input %s\t%llu bytes, changed at %lld", f->path,
                       (unsigned long long)f->size, (long long)f->mtime);
}

static int build(struct engine *e, struct buffer *b) {
    buffer_printf(b, "run\t%llu\nstarted\t%s\n", (unsigned long long)e->run.number, e->run.date);
    buffer_puts(b, e->plan->identity ? e->plan->identity : "");
    if (e->plan->limit) buffer_printf(b, "--limit\t%llu\n", (unsigned long long)e->plan->limit);
    buffer_append(b, e->identity.p, e->identity.n);
    for (uint32_t i = 0; i < e->inputs->list.n; i++) {
        char *line = identity_input(&e->inputs->list.files[i]);
        buffer_printf(b, "%s\n", line);
        free(line);
    }
    buffer_append(b, "", 1);
    return b->failed || e->identity.failed
               ? engine_stop(e, EXIT_MEMORY, "out of memory for the list of inputs")
               : PL_OK;
}

static char *path_of(const struct engine *e) {
    char *path = text_printf("%s/run", e->work);
    return path;
}

bool identity_run(const char *state, struct run_name *run) {
    unsigned long long number;
    char *path = text_printf("%s/run", state), date[11];
    FILE *f = fopen(path, "re");
    free(path);
    const bool found = f && fscanf(f, "run\t%llu\nstarted\t%10s", &number, date) == 2;
    if (f) fclose(f);
    if (!found) return false;
    run->number = number;
    memcpy(run->date, date, sizeof date);
    return true;
}

int identity_keep(struct engine *e) {
    struct buffer b = {0};
    char *path = path_of(e);
    int rc = build(e, &b);
    if (!rc && file_replace(path, b.p, b.n - 1)) rc = engine_stop_errno(e, errno, path);
    buffer_free(&b);
    free(path);
    return rc;
}

struct line {
    const char *key, *value;
    size_t key_n, value_n;
};

static bool next_line(const char **p, struct line *l) {
    const char *end = strchr(*p, '\n'), *tab = end ? memchr(*p, '\t', (size_t)(end - *p)) : NULL;
    if (!tab) return false;
    *l = (struct line){*p, tab + 1, (size_t)(tab - *p), (size_t)(end - tab - 1)};
    *p = end + 1;
    return true;
}

static bool same_key(const struct line *a, const struct line *b) {
    return a->key_n == b->key_n && !memcmp(a->key, b->key, a->key_n);
}

static bool has_key(const char *text, const struct line *wanted) {
    struct line l;
    while (next_line(&text, &l))
        if (same_key(&l, wanted)) return true;
    return false;
}

static void say(struct buffer *b, const struct line *l, const char *what) {
    buffer_printf(b, "%s%.*s %s", b->n ? "; " : "", (int)l->key_n, l->key, what);
}

static void say_changed(struct buffer *b, const struct line *was, const struct line *is) {
    say(b, was, "was ");
    buffer_printf(b, "'%.*s', is '%.*s'", (int)was->value_n, was->value, (int)is->value_n,
                  is->value);
}

struct differences {
    struct buffer said; /* the first ones */
    int n;
    bool settings; /* one of them is a setting: somebody was there */
};

/* The side that lacks the line is NULL. */
static void note(struct differences *d, const struct line *was, const struct line *is) {
    static const char *const others[] = {"plugin of ", "data file ", "input "};
    const struct line *one = was ? was : is;
    bool is_other = false;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        is_other |= !strncmp(one->key, others[i], strlen(others[i]));
    d->settings |= !is_other;
    if (d->n++ >= SHOWN_DIFFERENCES) return;
    if (was && is)
        say_changed(&d->said, was, is);
    else
        say(&d->said, one, was ? "is gone" : "is new");
}

/* Walks both texts side by side; where they part, the line that the other side lacks is the difference. */
static void find_differences(const char *was, const char *is, struct differences *d) {
    struct line x, y;
    bool has_x = next_line(&was, &x), has_y = next_line(&is, &y);
    while (has_x || has_y) {
        if (has_x && has_y && same_key(&x, &y)) {
            if (x.value_n != y.value_n || memcmp(x.value, y.value, x.value_n)) note(d, &x, &y);
            has_x = next_line(&was, &x), has_y = next_line(&is, &y);
        } else if (has_x && !(has_y && has_key(y.key, &x))) {
            note(d, &x, NULL);
            has_x = next_line(&was, &x);
        } else {
            note(d, NULL, &y);
            has_y = next_line(&is, &y);
        }
    }
}

static int compare(struct engine *e, const char *was, const char *is, bool *differs) {
    struct differences d = {.n = 0};
    int rc = PL_OK;
    find_differences(was, is, &d);
    const int n = (int)d.said.n;
    *differs = d.n > 0;
    if (d.n && e->plan->incremental && !d.settings)
        log_line(LOG_AT_WARNING, NULL, "%s holds an unfinished run, and since then %.*s", e->work,
                 n, d.said.p);
    else if (d.n)
        rc = engine_stop(e, EXIT_CONFIG,
                         "%s holds an unfinished run, and since then %.*s. Undo that and run again "
                         "to go on, or begin again with --fresh",
                         e->work, n, d.said.p);
    buffer_free(&d.said);
    return rc;
}

int identity_check(struct engine *e, bool *differs) {
    struct buffer was = {0}, is = {0};
    char *path = path_of(e);
    int rc = build(e, &is);
    if (!rc && file_read_all(path, SIZE_MAX / 2, &was)) rc = engine_stop_errno(e, errno, path);
    if (!rc && buffer_append(&was, "", 1))
        rc = engine_stop(e, EXIT_MEMORY, "out of memory for %s", path);
    if (!rc) rc = compare(e, was.p, is.p, differs);
    buffer_free(&was);
    buffer_free(&is);
    free(path);
    return rc;
}
