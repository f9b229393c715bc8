/* options.c: tables turn settings into structs, and complain with positions. */
#include "support/memory.h"
#include "config/options.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "config/nearest.h"
#include "config/value.h"

struct parsing {
    const char *section, *where; /* where: the file of the section */
    int line;
    const struct setting *setting; /* NULL: the default of the table */
    const pl_field_def *row;
    void *at; /* the member */
    struct options_memory *memory;
    struct problems *problems;
};

const pl_field_def *options_row(const pl_field_def *t, size_t stride, size_t i) {
    if (!t) return NULL;
    const pl_field_def *row = (const pl_field_def *)(const void *)((const char *)t + i * stride);
    return row->name ? row : NULL;
}

/* ---- memory ---- */

static void *keep(struct options_memory *m, void *p) {
    void **more = p ? realloc(m->blocks, (m->n + 1) * sizeof *more) : NULL;
    if (!more) arena_exhausted(0);
    m->blocks = more;
    return m->blocks[m->n++] = p;
}

void options_memory_free(struct options_memory *m) {
    for (size_t i = 0; i < m->n; i++) free(m->blocks[i]);
    free(m->blocks);
    *m = (struct options_memory){0};
}

/* ---- messages ---- */

static void complain(const struct parsing *p, const char *value, const char *what) {
    const struct setting *s = p->setting;
    const char *shown = p->row->flags & PL_SECRET ? "..." : value;
    problems_add(p->problems, PROBLEM_CONFIG, s ? s->file : p->where, s ? s->line : p->line,
                 s ? s->column : 1, p->section, "%s = '%s' %s", p->row->name, shown, what);
}

struct range {
    double low, high;
    bool is_shown;
};

/* What the member can hold, or less if the row says so. */
static struct range range_of(const pl_field_def *row) {
    const bool is_signed = row->type == PL_INT || row->type == PL_REAL;
    const bool is_small = row->type != PL_REAL && row->size < 8; /* 64 bits: strtoll knows */
    const int bits = 8 * (int)row->size - is_signed;
    struct range r = {is_signed ? -INFINITY : 0, INFINITY, is_small || row->min < row->max};
    if (is_small) r.high = ldexp(1, bits) - 1, r.low = is_signed ? -ldexp(1, bits) : 0;
    if (row->min < row->max) r.low = fmax(r.low, row->min), r.high = fmin(r.high, row->max);
    return r;
}

static const char *noun(const pl_field_def *row) {
    switch (row->type) {
    case PL_REAL: return "a number";
    case PL_SIZE: return "a size (such as 64M)";
    case PL_DURATION: return "a duration (such as 30s)";
    default: return "a whole number";
    }
}

/* "is not a whole number between 1 and 256": one message, for another type and out of range. */
static void complain_number(const struct parsing *p, const char *value) {
    const pl_field_def *row = p->row;
    const struct range r = range_of(row);
    char low[40], high[40], range[100] = "", what[300];
    value_print(row->type, r.low, low, sizeof low);
    value_print(row->type, r.high, high, sizeof high);
    if (r.is_shown && isinf(r.high))
        snprintf(range, sizeof range, " of %s or more", low);
    else if (r.is_shown && isinf(r.low))
        snprintf(range, sizeof range, " of at most %s", high);
    else if (r.is_shown)
        snprintf(range, sizeof range, " between %s and %s", low, high);
    else if (row->type == PL_UINT)
        snprintf(range, sizeof range, " of 0 or more");
    snprintf(what, sizeof what, "is not %s%s", noun(row), range);
    complain(p, value, what);
}

/* ---- values ---- */

/* Stores the low bytes of an integer, of either sign: its range has been checked. */
static void store(void *at, size_t size, uint64_t v) {
    const uint8_t v8 = (uint8_t)v;
    const uint16_t v16 = (uint16_t)v;
    const uint32_t v32 = (uint32_t)v;
    switch (size) {
    case 1: memcpy(at, &v8, 1); break;
    case 2: memcpy(at, &v16, 2); break;
    case 4: memcpy(at, &v32, 4); break;
    default: memcpy(at, &v, 8);
    }
}

static void store_real(void *at, size_t size, double r) {
    const float f = (float)r;
    if (size == sizeof f)
        memcpy(at, &f, sizeof f);
    else
        memcpy(at, &r, sizeof r);
}

/* The index of a choice, -1: none. */
static int choice_of(const char *choices, const char *value) {
    pl_str c;
    for (int i = 0; value_next_item(&choices, &c); i++)
        if (strlen(value) == c.n && !memcmp(value, c.p, c.n)) return i;
    return -1;
}

/* The nearest choice, but only of many: a short list is read faster than the question. */
static bool guess_choice(const char *choices, const char *value, char *name, size_t size) {
    enum { MANY = 7 };
    int n = 0, least = 3;
    pl_str c;
    for (; value_next_item(&choices, &c); n++) {
        char one[64];
        snprintf(one, sizeof one, "%.*s", c.n < 63 ? (int)c.n : 63, c.p);
        const int distance = name_distance(value, one);
        if (distance >= least) continue;
        least = distance;
        snprintf(name, size, "%s", one);
    }
    return n >= MANY && least < 3;
}

