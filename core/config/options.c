/* options.c: tables turn settings into structs, and complain with positions. */
#include "config/options.h"
#include <stdlib.h>
#include <string.h>
#include "config/nearest.h"
#include "config/value.h"

struct parsing {
    const char *section;
    const struct setting *setting;         /* NULL: the default of the table */
    const pl_field_def *row;
    void *at;                              /* the member */
    struct options_memory *memory;
    struct problems *problems;
};

static const pl_field_def *row_at(const pl_field_def *t, size_t stride, size_t i) {
    const pl_field_def *row = (const pl_field_def *)(const void *)((const char *)t + i * stride);
    return row->name ? row : NULL;
}

static void *keep(struct options_memory *m, void *p) {
    m->blocks = p ? realloc(m->blocks, (m->n + 1) * sizeof *m->blocks) : NULL;
    if (!m->blocks) fputs("pipeline: error: out of memory\n", stderr), _Exit(71);
    return m->blocks[m->n++] = p;
}

void options_memory_free(struct options_memory *m) {
    for (size_t i = 0; i < m->n; i++) free(m->blocks[i]);
    free(m->blocks);
    *m = (struct options_memory){0};
}

static void complain(const struct parsing *p, const char *value, const char *what) {
    const struct setting *s = p->setting;
    const char *shown = p->row->flags & PL_SECRET ? "..." : value;
    problems_add(p->problems, PROBLEM_CONFIG, s ? s->file : "default", s ? s->line : 0, s ? s->column : 0, p->section, "%s = '%s' %s",
                 p->row->name, shown, what);
}

/* Stores an integer in a member of 1, 2, 4 or 8 bytes; -1 when it does not fit. */
static int store_int(void *at, size_t size, int64_t v) {
    const int64_t limit = size >= 8 ? INT64_MAX : ((int64_t)1 << (8 * size - 1)) - 1;
    if (v > limit || v < -limit - 1) return -1;
    memcpy(at, &v, size < 8 ? size : 8);           /* little endian */
    return 0;
}

static int store_uint(void *at, size_t size, uint64_t v) {
    if (size < 8 && v >> (8 * size)) return -1;
    memcpy(at, &v, size < 8 ? size : 8);
    return 0;
}

static void out_of_range(const struct parsing *p, const char *value) {
    char what[96];
    snprintf(what, sizeof what, "is out of range (%.15g to %.15g)", p->row->min, p->row->max);
    complain(p, value, what);
}

static bool in_range(const pl_field_def *row, double v) { return row->min >= row->max || (v >= row->min && v <= row->max); }

static void parse_choice(const struct parsing *p, const char *value) {
    struct nearest best = {NULL, 3};
    char names[16][64];
    int n = 0;
    for (const char *c = p->row->choices; c && *c && n < 16; n++) {
        c += strspn(c, ", ");
        const size_t len = strcspn(c, ",");
        snprintf(names[n], sizeof names[n], "%.*s", (int)(len < 63 ? len : 63), c);
        if (!strcmp(names[n], value)) {
            store_int(p->at, p->row->size, n);
            return;
        }
        nearest_try(&best, value, names[n]);
        c += len;
    }
    char what[512];
    if (best.name) snprintf(what, sizeof what, "is not one of: %s (did you mean '%s'?)", p->row->choices, best.name);
    else snprintf(what, sizeof what, "is not one of: %s", p->row->choices);
    complain(p, value, what);
}

static pl_str keep_text(const struct parsing *p, const char *text) {
    const char *copy = keep(p->memory, strdup(text));
    return (pl_str){copy, strlen(copy)};
}

/* Relative to the file that sets it; "-" is a stream, not a path. */
static pl_str keep_path(const struct parsing *p, const char *text) {
    const char *folder = p->setting ? p->setting->folder : NULL;
    char *joined = NULL;
    if (!folder || !strcmp(folder, ".") || *text == '/' || !*text || !strcmp(text, "-")) return keep_text(p, text);
    if (asprintf(&joined, "%s/%s", folder, text) < 0) joined = NULL;
    keep(p->memory, joined);
    return (pl_str){joined, strlen(joined)};
}

static bool is_path(const pl_field_def *row) { return row->type == PL_PATH || (row->flags & (PL_READS | PL_WRITES | PL_GLOB)); }

static pl_array parse_list(const struct parsing *p, const char *value) {
    uint32_t n = 0;
    for (const char *c = value; *c; c++) n += *c == ',';
    pl_str *items = keep(p->memory, calloc(n + 1, sizeof *items));
    uint32_t used = 0;
    for (const char *c = value; *c;) {
        c += strspn(c, " \t");
        size_t len = strcspn(c, ","), whole = len;
        while (len && strchr(" \t", c[len - 1])) len--;
        char *item = strndup(c, len);
        if (len) items[used++] = is_path(p->row) ? keep_path(p, item) : keep_text(p, item);
        free(item);
        c += whole + (c[whole] == ',');
    }
    return (pl_array){items, used, sizeof *items};
}

