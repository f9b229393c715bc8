/* graph.c: checks the order of stages. */
#include "config/graph.h"
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include "config/nearest.h"

const char *layer_list_next(const char *list, char *word, size_t size, bool *optional) {
    if (!list) return NULL;
    list += strspn(list, " ,");
    const size_t n = strcspn(list, " ,");
    if (!n) return NULL;
    *optional = list[n - 1] == '?';
    snprintf(word, size, "%.*s", (int)(n - *optional), list);
    return list + n;
}

bool layer_list_has(const char *list, const char *layer) {
    char word[64];
    bool optional;
    while ((list = layer_list_next(list, word, sizeof word, &optional)))
        if (!strcmp(word, layer)) return true;
    return false;
}

static void complain(struct problems *problems, const struct graph_stage *s, const char *section,
                     const char *format, ...) __attribute__((format(printf, 4, 5)));
static void complain(struct problems *problems, const struct graph_stage *s, const char *section,
                     const char *format, ...) {
    char text[512];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    problems_add(problems, PROBLEM_CONFIG, s->file, s->line, s->column, section, "%s", text);
}

/* ---- layers ---- */

static const struct graph_stage *giver(const struct graph_stage *s, size_t n, const char *layer) {
    for (size_t i = 0; i < n; i++)
        if (s[i].plugin && layer_list_has(s[i].plugin->gives, layer)) return &s[i];
    return NULL;
}

struct search {
    const struct plugin_folders *folders;
    const char *layer;
    char found[64];
};

static void look_for_giver(void *p, const char *name, const char *path) {
    (void)path;
    struct search *s = p;
    char wrong[256], *data = NULL;
    if (*s->found) return;
    const pl_plugin *plugin = plugin_load(s->folders, name, &data, wrong, sizeof wrong);
    if (plugin && layer_list_has(plugin->gives, s->layer))
        snprintf(s->found, sizeof s->found, "%s", name);
    free(data);
}

/* A layer of an earlier stage whose name is near: "sent" for "sents". */
static bool nearest_layer(const struct graph_stage *s, size_t n, const char *layer, char *found,
                          size_t size) {
    char word[64];
    bool optional;
    int least = 3;
    for (size_t i = 0; i < n; i++) {
        const char *list = s[i].plugin->gives;
        while ((list = layer_list_next(list, word, sizeof word, &optional))) {
            const int distance = name_distance(layer, word);
            if (distance >= least || distance >= (int)strlen(layer)) continue;
            least = distance;
            snprintf(found, size, "%s", word);
        }
    }
    return least < 3;
}

static void say_missing(const struct graph_stage *all, size_t n, size_t i, const char *layer,
                        const struct plugin_folders *folders, struct problems *problems) {
    const struct graph_stage *const later = giver(all + i + 1, n - i - 1, layer);
    struct search search = {folders, layer, ""};
    char fix[160] = "", near[64];
    if (!later && folders) plugin_each(folders, look_for_giver, &search);
    if (later)
        snprintf(fix, sizeof fix, " ('%.63s' does: put it before this stage)", later->name);
    else if (*search.found)
        snprintf(fix, sizeof fix, " (%s does: add it before this stage)", search.found);
    else if (nearest_layer(all, i, layer, near, sizeof near))
        snprintf(fix, sizeof fix, " (did its author mean '%s'?)", near);
    complain(problems, &all[i], all[i].name, "needs layer '%s', which no earlier stage gives%s",
             layer, fix);
}

/* What a stage needs is only known to be missing when all stages before it are known. */
static void check_needs(const struct graph_stage *all, size_t n, size_t i,
                        const struct plugin_folders *folders, struct problems *problems) {
    char layer[64];
    bool optional;
    const char *list = all[i].plugin->needs;
    for (size_t k = 0; k < i; k++)
        if (!all[k].plugin) return;
    while ((list = layer_list_next(list, layer, sizeof layer, &optional)))
        if (!optional && !giver(all, i, layer)) say_missing(all, n, i, layer, folders, problems);
}

static void check_gives(const struct graph_stage *all, size_t i, struct problems *problems) {
    char layer[64];
    bool optional;
    const char *list = all[i].plugin->gives;
    while ((list = layer_list_next(list, layer, sizeof layer, &optional))) {
        const struct graph_stage *const other = giver(all, i, layer);
        if (other)
            complain(problems, &all[i], all[i].name,
                     "gives layer '%s', which '%s' gives already (leave one of them out)", layer,
                     other->name);
    }
}

/* ---- kinds ---- */

static void check_kind(const struct graph_stage *s, size_t i, struct problems *problems) {
    const bool is_reader = s->plugin->kind == PL_READER;
    if (i == 0 && !is_reader)
        complain(problems, s, s->name,
                 "the first stage must be a reader, and %s is none "
                 "(text_reader and jsonl_reader are)",
                 s->plugin->name);
    if (i > 0 && is_reader) complain(problems, s, s->name, "a reader can only be the first stage");
}

static void check_writer(const struct graph_stage *s, size_t n, struct problems *problems) {
    for (size_t i = 0; i < n; i++)
        if (!s[i].plugin || s[i].plugin->kind == PL_WRITER) return;
    if (n)
        complain(problems, &s[n - 1], "pipeline",
                 "there is no writer among the stages: nothing would be written "
                 "(add jsonl_writer)");
}

void graph_check(const struct graph_stage *s, size_t n, const struct plugin_folders *folders,
                 bool in_test, struct problems *problems) {
    for (size_t i = 0; i < n; i++) {
        if (!s[i].plugin) continue;
        if (!in_test) check_kind(&s[i], i, problems);
        check_needs(s, n, i, folders, problems);
        check_gives(s, i, problems);
    }
    if (!in_test) check_writer(s, n, problems);
}
