/* red_team: a stage of the tests that does what no stage should. The text of a document names the deed; the field `result` says
 * "done", or the error that the system gave. The last ones are honest work. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>
#include "text-pipeline/pipeline.h"

struct options {
    pl_str victim, beside, listed, made, kept;
    int thread;
};
struct red_team {
    const pl_host *host;
    pl_context *context;
    char victim[4096], beside[4096], listed[4096], made[4096], kept[4096];
};

#define AT(member) offsetof(struct options, member), sizeof(((struct options *)0)->member)
static const pl_field_def options[] = {
    {"victim", PL_TEXT, AT(victim), "", 0, 0, NULL, "An input that is harmed.", 0},
    {"beside", PL_TEXT, AT(beside), "", 0, 0, NULL, "A folder that is not of this run.", 0},
    {"listed", PL_PATH, AT(listed), "", 0, 0, NULL, "A file that is read honestly.", PL_READS},
    {"made", PL_PATH, AT(made), "", 0, 0, NULL, "A file that is written honestly.", PL_WRITES},
    {"kept", PL_PATH, AT(kept), "", 0, 0, NULL, "A folder that is kept.", PL_READS | PL_WRITES},
    {"thread", PL_BOOL, AT(thread), "no", 0, 0, NULL, "Start a thread in open.", 0},
    {0}};

/* ---- deeds: 0, or -1 with errno ---- */

static int opens(const char *path, int flags) {
    const int fd = open(path, flags | O_CLOEXEC, 0666);
    return fd < 0 ? -1 : close(fd);
}

/* Good until the next but one. */
static const char *in(const char *folder, const char *name) {
    static char paths[2][8192];
    static int turn;
    char *path = paths[turn = !turn];
    snprintf(path, sizeof paths[0], "%s/%s", folder, name);
    return path;
}

static int read_passwd(const struct red_team *r) { return (void)r, opens("/etc/passwd", O_RDONLY); }
static int read_root(const struct red_team *r) {
    return (void)r, opens("/proc/self/root/etc/passwd", O_RDONLY);
}
static int read_beside(const struct red_team *r) {
    return opens(in(r->beside, "secret"), O_RDONLY);
}
static int list_beside(const struct red_team *r) {
    return opens(r->beside, O_RDONLY | O_DIRECTORY);
}
static int write_beside(const struct red_team *r) {
    return opens(in(r->beside, "secret"), O_WRONLY);
}
static int make_beside(const struct red_team *r) {
    return opens(in(r->beside, "new"), O_WRONLY | O_CREAT);
}
static int write_input(const struct red_team *r) { return opens(r->victim, O_WRONLY); }
static int cut_input(const struct red_team *r) { return truncate(r->victim, 0); }
static int open_input_mode(const struct red_team *r) { return chmod(r->victim, 0666); }
static int unlink_input(const struct red_team *r) { return unlink(r->victim); }
static int move_beside(const struct red_team *r) {
    return rename(in(r->beside, "secret"), in(r->kept, "moved"));
}
static int link_beside(const struct red_team *r) {
    return link(in(r->beside, "secret"), in(r->kept, "linked"));
}
static int make_link(const struct red_team *r) {
    return symlink("/etc/passwd", in(r->kept, "link"));
}
static int make_device(const struct red_team *r) {
    return mknod(in(r->kept, "fifo"), S_IFIFO | 0600, 0);
}
static int open_device(const struct red_team *r) { return (void)r, opens("/dev/full", O_RDWR); }

