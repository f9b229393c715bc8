/* describe.c: tables of options as text and JSON; and what a table must be like. */
#include <string.h>
#include "config/options.h"
#include "support/json.h"

static const char *const type_names[] = {"yes/no", "integer", "number from 0", "number", "text", "name", "choice", "size", "duration",
                                         "path", "list", "json"};

static const pl_field_def *row_at(const pl_field_def *t, size_t stride, size_t i) {
    const pl_field_def *row = (const pl_field_def *)(const void *)((const char *)t + i * stride);
    return row->name ? row : NULL;
}

void options_describe(const pl_field_def *table, size_t stride, FILE *f) {
    const pl_field_def *row;
    fprintf(f, "| option | type | default | what |\n|---|---|---|---|\n");
    for (size_t i = 0; table && (row = row_at(table, stride, i)); i++) {
        fprintf(f, "| `%s` | %s", row->name, row->type == PL_ENUM && row->choices ? row->choices : type_names[row->type]);
        if (row->min < row->max) fprintf(f, ", %.15g to %.15g", row->min, row->max);
        fprintf(f, " | %s | %s |\n", row->flags & PL_REQUIRED ? "required" : row->def ? row->def : "", row->help ? row->help : "");
    }
}

static void text_member(struct buffer *b, const char *key, const char *value) {
    json_write_key(b, key);
    if (value) json_write_string(b, value, strlen(value));
    else json_write_null(b);
}

void options_describe_json(const pl_field_def *table, size_t stride, struct buffer *b) {
    const pl_field_def *row;
    json_write_begin(b, '[');
    for (size_t i = 0; table && (row = row_at(table, stride, i)); i++) {
        json_write_begin(b, '{');
        text_member(b, "name", row->name);
        text_member(b, "type", type_names[row->type]);
        text_member(b, "default", row->def);
        text_member(b, "choices", row->choices);
        json_write_key(b, "required"), json_write_bool(b, (row->flags & PL_REQUIRED) != 0);
        if (row->min < row->max) {
            json_write_key(b, "min"), json_write_real(b, row->min, 6);
            json_write_key(b, "max"), json_write_real(b, row->max, 6);
        }
        text_member(b, "help", row->help);
        json_write_end(b, '}');
    }
    json_write_end(b, ']');
}

static size_t size_of_type(const pl_field_def *row) {
    switch (row->type) {
    case PL_TEXT: case PL_PATH: return sizeof(pl_str);
    case PL_LIST: return sizeof(pl_array);
    case PL_BOOL: case PL_ENUM: return sizeof(int);
    default: return row->size;
    }
}

const char *options_table_wrong(const pl_field_def *table, size_t stride, size_t struct_size) {
    const pl_field_def *row;
    if (table && stride < offsetof(pl_field_def, flags) + sizeof(unsigned)) return "its option table has rows that are too short";
    for (size_t i = 0; table && (row = row_at(table, stride, i)); i++) {
        if ((unsigned)row->type > PL_LIST || row->type == PL_NAME) return "its option table has a row of a type that no option can have";
        if (row->offset + row->size > struct_size) return "its option table describes a member outside the struct";
        if (row->size != size_of_type(row)) return "its option table has a member of the wrong size for its type";
        if (row->type == PL_ENUM && !row->choices) return "its option table has a choice without choices";
    }
    return NULL;
}
