/* plugins.c: `pipeline plugins`: what can be loaded, and what one plugin takes and gives. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "command/command.h"
#include "config/options.h"
#include "config/plugin.h"
#include "support/json.h"
#include "support/memory.h"

static const char *const kinds[] = {"", "reader", "stage", "writer"};

struct listing {
    const struct plugin_folders *folders;
    struct buffer json;
    int as_json, code;
};

static void text_member(struct buffer *b, const char *key, const char *value) {
    json_write_key(b, key), json_write_string(b, value ? value : "", value ? strlen(value) : 0);
}

static void write_plugin(struct buffer *b, const pl_plugin *p, const char *path) {
    json_write_begin(b, '{');
    text_member(b, "name", p->name);
    text_member(b, "kind", kinds[p->kind]);
    text_member(b, "version", p->version);
    text_member(b, "license", p->license);
    text_member(b, "summary", p->summary);
    text_member(b, "needs", p->needs);
    text_member(b, "gives", p->gives);
    if (path) text_member(b, "path", path);
    json_write_key(b, "options"), options_describe_json(p->options, p->option_stride, b);
    json_write_end(b, '}');
}

/* Whole, or not at all. */
static void print_json(struct buffer *b) {
    if (b->failed) arena_exhausted(b->n);
    printf("%.*s\n", (int)b->n, b->p);
    buffer_free(b);
}

static void list_one(void *v, const char *name, const char *path) {
    struct listing *l = v;
    char wrong[512], *data = NULL;
    const pl_plugin *p = plugin_load(l->folders, name, &data, wrong, sizeof wrong);
    free(data);
    if (!p)
        fprintf(stderr, "pipeline: %s: %s\n", name, wrong), l->code = EXIT_PLUGIN;
    else if (l->as_json)
        write_plugin(&l->json, p, path);
    else
        printf("%-18s %-7s %-7s %s\n", name, kinds[p->kind], p->version ? p->version : "",
               p->summary ? p->summary : "");
}

static int list_all(const struct plugin_folders *folders, int as_json) {
    struct listing l = {.folders = folders, .as_json = as_json, .code = EXIT_DONE};
    if (as_json) json_write_begin(&l.json, '[');
    plugin_each(folders, list_one, &l);
    if (as_json) json_write_end(&l.json, ']'), print_json(&l.json);
    return l.code;
}

static void print_layers(const pl_plugin *p) {
    for (uint32_t i = 0; p->layers; i++) {
        const pl_layer_def *row =
            (const pl_layer_def *)(const void *)((const char *)p->layers + i * p->layer_stride);
        if (!row->name) return;
        printf("\nlayer %s: %s\n", row->name, row->help ? row->help : "");
        for (size_t k = 0; row->fields; k++) {
            const pl_field_def *f = (const pl_field_def *)(const void *)((const char *)row->fields +
                                                                         k * row->field_stride);
            if (!f->name) break;
            printf("  %-12s %s\n", f->name, f->help ? f->help : "");
        }
    }
}

static int show_one(const struct plugin_folders *folders, const char *name, int as_json) {
    char wrong[512], *data = NULL;
    const pl_plugin *p = plugin_load(folders, name, &data, wrong, sizeof wrong);
    free(data);
    if (!p) return fprintf(stderr, "pipeline: %s\n", wrong), EXIT_PLUGIN;
    if (as_json) {
        struct buffer b = {0};
        write_plugin(&b, p, NULL), print_json(&b);
        return EXIT_DONE;
    }
    printf("%s %s (%s, %s): %s\n", p->name, p->version ? p->version : "", kinds[p->kind],
           p->license ? p->license : "", p->summary ? p->summary : "");
    if (p->needs) printf("needs layers: %s\n", p->needs);
    if (p->gives) printf("gives layers: %s\n", p->gives);
    printf("\n");
    options_describe(p->options, p->option_stride, stdout);
    print_layers(p);
    return EXIT_DONE;
}

int command_plugins(int argc, char **argv) {
    const char *name = NULL, *trusted = NULL;
    int as_json = 0;
    for (int i = 0; i < argc; i++) {
        if (!strcmp(argv[i], "--json"))
            as_json = 1;
        else if (!strcmp(argv[i], "--trust-plugins") && i + 1 < argc)
            trusted = argv[++i];
        else if (argv[i][0] == '-' || name)
            return usage_error("plugins wants a name at most, and --json");
        else
            name = argv[i];
    }
    struct plugin_folders folders;
    plugin_folders_make(&folders, NULL, trusted);
    const int code = name ? show_one(&folders, name, as_json) : list_all(&folders, as_json);
    plugin_folders_free(&folders);
    return code;
}
