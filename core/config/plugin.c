/* plugin.c: loads shared objects: found, trusted, opened, looked over. */
#include "config/plugin.h"
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_ENTRIES = 1000 }; /* a get that never says NULL would be called for ever */

/* The entry of that name, or the first that has another ABI: then nothing but `abi` can be read. */
static const pl_plugin *entry_of_name(const pl_plugin *(*get)(uint32_t), const char *name) {
    const pl_plugin *p;
    for (uint32_t i = 0; i < MOST_ENTRIES && (p = get(i)); i++)
        if (p->abi != PL_ABI || (p->name && !strcmp(p->name, name))) return p;
    return NULL;
}

/* Turns dlerror's line into what is wrong and what to do. */
static void say_not_opened(const char *path, const char *error, char *wrong, size_t size) {
    static const char undefined[] = "undefined symbol: ";
    static const char missing[] = ": cannot open shared object file";
    const char *const symbol = strstr(error, undefined), *const end = strstr(error, missing);
    if (symbol)
        snprintf(wrong, size,
                 "%s needs the symbol %s, which nothing defines "
                 "(link it with -Wl,-z,defs and the library that has it)",
                 path, symbol + strlen(undefined));
    else if (end && strncmp(error, path, (size_t)(end - error)))
        snprintf(wrong, size, "%s needs the library %.*s, which is not installed", path,
                 (int)(end - error), error);
    else
        snprintf(wrong, size, "cannot be loaded: %s", error);
}

/* RTLD_NOW: a symbol that is missing is found here, not in the middle of a run. */
static const pl_plugin *load_file(const char *path, const char *name, char *wrong, size_t size) {
    void *so = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (!so) return say_not_opened(path, dlerror(), wrong, size), NULL;
    void *symbol = dlsym(so, "pl_plugin_get");
    if (!symbol) {
        snprintf(wrong, size, "%s exports no pl_plugin_get: it is no plugin", path);
        return NULL;
    }
    const pl_plugin *(*get)(uint32_t);
    memcpy(&get, &symbol, sizeof get); /* ISO C has no cast from object to function pointer */
    const pl_plugin *p = entry_of_name(get, name);
    if (!p) return snprintf(wrong, size, "%s has no entry named '%s'", path, name), NULL;
    return plugin_is_usable(p, name, wrong, size) ? p : NULL;
}

const pl_plugin *plugin_load(const struct plugin_folders *f, const char *name, char **data_folder,
                             char *wrong, size_t size) {
    const pl_plugin *p = NULL;
    *data_folder = NULL;
    char *path = plugin_find(f, name, wrong, size);
    if (path && plugin_is_trusted(f, path, wrong, size)) p = load_file(path, name, wrong, size);
    if (p) {
        const int folder = (int)(strrchr(path, '/') - path);
        if (asprintf(data_folder, "%.*s/data", folder, path) >= 0) goto out;
        *data_folder = NULL;
        p = NULL;
        snprintf(wrong, size, "out of memory");
    }
out:
    free(path);
    return p;
}
