/* broker.c: starts and ends the programs behind `exec` stages, in a process of its own.
 *
 * Requests go over a SOCK_SEQPACKET pair, one at a time: 'N' folder NUL argv... NUL names a command, the first is 0; 'Z' ends the
 * naming: what a document makes of a stage later can start these and nothing else; 'S' number starts a child and answers its pid
 * with the two pipe ends; 'K' pid ends a child. The broker is forked before plugins and threads exist, so fork is safe there for
 * ever, and it ends its children when its socket closes, however the worker died. */
#include "engine/broker.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include "engine/host.h"
#include "engine/watch.h"
#include "document/record.h"
#include "support/leave.h"

enum { MAX_REQUEST = 64 << 10, MAX_ARGS = 256, MAX_COMMANDS = 256, MAX_CHILDREN = 4096 };

struct broker {
    int socket;
    pid_t pid;
    unsigned commands; /* named so far */
    pthread_mutex_t lock;
};
struct answer {
    int pid, error;
};

/* ---- in the broker's process ---- */

static void run_child(char **argv, const char *folder, int in, int out) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    signal(SIGPIPE, SIG_DFL);
    signal(SIGXFSZ, SIG_DFL);
    signal(SIGCHLD, SIG_DFL);
    dup2(in, 0);
    dup2(out, 1);
    if (*folder && chdir(folder)) leave(126);
    execvp(argv[0], argv);
    fprintf(stderr, "pipeline: cannot start %s: %s\n", argv[0], strerror(errno));
    leave(127);
}

/* Returns the child's pid and its pipe ends, or -1 with errno. */
static int start_child(char **argv, const char *folder, int ends[2]) {
    int to[2], from[2];
    if (pipe2(to, O_CLOEXEC)) return -1;
    if (pipe2(from, O_CLOEXEC)) return close(to[0]), close(to[1]), -1;
    const pid_t pid = fork();
    if (pid == 0) run_child(argv, folder, to[0], from[1]);
    close(to[0]);
    close(from[1]);
    ends[0] = to[1];
    ends[1] = from[0];
    return pid;
}

static void reply(int socket, struct answer a, const int *ends) {
    char control[CMSG_SPACE(2 * sizeof(int))] = {0};
    struct iovec io = {&a, sizeof a};
    struct msghdr m = {.msg_iov = &io, .msg_iovlen = 1};
    if (ends) {
        m.msg_control = control;
        m.msg_controllen = sizeof control;
        struct cmsghdr *c = CMSG_FIRSTHDR(&m);
        c->cmsg_level = SOL_SOCKET;
        c->cmsg_type = SCM_RIGHTS;
        c->cmsg_len = CMSG_LEN(2 * sizeof(int));
        memcpy(CMSG_DATA(c), ends, 2 * sizeof(int));
    }
    while (sendmsg(socket, &m, 0) < 0 && errno == EINTR) {}
}

struct commands { /* named by the worker, each as folder NUL argv... NUL */
    pl_str v[MAX_COMMANDS];
    unsigned n;
    bool is_complete;
};
struct
    children { /* that run, or ran and have not been waited for: their numbers are no one else's */
    pid_t v[MAX_CHILDREN];
    unsigned n;
};

static void name_command(struct commands *commands, const char *command, size_t n) {
    if (commands->is_complete || commands->n == MAX_COMMANDS) return;
    char *copy = malloc(n + 1);
    if (!copy) _exit(EXIT_MEMORY);
    memcpy(copy, command, n);
    copy[n] = 0;
    commands->v[commands->n++] = (pl_str){copy, n};
    // cppcheck-suppress memleak; the list has it
}

static void parse_command(pl_str command, char **folder, char **argv) {
    int argc = 0;
    *folder = (char *)(uintptr_t)command.p;
    for (char *p = *folder + strlen(*folder) + 1; p < command.p + command.n && argc < MAX_ARGS - 1;
         p += strlen(p) + 1)
        argv[argc++] = p;
    argv[argc] = NULL;
}

