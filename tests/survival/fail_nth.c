/* fail_nth.c: a library for LD_PRELOAD that makes the n-th of some libc calls fail, counted over a program and its children.
 *
 *     FAIL_CALLS=write,fsync FAIL_AT=17 FAIL_ERRNO=28 LD_PRELOAD=$PWD/fail_nth.so program
 *
 * Allocations of libseccomp do not fail: in version 2.5 it loops for ever in seccomp_load when one does.
 * What comes after it in the order of libraries does the work, a sanitizer too. Nothing fails in a process any more
 * once it calls fail_nth_end, as a build for coverage does before it writes its counts.
 *
 * FAIL_CALLS  names of calls, or "io", "memory" or "process" for all of one kind
 * FAIL_AT     the call that fails, from 1 on; 0: none
 * FAIL_REST   1: all calls behind it fail too, as on a disk that stays full
 * FAIL_PATHS  1: only the first call by each way through the program is counted, and so is each place where one can fail
 * FAIL_ERRNO  what errno becomes; "short": reads and writes move one byte less than they should instead; "kill": the process group
 *             is killed there instead
 * FAIL_LOG    a file that gets the name of the call that failed, and at the end of the first process the number of calls */
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <link.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum kind { IO, MEMORY, PROCESS };
static const char *const kinds[] = {"io", "memory", "process"};
enum { PATHS = 1 << 12, FRAMES = 8 };

struct shared { /* by all processes */
    _Atomic long count;
    _Atomic uintptr_t
        paths[PATHS]; /* hashes of stacks; the slot is the hash, the next free one behind it */
};

static struct {
    struct shared *shared;
    long at;
    bool rest, is_short, is_kill, is_over, is_by_path;
    int error;
    const char *calls, *log;
    pid_t first;
    uintptr_t spared, spared_end; /* where the code of libseccomp lies */
} settings;

static void note(const char *what, long n) {
    char line[64];
    const int length = snprintf(line, sizeof line, "%s %ld\n", what, n);
    if (!settings.log) return;
    const int fd =
        (int)syscall(SYS_openat, AT_FDCWD, settings.log, O_WRONLY | O_CREAT | O_APPEND, 0666);
    if (fd < 0 || syscall(SYS_write, fd, line, length) < 0) return;
    syscall(SYS_close, fd);
}

static int find_spared(struct dl_phdr_info *object, size_t size, void *unused) {
    (void)size, (void)unused;
    if (!strstr(object->dlpi_name, "/libseccomp.")) return 0;
    for (int i = 0; i < object->dlpi_phnum; i++) {
        const ElfW(Phdr) *part = &object->dlpi_phdr[i];
        if (part->p_type != PT_LOAD || !(part->p_flags & PF_X)) continue;
        settings.spared = object->dlpi_addr + part->p_vaddr;
        settings.spared_end = settings.spared + part->p_memsz;
    }
    return 1;
}

__attribute__((constructor)) static void begin(void) {
    const char *at = getenv("FAIL_AT"), *error = getenv("FAIL_ERRNO"), *rest = getenv("FAIL_REST");
    settings.calls = getenv("FAIL_CALLS");
    settings.log = getenv("FAIL_LOG");
    settings.at = at ? atol(at) : 0;
    settings.rest = rest && *rest == '1';
    settings.is_short = error && !strcmp(error, "short");
    settings.is_kill = error && !strcmp(error, "kill");
    settings.error = error ? atoi(error) : 0;
    settings.first = getpid();
    dl_iterate_phdr(find_spared, NULL);
    const char *by_path = getenv("FAIL_PATHS");
    settings.is_by_path = by_path && *by_path == '1';
    void *frame;
    if (settings.is_by_path)
        backtrace(&frame, 1); /* loads what it needs, outside of any call of ours */
    void *p = (void *)syscall(SYS_mmap, NULL, sizeof(struct shared), PROT_READ | PROT_WRITE,
                              MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (p != MAP_FAILED) settings.shared = p;
}

__attribute__((destructor)) static void end(void) {
    if (settings.shared && getpid() == settings.first)
        note("calls", atomic_load(&settings.shared->count));
}

void fail_nth_end(void);
void fail_nth_end(void) { settings.is_over = true; }

static bool is_meant(const char *name, enum kind kind) {
    const size_t n = strlen(name);
    const char *calls = settings.calls;
    if (!calls) return false;
    if (!strcmp(calls, kinds[kind])) return true;
    for (const char *p = calls; (p = strstr(p, name)); p += n)
        if ((p == calls || p[-1] == ',') && (p[n] == ',' || !p[n])) return true;
    return false;
}

/* Whether a call came this way before. The innermost frames are ours. */
static bool is_known_path(void) {
    void *frames[FRAMES];
    const int n = backtrace(frames, FRAMES);
    uintptr_t hash = 1;
    for (int i = 2; i < n; i++) hash = (hash ^ (uintptr_t)frames[i]) * 1099511628211u;
    for (size_t i = 0, at = hash % PATHS; i < PATHS; i++, at = (at + 1) % PATHS) {
        uintptr_t is = 0;
        if (atomic_compare_exchange_strong(&settings.shared->paths[at], &is, hash)) return false;
        if (is == hash) return true;
    }
    return true;
}

static bool fails(const char *name, enum kind kind) {
    static _Thread_local bool is_asking; /* backtrace may allocate */
    if (!settings.shared || settings.is_over || is_asking || !is_meant(name, kind)) return false;
    is_asking = true;
    const bool counts = !settings.is_by_path || !is_known_path();
    is_asking = false;
    if (!counts && !(settings.rest && atomic_load(&settings.shared->count) >= settings.at))
        return false;
    const long n = atomic_fetch_add(&settings.shared->count, counts) + counts;
    if (!settings.at || (settings.rest ? n < settings.at : n != settings.at)) return false;
    if (counts && n == settings.at) note(name, n);
    if (settings.is_kill) kill(0, SIGKILL);
    errno = kind == MEMORY ? ENOMEM : settings.error ? settings.error : EIO;
    return true;
}

static bool is_spared(const void *caller) {
    return (uintptr_t)caller - settings.spared < settings.spared_end - settings.spared;
}

#define REAL(name)                                                                                 \
    static __typeof__(&name) real;                                                                 \
    if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)
