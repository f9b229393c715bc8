/* watch.c: slots of threads in shared memory, and the marks of fatal signals. */
#include "engine/watch.h"
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include "support/exit_code.h"
#include "support/leave.h"

enum { HANDLER_STACK = 64 << 10 };

_Thread_local struct watch_slot *watch_mine;
static _Thread_local void *handler_stack;
static struct watch *marked; /* for the handlers, which get no argument; set before threads start */

struct watch *watch_new(void) {
    struct watch *w =
        mmap(NULL, sizeof *w, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    return w == MAP_FAILED ? NULL : w;
}

/* A count that is too large leaves no room: the run ends as after too many crashes. */
void watch_distrust(struct watch *w) {
    for (int i = 0; i < WATCH_THREADS; i++) {
        w->slots[i].stage[WATCH_NAME - 1] = 0;
        w->slots[i].callback[sizeof w->slots[i].callback - 1] = 0;
    }
    if (w->n_aside > WATCH_ASIDE) w->n_aside = WATCH_ASIDE;
}

void watch_free(struct watch *w) {
    if (w) munmap(w, sizeof *w);
}

/* Marks, then dies of the same signal. */
static void mark(int signal_number) {
    if (watch_mine)
        atomic_store(&watch_mine->died, signal_number);
    else
        atomic_store(&marked->died_elsewhere, signal_number);
    signal(signal_number, SIG_DFL);
    raise(signal_number);
}

void watch_fatal_signals(struct watch *w) {
    marked = w;
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    static const int fatal[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGSYS, SIGTRAP};
    struct sigaction a = {.sa_handler = mark, .sa_flags = SA_ONSTACK};
    for (size_t i = 0; i < sizeof fatal / sizeof *fatal; i++) sigaction(fatal[i], &a, NULL);
#else
    (void)mark;
#endif
}

void watch_thread(struct watch *w, unsigned thread) {
    watch_mine = w && thread < WATCH_THREADS ? &w->slots[thread] : NULL;
    if (!watch_mine || handler_stack) return;
    handler_stack = malloc(HANDLER_STACK);
    const stack_t stack = {.ss_sp = handler_stack, .ss_size = HANDLER_STACK};
    if (handler_stack) sigaltstack(&stack, NULL);
}

void watch_thread_end(void) {
    const stack_t none = {.ss_flags = SS_DISABLE};
    watch_mine = NULL;
    if (!handler_stack) return;
    sigaltstack(&none, NULL);
    free(handler_stack);
    handler_stack = NULL;
}

static void copy_name(char *to, size_t size, const char *from) {
    const size_t n = strnlen(from, size - 1);
    memcpy(to, from, n);
    to[n] = 0;
}

void watch_batch(const char *stage, uint32_t stage_index, const char *callback,
                 struct watch_place place) {
    struct watch_slot *s = watch_mine;
    if (!s) return;
    copy_name(s->stage, sizeof s->stage, stage);
    copy_name(s->callback, sizeof s->callback, callback);
    s->place = place;
    s->stage_index = stage_index;
    atomic_store(&s->document, 0);
    atomic_store(&s->in_callback, true);
}

void watch_enter(const char *stage, const char *callback) {
    watch_batch(stage, UINT32_MAX, callback, (struct watch_place){0, 0});
}

void watch_leave(void) {
    if (!watch_mine) return;
    atomic_store(&watch_mine->document, 0);
    atomic_store(&watch_mine->in_callback, false);
}

void watch_waiting(bool is_waiting) {
    if (watch_mine) atomic_store(&watch_mine->is_waiting, is_waiting);
}

void watch_out_of_memory(void) {
    if (!watch_mine || !atomic_load(&watch_mine->document)) return;
    atomic_store(&watch_mine->died, WATCH_MEMORY);
    leave(EXIT_MEMORY);
}

int watch_place_compare(struct watch_place a, struct watch_place b) {
    if (a.phase != b.phase) return a.phase < b.phase ? -1 : 1;
    return (a.seq > b.seq) - (a.seq < b.seq);
}

const struct watch_aside *watch_set_aside(const struct watch *w, struct watch_place place,
                                          uint32_t document, uint32_t stage_index) {
    for (uint32_t i = 0; w && i < w->n_aside; i++) {
        const struct watch_aside *a = &w->aside[i];
        if (a->document == document && a->stage_index == stage_index &&
            !watch_place_compare(a->place, place))
            return a;
    }
    return NULL;
}

bool watch_is_careful(const struct watch *w, struct watch_place place) {
    return w && w->is_careful && watch_place_compare(place, w->careful) <= 0;
}
