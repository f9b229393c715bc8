/* plugin.c: finds, checks and loads shared objects.
 *
 * NAME is looked for as FOLDER/NAME.so and FOLDER/NAME/NAME.so. Code that somebody else could have put there is not run: the file
 * and all folders above it must belong to root, to us or to the owner of this program, and nobody else may write to them. */
#include "config/plugin.h"
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "config/nearest.h"
#include "config/options.h"

static void *checked(void *p) {
    if (p) return p;
    fputs("pipeline: error: out of memory\n", stderr);
    _Exit(71);
}

static void add_folder(struct plugin_folders *f, const char *path, size_t n) {
    if (!n) return;
    f->v = checked(realloc(f->v, (f->n + 1) * sizeof *f->v));
    f->v[f->n++] = checked(strndup(path, n));
}

static void add_format(struct plugin_folders *f, const char *a, const char *b) {
    char path[PATH_MAX];
    const int n = snprintf(path, sizeof path, "%s%s", a, b);
    if (n > 0 && (size_t)n < sizeof path) add_folder(f, path, (size_t)n);
}

/* build/pipeline has build/plugins beside it; PREFIX/bin/pipeline has PREFIX/lib/text-pipeline/plugins. */
static void add_own_folders(struct plugin_folders *f) {
    char exe[PATH_MAX];
    const ssize_t n = readlink("/proc/self/exe", exe, sizeof exe - 1);
    if (n <= 0) return;
    exe[n] = 0;
    char *slash = strrchr(exe, '/');
    *slash = 0;
    add_format(f, exe, "/plugins");
    add_format(f, exe, "/../lib/text-pipeline/plugins");
}

void plugin_folders_make(struct plugin_folders *f, const pl_array *from_config, const char *trusted) {
    *f = (struct plugin_folders){0};
    for (uint32_t i = 0; from_config && i < from_config->n; i++) {
        const pl_str s = ((const pl_str *)from_config->v)[i];
        add_folder(f, s.p, s.n);
    }
    if (trusted) {
        add_folder(f, trusted, strlen(trusted));
        f->trusted = realpath(trusted, NULL);
    }
    const char *list = getenv("PIPELINE_PLUGINS");
    for (const char *p = list; p && *p;) {
        const size_t n = strcspn(p, ":");
        add_folder(f, p, n);
        p += n + (p[n] == ':');
    }
    const char *data = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
    if (data && *data) add_format(f, data, "/text-pipeline/plugins");
    else if (home && *home) add_format(f, home, "/.local/share/text-pipeline/plugins");
    add_own_folders(f);
}

void plugin_folders_free(struct plugin_folders *f) {
    for (size_t i = 0; i < f->n; i++) free(f->v[i]);
    free(f->v);
    free(f->trusted);
    *f = (struct plugin_folders){0};
}

/* ---- finding ---- */

