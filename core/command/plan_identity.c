/* plan_identity.c: the part of a run's identity that the config and its plugins make; see engine/identity.h. */
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>
#include "command/load.h"
#include "document/arena.h"
#include "support/file.h"

/* Settings that cannot change a byte of what is written. */
static bool is_free_to_change(const struct section *section, const char *key) {
    static const char *const keys[] = {
        "threads",  "memory",  "memory_hard",      "report",      "metrics",         "log_format",
        "progress", "sandbox", "document_timeout", "max_crashes", "max_dead_letters"};
    if (strcmp(section->name, "pipeline")) return false;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (!strcmp(key, keys[i])) return true;
    return false;
}

static const pl_plugin *plugin_of(const struct loaded *l, const char *stage) {
    for (uint16_t i = 0; i < l->plan.n; i++)
        if (!strcmp(l->plan.stages[i].name ? l->plan.stages[i].name : "", stage))
            return l->plan.stages[i].plugin;
    return NULL;
}

static bool is_secret(const pl_plugin *p, const char *key) {
    for (size_t i = 0; p && p->options; i++) {
        const pl_field_def *row =
            (const pl_field_def *)(const void *)((const char *)p->options + i * p->option_stride);
        if (!row->name) return false;
        if (!strcmp(row->name, key)) return row->flags & PL_SECRET;
    }
    return false;
}

static void add_setting(struct buffer *b, const struct loaded *l, const struct section *section,
                        const struct setting *s) {
    buffer_printf(b, "[%s] %s\t", section->name, s->key);
    if (is_secret(plugin_of(l, section->name), s->key))
        buffer_printf(b, "secret %016llx",
                      (unsigned long long)XXH3_64bits(s->value, strlen(s->value)));
    else
        for (const char *p = s->value; *p; p++) buffer_put(b, *p == '\n' || *p == '\t' ? ' ' : *p);
    buffer_puts(b, "\n");
}

static void hash_plugin(struct loaded *l, struct plan_stage *stage) {
    const pl_plugin *p = stage->plugin;
    struct buffer file = {0};
    Dl_info where;
    if (!p) return;
    if (dladdr(p, &where) && where.dli_fname && file_read_all(where.dli_fname, SIZE_MAX / 2, &file))
        problems_add(&l->problems, PROBLEM_PLUGIN, where.dli_fname, 0, 0, stage->name, "%s",
                     strerror(errno));
    stage->hash = XXH3_64bits(file.p, file.n);
    buffer_free(&file);
}

void plan_hash_plugins(struct loaded *l) {
    for (uint16_t i = 0; i < l->plan.n; i++) hash_plugin(l, &l->plan.stages[i]);
}

/* The plugin by its bytes: an upgrade without a new version number is an upgrade all the same. */
static void add_plugin(struct buffer *b, const struct plan_stage *stage) {
    const pl_plugin *p = stage->plugin;
    if (p)
        buffer_printf(b, "plugin of [%s]\t%s %s, %016llx\n", stage->name, p->name,
                      p->version ? p->version : "", (unsigned long long)stage->hash);
}

char *plan_identity(struct loaded *l) {
    struct buffer b = {0};
    for (size_t i = 0; i < l->ini.n; i++)
        for (size_t k = 0; k < l->ini.sections[i].n; k++)
            if (!is_free_to_change(&l->ini.sections[i], l->ini.sections[i].settings[k].key))
                add_setting(&b, l, &l->ini.sections[i], &l->ini.sections[i].settings[k]);
    for (uint16_t i = 0; i < l->plan.n; i++) add_plugin(&b, &l->plan.stages[i]);
    if (buffer_append(&b, "", 1)) arena_exhausted(b.n);
    return b.p;
}