static void wait_for_dead(struct children *children) {
    for (unsigned i = 0; i < children->n;)
        if (waitpid(children->v[i], NULL, WNOHANG))
            children->v[i] = children->v[--children->n];
        else
            i++;
}

static int start_command(const struct commands *commands, struct children *children,
                         unsigned long number, int ends[2]) {
    char *argv[MAX_ARGS], *folder;
    wait_for_dead(children);
    if (number >= commands->n) return errno = ENOENT, -1;
    if (children->n == MAX_CHILDREN) return errno = EAGAIN, -1;
    parse_command(commands->v[number], &folder, argv);
    const pid_t pid = start_child(argv, folder, ends);
    if (pid > 0) children->v[children->n++] = pid;
    return pid;
}

static void serve_start(int socket, const struct commands *commands, struct children *children,
                        unsigned long number) {
    int ends[2];
    const int pid = start_command(commands, children, number, ends);
    if (pid < 0) {
        reply(socket, (struct answer){-1, errno}, NULL);
        return;
    }
    reply(socket, (struct answer){pid, 0}, ends);
    close(ends[0]);
    close(ends[1]);
}

static void end_child(const struct children *children, long pid) {
    for (unsigned i = 0; i < children->n; i++)
        if (children->v[i] == pid) kill(children->v[i], SIGKILL);
}

static void serve(int socket, const char *request, size_t n) {
    static struct commands commands;
    static struct children children;
    switch (request[0]) {
    case 'N': name_command(&commands, request + 1, n - 1); break;
    case 'Z': commands.is_complete = true; break;
    case 'S': serve_start(socket, &commands, &children, strtoul(request + 1, NULL, 10)); break;
    case 'K': end_child(&children, strtol(request + 1, NULL, 10)); break;
    default: break;
    }
}

static void broker_main(int socket) {
    static char request[MAX_REQUEST + 1];
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    close_range(3, (unsigned)socket - 1, 0); /* locks are the worker's alone */
    close_range((unsigned)socket + 1, UINT_MAX, 0);
    signal(SIGINT, SIG_IGN); /* the terminal's Ctrl-C is for the runner to handle */
    for (;;) {
        const ssize_t n = recv(socket, request, MAX_REQUEST, 0);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) leave(0); /* children go with us: PDEATHSIG */
        request[n] = 0;
        serve(socket, request, (size_t)n);
    }
}

/* ---- in the program ---- */

struct broker *broker_start(void) {
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair)) return NULL;
    struct broker *b = calloc(1, sizeof *b);
    if (!b) return NULL;
    b->pid = fork();
    if (b->pid == 0) {
        close(pair[0]);
        broker_main(pair[1]);
    }
    close(pair[1]);
    b->socket = pair[0];
    pthread_mutex_init(&b->lock, NULL);
    if (b->pid > 0) return b;
    close(pair[0]);
    free(b);
    return NULL;
}

void broker_end(struct broker *b) {
    if (!b) return;
    close(b->socket);
    waitpid(b->pid, NULL, 0);
    pthread_mutex_destroy(&b->lock);
    free(b);
}

void broker_connect(struct engine *e, struct broker *b) { e->broker = b; }

int broker_seal(struct engine *e) {
    if (!e->broker || send(e->broker->socket, "Z", 1, 0) == 1) return PL_OK;
    return engine_stop_errno(e, errno, "the broker");
}

struct child {
    int pid, in, out;
    struct buffer read;
};
struct served {
    unsigned command;
    int64_t timeout;
    struct child *children;
    unsigned n;
};

static void child_end(struct broker *b, struct child *c) {
    char request[32];
    if (!c->pid) return;
    const int n = snprintf(request, sizeof request, "K%d", c->pid);
    pthread_mutex_lock(&b->lock);
    if (send(b->socket, request, (size_t)n, 0) <
        0) { /* the broker is gone, and its children with it */
    }
    pthread_mutex_unlock(&b->lock);
    close(c->in);
    close(c->out);
    buffer_clear(&c->read);
    c->pid = 0;
}

