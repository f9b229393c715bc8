/* work.c: makes and locks the folder of spools, records and checkpoints. */
#include "engine/work.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include "support/file.h"

static char *path_in(const char *folder, const char *name) {
    char *path = NULL;
    if (asprintf(&path, "%s/%s", folder, name) < 0) arena_exhausted(64);
    return path;
}

static int make_temporary(struct engine *e) {
    const char *base = getenv("TMPDIR");
    e->work = path_in(base && *base ? base : "/tmp", "pipeline.XXXXXX");
    if (!mkdtemp(e->work)) return engine_stop_errno(e, errno, e->work);
    e->work_is_temporary = true;
    return PL_OK;
}

/* The text in the lock file is for the message only; the kernel frees the lock at any death. */
static int lock(struct engine *e) {
    char *path = path_in(e->work, "lock");
    e->lock_fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    int rc = PL_OK;
    if (e->lock_fd < 0)
        rc = engine_stop_errno(e, errno, path);
    else if (flock(e->lock_fd, LOCK_EX | LOCK_NB)) {
        char holder[128] = "";
        const ssize_t n = pread(e->lock_fd, holder, sizeof holder - 1, 0);
        holder[n > 0 ? n : 0] = 0;
        rc = engine_stop(e, 75, "%s is in use by another run (%s)", e->work, holder);
    } else if (!ftruncate(e->lock_fd, 0))
        dprintf(e->lock_fd, "process %ld", (long)getpid());
    free(path);
    return rc;
}

int work_open(struct engine *e) {
    if (!e->plan->state) return make_temporary(e);
    char *inside = path_in(e->plan->state, "lock");
    const int failed = file_make_parents(inside);
    free(inside);
    if (failed) return engine_stop_errno(e, errno, e->plan->state);
    if (!(e->work = strdup(e->plan->state))) arena_exhausted(64);
    return lock(e);
}

static void remove_folder(const char *folder) {
    DIR *d = opendir(folder);
    for (struct dirent *entry; d && (entry = readdir(d));) {
        char *path = path_in(folder, entry->d_name);
        if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, "..")) unlink(path);
        free(path);
    }
    if (d) closedir(d);
    rmdir(folder);
}

void work_close(struct engine *e) {
    if (e->work && e->work_is_temporary) remove_folder(e->work);
    if (e->lock_fd >= 0) close(e->lock_fd);
    free(e->work);
}
