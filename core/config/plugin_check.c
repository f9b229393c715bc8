/* plugin_check.c: whether what a plugin exports keeps the contract of pipeline.h. */
#include <string.h>
#include "config/graph.h"
#include "config/options.h"
#include "config/plugin.h"

enum { MOST_LAYERS = 1000 };

/* Of ABI 1; members behind it are read only if `size` covers them. */
static const size_t least_size = offsetof(pl_plugin, close) + sizeof(((pl_plugin *)0)->close);
static const size_t least_layer_stride =
    offsetof(pl_layer_def, flags) + sizeof(((pl_layer_def *)0)->flags);

static const pl_layer_def *layer_row(const pl_plugin *p, size_t i) {
    if (!p->layers) return NULL;
    const char *const at = (const char *)p->layers + i * p->layer_stride;
    const pl_layer_def *row = (const pl_layer_def *)(const void *)at;
    return row->name ? row : NULL;
}

/* NULL, or what is wrong with the callbacks. */
static const char *callbacks_wrong(const pl_plugin *p) {
    if (p->size < least_size) return "its pl_plugin is too short (set .size = sizeof(pl_plugin))";
    if (p->kind < PL_READER || p->kind > PL_WRITER) return "it is no reader, stage or writer";
    if (!p->process) return "it has no process";
    if (p->kind == PL_READER && !p->read) return "it is a reader and has no read";
    if (p->settle && !p->resolve) return "it has settle but no resolve";
    return NULL;
}

static const char *layer_wrong(const pl_plugin *p, const pl_layer_def *row, char *room, size_t n) {
    if (!layer_list_has(p->gives, row->name)) return "it is not in `gives`";
    if (!row->element_size) return "its elements have no size";
    if (!(row->flags & PL_NO_SPAN) && row->element_size < sizeof(pl_span))
        return "its elements are too small to begin with a pl_span (or set PL_NO_SPAN)";
    return members_table_wrong(row->fields, row->field_stride, row->element_size, room, n);
}

static bool are_layers_usable(const pl_plugin *p, const char *name, char *wrong, size_t size) {
    char room[300];
    const pl_layer_def *row;
    if (p->layers && p->layer_stride < least_layer_stride) {
        snprintf(wrong, size,
                 "%s.so: the rows of its layers are too short "
                 "(set .layer_stride = sizeof(pl_layer_def))",
                 name);
        return false;
    }
    for (size_t i = 0; (row = layer_row(p, i)); i++) {
        const char *const why = i == MOST_LAYERS ? "the table has no end (a row {0})"
                                                 : layer_wrong(p, row, room, sizeof room);
        if (!why) continue;
        snprintf(wrong, size, "%s.so: layer '%.64s': %s", name, row->name, why);
        return false;
    }
    return true;
}

static bool has_layer(const pl_plugin *p, const char *layer) {
    const pl_layer_def *row;
    for (size_t i = 0; (row = layer_row(p, i)); i++)
        if (!strcmp(row->name, layer)) return true;
    return false;
}

/* The host makes room for a layer by its row: a layer that is only promised could not be stored. */
static bool are_gifts_described(const pl_plugin *p, const char *name, char *wrong, size_t size) {
    char layer[64];
    bool optional;
    for (const char *at = p->gives; (at = layer_list_next(at, layer, sizeof layer, &optional));) {
        if (has_layer(p, layer)) continue;
        snprintf(wrong, size, "%s.so: it gives layer '%s' but has no row for it in .layers", name,
                 layer);
        return false;
    }
    return true;
}

bool plugin_is_usable(const pl_plugin *p, const char *name, char *wrong, size_t size) {
    char room[300];
    if (p->abi != PL_ABI) {
        snprintf(wrong, size,
                 "%s.so speaks ABI %u, this program ABI %u: rebuild it against "
                 "text-pipeline/pipeline.h of this program",
                 name, p->abi, PL_ABI);
        return false;
    }
    const char *why = callbacks_wrong(p);
    if (!why)
        why = options_table_wrong(p->options, p->option_stride, p->options_size, room, sizeof room);
    if (why) {
        snprintf(wrong, size, "%s.so: %s", name, why);
        return false;
    }
    return are_layers_usable(p, name, wrong, size) && are_gifts_described(p, name, wrong, size);
}