static int receive_child(int socket, struct child *c) {
    struct answer a;
    char control[CMSG_SPACE(2 * sizeof(int))];
    struct iovec io = {&a, sizeof a};
    struct msghdr m = {
        .msg_iov = &io, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
    ssize_t n;
    while ((n = recvmsg(socket, &m, MSG_CMSG_CLOEXEC)) < 0 && errno == EINTR) {}
    const struct cmsghdr *h = n == sizeof a ? CMSG_FIRSTHDR(&m) : NULL;
    if (!h) return errno = n == sizeof a ? a.error : EPIPE, -1;
    int ends[2];
    memcpy(ends, CMSG_DATA(h), sizeof ends);
    *c = (struct child){.pid = a.pid, .in = ends[0], .out = ends[1], .read = c->read};
    fcntl(c->in, F_SETFL, O_NONBLOCK);
    fcntl(c->out, F_SETFL, O_NONBLOCK);
    return 0;
}

static int child_start(struct broker *b, const struct served *s, struct child *c) {
    char request[32];
    pthread_mutex_lock(&b->lock);
    const int n = snprintf(request, sizeof request, "S%u", s->command);
    const int rc = send(b->socket, request, (size_t)n, 0) < 0 ? -1 : receive_child(b->socket, c);
    pthread_mutex_unlock(&b->lock);
    return rc;
}

void broker_disconnect(struct engine *e) {
    for (uint16_t i = 0; e->stages && i < e->n_stages; i++) {
        struct served *s = e->stages[i].served;
        if (!s) continue;
        for (unsigned t = 0; t < s->n; t++) {
            if (e->broker) child_end(e->broker, &s->children[t]);
            buffer_free(&s->children[t].read);
        }
        free(s->children);
        free(s);
        e->stages[i].served = NULL;
    }
}

/* The probe has no broker, and nothing to call. */
static int name_to(struct broker *b, const struct buffer *request) {
    if (b && send(b->socket, request->p, request->n, 0) < 0) return -1;
    return b ? (int)b->commands++ : 0;
}

static int name_program(pl_context *stage, const pl_array *command) {
    const char *folder = stage->plan->config_folder ? stage->plan->config_folder : "";
    struct buffer request = {0};
    int number = -1;
    buffer_puts(&request, "N");
    buffer_append(&request, folder, strlen(folder) + 1);
    for (uint32_t i = 0; i < command->n; i++) {
        const pl_str word = *(const pl_str *)pl_at(*command, i);
        buffer_append(&request, word.p, word.n);
        buffer_append(&request, "", 1);
    }
    if (request.failed) arena_exhausted(request.n);
    if (!command->n || command->n >= MAX_ARGS || request.n > MAX_REQUEST)
        host_table.fail(stage, PL_ESTOP, "the command is empty or too long");
    else if ((number = name_to(stage->engine->broker, &request)) < 0)
        host_table.fail(stage, PL_ESTOP, "the broker is gone: %s", strerror(errno));
    buffer_free(&request);
    return number;
}

int host_serve(pl_context *stage, const pl_array *command, int64_t timeout) {
    struct served *s = stage->served = checked(calloc(1, sizeof *s));
    s->children = checked(calloc(stage->engine->plan->threads, sizeof *s->children));
    s->n = stage->engine->plan->threads;
    s->timeout = timeout;
    const int number = name_program(stage, command);
    s->command = (unsigned)number;
    return number < 0 ? PL_ESTOP : PL_OK;
}

struct exchange {
    pl_str request;
    size_t sent;
    uint64_t until;
    const char *feed;
};

static void pump_in(struct child *c, struct exchange *x, short events) {
    if (!(events & (POLLOUT | POLLERR | POLLHUP)) || x->sent == x->request.n) return;
    const ssize_t n = write(c->in, x->request.p + x->sent, x->request.n - x->sent);
    if (n > 0) x->sent += (size_t)n;
}

/* Returns -1 when the child has closed its output. */
static int pump_out(struct child *c, struct exchange *x, short events) {
    if (!(events & (POLLIN | POLLHUP | POLLERR))) return 0;
    char *to = buffer_reserve(&c->read, 64 << 10);
    if (!to) return -1;
    const ssize_t n = read(c->out, to, 64 << 10);
    if (n == 0) return -1;
    if (n < 0) return errno == EAGAIN || errno == EINTR ? 0 : -1;
    x->feed = memchr(to, '\n', (size_t)n);
    c->read.n += (size_t)n;
    return 0;
}

/* Sends the request and reads one line. NULL: done; else what went wrong. */
static const char *exchange(struct child *c, struct exchange *x, size_t limit) {
    while (!x->feed) {
        const uint64_t now = clock_ns();
        if (now >= x->until) return "the program did not answer in time";
        struct pollfd fds[2] = {{c->out, POLLIN, 0},
                                {c->in, x->sent < x->request.n ? POLLOUT : 0, 0}};
        const int n =
            poll(fds, x->sent < x->request.n ? 2 : 1, (int)((x->until - now) / 1000000 + 1));
        if (n < 0 && errno != EINTR) return "poll failed";
        pump_in(c, x, fds[1].revents);
        if (pump_out(c, x, fds[0].revents)) return "the program ended without an answer";
        if (c->read.n > limit) return "the answer is longer than max_document allows";
    }
    return NULL;
}

/* The answer goes into the batch; bytes behind its line feed would belong to no request: the child is out of step. */
static const char *take_line(struct child *c, const struct exchange *x, struct arena *arena,
                             pl_str *answer) {
    const size_t n = (size_t)(x->feed - c->read.p);
    *answer = arena_copy(arena, c->read.p, n);
    const bool more = c->read.n > n + 1;
    buffer_clear(&c->read);
    return more ? "the program wrote more than one line for one record" : NULL;
}

/* Bytes that came unasked belong to no request: a program that wrote too much is started again before the next one. */
static bool is_out_of_step(const struct child *c) {
    struct pollfd out = {c->out, POLLIN, 0};
    return c->pid && poll(&out, 1, 0) > 0;
}

int host_call(pl_batch *b, pl_document *doc, pl_str request, pl_str *answer) {
    (void)doc;
    struct job *job = job_of(b);
    pl_context *stage = &job->engine->stages[job->batch.stage];
    struct served *s = stage->served;
    struct broker *broker = job->engine->broker;
    if (!s || !broker)
        return host_table.fail(stage, PL_ESTOP,
                               "there is no program to call (serve in open; not in tests)");
    struct child *c = &s->children[job->thread];
    if (is_out_of_step(c)) child_end(broker, c);
    if (!c->pid && child_start(broker, s, c))
        return host_table.fail(stage, PL_ESTOP, "cannot start the program: %s", strerror(errno));
    char *line = arena_alloc(&job->batch.arena, request.n + 1, 1);
    memcpy(line, request.p, request.n);
    line[request.n] = '\n';
    struct exchange x = {.request = {line, request.n + 1},
                         .until = clock_ns() + (uint64_t)s->timeout};
    watch_waiting(true);
    const char *wrong = exchange(c, &x, (size_t)(4 * job->engine->plan->max_document) + (1 << 20));
    watch_waiting(false);
    if (!wrong) wrong = take_line(c, &x, &job->batch.arena, answer);
    if (!wrong) return PL_OK;
    child_end(broker, c);
    return host_table.fail(stage, PL_EDOC, "%s", wrong);
}

/* An answer that does not fit may be that of another record: the program is started again, or all that follow were wrong. */
int host_merge(pl_batch *b, pl_document *doc, pl_str json) {
    const struct job *job = job_of(b);
    pl_context *stage = &job->engine->stages[job->batch.stage];
    struct record_error error = {""};
    const int rc = record_merge(doc, job->batch.stage, json, &error);
    if (!rc) return PL_OK;
    if (stage->served && job->engine->broker)
        child_end(job->engine->broker, &stage->served->children[job->thread]);
    return host_table.fail(stage, rc, "%s", error.text);
}
