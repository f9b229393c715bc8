/* graph.h: whether stages fit together: a reader first, a writer, and every layer given before it is needed. */
#ifndef GRAPH_H
#define GRAPH_H
#include "config/plugin.h"
#include "config/problems.h"

struct graph_stage { const char *name; const pl_plugin *plugin; const char *file; int line, column; };   /* plugin NULL: not loaded */
/* `folders`: where plugins that would give a missing layer are looked for. `in_test`: no reader and no writer are needed. */
void graph_check(const struct graph_stage *, size_t n, const struct plugin_folders *folders, bool in_test, struct problems *);
/* Is `layer` in a list such as "tokens sents?"? */
bool layer_list_has(const char *list, const char *layer);
#endif