/* Both ends are ours: without a sandbox it needs nobody to listen. */
static int connects(const struct sockaddr *at, socklen_t size) {
    struct sockaddr_storage own;
    socklen_t n = sizeof own;
    const int server = socket(at->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (server < 0) return -1;
    const int client = socket(at->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int rc = bind(server, at, size) || listen(server, 1) ||
             getsockname(server, (struct sockaddr *)&own, &n) ||
             connect(client, (struct sockaddr *)&own, n);
    close(server);
    close(client);
    return rc ? -1 : 0;
}
static int connect_inet(const struct red_team *r) {
    (void)r;
    const struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    return connects((const struct sockaddr *)&at, sizeof at);
}
static int connect_unix(const struct red_team *r) {
    (void)r;
    const struct sockaddr_un at = {.sun_family = AF_UNIX};
    return connects((const struct sockaddr *)&at, sizeof at.sun_family);
}
static int connect_pair(const struct red_team *r) {
    int pair[2];
    (void)r;
    return socketpair(AF_UNIX, SOCK_DGRAM, 0, pair) ? -1 : close(pair[0]) | close(pair[1]);
}

static int spawn(const struct red_team *r) {
    char *argv[] = {(char[]){"true"}, NULL};
    pid_t pid;
    (void)r;
    const int error = posix_spawn(&pid, "/bin/true", NULL, NULL, argv, NULL);
    if (error) return errno = error, -1;
    return waitpid(pid, NULL, 0) == pid ? 0 : -1;
}
static int fork_child(const struct red_team *r) {
    (void)r;
    const pid_t pid = fork();
    if (!pid) _exit(0);
    return pid > 0 && waitpid(pid, NULL, 0) == pid ? 0 : -1;
}

/* Calls that would end this process if they did something: that they were looked at is enough. */
static int is_let_through(int error) { return errno == error ? 0 : -1; }
static int exec(const struct red_team *r) {
    (void)r;
    execl("/nowhere", "nowhere", (char *)NULL);
    return is_let_through(ENOENT);
}
static int exec_at(const struct red_team *r) {
    (void)r;
    syscall(SYS_execveat, AT_FDCWD, "/nowhere", NULL, NULL, 0);
    return is_let_through(ENOENT);
}
static int trace(const struct red_team *r) {
    (void)r;
    ptrace(PTRACE_CONT, getppid(), NULL, NULL);
    return is_let_through(ESRCH);
}
static int type_on_terminal(const struct red_team *r) {
    (void)r;
    ioctl(0, TIOCSTI, "\n");
    return is_let_through(ENOTTY);
}
static int call_x32(const struct red_team *r) {
    (void)r;
    return syscall(0x40000000L | SYS_getpid) > 0 ? 0 : is_let_through(ENOSYS);
}
static int ring(const struct red_team *r) {
    (void)r;
    syscall(SYS_io_uring_setup, 0, NULL);
    return is_let_through(EFAULT);
}

static int read_parent(const struct red_team *r) {
    char to[sizeof options];
    const struct iovec here = {to, sizeof to}, there = {(void *)(uintptr_t)&errno, 1};
    (void)r;
    return process_vm_readv(getppid(), &here, 1, &there, 1, 0) < 0 ? is_let_through(EFAULT) : 0;
}
static int read_parent_memory(const struct red_team *r) {
    char path[64];
    (void)r;
    snprintf(path, sizeof path, "/proc/%d/environ", (int)getppid());
    return opens(path, O_RDONLY);
}
static int signal_parent(const struct red_team *r) { return (void)r, kill(getppid(), 0); }
static int own_signal(const struct red_team *r) {
    (void)r;
    return fcntl(0, F_SETOWN, getppid());
}

/* The socket of the process that starts the programs of `exec` stages; it is asked for one that no config names. */
static int ask_broker(const struct red_team *r) {
    static const char named[] = "N\0/bin/true", start[] = "S0";
    struct {
        int pid, error;
    } answer = {-1, EPERM};
    (void)r;
    for (int fd = 3, type = 0; fd < 64; fd++) {
        socklen_t n = sizeof type;
        if (getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &n) || type != SOCK_SEQPACKET) continue;
        if (send(fd, named, sizeof named, 0) < 0 || send(fd, start, sizeof start, 0) < 0) return -1;
        if (recv(fd, &answer, sizeof answer, 0) < 0) return -1;
    }
    return answer.pid > 0 ? 0 : (errno = answer.error, -1);
}

/* What the worker shares with the process that watches it: then it dies, and the other has to read that. */
static int spoil_shared(const struct red_team *r) {
    char line[512], kind[8];
    unsigned long begin, end;
    FILE *maps = fopen("/proc/self/maps", "re");
    (void)r;
    while (maps && fgets(line, sizeof line, maps))
        if (sscanf(line, "%lx-%lx %7s", &begin, &end, kind) == 3 && !strcmp(kind, "rw-s"))
            memset((void *)begin, 0xff, end - begin);
    raise(SIGKILL);
    return -1;
}

/* ---- honest work ---- */

static void *nothing(void *p) { return p; }
static int start_thread(const struct red_team *r) {
    pthread_t thread;
    (void)r;
    const int error = pthread_create(&thread, NULL, nothing, NULL);
    return error ? (errno = error, -1) : pthread_join(thread, NULL);
}
static int convert(const struct red_team *r) {
    (void)r;
    static const char *const names[] = {"EUC-KR", "EUC-JP",    "ISO-2022-JP", "ISO-2022-CN-EXT",
                                        "BIG5",   "SHIFT_JIS", "GB18030",     "KOI8-R"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const iconv_t cd = iconv_open("UTF-8", names[i]);
        if (cd == (iconv_t)-1 || iconv_close(cd)) return -1;
    }
    return 0;
}
static int read_listed(const struct red_team *r) { return opens(r->listed, O_RDONLY); }
static int read_input(const struct red_team *r) { return opens(r->victim, O_RDONLY); }
static int write_made(const struct red_team *r) {
    return opens(r->made, O_WRONLY | O_CREAT | O_TRUNC);
}
static int fill_kept(const struct red_team *r) {
    return opens(in(r->kept, "a"), O_RDWR | O_CREAT) || mkdir(in(r->kept, "b"), 0777) ||
                   rmdir(in(r->kept, "b"))
               ? -1
               : 0;
}
static int map_again(const struct red_team *r) {
    pl_str bytes;
    return r->host->map_file(r->context, "data.txt", &bytes) ? -1 : 0;
}
static int use_null(const struct red_team *r) { return (void)r, opens("/dev/null", O_RDWR); }

#define DEED(name)                                                                                 \
    { #name, name }
static const struct {
    const char *name;
    int (*deed)(const struct red_team *);
} deeds[] = {DEED(read_passwd),   DEED(read_root),    DEED(read_beside),  DEED(list_beside),
             DEED(write_beside),  DEED(make_beside),  DEED(write_input),  DEED(open_input_mode),
             DEED(make_link),     DEED(make_device),  DEED(open_device),  DEED(connect_inet),
             DEED(connect_unix),  DEED(connect_pair), DEED(spawn),        DEED(fork_child),
             DEED(exec),          DEED(exec_at),      DEED(trace),        DEED(type_on_terminal),
             DEED(call_x32),      DEED(ring),         DEED(read_parent),  DEED(read_parent_memory),
             DEED(signal_parent), DEED(own_signal),   DEED(ask_broker),   DEED(start_thread),
             DEED(convert),       DEED(read_listed),  DEED(read_input),   DEED(write_made),
             DEED(fill_kept),     DEED(map_again),    DEED(use_null),     DEED(link_beside),
             DEED(move_beside),   DEED(cut_input),    DEED(unlink_input), DEED(spoil_shared)};

static const char *attempt(const struct red_team *r, pl_str name) {
    for (size_t i = 0; i < sizeof deeds / sizeof *deeds; i++)
        if (strlen(deeds[i].name) == name.n && !memcmp(deeds[i].name, name.p, name.n))
            return deeds[i].deed(r) ? strerrorname_np(errno) : "done";
    return "unknown";
}

static int red_process(void *self, pl_batch *batch, pl_document *doc) {
    const struct red_team *r = self;
    const char *result = attempt(r, r->host->text(doc));
    const pl_value value = {PL_TEXT, {.s = {result, strlen(result)}}};
    return r->host->set(batch, doc, "result", value);
}

static void copy(char to[4096], pl_str from) {
    snprintf(to, 4096, "%.*s", (int)from.n, from.n ? from.p : "");
}

static void *wait_for_ever(void *p) {
    for (;;) pause();
    return p;
}

static int red_open(pl_context *context, const pl_host *host, const void *o, void **self) {
    const struct options *given = o;
    pthread_t thread;
    struct red_team *r = *self = calloc(1, sizeof *r);
    if (!r) return host->fail(context, PL_ESTOP, "out of memory");
    r->host = host;
    r->context = context;
    copy(r->victim, given->victim);
    copy(r->beside, given->beside);
    copy(r->listed, given->listed);
    copy(r->made, given->made);
    copy(r->kept, given->kept);
    return given->thread && pthread_create(&thread, NULL, wait_for_ever, NULL) ? PL_ESTOP : PL_OK;
}

static int red_thread_open(void *self, pl_context *context, void **scratch) {
    const struct red_team *r = self;
    pl_str bytes;
    (void)scratch;
    return r->host->map_file(context, "data.txt", &bytes);
}

static void red_close(void *self, pl_context *context) {
    (void)context;
    free(self);
}

static const pl_plugin plugin = {.size = sizeof(pl_plugin),
                                 .abi = PL_ABI,
                                 .kind = PL_STAGE,
                                 .name = "red_team",
                                 .version = "1.0",
                                 .license = "MIT",
                                 .summary = "Tries to do harm, for the tests.",
                                 .options = options,
                                 .option_stride = sizeof(pl_field_def),
                                 .options_size = sizeof(struct options),
                                 .open = red_open,
                                 .thread_open = red_thread_open,
                                 .process = red_process,
                                 .close = red_close};

const pl_plugin *pl_plugin_get(uint32_t i) { return i == 0 ? &plugin : NULL; }
