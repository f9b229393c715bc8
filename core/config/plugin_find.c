/* plugin_find.c: the folders in which plugins are looked for, and what is in them. */
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "config/nearest.h"
#include "config/plugin.h"
#include "support/memory.h"
#include "support/buffer.h"

enum { LONGEST_NAME = 63 };

/* ---- folders ---- */

static void add_folder(struct plugin_folders *f, const char *path, size_t n) {
    if (!n) return;
    f->v = checked(realloc(f->v, (f->n + 1) * sizeof *f->v));
    f->v[f->n++] = checked(strndup(path, n));
}

static void add_joined(struct plugin_folders *f, const char *a, const char *b) {
    char path[PATH_MAX];
    const int n = snprintf(path, sizeof path, "%s%s", a, b);
    if (n > 0 && (size_t)n < sizeof path) add_folder(f, path, (size_t)n);
}

/* build/pipeline has build/plugins beside it; PREFIX/bin/pipeline has PREFIX/lib/text-pipeline. */
static void add_own_folders(struct plugin_folders *f) {
    char exe[PATH_MAX];
    const ssize_t n = readlink("/proc/self/exe", exe, sizeof exe - 1);
    if (n <= 0) return;
    exe[n] = 0;
    *strrchr(exe, '/') = 0;
    add_joined(f, exe, "/plugins");
    add_joined(f, exe, "/../lib/text-pipeline/plugins");
}

static void add_user_folder(struct plugin_folders *f) {
    const char *const data = getenv("XDG_DATA_HOME"), *const home = getenv("HOME");
    if (data && *data)
        add_joined(f, data, "/text-pipeline/plugins");
    else if (home && *home)
        add_joined(f, home, "/.local/share/text-pipeline/plugins");
}

static void add_list(struct plugin_folders *f, const char *list) {
    for (const char *p = list; p && *p;) {
        const size_t n = strcspn(p, ":");
        add_folder(f, p, n);
        p += n + (p[n] == ':');
    }
}

void plugin_folders_make(struct plugin_folders *f, const pl_array *from_config,
                         const char *trusted) {
    *f = (struct plugin_folders){0};
    for (uint32_t i = 0; from_config && i < from_config->n; i++) {
        const pl_str s = ((const pl_str *)from_config->v)[i];
        add_folder(f, s.p, s.n);
    }
    if (trusted) {
        add_folder(f, trusted, strlen(trusted));
        f->trusted = realpath(trusted, NULL);
    }
    add_list(f, getenv("PIPELINE_PLUGINS"));
    add_user_folder(f);
    add_own_folders(f);
}

void plugin_folders_free(struct plugin_folders *f) {
    for (size_t i = 0; i < f->n; i++) free(f->v[i]);
    free(f->v);
    free(f->trusted);
    *f = (struct plugin_folders){0};
}

/* ---- what is in them ---- */

/* No slash, no dot: a name can never lead out of a folder. */
static bool is_name(const char *s) {
    const size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_-");
    return n && n <= LONGEST_NAME && !s[n];
}

static char *real_path(const char *path) {
    char *real = realpath(path, NULL);
    if (!real && errno == ENOMEM) arena_exhausted(PATH_MAX);
    return real;
}

/* The real path of the plugin in a folder, to be freed; NULL: not there. */
static char *path_in(const char *folder, const char *name) {
    char path[PATH_MAX];
    int n = snprintf(path, sizeof path, "%s/%s.so", folder, name);
    if (n > 0 && (size_t)n < sizeof path && !access(path, F_OK)) return real_path(path);
    n = snprintf(path, sizeof path, "%s/%s/%s.so", folder, name, name);
    if (n > 0 && (size_t)n < sizeof path && !access(path, F_OK)) return real_path(path);
    return NULL;
}

typedef void each_plugin(void *, const char *name, const char *path);

static void each_in(const char *folder, each_plugin *each, void *p) {
    struct dirent **entries;
    const int n = scandir(folder, &entries, NULL, alphasort);
    if (n < 0 && errno == ENOMEM) arena_exhausted(sizeof *entries);
    for (int i = 0; i < n; i++) {
        char *const name = entries[i]->d_name;
        const size_t length = strlen(name);
        if (length > 3 && !strcmp(name + length - 3, ".so")) name[length - 3] = 0;
        char *path = is_name(name) ? path_in(folder, name) : NULL;
        if (path) each(p, name, path);
        free(path);
        free(entries[i]);
    }
    if (n >= 0) free(entries);
}

struct seen {
    char **v;
    size_t n;
    each_plugin *each;
    void *p;
};

static void each_new(void *p, const char *name, const char *path) {
    struct seen *s = p;
    for (size_t i = 0; i < s->n; i++)
        if (!strcmp(s->v[i], name)) return;
    s->v = checked(realloc(s->v, (s->n + 1) * sizeof *s->v));
    s->v[s->n++] = checked(strdup(name));
    s->each(s->p, name, path);
}

void plugin_each(const struct plugin_folders *f, each_plugin *each, void *p) {
    struct seen s = {.each = each, .p = p};
    for (size_t i = 0; i < f->n; i++) each_in(f->v[i], each_new, &s);
    for (size_t i = 0; i < s.n; i++) free(s.v[i]);
    free(s.v);
}

/* ---- one of them ---- */

struct guess {
    const char *wanted;
    char name[LONGEST_NAME + 1];
    int distance;
};

static void guess_name(void *p, const char *name, const char *path) {
    (void)path;
    struct guess *g = p;
    const int d = name_distance(g->wanted, name);
    if (d >= g->distance || d >= (int)strlen(g->wanted)) return;
    g->distance = d;
    snprintf(g->name, sizeof g->name, "%s", name);
}

static void say_not_found(const struct plugin_folders *f, const char *name, char *wrong,
                          size_t size) {
    struct guess g = {.wanted = name, .distance = 3};
    struct buffer b = {0};
    plugin_each(f, guess_name, &g);
    buffer_printf(&b, "there is no plugin '%s'", name);
    if (*g.name) buffer_printf(&b, " (did you mean '%s'?)", g.name);
    for (size_t i = 0; !*g.name && i < f->n; i++)
        buffer_printf(&b, "%s%s", i ? ", " : " in ", f->v[i]);
    snprintf(wrong, size, "%.*s", (int)b.n, b.n ? b.p : "");
    buffer_free(&b);
}

char *plugin_find(const struct plugin_folders *f, const char *name, char *wrong, size_t size) {
    char *path = NULL;
    if (!is_name(name)) {
        snprintf(wrong, size, "'%.80s' is no name of a plugin (a-z, 0-9, '_' and '-'; not a path)",
                 name);
        return NULL;
    }
    for (size_t i = 0; i < f->n && !path; i++) path = path_in(f->v[i], name);
    if (!path) say_not_found(f, name, wrong, size);
    return path;
}