static void parse_number(const struct parsing *p, const char *value) {
    const pl_field_def *row = p->row;
    int64_t i = 0;
    uint64_t u = 0;
    double r = 0;
    int bad = 0, misfit = 0;
    switch (row->type) {
    case PL_INT: bad = value_int(value, &i), r = (double)i, misfit = store_int(p->at, row->size, i); break;
    case PL_UINT: bad = value_uint(value, &u), r = (double)u, misfit = store_uint(p->at, row->size, u); break;
    case PL_SIZE: bad = value_size(value, &u), r = (double)u, misfit = store_uint(p->at, row->size, u); break;
    case PL_DURATION: bad = value_duration(value, &i), r = (double)i / 1e9, misfit = store_int(p->at, row->size, i); break;
    default: bad = value_real(value, &r);
    }
    static const char *const wanted[] = {[PL_INT] = "is not a whole number", [PL_UINT] = "is not a whole number from 0 on",
                                         [PL_SIZE] = "is not a size (such as 64M)", [PL_DURATION] = "is not a duration (such as 30s)",
                                         [PL_REAL] = "is not a number"};
    const float f = (float)r;
    if (row->type == PL_REAL && !bad) memcpy(p->at, row->size == sizeof f ? (const void *)&f : (const void *)&r, row->size == sizeof f ? sizeof f : sizeof r);
    if (bad) complain(p, value, wanted[row->type]);
    else if (misfit || !in_range(row, r)) out_of_range(p, value);
}

static void parse_value(const struct parsing *p, const char *value) {
    int flag;
    switch (p->row->type) {
    case PL_BOOL:
        if (value_bool(value, &flag)) complain(p, value, "is not yes or no");
        else store_int(p->at, p->row->size, flag);
        break;
    case PL_ENUM: parse_choice(p, value); break;
    case PL_TEXT: *(pl_str *)p->at = keep_text(p, value); break;
    case PL_PATH: *(pl_str *)p->at = keep_path(p, value); break;
    case PL_LIST: *(pl_array *)p->at = parse_list(p, value); break;
    case PL_NAME: case PL_JSON: break;             /* refused by options_table_wrong */
    default: parse_number(p, value);
    }
}

void options_parse(const pl_field_def *table, size_t stride, struct section *section, const char *name, const char *where, int line,
                   void *out, struct options_memory *memory, struct problems *problems) {
    const pl_field_def *row;
    for (size_t i = 0; table && (row = row_at(table, stride, i)); i++) {
        struct setting *s = ini_setting(section, row->name);
        struct parsing p = {name, NULL, row, (char *)out + row->offset, memory, problems};
        if (row->def) parse_value(&p, row->def);
        else if (row->type == PL_TEXT || row->type == PL_PATH) *(pl_str *)p.at = (pl_str){"", 0};
        else if (row->type == PL_LIST) *(pl_array *)p.at = (pl_array){NULL, 0, sizeof(pl_str)};
        if (!s && (row->flags & PL_REQUIRED))
            problems_add(problems, PROBLEM_CONFIG, where, line, 1, name, "'%s' is missing: %s", row->name, row->help ? row->help : "");
        if (!s) continue;
        s->used = true;
        p.setting = s;
        if (row->flags & PL_DEPRECATED)
            problems_add(problems, PROBLEM_WARNING, s->file, s->line, s->key_column, name, "'%s' is out of date: %s", row->name, row->help);
        if ((row->flags & PL_REQUIRED) && !*s->value) complain(&p, "", "is empty");
        else parse_value(&p, s->value);
    }
}

void options_check_unknown(const pl_field_def *table, size_t stride, const struct section *section, const char *also, struct problems *problems) {
    for (size_t i = 0; section && i < section->n; i++) {
        const struct setting *s = &section->settings[i];
        if (s->used || (also && !strcmp(s->key, also))) continue;
        struct nearest best = {NULL, 3};
        const pl_field_def *row;
        for (size_t k = 0; table && (row = row_at(table, stride, k)); k++) nearest_try(&best, s->key, row->name);
        if (also) nearest_try(&best, s->key, also);
        if (best.name)
            problems_add(problems, PROBLEM_CONFIG, s->file, s->line, s->key_column, section->name, "unknown option '%s' (did you mean '%s'?)", s->key, best.name);
        else problems_add(problems, PROBLEM_CONFIG, s->file, s->line, s->key_column, section->name, "unknown option '%s'", s->key);
    }
}
