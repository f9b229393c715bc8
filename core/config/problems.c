/* problems.c: the list of config errors. */
#include "config/problems.h"
#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "document/utf8.h"
#include "support/memory.h"
#include "support/buffer.h"
#include "support/file.h"

enum { MAX_SENT = 64 << 20, MAX_SHOWN = 120 }; /* bytes; of a line that is printed */

static int order_of(struct problems *p, const char *file) {
    for (size_t i = 0; i < p->n_files; i++)
        if (!strcmp(p->files[i], file)) return (int)i;
    p->files = checked(realloc(p->files, (p->n_files + 1) * sizeof *p->files));
    p->files[p->n_files] = checked(strdup(file));
    return (int)p->n_files++;
}

void problems_file(struct problems *p, const char *file) { order_of(p, file); }

/* Takes over `text`. */
static void add_text(struct problems *p, enum problem_kind kind, const char *file, int line,
                     int column, char *text) {
    p->v = checked(realloc(p->v, (p->n + 1) * sizeof *p->v));
    p->v[p->n++] =
        (struct problem){checked(strdup(file)), text, order_of(p, file), line, column, kind};
    p->is_sorted = false;
}

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
    add_text(p, kind, file, line, column, text);
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
    const int order = strcmp(x->text, y->text);
    return order ? order : (int)x->kind - (int)y->kind;
}

/* A file that two others include says everything twice: the second goes. */
static void sort(struct problems *p) {
    if (p->is_sorted || !p->n) return;
    qsort(p->v, p->n, sizeof *p->v, by_place);
    size_t kept = 1;
    for (size_t i = 1; i < p->n; i++)
        if (by_place(&p->v[kept - 1], &p->v[i]))
            p->v[kept++] = p->v[i];
        else
            problem_clear(&p->v[i]);
    p->n = kept;
    p->is_sorted = true;
}

const struct problem *problems_at(struct problems *p, size_t i) {
    sort(p);
    return i < p->n ? &p->v[i] : NULL;
}

/* ---- printing ---- */

/* The line of a file without its line feed, or NULL. */
static char *line_of(const char *file, int line) {
    FILE *f = fopen(file, "re");
    char *text = NULL;
    size_t room = 0;
    ssize_t n = -1;
    for (int i = 0; f && i < line; i++)
        if ((n = getline(&text, &room, f)) < 0) break;
    if (f) fclose(f);
    if (n >= 0) return text[strcspn(text, "\r\n")] = 0, text;
    free(text);
    return NULL;
}

/* Short, and without a byte that a terminal might obey (of C1 controls, too: c2 80 to c2 9f). */
static bool is_showable(const char *text) {
    const size_t n = strlen(text);
    if (!n || n > MAX_SHOWN || utf8_valid(text, n) != n) return false;
    for (const unsigned char *c = (const unsigned char *)text; *c; c++)
        if ((*c < 0x20 && *c != '\t') || *c == 0x7f || (*c == 0xc2 && c[1] < 0xa0)) return false;
    return true;
}

static void show_line(const struct problem *x, FILE *f) {
    char *text = line_of(x->file, x->line);
    if (text && x->column > 0 && (size_t)x->column <= strlen(text) + 1 && is_showable(text)) {
        fprintf(f, "    %s\n    ", text);
        for (int i = 0; i < x->column - 1; i++)
            if (((unsigned char)text[i] & 0xc0) != 0x80) /* one per character, not per byte */
                fputc(text[i] == '\t' ? '\t' : ' ', f);
        fputs("^\n", f);
    }
    free(text);
}

void problems_print(struct problems *p, FILE *f) {
    sort(p);
    for (size_t i = 0; i < p->n; i++) {
        const struct problem *x = &p->v[i];
        const char *mark = x->kind == PROBLEM_WARNING ? "warning: " : "";
        if (x->line)
            fprintf(f, "%s:%d:%d: %s%s\n", x->file, x->line, x->column, mark, x->text);
        else
            fprintf(f, "%s: %s%s\n", x->file, mark, x->text);
        if (p->show_lines && x->line) show_line(x, f);
    }
}

