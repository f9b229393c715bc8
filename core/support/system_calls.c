/* system_calls.c: the filter, made by libseccomp from tables. */
#include "support/system_calls.h"
#include <errno.h>
#include <fcntl.h>
#include <linux/prctl.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* By name: what an architecture or this version of the library does not know is passed over. */
static const char *const allowed[] = {
    /* memory */
    "brk", "madvise", "membarrier", "memfd_create", "mincore", "mlock", "mlock2", "mmap",
    "mprotect", "mremap", "msync", "munlock", "munmap", "pkey_alloc", "pkey_free", "pkey_mprotect",
    /* files */
    "access", "close", "close_range", "copy_file_range", "creat", "dup", "dup2", "dup3",
    "faccessat", "faccessat2", "fadvise64", "fallocate", "fdatasync", "flock", "fstat", "fstatfs",
    "fsync", "ftruncate", "getcwd", "getdents", "getdents64", "link", "linkat", "lseek", "lstat",
    "mkdir", "mkdirat", "newfstatat", "open", "openat", "pipe", "pipe2", "pread64", "preadv",
    "preadv2", "pwrite64", "pwritev", "pwritev2", "read", "readahead", "readlink", "readlinkat",
    "readv", "rename", "renameat", "renameat2", "rmdir", "sendfile", "splice", "stat", "statfs",
    "statx", "sync_file_range", "tee", "unlink", "unlinkat", "write", "writev",
    /* waiting and clocks */
    "alarm", "clock_getres", "clock_gettime", "clock_nanosleep", "epoll_create", "epoll_create1",
    "epoll_ctl", "epoll_pwait", "epoll_pwait2", "epoll_wait", "eventfd", "eventfd2", "getitimer",
    "gettimeofday", "nanosleep", "pause", "poll", "ppoll", "pselect6", "select", "setitimer",
    "time", "timer_create", "timer_delete", "timer_getoverrun", "timer_gettime", "timer_settime",
    "timerfd_create", "timerfd_gettime", "timerfd_settime", "times",
    /* threads and signals of its own */
    "arch_prctl", "exit", "exit_group", "futex", "futex_requeue", "futex_wait", "futex_waitv",
    "futex_wake", "get_robust_list", "getcpu", "gettid", "restart_syscall", "rseq", "rt_sigaction",
    "rt_sigpending", "rt_sigprocmask", "rt_sigreturn", "rt_sigsuspend", "rt_sigtimedwait",
    "sched_get_priority_max", "sched_get_priority_min", "sched_getaffinity", "sched_getparam",
    "sched_getscheduler", "sched_yield", "set_robust_list", "set_tid_address", "sigaltstack",
    "signalfd", "signalfd4", "wait4", "waitid",
    /* what it is */
    "getegid", "geteuid", "getgid", "getgroups", "getpgid", "getpgrp", "getpid", "getppid",
    "getpriority", "getrandom", "getresgid", "getresuid", "getrlimit", "getrusage", "getsid",
    "getuid", "sysinfo", "uname",
    /* the sockets that it has: see sendto */
    "getpeername", "getsockname", "getsockopt", "recvfrom", "recvmsg", "shutdown"};

enum { THIS_PROCESS = -1 }; /* stands for its number */
enum {
    NEW_NAMESPACES = CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER |
                     CLONE_NEWPID | CLONE_NEWNET
};
enum { SET_VMA_NAME = 0x53564d41 }; /* PR_SET_VMA: malloc names its memory */