static void parse_choice(const struct parsing *p, const char *value) {
    const int i = choice_of(p->row->choices, value);
    if (i >= 0) {
        store(p->at, p->row->size, (uint64_t)i);
        return;
    }
    struct buffer what = {0};
    char guess[64];
    buffer_printf(&what, "is not one of: %s", p->row->choices);
    if (guess_choice(p->row->choices, value, guess, sizeof guess))
        buffer_printf(&what, " (did you mean '%s'?)", guess);
    if (buffer_put(&what, 0)) arena_exhausted(0);
    complain(p, value, what.p);
    buffer_free(&what);
}

static pl_str keep_text(const struct parsing *p, const char *text, size_t n) {
    return (pl_str){keep(p->memory, strndup(text, n)), n};
}

/* Bytes of "dir" in "dir/news.ini"; 0: here. */
static size_t folder_length(const char *file) {
    const char *const slash = strrchr(file, '/');
    return !slash ? 0 : slash == file ? 1 : (size_t)(slash - file);
}

/* "configs/../out" -> "out", where configs is a real folder: messages are easier to read.
 * Returns the new length. */
static size_t shorten(char *path) {
    char *up;
    while ((up = strstr(path, "/../"))) {
        struct stat st;
        *up = 0;
        char *slash = strrchr(path, '/'), *begin = slash ? slash + 1 : path;
        const bool is_name = *begin && strcmp(begin, "..") && strcmp(begin, ".");
        const bool is_folder = is_name && !lstat(path, &st) && S_ISDIR(st.st_mode);
        *up = '/';
        if (!is_folder) break;
        memmove(begin, up + 4, strlen(up + 4) + 1);
    }
    return strlen(path);
}

/* Relative to the folder of the file that sets it; "-" is a stream, not a path. */
static pl_str keep_path(const struct parsing *p, const char *text, size_t n) {
    const char *const file = p->setting ? p->setting->folder : p->where;
    const size_t length = p->setting ? strlen(file) : folder_length(file);
    const bool is_here = !length || (length == 1 && *file == '.');
    const bool is_stream = n == 1 && *text == '-';
    if (!n || *text == '/' || is_here || is_stream) return keep_text(p, text, n);
    if (n > 2 && text[0] == '.' && text[1] == '/') text += 2, n -= 2;
    char *joined = NULL;
    const int all = asprintf(&joined, "%.*s%s%.*s", (int)length, file,
                             file[length - 1] == '/' ? "" : "/", (int)n, text);
    if (all < 0) arena_exhausted(0);
    keep(p->memory, joined);
    return (pl_str){joined, shorten(joined)};
}

static pl_array parse_list(const struct parsing *p, const char *value) {
    const bool is_path = (p->row->flags & (PL_READS | PL_WRITES | PL_GLOB)) != 0;
    uint32_t n = 0;
    pl_str item;
    for (const char *at = value; value_next_item(&at, &item);) n++;
    if (!n) return (pl_array){NULL, 0, sizeof(pl_str)};
    pl_str *items = keep(p->memory, calloc(n, sizeof *items)), *next = items;
    for (const char *at = value; value_next_item(&at, &item); next++)
        *next = is_path ? keep_path(p, item.p, item.n) : keep_text(p, item.p, item.n);
    return (pl_array){items, n, sizeof *items};
}

/* The number in `value` as double, for the range, and as the bits to be stored. */
static int read_number(const pl_field_def *row, const char *value, double *r, uint64_t *bits) {
    int64_t i = 0;
    int bad;
    if (row->type == PL_REAL) return value_real(value, r);
    if (row->type == PL_UINT || row->type == PL_SIZE) {
        bad = row->type == PL_SIZE ? value_size(value, bits) : value_uint(value, bits);
        *r = (double)*bits;
        return bad;
    }
    const bool is_duration = row->type == PL_DURATION;
    bad = is_duration ? value_duration(value, &i) : value_int(value, &i);
    *bits = (uint64_t)i;
    *r = is_duration ? (double)i / 1e9 : (double)i;
    return bad;
}

static void parse_number(const struct parsing *p, const char *value) {
    const pl_field_def *row = p->row;
    const struct range range = range_of(row);
    double r = 0;
    uint64_t bits = 0;
    if (read_number(row, value, &r, &bits) || r < range.low || r > range.high)
        complain_number(p, value);
    else if (row->type == PL_REAL)
        store_real(p->at, row->size, r);
    else
        store(p->at, row->size, bits);
}

static void parse_bool(const struct parsing *p, const char *value) {
    int flag;
    if (value_bool(value, &flag))
        complain(p, value, "is neither yes nor no");
    else
        store(p->at, p->row->size, (uint64_t)flag);
}