#define CALL(type, bad, name, kind, parameters, arguments)                                         \
    type name parameters {                                                                         \
        REAL(name);                                                                                \
        if (is_spared(__builtin_return_address(0))) return real arguments;                         \
        return fails(#name, kind) ? bad : real arguments;                                          \
    }

CALL(void *, NULL, malloc, MEMORY, (size_t n), (n))
CALL(void *, NULL, calloc, MEMORY, (size_t n, size_t size), (n, size))
CALL(void *, NULL, realloc, MEMORY, (void *p, size_t n), (p, n))
CALL(void *, NULL, aligned_alloc, MEMORY, (size_t align, size_t n), (align, n))

static size_t shorter(size_t n) { return n > 1 ? n - 1 : n; }

ssize_t read(int fd, void *p, size_t n) {
    REAL(read);
    if (!fails("read", IO)) return real(fd, p, n);
    return settings.is_short ? real(fd, p, shorter(n)) : -1;
}
ssize_t pread(int fd, void *p, size_t n, off_t at) {
    REAL(pread);
    if (!fails("pread", IO)) return real(fd, p, n, at);
    return settings.is_short ? real(fd, p, shorter(n), at) : -1;
}
ssize_t write(int fd, const void *p, size_t n) {
    REAL(write);
    if (fd == 2 || !fails("write", IO)) return real(fd, p, n);
    return settings.is_short ? real(fd, p, shorter(n)) : -1;
}
ssize_t pwritev(int fd, const struct iovec *v, int n, off_t at) {
    REAL(pwritev);
    if (!fails("pwritev", IO)) return real(fd, v, n, at);
    return settings.is_short ? real(fd, v, 1, at) : -1;
}
int open(const char *path, int flags, ...) {
    REAL(open);
    va_list v;
    va_start(v, flags);
    const mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(v, mode_t) : 0;
    va_end(v);
    return fails("open", IO) ? -1 : real(path, flags, mode);
}
CALL(int, -1, fsync, IO, (int fd), (fd))
CALL(int, -1, fdatasync, IO, (int fd), (fd))
CALL(int, (real(fd), -1), close, IO, (int fd),
     (fd)) /* the descriptor is gone all the same, as on Linux */
CALL(int, -1, rename, IO, (const char *a, const char *b), (a, b))
CALL(int, -1, renameat, IO, (int a, const char *from, int b, const char *to), (a, from, b, to))
CALL(int, -1, unlink, IO, (const char *path), (path))
CALL(int, -1, unlinkat, IO, (int at, const char *path, int flags), (at, path, flags))
CALL(int, -1, mkdir, IO, (const char *path, mode_t mode), (path, mode))
CALL(int, -1, ftruncate, IO, (int fd, off_t n), (fd, n))
CALL(off_t, -1, lseek, IO, (int fd, off_t at, int whence), (fd, at, whence))
CALL(int, -1, mkostemp, IO, (char *path, int flags), (path, flags))
CALL(void *, MAP_FAILED, mmap, IO, (void *a, size_t n, int p, int f, int fd, off_t at),
     (a, n, p, f, fd, at))
CALL(int, -1, pipe2, PROCESS, (int ends[2], int flags), (ends, flags))
CALL(pid_t, -1, fork, PROCESS, (void), ())
CALL(int, -1, socketpair, PROCESS, (int family, int type, int protocol, int ends[2]),
     (family, type, protocol, ends))
CALL(ssize_t, -1, send, PROCESS, (int fd, const void *p, size_t n, int flags), (fd, p, n, flags))
CALL(ssize_t, -1, recv, PROCESS, (int fd, void *p, size_t n, int flags), (fd, p, n, flags))
CALL(ssize_t, -1, sendmsg, PROCESS, (int fd, const struct msghdr *m, int flags), (fd, m, flags))
CALL(ssize_t, -1, recvmsg, PROCESS, (int fd, struct msghdr *m, int flags), (fd, m, flags))
CALL(int, -1, poll, PROCESS, (struct pollfd * fds, nfds_t n, int ms), (fds, n, ms))