static bool is_name(const char *s) {
    return *s && strlen(s) < 64 && s[strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_-")] == 0;
}

/* The real path of the plugin in a folder, to be freed; NULL: not there. */
static char *path_in(const char *folder, const char *name) {
    static const char *const forms[] = {"%s/%s.so", "%s/%s/%s.so"};
    char path[PATH_MAX];
    for (int i = 0; i < 2; i++) {
        const int n = i ? snprintf(path, sizeof path, forms[1], folder, name, name) : snprintf(path, sizeof path, forms[0], folder, name);
        if (n > 0 && (size_t)n < sizeof path && !access(path, F_OK)) return realpath(path, NULL);
    }
    return NULL;
}

static void each_in(const char *folder, void (*each)(void *, const char *, const char *), void *p) {
    struct dirent **entries;
    const int n = scandir(folder, &entries, NULL, alphasort);
    for (int i = 0; i < n; i++) {
        char name[64];
        snprintf(name, sizeof name, "%.63s", entries[i]->d_name);
        char *dot = strstr(name, ".so");
        if (dot && !dot[3]) *dot = 0;
        char *path = is_name(name) ? path_in(folder, name) : NULL;
        if (path) each(p, name, path);
        free(path);
        free(entries[i]);
    }
    if (n >= 0) free(entries);
}

struct seen { char **v; size_t n; void (*each)(void *, const char *, const char *); void *p; };

static void each_new(void *p, const char *name, const char *path) {
    struct seen *s = p;
    for (size_t i = 0; i < s->n; i++)
        if (!strcmp(s->v[i], name)) return;
    s->v = checked(realloc(s->v, (s->n + 1) * sizeof *s->v));
    s->v[s->n++] = checked(strdup(name));
    s->each(s->p, name, path);
}

void plugin_each(const struct plugin_folders *f, void (*each)(void *, const char *, const char *), void *p) {
    struct seen s = {.each = each, .p = p};
    for (size_t i = 0; i < f->n; i++) each_in(f->v[i], each_new, &s);
    for (size_t i = 0; i < s.n; i++) free(s.v[i]);
    free(s.v);
}

struct guess { const char *wanted; char name[64]; int distance; };

static void guess_name(void *p, const char *name, const char *path) {
    (void)path;
    struct guess *g = p;
    const int d = name_distance(g->wanted, name);
    if (d < g->distance) g->distance = d, snprintf(g->name, sizeof g->name, "%s", name);
}

static void say_not_found(const struct plugin_folders *f, const char *name, char *wrong, size_t size) {
    struct guess g = {.wanted = name, .distance = 3};
    plugin_each(f, guess_name, &g);
    int n = snprintf(wrong, size, "there is no plugin '%s'", name);
    if (g.name[0]) n += snprintf(wrong + n, size - (size_t)n, " (did you mean '%s'?)", g.name);
    else n += snprintf(wrong + n, size - (size_t)n, " in");
    for (size_t i = 0; !g.name[0] && i < f->n && (size_t)n < size; i++)
        n += snprintf(wrong + n, size - (size_t)n, "%s %s", i ? "," : "", f->v[i]);
}

/* ---- who could have written it ---- */

static uid_t program_owner(void) {
    struct stat st;
    return stat("/proc/self/exe", &st) ? 0 : st.st_uid;
}

/* NULL, or what is wrong. A group whose number is the owner's is the owner's private one. */
static const char *writable_by_others(const struct stat *st) {
    if ((st->st_mode & S_IWOTH) && !(S_ISDIR(st->st_mode) && (st->st_mode & S_ISVTX))) return "everybody can write to it";
    if ((st->st_mode & S_IWGRP) && st->st_gid != (gid_t)st->st_uid && !(S_ISDIR(st->st_mode) && (st->st_mode & S_ISVTX)))
        return "its group can write to it";
    return NULL;
}

static bool is_trusted_path(char *path, char *wrong, size_t size) {
    for (char *end = path + strlen(path); end; end = strrchr(path, '/')) {
        if (end != path + strlen(path)) *end = 0;
        const char *at = *path ? path : "/";
        struct stat st;
        if (stat(at, &st)) return snprintf(wrong, size, "%s: %s", at, strerror(errno)), false;
        const char *why = writable_by_others(&st);
        if (why) return snprintf(wrong, size, "refused: %s, %s (chmod go-w '%s', or --trust-plugins FOLDER)", at, why, at), false;
        if (st.st_uid != 0 && st.st_uid != geteuid() && st.st_uid != program_owner())
            return snprintf(wrong, size, "refused: %s belongs to user %u (chown it, or --trust-plugins FOLDER)", at, (unsigned)st.st_uid), false;
        if (!*path) break;
    }
    return true;
}

static bool is_below(const char *path, const char *folder) {
    const size_t n = strlen(folder);
    return !strncmp(path, folder, n) && path[n] == '/';
}

static bool is_trusted(const struct plugin_folders *f, const char *path, char *wrong, size_t size) {
    if (f->trusted && is_below(path, f->trusted)) return true;
    char *copy = checked(strdup(path));
    const bool ok = is_trusted_path(copy, wrong, size);
    free(copy);
    return ok;
}

/* ---- loading ---- */

static const pl_plugin *entry_of_name(const pl_plugin *(*get)(uint32_t), const char *name) {
    const pl_plugin *p;
    for (uint32_t i = 0; (p = get(i)); i++)
        if (p->abi != PL_ABI || (p->name && !strcmp(p->name, name))) return p;
    return NULL;
}

static bool is_usable(const pl_plugin *p, const char *name, char *wrong, size_t size) {
    if (p->abi != PL_ABI)
        return snprintf(wrong, size, "%s.so speaks plugin ABI %u, this program %u (build it again with this program's header)", name, p->abi, PL_ABI), false;
    if (p->size < offsetof(pl_plugin, close) + sizeof p->close)
        return snprintf(wrong, size, "%s.so: its plugin struct is too short (set .size = sizeof(pl_plugin))", name), false;
    if (p->kind < PL_READER || p->kind > PL_WRITER) return snprintf(wrong, size, "%s.so: it is no reader, stage or writer", name), false;
    if (!p->process || (p->kind == PL_READER && !p->read))
        return snprintf(wrong, size, "%s.so: it has no %s", name, p->process ? "read" : "process"), false;
    const char *table = options_table_wrong(p->options, p->option_stride, p->options_size);
    if (table) return snprintf(wrong, size, "%s.so: %s", name, table), false;
    return true;
}

/* RTLD_NOW: a symbol that is missing is found here, not in the middle of a run. */
static const pl_plugin *load_file(const char *path, const char *name, char *wrong, size_t size) {
    void *so = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (!so) return snprintf(wrong, size, "cannot be loaded: %s", dlerror()), NULL;
    void *symbol = dlsym(so, "pl_plugin_get");
    if (!symbol) return snprintf(wrong, size, "%s exports no pl_plugin_get: it is no plugin", path), NULL;
    const pl_plugin *(*get)(uint32_t);
    memcpy(&get, &symbol, sizeof get);             /* ISO C has no cast from object to function pointer */
    const pl_plugin *p = entry_of_name(get, name);
    if (!p) return snprintf(wrong, size, "%s has no entry named '%s'", path, name), NULL;
    return is_usable(p, name, wrong, size) ? p : NULL;
}

const pl_plugin *plugin_load(const struct plugin_folders *f, const char *name, char **data_folder, char *wrong, size_t size) {
    char *path = NULL;
    *data_folder = NULL;
    if (!is_name(name)) return snprintf(wrong, size, "'%s' is no name of a plugin (a name, not a path)", name), NULL;
    for (size_t i = 0; i < f->n && !path; i++) path = path_in(f->v[i], name);
    if (!path) return say_not_found(f, name, wrong, size), NULL;
    const pl_plugin *p = is_trusted(f, path, wrong, size) ? load_file(path, name, wrong, size) : NULL;
    if (p) {
        *strrchr(path, '/') = 0;
        if (asprintf(data_folder, "%s/data", path) < 0) checked(NULL);
    }
    free(path);
    return p;
}