/* Allowed if the bits `mask` of an argument are `value`. */
static const struct condition {
    const char *name;
    unsigned argument;
    uint64_t mask;
    int64_t value;
} conditions[] = {
    {"clone", 0, CLONE_THREAD | NEW_NAMESPACES, CLONE_THREAD},
    {"fcntl", 1, UINT64_MAX, F_DUPFD},
    {"fcntl", 1, UINT64_MAX, F_DUPFD_CLOEXEC},
    {"fcntl", 1, UINT64_MAX, F_GETFD},
    {"fcntl", 1, UINT64_MAX, F_SETFD},
    {"fcntl", 1, UINT64_MAX, F_GETFL},
    {"fcntl", 1, UINT64_MAX, F_SETFL},
    {"fcntl", 1, UINT64_MAX, F_GETLK},
    {"fcntl", 1, UINT64_MAX, F_SETLK},
    {"fcntl", 1, UINT64_MAX, F_SETLKW},
    {"fcntl", 1, UINT64_MAX, F_OFD_GETLK},
    {"fcntl", 1, UINT64_MAX, F_OFD_SETLK},
    {"fcntl", 1, UINT64_MAX, F_OFD_SETLKW},
    {"fcntl", 1, UINT64_MAX, F_GETPIPE_SZ},
    {"fcntl", 1, UINT64_MAX, F_SETPIPE_SZ},
    {"ioctl", 1, UINT64_MAX, FIONREAD},
    {"ioctl", 1, UINT64_MAX, FIONBIO},
    {"ioctl", 1, UINT64_MAX, TCGETS},
    {"ioctl", 1, UINT64_MAX, TIOCGWINSZ},
    {"kill", 0, UINT64_MAX, THIS_PROCESS},
    {"tgkill", 0, UINT64_MAX, THIS_PROCESS},
    {"prctl", 0, UINT64_MAX, PR_SET_NAME},
    {"prctl", 0, UINT64_MAX, PR_GET_NAME},
    {"prctl", 0, UINT64_MAX, SET_VMA_NAME},
    {"prlimit64", 0, UINT64_MAX, 0}, /* its own limits */
    {"sendto", 4, UINT64_MAX, 0}, /* to where the socket is connected */
};

bool system_calls_can_be_limited(void) {
    const uint32_t action = SECCOMP_RET_ERRNO;
    return !syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action);
}

static int allow(scmp_filter_ctx filter, const char *name) {
    const int number = seccomp_syscall_resolve_name(name);
    return number == __NR_SCMP_ERROR ? 0 : seccomp_rule_add(filter, SCMP_ACT_ALLOW, number, 0);
}

static int allow_if(scmp_filter_ctx filter, const struct condition *c) {
    const uint64_t value = c->value == THIS_PROCESS ? (uint64_t)getpid() : (uint64_t)c->value;
    const struct scmp_arg_cmp is = {c->argument, SCMP_CMP_MASKED_EQ, c->mask, value};
    const int number = seccomp_syscall_resolve_name(c->name);
    return number == __NR_SCMP_ERROR
               ? 0
               : seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, number, 1, &is);
}

/* The flags of clone3 lie in memory, where a filter cannot look: the C library makes threads with clone when it is not there. */
static int add_rules(scmp_filter_ctx filter) {
    int rc = seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_ERRNO(EPERM));
    if (!rc) rc = seccomp_attr_set(filter, SCMP_FLTATR_CTL_TSYNC, 1);
    if (!rc) rc = seccomp_attr_set(filter, SCMP_FLTATR_CTL_OPTIMIZE, 2); /* a tree, not a list */
    if (!rc) /* else older kernels make all of the processor slower: for code that must not see what is in its own memory */
        rc = seccomp_attr_set(filter, SCMP_FLTATR_CTL_SSB, 1);
    if (!rc) rc = seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);
    for (size_t i = 0; !rc && i < sizeof allowed / sizeof *allowed; i++)
        rc = allow(filter, allowed[i]);
    for (size_t i = 0; !rc && i < sizeof conditions / sizeof *conditions; i++)
        rc = allow_if(filter, &conditions[i]);
    return rc;
}

int system_calls_limit(void) {
    const scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
    if (!filter) return errno = ENOMEM, -1;
    int rc = add_rules(filter);
    if (!rc) rc = seccomp_load(filter);
    seccomp_release(filter);
    return rc ? (errno = -rc, -1) : 0;
}
