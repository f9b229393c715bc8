/* graph.c: checks the order of stages. */
#include "config/graph.h"
#include <stdlib.h>
#include <string.h>

/* Copies the next word of a list; returns what follows, NULL at the end. `optional`: it had a '?'. */
static const char *next_layer(const char *list, char *word, size_t size, bool *optional) {
    if (!list) return NULL;
    list += strspn(list, " ,");
    size_t n = strcspn(list, " ,");
    if (!n) return NULL;
    *optional = list[n - 1] == '?';
    snprintf(word, size, "%.*s", (int)(n - *optional), list);
    return list + n;
}

bool layer_list_has(const char *list, const char *layer) {
    char word[64];
    bool optional;
    while ((list = next_layer(list, word, sizeof word, &optional)))
        if (!strcmp(word, layer)) return true;
    return false;
}

static const struct graph_stage *giver(const struct graph_stage *s, size_t n, const char *layer) {
    for (size_t i = 0; i < n; i++)
        if (s[i].plugin && layer_list_has(s[i].plugin->gives, layer)) return &s[i];
    return NULL;
}

struct search { const struct plugin_folders *folders; const char *layer; char found[64]; };

static void look_for_giver(void *p, const char *name, const char *path) {
    (void)path;
    struct search *s = p;
    char wrong[256], *data;
    const pl_plugin *plugin = s->found[0] ? NULL : plugin_load(s->folders, name, &data, wrong, sizeof wrong);
    if (plugin && layer_list_has(plugin->gives, s->layer)) snprintf(s->found, sizeof s->found, "%s", name);
    if (plugin) free(data);
}

static void say_missing(const struct graph_stage *all, size_t n, const struct graph_stage *s, const char *layer,
                        const struct plugin_folders *folders, struct problems *problems) {
    const struct graph_stage *later = giver(all, n, layer);
    struct search search = {folders, layer, ""};
    if (!later && folders) plugin_each(folders, look_for_giver, &search);
    char fix[160] = "";
    if (later) snprintf(fix, sizeof fix, " ('%s' does: put it before this stage)", later->name);
    else if (search.found[0]) snprintf(fix, sizeof fix, " (%s does: add it before this stage)", search.found);
    problems_add(problems, PROBLEM_CONFIG, s->file, s->line, s->column, s->name, "needs layer '%s', which no earlier stage gives%s", layer, fix);
}

static void check_layers(const struct graph_stage *all, size_t n, size_t i, const struct plugin_folders *folders, struct problems *problems) {
    const struct graph_stage *s = &all[i];
    char layer[64];
    bool optional;
    for (const char *list = s->plugin->needs; (list = next_layer(list, layer, sizeof layer, &optional));)
        if (!optional && !giver(all, i, layer)) say_missing(all, n, s, layer, folders, problems);
    for (const char *list = s->plugin->gives; (list = next_layer(list, layer, sizeof layer, &optional));) {
        const struct graph_stage *other = giver(all, i, layer);
        if (other) problems_add(problems, PROBLEM_CONFIG, s->file, s->line, s->column, s->name, "gives layer '%s', which '%s' gives already", layer, other->name);
    }
}

static void check_kind(const struct graph_stage *s, size_t i, struct problems *problems) {
    const bool is_reader = s->plugin->kind == PL_READER;
    if (i == 0 && !is_reader)
        problems_add(problems, PROBLEM_CONFIG, s->file, s->line, s->column, s->name, "the first stage must be a reader, and %s is none (text_reader and jsonl_reader are)", s->plugin->name);
    if (i > 0 && is_reader)
        problems_add(problems, PROBLEM_CONFIG, s->file, s->line, s->column, s->name, "a reader can only be the first stage");
}

void graph_check(const struct graph_stage *s, size_t n, const struct plugin_folders *folders, bool in_test, struct problems *problems) {
    bool has_writer = false, all_loaded = true;
    for (size_t i = 0; i < n; i++) {
        all_loaded &= s[i].plugin != NULL;
        if (!s[i].plugin) continue;
        if (!in_test) check_kind(&s[i], i, problems);
        check_layers(s, n, i, folders, problems);
        has_writer |= s[i].plugin->kind == PL_WRITER;
    }
    if (n && all_loaded && !has_writer && !in_test)
        problems_add(problems, PROBLEM_CONFIG, s[n - 1].file, s[n - 1].line, s[n - 1].column, "pipeline", "there is no writer among the stages: nothing would be written");
}
