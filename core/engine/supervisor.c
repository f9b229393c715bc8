/* supervisor.c: starts workers, watches them, starts them again.
 *
 * One thread that waits in sigtimedwait for the death of its child, for SIGTERM and SIGINT, or for the next look at the slots.
 * No handler, no pipe: these signals are blocked, so none can be missed. Time is counted in looks: a process group that was
 * stopped and goes on has not hung. */
#include "engine/supervisor.h"
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include "support/exit_code.h"
#include "support/leave.h"
#include "support/log.h"
#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/lsan_interface.h>
#endif

enum { LOOK_NS = 100000000, FASTEST_LOOK_NS = 2000000, PAUSE_NS = 200000000 };
enum { PATIENCE = 40 }; /* looks at a killed worker that the kernel has not ended yet: 4 s */

static sigset_t awaited, before;
static bool has_begun;

void supervisor_begin(void) {
    sigemptyset(&awaited);
    sigaddset(&awaited, SIGCHLD);
    sigaddset(&awaited, SIGTERM);
    sigaddset(&awaited, SIGINT);
    signal(SIGCHLD, SIG_DFL); /* ignored by whoever started us, children would vanish unseen */
    sigprocmask(SIG_BLOCK, &awaited, &before);
    has_begun = true;
}

static void end(void) {
    sigprocmask(SIG_SETMASK, &before, NULL);
    has_begun = false;
}

/* No exit handlers: they belong to the parent. Leaks are looked for here as they would be there. */
static void end_worker(int code) {
    fflush(NULL);
#if defined(__SANITIZE_ADDRESS__)
    __lsan_do_leak_check();
#endif
    leave(code);
}

static pid_t start(const struct supervision *s, work_function *work, void *argument) {
    fflush(NULL);
    const pid_t parent = getpid(), child = fork();
    if (child) return child;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) leave(EXIT_AGAIN); /* it died before we asked to die with it */
    sigprocmask(SIG_SETMASK, &before, NULL);
    if (s) watch_fatal_signals(s->watch);
    const int code = work(argument);
    if (s) atomic_store(&s->watch->has_ended, true);
    end_worker(code);
    return 0;
}

/* Waits for a signal, at most so long. The signal, or -1. */
static int wait_signal(int64_t ns) {
    const struct timespec t = {ns / 1000000000, ns % 1000000000};
    return sigtimedwait(&awaited, NULL, &t);
}

static bool says_stop(int signal_number) {
    return signal_number == SIGTERM || signal_number == SIGINT;
}

bool supervisor_pause(double seconds) {
    int64_t left = (int64_t)(seconds * 1e9);
    for (; left > 0; left -= PAUSE_NS)
        if (says_stop(wait_signal(left < PAUSE_NS ? left : PAUSE_NS))) return true;
    return false;
}

/* ---- one worker ---- */

struct worker {
    const struct supervision *s;
    pid_t pid;
    bool is_stopped; /* by SIGSTOP: its clock stands */
    bool is_told; /* we have killed it on a signal */
    int timed_out, status;
    int64_t look_ns;
    struct {
        int64_t busy_ns;
        uint32_t calls;
    } seen[WATCH_THREADS];
};

/* A document that has been in hand since the look before gets older by one look. Returns the slot that hangs, or -1. */
static int find_hung(struct worker *w) {
    for (int i = 0; i < WATCH_THREADS; i++) {
        struct watch_slot *slot = &w->s->watch->slots[i];
        const uint32_t calls = atomic_load(&slot->calls);
        const bool is_same = atomic_load(&slot->document) && !atomic_load(&slot->is_waiting) &&
                             calls == w->seen[i].calls;
        w->seen[i].busy_ns = is_same ? w->seen[i].busy_ns + w->look_ns : 0;
        w->seen[i].calls = calls;
        if (w->seen[i].busy_ns > w->s->document_timeout) return i;
    }
    return -1;
}

static void look(struct worker *w) {
    if (!w->s || !w->s->document_timeout || w->is_stopped || w->timed_out >= 0) return;
    w->timed_out = find_hung(w);
    if (w->timed_out >= 0) kill(w->pid, SIGKILL);
}

/* True when the worker is gone. */
static bool has_died(struct worker *w) {
    int status;
    while (waitpid(w->pid, &status, WNOHANG | WUNTRACED | WCONTINUED) == w->pid) {
        if (WIFSTOPPED(status) || WIFCONTINUED(status)) {
            w->is_stopped = WIFSTOPPED(status);
            continue;
        }
        w->status = status;
        return true;
    }
    return false;
}

/* 0: it has ended; EXIT_AGAIN: a signal said to stop, and it is dead or as good as. */
static int attend(struct worker *w) {
    int patience = PATIENCE;
    while (!has_died(w) && patience > 0) {
        const int got = wait_signal(w->look_ns);
        if (says_stop(got) && !w->is_told) {
            w->is_told = true;
            kill(w->pid, SIGKILL);
        }
        if (got < 0 && errno == EAGAIN) {
            look(w);
            patience -= w->is_told;
        }
    }
    return w->is_told ? EXIT_AGAIN : 0;
}

static int run_once(struct worker *w, work_function *work, void *argument) {
    w->timed_out = -1;
    w->look_ns = LOOK_NS;
    if (w->s && w->s->document_timeout && w->s->document_timeout / 8 < LOOK_NS)
        w->look_ns = w->s->document_timeout / 8 < FASTEST_LOOK_NS ? FASTEST_LOOK_NS
                                                                  : w->s->document_timeout / 8;
    w->pid = start(w->s, work, argument);
    if (w->pid > 0) return attend(w);
    log_line(LOG_AT_ERROR, NULL, "cannot start a process: %s", strerror(errno));
    return EXIT_MEMORY;
}

int supervise_once(work_function *work, void *argument, int *status) {
    struct worker w = {0};
    const bool is_alone = !has_begun;
    if (is_alone) supervisor_begin();
    const int code = run_once(&w, work, argument);
    if (is_alone) end();
    *status = w.status;
    return code;
}

/* ---- all workers ---- */

static bool was_told(int status) { return WIFSIGNALED(status) && says_stop(WTERMSIG(status)); }

static int stopped(const struct supervision *s) {
    log_line(LOG_AT_INFO, NULL,
             s->may_restart ? "stopped by a signal: run it again to go on from the last checkpoint"
                            : "stopped by a signal");
    return EXIT_AGAIN;
}

int supervise(const struct supervision *s, work_function *work, void *argument) {
    struct judge judge = {0};
    double wait = s->wait;
    for (;;) {
        struct worker w = {.s = s};
        const int failed = run_once(&w, work, argument);
        const bool has_ended = atomic_load(&s->watch->has_ended) && WIFEXITED(w.status);
        if (!has_ended && (failed == EXIT_AGAIN || was_told(w.status))) return stopped(s);
        if (failed && !has_ended) return failed;
        if (has_ended && WEXITSTATUS(w.status) == EXIT_AGAIN && wait > 0) {
            if (supervisor_pause(0.2)) return stopped(s);
            wait -= 0.2;
            atomic_store(&s->watch->has_ended, false);
            continue;
        }
        if (has_ended) return WEXITSTATUS(w.status);
        char text[512];
        const bool goes_on =
            judge_death(&judge, s, (struct death){.status = w.status, .timed_out = w.timed_out},
                        text, sizeof text);
        log_line(goes_on ? LOG_AT_WARNING : LOG_AT_ERROR, NULL, "%s", text);
        if (!goes_on) return EXIT_BUG;
    }
}