static void parse_value(const struct parsing *p, const char *value) {
    const size_t n = strlen(value);
    switch (p->row->type) {
    case PL_BOOL: parse_bool(p, value); break;
    case PL_ENUM: parse_choice(p, value); break;
    case PL_TEXT: *(pl_str *)p->at = keep_text(p, value, n); break;
    case PL_PATH: *(pl_str *)p->at = keep_path(p, value, n); break;
    case PL_LIST: *(pl_array *)p->at = parse_list(p, value); break;
    case PL_NAME:
    case PL_JSON: break; /* refused by options_table_wrong */
    default: parse_number(p, value);
    }
}

/* ---- tables ---- */

static void set_default(const struct parsing *p) {
    const pl_field_def *row = p->row;
    if (row->def)
        parse_value(p, row->def);
    else if (row->type == PL_TEXT || row->type == PL_PATH)
        *(pl_str *)p->at = (pl_str){"", 0};
    else if (row->type == PL_LIST)
        *(pl_array *)p->at = (pl_array){NULL, 0, sizeof(pl_str)};
}

void options_parse_default(const pl_field_def *row, void *member, struct options_memory *memory,
                           struct problems *problems) {
    set_default(&(struct parsing){
        .where = "", .row = row, .at = member, .memory = memory, .problems = problems});
}

static bool is_empty(const pl_field_def *row, const char *value) {
    pl_str item;
    return row->type == PL_LIST ? !value_next_item(&value, &item) : !*value;
}

static void parse_setting(struct parsing *p, struct setting *s) {
    const pl_field_def *row = p->row;
    p->setting = s;
    s->used = true;
    if (row->flags & PL_DEPRECATED)
        problems_add(p->problems, PROBLEM_WARNING, s->file, s->line, s->key_column, p->section,
                     "'%s' is out of date: %s", row->name,
                     row->help ? row->help : "a later version will not know it");
    const bool is_required = (row->flags & PL_REQUIRED) != 0;
    if (is_required && is_empty(row, s->value))
        complain(p, s->value, "is empty");
    else
        parse_value(p, s->value);
}

static void set_defaults(struct parsing *p, const pl_field_def *table, size_t stride, void *out,
                         bool is_deprecated) {
    for (size_t i = 0; (p->row = options_row(table, stride, i)); i++) {
        p->at = (char *)out + p->row->offset;
        if (((p->row->flags & PL_DEPRECATED) != 0) == is_deprecated) set_default(p);
    }
}

/* All defaults come first: a deprecated name may share its member with the new one, which wins. */
void options_parse(const pl_field_def *table, size_t stride, struct section *section,
                   const char *name, const char *where, int line, void *out,
                   struct options_memory *memory, struct problems *problems) {
    const pl_field_def *row;
    struct parsing p = {name, where ? where : "", line, NULL, NULL, NULL, memory, problems};
    set_defaults(&p, table, stride, out, true);
    set_defaults(&p, table, stride, out, false);
    for (size_t i = 0; (row = options_row(table, stride, i)); i++) {
        struct setting *s = ini_setting(section, row->name);
        p.row = row, p.at = (char *)out + row->offset;
        if (s)
            parse_setting(&p, s);
        else if ((row->flags & PL_REQUIRED) && !(section && section->damaged))
            problems_add(problems, PROBLEM_CONFIG, p.where, line, 1, name, "'%s' is missing: %s",
                         row->name, row->help ? row->help : "it has no default");
    }
}

/* "near, keep": the names that a section may use. */
static void add_known(struct buffer *known, const pl_field_def *table, size_t stride) {
    const pl_field_def *row;
    for (size_t i = 0; (row = options_row(table, stride, i)); i++)
        if (!(row->flags & PL_DEPRECATED))
            buffer_printf(known, "%s%s", known->n ? ", " : "", row->name);
    if (buffer_put(known, 0)) arena_exhausted(0);
}

static void complain_unknown(const pl_field_def *table, size_t stride, const char *section,
                             const struct setting *s, const char *also, struct problems *problems) {
    struct nearest best = {NULL, 3};
    struct buffer known = {0};
    const pl_field_def *row;
    for (size_t i = 0; (row = options_row(table, stride, i)); i++)
        if (!(row->flags & PL_DEPRECATED)) nearest_try(&best, s->key, row->name);
    if (also) nearest_try(&best, s->key, also);
    add_known(&known, table, stride);
    const char *const format = best.name  ? "unknown option '%s' (did you mean '%s'?)"
                               : *known.p ? "unknown option '%s' (there are: %s)"
                                          : "unknown option '%s'%s";
    char *text = NULL;
    if (asprintf(&text, format, s->key, best.name ? best.name : known.p) < 0) arena_exhausted(0);
    problems_add(problems, PROBLEM_CONFIG, s->file, s->line, s->key_column, section, "%s", text);
    free(text);
    buffer_free(&known);
}

void options_check_unknown(const pl_field_def *table, size_t stride, const struct section *section,
                           const char *also, struct problems *problems) {
    for (size_t i = 0; section && i < section->n; i++) {
        const struct setting *s = &section->settings[i];
        if (s->used || (also && !strcmp(s->key, also))) continue;
        complain_unknown(table, stride, section->name, s, also, problems);
    }
}
