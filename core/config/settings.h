/* settings.h: the [pipeline] section. One table: what is parsed, checked, documented. */
#ifndef SETTINGS_H
#define SETTINGS_H
#include "config/options.h"

struct settings {
    pl_array stages, plugin_path;
    pl_str threads, state, dead_letters, report, metrics;
    uint64_t thread_count; /* from threads; 0: one per processor */
    uint64_t memory, memory_hard, max_document, max_dead_letters, max_crashes;
    uint64_t checkpoint_documents, checkpoint_bytes, retention;
    int64_t document_timeout;
    int log_format, progress, incremental, sandbox;
};
extern const pl_field_def settings_table[];

void settings_parse(struct ini *, const char *path, struct settings *, struct options_memory *,
                    struct problems *);
void settings_describe(FILE *); /* the table of the README */
#endif
