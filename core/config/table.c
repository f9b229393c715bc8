/* table.c: whether a plugin's table describes its struct, before anything is stored through it. */
#include <stdlib.h>
#include <string.h>
#include "config/options.h"

enum { MOST_ROWS = 1000 }; /* a table without its last row would be read for ever */

static bool is_power(size_t size, size_t least) {
    return size >= least && size <= 8 && (size & (size - 1)) == 0;
}

static bool is_size_right(const pl_field_def *row) {
    switch (row->type) {
    case PL_TEXT:
    case PL_PATH:
    case PL_JSON: return row->size == sizeof(pl_str);
    case PL_LIST: return row->size == sizeof(pl_array);
    case PL_NAME: return row->size == sizeof(uint16_t);
    case PL_REAL: return row->size == sizeof(double) || row->size == sizeof(float);
    case PL_DURATION: return row->size == sizeof(int64_t);
    case PL_SIZE: return is_power(row->size, 4);
    default: return is_power(row->size, 1);
    }
}

static bool is_name_right(const char *name) {
    return *name && !name[strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                       "0123456789_-.")];
}

/* NULL, or what is wrong with a row by itself. */
static const char *row_wrong(const pl_field_def *row, size_t struct_size, bool is_option) {
    const bool is_layer_type = row->type == PL_NAME || row->type == PL_JSON;
    if (!is_name_right(row->name)) return "its name is not letters, digits, '_', '-' or '.'";
    if ((unsigned)row->type > PL_JSON) return "its type is unknown";
    if (is_option && is_layer_type) return "an option cannot have its type";
    if (!is_size_right(row)) return "its size is not that of a member of its type";
    if (row->size > struct_size || row->offset > struct_size - row->size)
        return "it lies outside the struct";
    if (row->type == PL_ENUM && (!row->choices || !*row->choices)) return "it has no choices";
    if (!(row->min <= row->max)) return "its least value is above its greatest";
    return NULL;
}

static const char *default_wrong(const pl_field_def *row, char *room, size_t size) {
    union {
        double r;
        uint64_t u;
        pl_str s;
        pl_array a;
    } member = {0};
    struct options_memory memory = {0};
    struct problems problems = {0};
    options_parse_default(row, &member, &memory, &problems);
    const char *const wrong = problems.n ? "its default does not fit: " : NULL;
    if (wrong) snprintf(room, size, "option '%s': %s%s", row->name, wrong, problems.v[0].text);
    problems_free(&problems);
    options_memory_free(&memory);
    return wrong ? room : NULL;
}

static bool is_twice(const pl_field_def *table, size_t stride, size_t i) {
    const char *const name = options_row(table, stride, i)->name;
    for (size_t k = 0; k < i; k++)
        if (!strcmp(options_row(table, stride, k)->name, name)) return true;
    return false;
}

static const char *table_wrong(const pl_field_def *table, size_t stride, size_t struct_size,
                               bool is_option, char *room, size_t size) {
    const pl_field_def *row;
    if (table && stride < offsetof(pl_field_def, flags) + sizeof table->flags)
        return "the rows of its table are too short (set the stride to sizeof(pl_field_def))";
    for (size_t i = 0; (row = options_row(table, stride, i)); i++) {
        const char *wrong = i == MOST_ROWS ? "the table has no end (a row {0})"
                                           : row_wrong(row, struct_size, is_option);
        if (!wrong && is_twice(table, stride, i)) wrong = "it stands twice in the table";
        if (!wrong && is_option && !strcmp(row->name, "plugin"))
            wrong = "this name is taken: it says which plugin a section is";
        if (wrong) {
            const char *const what = is_option ? "option" : "member";
            snprintf(room, size, "%s '%.64s': %s", what, row->name, wrong);
            return room;
        }
        if (is_option && default_wrong(row, room, size)) return room;
    }
    return NULL;
}

const char *options_table_wrong(const pl_field_def *table, size_t stride, size_t struct_size,
                                char *room, size_t size) {
    return table_wrong(table, stride, struct_size, true, room, size);
}

const char *members_table_wrong(const pl_field_def *table, size_t stride, size_t struct_size,
                                char *room, size_t size) {
    return table_wrong(table, stride, struct_size, false, room, size);
}
