/* identity.c: the lines that tell one run from another, and how two of them differ. */
#include "engine/identity.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "engine/inputs.h"
#include "support/memory.h"
#include "support/file.h"

enum { SHOWN_DIFFERENCES = 5 };

void identity_file(struct engine *e, const char *what, const char *stage, const char *path,
                   uint64_t size, int64_t mtime) {
    buffer_printf(&e->identity, "%s%s%s%s %s\t%llu bytes, changed at %lld\n", what,
                  stage ? " of [" : "", stage ? stage : "", stage ? "]" : "", path,
                  (unsigned long long)size, (long long)mtime);
}

static int build(struct engine *e, struct buffer *b) {
    buffer_printf(b, "run\t%llu\nstarted\t%s\n", (unsigned long long)e->run.number, e->run.date);
    buffer_puts(b, e->plan->identity ? e->plan->identity : "");
    if (e->plan->limit) buffer_printf(b, "--limit\t%llu\n", (unsigned long long)e->plan->limit);
    buffer_append(b, e->identity.p, e->identity.n);
    for (uint32_t i = 0; i < e->inputs->list.n; i++) {
        const struct listed_file *f = &e->inputs->list.files[i];
        buffer_printf(b, "input %s\t%llu bytes, changed at %lld\n", f->path,
                      (unsigned long long)f->size, (long long)f->mtime);
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

/* Walks both texts side by side; where they part, the line that the other side lacks is the difference. */
static void differences(const char *was, const char *is, struct buffer *b) {
    struct line x, y;
    bool has_x = next_line(&was, &x), has_y = next_line(&is, &y);
    for (int n = 0; (has_x || has_y) && n < SHOWN_DIFFERENCES;) {
        if (has_x && has_y && same_key(&x, &y)) {
            if (x.value_n != y.value_n || memcmp(x.value, y.value, x.value_n))
                say_changed(b, &x, &y), n++;
            has_x = next_line(&was, &x), has_y = next_line(&is, &y);
        } else if (has_x && !(has_y && has_key(y.key, &x))) {
            say(b, &x, "is gone"), n++;
            has_x = next_line(&was, &x);
        } else {
            say(b, &y, "is new"), n++;
            has_y = next_line(&is, &y);
        }
    }
}

static int compare(struct engine *e, const char *was, const char *is) {
    struct buffer b = {0};
    differences(was, is, &b);
    const int rc =
        b.n ? engine_stop(
                  e, EXIT_CONFIG,
                  "%s holds an unfinished run, and since then %.*s. Undo that and run again "
                  "to go on, or begin again with --fresh",
                  e->work, (int)b.n, b.p)
            : PL_OK;
    buffer_free(&b);
    return rc;
}

int identity_check(struct engine *e) {
    struct buffer was = {0}, is = {0};
    char *path = path_of(e);
    int rc = build(e, &is);
    if (!rc && file_read_all(path, SIZE_MAX / 2, &was)) rc = engine_stop_errno(e, errno, path);
    if (!rc && buffer_append(&was, "", 1))
        rc = engine_stop(e, EXIT_MEMORY, "out of memory for %s", path);
    if (!rc) rc = compare(e, was.p, is.p);
    buffer_free(&was);
    buffer_free(&is);
    free(path);
    return rc;
}
