/* problems.c: the list of config errors. */
#include "config/problems.h"
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static void *checked(void *p) {
    if (p) return p;
    fputs("pipeline: error: out of memory\n", stderr);
    _Exit(71);
}

static int order_of(struct problems *p, const char *file) {
    for (size_t i = 0; i < p->n_files; i++)
        if (!strcmp(p->files[i], file)) return (int)i;
    p->files = checked(realloc(p->files, (p->n_files + 1) * sizeof *p->files));
    p->files[p->n_files] = checked(strdup(file));
    return (int)p->n_files++;
}

void problems_file(struct problems *p, const char *file) { order_of(p, file); }

void problems_add(struct problems *p, enum problem_kind kind, const char *file, int line,
                  int column, const char *section, const char *format, ...) {
    char *what = NULL, *text = NULL;
    va_list args;
    va_start(args, format);
    if (vasprintf(&what, format, args) < 0) checked(NULL);
    va_end(args);
    if (asprintf(&text, section ? "[%s] %s" : "%s%s", section ? section : "", what) < 0)
        checked(NULL);
    free(what);
    p->v = checked(realloc(p->v, (p->n + 1) * sizeof *p->v));
    p->v[p->n++] =
        (struct problem){checked(strdup(file)), text, order_of(p, file), line, column, kind};
}

static void problem_clear(struct problem *x) {
    free(x->file);
    free(x->text);
}

void problems_withdraw(struct problems *p, const char *file, int line, int column) {
    size_t kept = 0;
    for (size_t i = 0; i < p->n; i++) {
        struct problem *x = &p->v[i];
        if (x->line == line && x->column == column && !strcmp(x->file, file))
            problem_clear(x);
        else
            p->v[kept++] = *x;
    }
    p->n = kept;
}

size_t problems_count(const struct problems *p) {
    size_t n = 0;
    for (size_t i = 0; i < p->n; i++) n += p->v[i].kind != PROBLEM_WARNING;
    return n;
}

int problems_exit_code(const struct problems *p) {
    bool config = false, plugin = false, input = false;
    for (size_t i = 0; i < p->n; i++) {
        config |= p->v[i].kind == PROBLEM_CONFIG;
        plugin |= p->v[i].kind == PROBLEM_PLUGIN;
        input |= p->v[i].kind == PROBLEM_INPUT;
    }
    return config || (plugin && input) ? 78 : plugin ? 69 : input ? 66 : 0;
}

static int by_place(const void *a, const void *b) {
    const struct problem *x = a, *y = b;
    if (x->order != y->order) return x->order < y->order ? -1 : 1;
    if (x->line != y->line) return x->line < y->line ? -1 : 1;
    if (x->column != y->column) return x->column < y->column ? -1 : 1;
    return strcmp(x->text, y->text);
}

void problems_print(struct problems *p, FILE *f) {
    if (p->n) qsort(p->v, p->n, sizeof *p->v, by_place);
    for (size_t i = 0; i < p->n; i++) {
        const struct problem *x = &p->v[i];
        if (i && !by_place(x - 1, x)) continue; /* of a file that two others include */
        const char *mark = x->kind == PROBLEM_WARNING ? "warning: " : "";
        if (x->line)
            fprintf(f, "%s:%d:%d: %s%s\n", x->file, x->line, x->column, mark, x->text);
        else
            fprintf(f, "%s: %s%s\n", x->file, mark, x->text);
    }
}

void problems_free(struct problems *p) {
    for (size_t i = 0; i < p->n; i++) problem_clear(&p->v[i]);
    for (size_t i = 0; i < p->n_files; i++) free(p->files[i]);
    free(p->v);
    free(p->files);
    *p = (struct problems){0};
}
