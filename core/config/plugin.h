/* plugin.h: plugins are found by name in a list of folders, checked and loaded. Never closed again.
 *
 * NAME is FOLDER/NAME.so or FOLDER/NAME/NAME.so, in the first folder that has one. One thread. */
#ifndef PLUGIN_H
#define PLUGIN_H
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include "text-pipeline/pipeline.h"

/* v: in the order of search; trusted: a folder or NULL */
struct plugin_folders {
    char **v;
    size_t n;
    char *trusted;
};
/* First the config's own folders, then $PIPELINE_PLUGINS, the user's, those of this program. */
void plugin_folders_make(struct plugin_folders *, const pl_array *from_config, const char *trusted);
void plugin_folders_free(struct plugin_folders *);

/* The entry of that name and the folder of its data (to be freed); NULL and one line in `wrong`. */
const pl_plugin *plugin_load(const struct plugin_folders *, const char *name, char **data_folder,
                             char *wrong, size_t size);
/* Calls `each` with the name and real path of every plugin that can be found, each name once. */
void plugin_each(const struct plugin_folders *,
                 void (*each)(void *, const char *name, const char *path), void *);

/* plugin_find.c: the real path of a plugin, to be freed; NULL with one line in `wrong`. */
char *plugin_find(const struct plugin_folders *, const char *name, char *wrong, size_t size);
/* plugin_trust.c: whether nobody but root, we and the owner of this program can have written the
 * file at `path` (a real path) or have put another in its place. If not, `wrong` says the cure. */
bool plugin_is_trusted(const struct plugin_folders *, const char *path, char *wrong, size_t size);
/* plugin_check.c: whether an entry is what a plugin of this ABI must be. */
bool plugin_is_usable(const pl_plugin *, const char *name, char *wrong, size_t size);
#endif
