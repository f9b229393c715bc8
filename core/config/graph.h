/* graph.h: whether stages fit: a reader first, a writer, every layer given before it is needed. */
#ifndef GRAPH_H
#define GRAPH_H
#include "config/plugin.h"
#include "config/problems.h"

struct graph_stage {
    const char *name; /* the section */
    const pl_plugin *plugin; /* NULL: not loaded, which has been reported */
    const char *file;
    int line, column; /* where messages about it point to */
};
/* `folders`: where plugins that would give a missing layer are looked for; NULL: nowhere.
 * `in_test`: no reader and no writer are needed. */
void graph_check(const struct graph_stage *, size_t n, const struct plugin_folders *folders,
                 bool in_test, struct problems *);

/* Copies the next word of a list such as "tokens sents?"; returns what follows it, NULL at the end.
 * `optional`: it had a '?'. */
const char *layer_list_next(const char *list, char *word, size_t size, bool *optional);
bool layer_list_has(const char *list, const char *layer);
#endif