/* ---- through a pipe ----
 * "F length\n" and the name for each file, in order; "P kind line column length length\n", file and
 * text for each problem; "E\n" at the end, which shows that nothing is missing. */

int problems_write(const struct problems *p, int fd) {
    struct buffer out = {0};
    for (size_t i = 0; i < p->n_files; i++)
        buffer_printf(&out, "F %zu\n%s", strlen(p->files[i]), p->files[i]);
    for (size_t i = 0; i < p->n; i++) {
        const struct problem *x = &p->v[i];
        buffer_printf(&out, "P %d %d %d %zu %zu\n%s%s", (int)x->kind, x->line, x->column,
                      strlen(x->file), strlen(x->text), x->file, x->text);
    }
    buffer_puts(&out, "E\n");
    int rc = -1;
    if (out.failed)
        errno = ENOMEM;
    else
        rc = file_write_all(fd, out.p, out.n);
    buffer_free(&out);
    return rc;
}

/* What is left to read; NUL-terminated. */
struct received {
    const char *p, *end;
};

/* `n` numbers of 0 or more after the letter, and the line feed. */
static bool read_numbers(struct received *r, int *numbers, int n) {
    for (r->p++; n > 0; n--, numbers++) {
        char *end;
        if (*r->p != ' ') return false;
        const long number = strtol(r->p, &end, 10);
        if (end == r->p || number < 0 || number > INT_MAX) return false;
        *numbers = (int)number;
        r->p = end;
    }
    return *r->p++ == '\n';
}

/* A copy of the next n bytes; NULL: there are fewer. */
static char *read_text(struct received *r, int n) {
    if (r->end - r->p < n) return NULL;
    r->p += n;
    return checked(strndup(r->p - n, (size_t)n));
}

static bool receive_file(struct problems *p, struct received *r) {
    int n;
    char *file = read_numbers(r, &n, 1) ? read_text(r, n) : NULL;
    if (file) problems_file(p, file);
    free(file);
    return file != NULL;
}

static bool receive_problem(struct problems *p, struct received *r) {
    int n[5]; /* kind, line, column, two lengths */
    if (!read_numbers(r, n, 5) || n[0] > PROBLEM_WARNING) return false;
    char *file = read_text(r, n[3]), *text = file ? read_text(r, n[4]) : NULL;
    if (text) add_text(p, (enum problem_kind)n[0], file, n[1], n[2], text);
    free(file);
    return text != NULL;
}

static int receive(struct problems *p, const char *from, size_t n) {
    struct received r = {from, from + n};
    bool is_fine = true;
    while (is_fine && (*r.p == 'F' || *r.p == 'P'))
        is_fine = *r.p == 'F' ? receive_file(p, &r) : receive_problem(p, &r);
    return is_fine && n >= 2 && r.p == r.end - 2 && !strcmp(r.p, "E\n") ? 0 : -1;
}

int problems_read(struct problems *p, int fd) {
    struct buffer in = {0};
    ssize_t got = 1;
    while (got && in.n < MAX_SENT && buffer_reserve(&in, 4096)) {
        got = read(fd, in.p + in.n, 4096);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) break;
        in.n += (size_t)got;
    }
    const bool is_whole = got == 0 && !buffer_put(&in, 0);
    int rc = -1;
    if (is_whole || !buffer_put(&in, 0)) rc = receive(p, in.p, in.n - 1);
    buffer_free(&in);
    return is_whole ? rc : -1;
}

void problems_free(struct problems *p) {
    for (size_t i = 0; i < p->n; i++) problem_clear(&p->v[i]);
    for (size_t i = 0; i < p->n_files; i++) free(p->files[i]);
    free(p->v);
    free(p->files);
    *p = (struct problems){0};
}
