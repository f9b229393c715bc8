/* schema.c: the layers and names of a run; filled while stages are opened, read-only afterwards. */
#include <stdlib.h>
#include <string.h>
#include "document/document.h"

int schema_layer_find(const struct schema *s, const char *name) {
    for (uint32_t i = 0; i < s->n_layers; i++)
        if (!strcmp(s->layers[i].name, name)) return (int)i;
    return -1;
}

int schema_layer_add(struct schema *s, const pl_layer_def *def, const char *stage_name,
                     uint16_t stage, bool pure) {
    struct schema_layer *more = checked(realloc(s->layers, (s->n_layers + 1) * sizeof *more));
    s->layers = more;
    more[s->n_layers] = (struct schema_layer){def, def->name, stage_name, stage, pure};
    return (int)s->n_layers++;
}

int schema_name(struct schema *s, const char *name) {
    for (uint32_t i = 0; i < s->n_names; i++)
        if (!strcmp(s->names[i], name)) return (int)i;
    if (s->n_names == UINT16_MAX) return -1;
    s->names = checked(realloc(s->names, (s->n_names + 1) * sizeof *s->names));
    s->names[s->n_names] = checked(strdup(name));
    return (int)s->n_names++;
}

void schema_free(struct schema *s) {
    for (uint32_t i = 0; i < s->n_names; i++) free((char *)(uintptr_t)s->names[i]);
    free(s->names);
    free(s->layers);
    *s = (struct schema){0};
}
