/* plugin_trust.c: who could have written a plugin.
 *
 * Code that somebody else could have put there is not run: the file and all folders above it must
 * belong to root, to us or to the owner of this program, and nobody else may write to them. In a
 * folder such as /tmp, which all may write to, only the owner can replace a name. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "config/plugin.h"

static const char trust_it[] = "or --trust-plugins FOLDER";

static uid_t program_owner(void) {
    struct stat st;
    return stat("/proc/self/exe", &st) ? 0 : st.st_uid;
}

static bool is_owner_trusted(uid_t owner) {
    return owner == 0 || owner == geteuid() || owner == program_owner();
}

/* NULL, or who may write to it. A group whose number is the owner's is the owner's private one. */
static const char *other_writer(const struct stat *st) {
    if (S_ISDIR(st->st_mode) && (st->st_mode & S_ISVTX)) return NULL;
    if (st->st_mode & S_IWOTH) return "everybody";
    return (st->st_mode & S_IWGRP) && st->st_gid != (gid_t)st->st_uid ? "its group" : NULL;
}

static bool is_safe(const char *path, char *wrong, size_t size) {
    struct stat st;
    if (stat(path, &st)) {
        snprintf(wrong, size, "%s: %s", path, strerror(errno));
        return false;
    }
    const char *const writer = other_writer(&st);
    if (writer)
        snprintf(wrong, size, "refused: %s can write to %s (chmod go-w '%s', %s)", writer, path,
                 path, trust_it);
    else if (!is_owner_trusted(st.st_uid))
        snprintf(wrong, size, "refused: %s belongs to user %u (chown it, %s)", path,
                 (unsigned)st.st_uid, trust_it);
    else
        return true;
    return false;
}

/* From the file up to the root; `path` is cut on the way. */
static bool are_all_safe(char *path, char *wrong, size_t size) {
    while (*path) {
        if (!is_safe(path, wrong, size)) return false;
        *strrchr(path, '/') = 0;
    }
    return is_safe("/", wrong, size);
}

static bool is_below(const char *path, const char *folder) {
    const size_t n = strlen(folder);
    return !strncmp(path, folder, n) && (path[n] == '/' || (n == 1 && *folder == '/'));
}

bool plugin_is_trusted(const struct plugin_folders *f, const char *path, char *wrong, size_t size) {
    if (f->trusted && is_below(path, f->trusted)) return true;
    char *copy = strdup(path);
    if (!copy) snprintf(wrong, size, "%s: out of memory", path);
    const bool ok = copy && *copy == '/' && are_all_safe(copy, wrong, size);
    free(copy);
    return ok;
}
