/* work.c: makes and locks the folder of spools, records and checkpoints. */
#include "engine/work.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include "support/memory.h"
#include "support/file.h"

/* Times 50 ms with the lock of a run whose process is dead: of one that wants to run, and of one that only asks. Where containers share
 * a folder the process may live, in another of them. */
enum { PATIENCE = 100, PATIENCE_ASKING = 20 };

static char *path_in(const char *folder, const char *name) {
    char *path = text_printf("%s/%s", folder, name);
    return path;
}

int work_make_temporary(char **path) {
    const char *base = getenv("TMPDIR");
    *path = path_in(base && *base ? base : "/tmp", "pipeline.XXXXXX");
    return mkdtemp(*path) ? 0 : -1;
}

static int open_temporary(struct engine *e) {
    e->work_is_temporary = true;
    e->work_is_ours = !e->plan->temporary;
    if (e->work_is_ours)
        return work_make_temporary(&e->work) ? engine_stop_errno(e, errno, e->work) : PL_OK;
    if (!(e->work = strdup(e->plan->temporary))) arena_exhausted(64);
    return PL_OK;
}

/* The process that the lock file names, if it is a number of ours and lives no more: its worker is about to be gone, too. */
static bool holder_is_dead(const char *holder) {
    long pid = 0;
    return sscanf(holder, "process %ld", &pid) == 1 && pid > 0 && kill((pid_t)pid, 0) &&
           errno == ESRCH;
}

/* The text in the lock file is for the message, and for patience with a run that was just killed; the kernel frees the lock at
 * any death. The second look is for `pipeline status`, which holds it for a moment. `how`: LOCK_EX, or LOCK_SH to only ask. */
static int lock_file(int fd, int how, char *holder, size_t size) {
    const int most = how == LOCK_SH ? PATIENCE_ASKING : PATIENCE;
    for (int tries = 0;; tries++) {
        if (!flock(fd, how | LOCK_NB)) return 0;
        if (errno != EWOULDBLOCK && errno != EINTR) return -1;
        const ssize_t n = pread(fd, holder, size - 1, 0);
        holder[n > 0 ? n : 0] = 0;
        if (tries == most || (tries && !holder_is_dead(holder))) return errno = EWOULDBLOCK, -1;
        const struct timespec pause = {0, 50000000};
        nanosleep(&pause, NULL);
    }
}

static int lock_at(const char *path, int *fd, char *reason, size_t size) {
    char holder[128] = "";
    if (file_make_parents(path) || (*fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666)) < 0) {
        snprintf(reason, size, "%s: %s", path, strerror(errno));
        return EXIT_CANNOT_CREATE;
    }
    if (lock_file(*fd, LOCK_EX, holder, sizeof holder)) {
        const int error = errno;
        close(*fd);
        *fd = -1;
        snprintf(reason, size, "%s: %s%s", path,
                 error == EWOULDBLOCK ? "in use by another run, " : strerror(error),
                 error == EWOULDBLOCK ? holder : "");
        return error == EWOULDBLOCK ? EXIT_AGAIN : EXIT_IO;
    }
    if (!ftruncate(*fd, 0)) dprintf(*fd, "process %ld", (long)getpid());
    return 0;
}

int work_lock(const char *folder, int *fd, char *reason, size_t size) {
    char *path = path_in(folder, "lock");
    const int code = lock_at(path, fd, reason, size);
    free(path);
    return code;
}

bool work_is_locked(const char *folder, char *holder, size_t size) {
    char *path = path_in(folder, "lock");
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    free(path);
    *holder = 0;
    if (fd < 0) return false;
    const bool is_locked = lock_file(fd, LOCK_SH, holder, size) && errno == EWOULDBLOCK;
    if (!is_locked) *holder = 0;
    close(fd);
    return is_locked;
}

int work_open(struct engine *e) {
    if (!e->plan->state) return open_temporary(e);
    char *inside = path_in(e->plan->state, "lock");
    const int failed = file_make_parents(inside);
    free(inside);
    if (failed) return engine_stop_errno(e, errno, e->plan->state);
    e->work = checked(strdup(e->plan->state));
    return PL_OK;
}

void work_remove(const char *folder) {
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
    if (e->work && e->work_is_ours) work_remove(e->work);
    free(e->work);
}
