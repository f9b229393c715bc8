/* plugin.h: plugins are found by name in a list of folders, checked, and loaded. Never closed again. */
#ifndef PLUGIN_H
#define PLUGIN_H
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include "text-pipeline/pipeline.h"

struct plugin_folders { char **v; size_t n; char *trusted; };      /* in the order of search; trusted: a folder or NULL */
/* First the config's own folders, then $PIPELINE_PLUGINS, the user's, those of this program. */
void plugin_folders_make(struct plugin_folders *, const pl_array *from_config, const char *trusted);
void plugin_folders_free(struct plugin_folders *);

/* The entry of that name and the folder of its data (to be freed); NULL with one line in `wrong`. */
const pl_plugin *plugin_load(const struct plugin_folders *, const char *name, char **data_folder, char *wrong, size_t size);
/* Calls `each` with the name and path of every plugin that can be found, each name once. */
void plugin_each(const struct plugin_folders *, void (*each)(void *, const char *name, const char *path), void *);
#endif
