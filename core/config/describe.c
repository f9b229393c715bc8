/* describe.c: tables of options for people (Markdown) and for programs (JSON). */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "config/options.h"
#include "config/value.h"
#include "support/json.h"

static const char *const type_names[] = {
    [PL_BOOL] = "yes/no",       [PL_INT] = "integer", [PL_UINT] = "integer", [PL_REAL] = "number",
    [PL_TEXT] = "text",         [PL_NAME] = "name",   [PL_ENUM] = "choice",  [PL_SIZE] = "size",
    [PL_DURATION] = "duration", [PL_PATH] = "path",   [PL_LIST] = "list",    [PL_JSON] = "json"};

enum { OPTION, TYPE, DEFAULT, ALLOWED, MEANING, COLUMNS };
static const char *const heads[COLUMNS] = {"option", "type", "default", "allowed", "meaning"};

static const char *type_of(const pl_field_def *row) {
    if (row->type == PL_LIST && (row->flags & (PL_READS | PL_WRITES | PL_GLOB))) return "paths";
    return (unsigned)row->type <= PL_JSON ? type_names[row->type] : "?";
}

static void add_allowed(struct buffer *b, const pl_field_def *row) {
    char low[40], high[40];
    if (row->type == PL_ENUM && row->choices) buffer_puts(b, row->choices);
    if (!(row->min < row->max)) return;
    value_print(row->type, row->min, low, sizeof low);
    value_print(row->type, row->max, high, sizeof high);
    if (isinf(row->max))
        buffer_printf(b, "%s or more", low);
    else
        buffer_printf(b, "%s to %s", low, high);
}

static void add_cell(struct buffer *b, const pl_field_def *row, int column) {
    switch (column) {
    case OPTION: buffer_printf(b, "`%s`", row->name); break;
    case TYPE: buffer_puts(b, type_of(row)); break;
    case DEFAULT:
        if (row->flags & PL_REQUIRED)
            buffer_puts(b, "(required)");
        else if (row->flags & PL_DEPRECATED)
            buffer_puts(b, "(out of date)");
        else if (row->def)
            buffer_puts(b, row->def);
        break;
    case ALLOWED: add_allowed(b, row); break;
    default: buffer_puts(b, row->help ? row->help : "");
    }
}

/* Writes one cell, padded with blanks; the last column is not. */
static void put_cell(FILE *f, const char *p, size_t n, size_t width, bool is_last) {
    fprintf(f, "| %.*s%*s%s", (int)n, p, is_last || width <= n ? 0 : (int)(width - n), "",
            is_last ? " |\n" : " ");
}

static size_t longest(const pl_field_def *table, size_t stride, int column, struct buffer *cell) {
    size_t width = strlen(heads[column]);
    const pl_field_def *row;
    for (size_t i = 0; (row = options_row(table, stride, i)); i++) {
        buffer_clear(cell);
        add_cell(cell, row, column);
        if (cell->n > width) width = cell->n;
    }
    return width;
}

static void put_heads(FILE *f, const size_t *width) {
    for (int c = 0; c < COLUMNS; c++)
        put_cell(f, heads[c], strlen(heads[c]), width[c], c == MEANING);
    for (int c = 0; c < COLUMNS; c++) {
        fputc('|', f);
        for (size_t i = 0; i < (c == MEANING ? 3 : width[c] + 2); i++) fputc('-', f);
    }
    fputs("|\n", f);
}

void options_describe(const pl_field_def *table, size_t stride, FILE *f) {
    struct buffer cell = {0};
    size_t width[COLUMNS];
    const pl_field_def *row;
    for (int c = 0; c < COLUMNS; c++) width[c] = longest(table, stride, c, &cell);
    put_heads(f, width);
    for (size_t i = 0; (row = options_row(table, stride, i)); i++)
        for (int c = 0; c < COLUMNS; c++) {
            buffer_clear(&cell);
            add_cell(&cell, row, c);
            put_cell(f, cell.n ? cell.p : "", cell.n, width[c], c == MEANING);
        }
    buffer_free(&cell);
}

void options_describe_row(const pl_field_def *row, struct buffer *b) {
    buffer_printf(b, "(%s", type_of(row));
    const size_t before = b->n;
    buffer_puts(b, ": ");
    add_allowed(b, row);
    if (b->n == before + 2) b->n = before;
    buffer_printf(b, "%s%s) %s", row->flags & PL_REQUIRED ? ", required" : "",
                  row->flags & PL_DEPRECATED ? ", out of date" : "", row->help ? row->help : "");
}

/* ---- JSON ---- */

static void text_member(struct buffer *b, const char *key, const char *value) {
    json_write_key(b, key);
    if (value)
        json_write_string(b, value, strlen(value));
    else
        json_write_null(b);
}

static void bool_member(struct buffer *b, const char *key, bool value) {
    json_write_key(b, key);
    json_write_bool(b, value);
}

static void write_choices(struct buffer *b, const char *choices) {
    pl_str choice;
    json_write_key(b, "choices");
    json_write_begin(b, '[');
    while (choices && value_next_item(&choices, &choice)) json_write_string(b, choice.p, choice.n);
    json_write_end(b, ']');
}

/* An infinite bound is null. */
static void write_bound(struct buffer *b, const char *key, const pl_field_def *row, double bound) {
    json_write_key(b, key);
    if (row->min < row->max && isfinite(bound))
        json_write_real(b, bound, 6);
    else
        json_write_null(b);
}

static void write_row(struct buffer *b, const pl_field_def *row) {
    json_write_begin(b, '{');
    text_member(b, "name", row->name);
    text_member(b, "type", type_of(row));
    text_member(b, "default", row->def);
    write_choices(b, row->type == PL_ENUM ? row->choices : NULL);
    write_bound(b, "min", row, row->min);
    write_bound(b, "max", row, row->max);
    bool_member(b, "required", (row->flags & PL_REQUIRED) != 0);
    bool_member(b, "deprecated", (row->flags & PL_DEPRECATED) != 0);
    text_member(b, "help", row->help);
    json_write_end(b, '}');
}

void options_describe_json(const pl_field_def *table, size_t stride, struct buffer *b) {
    const pl_field_def *row;
    json_write_begin(b, '[');
    for (size_t i = 0; (row = options_row(table, stride, i)); i++) write_row(b, row);
    json_write_end(b, ']');
}
