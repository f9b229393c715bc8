/* landlock.c: rules for files, by raw system calls: the C library has no names for them. */
#include "support/landlock.h"
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The kernel's linux/landlock.h; many systems lack it, or have one from before the later rights. */
enum { CREATE_RULESET = 444, ADD_RULE = 445, RESTRICT_SELF = 446 }; /* on every architecture */
enum { RULESET_VERSION = 1, RULE_PATH_BENEATH = 1 };
enum right {
    WRITE_FILE = 1 << 1,
    READ_FILE = 1 << 2,
    READ_DIR = 1 << 3,
    REMOVE_DIR = 1 << 4,
    REMOVE_FILE = 1 << 5,
    MAKE_DIR = 1 << 7,
    MAKE_REG = 1 << 8,
    REFER = 1 << 13, /* rename or link into another folder */
    TRUNCATE = 1 << 14
};
enum { ON_FILES = 1 << 0 | WRITE_FILE | READ_FILE | TRUNCATE | 1 << 15 };
struct ruleset {
    uint64_t files, network, scopes; /* what is forbidden unless a rule allows it */
};
struct beneath {
    uint64_t rights;
    int32_t folder;
} __attribute__((packed));

/* All file rights that this version knows: each has added some. */
static uint64_t file_rights(int abi) {
    static const int bits[] = {0, 13, 14, 15, 15, 16};
    const int last = sizeof bits / sizeof *bits - 1;
    return (1u << bits[abi < last ? abi : last]) - 1;
}

int landlock_abi(void) {
    const long abi = syscall(CREATE_RULESET, NULL, 0, RULESET_VERSION);
    return abi > 0 ? (int)abi : 0;
}

int landlock_begin(struct landlock *l) {
    l->abi = landlock_abi();
    const struct ruleset all = {.files = file_rights(l->abi),
                                .network = l->abi >= 4 ? 3 : 0, /* bind, connect by TCP */
                                .scopes = l->abi >= 6 ? 3 : 0}; /* abstract sockets, signals */
    l->fd = (int)syscall(CREATE_RULESET, &all, sizeof all, 0);
    return l->fd < 0 ? -1 : 0;
}

static uint64_t rights_of(unsigned uses) {
    return (uses & MAY_READ ? READ_FILE | READ_DIR : 0) |
           (uses & MAY_REPLACE ? WRITE_FILE | TRUNCATE | READ_DIR | REMOVE_FILE | MAKE_REG : 0) |
           (uses & MAY_ARRANGE ? MAKE_DIR | REMOVE_DIR | REFER : 0);
}

static int add_rule(struct landlock *l, int fd, unsigned uses) {
    struct stat st;
    if (fstat(fd, &st)) return -1;
    const uint64_t fits = S_ISDIR(st.st_mode) ? UINT64_MAX : ON_FILES;
    const struct beneath rule = {rights_of(uses) & fits & file_rights(l->abi), fd};
    return (int)syscall(ADD_RULE, l->fd, RULE_PATH_BENEATH, &rule, 0);
}

/* EBADFD: a pipe or socket, which no rule holds back. */
static bool needs_no_rule(int error) {
    return error == ENOENT || error == ENOTDIR || error == EACCES || error == ELOOP ||
           error == ENAMETOOLONG || error == EBADFD;
}

int landlock_allow(struct landlock *l, const char *path, unsigned uses) {
    const int fd = open(path, O_PATH | O_CLOEXEC);
    int rc = fd < 0 ? -1 : add_rule(l, fd, uses), error = errno;
    if (rc && needs_no_rule(error)) rc = 0;
    if (fd >= 0) close(fd);
    errno = error;
    return rc;
}

int landlock_enter(struct landlock *l) {
    const int rc =
        prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || syscall(RESTRICT_SELF, l->fd, 0) ? -1 : 0;
    const int error = errno;
    close(l->fd);
    errno = error;
    return rc;
}
