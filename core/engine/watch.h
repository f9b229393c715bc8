/* watch.h: what the threads of a run are doing, in memory shared with the process that watches them.
 *
 * Every thread has a slot that names the callback it is in, and the document; that costs two stores a document and no clock. A
 * thread that dies of a fatal signal marks its slot. The supervisor reads the slots of a worker that died or hangs, and tells the
 * next worker through the same memory which documents to set aside and how far to go with one batch at a time.
 *
 *     watch_thread(w, 0);                     this thread has slot 0 from now on
 *     watch_batch("clean", "process", ...);   a callback over a batch begins
 *     watch_document(i);                      with its document i
 *     watch_leave();
 *
 * Without watch_thread the calls do nothing. */
#ifndef WATCH_H
#define WATCH_H
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { WATCH_THREADS = 256, WATCH_NAME = 64, WATCH_ASIDE = 1024 };

/* A batch of a run: the same one in every run of the same job. */
struct watch_place {
    uint32_t phase;
    uint64_t seq;
};

struct watch_slot {
    _Alignas(64) char stage[WATCH_NAME];
    char callback[16];
    struct watch_place place;
    uint32_t stage_index;
    _Atomic uint32_t document; /* 1 + its index in the batch; 0: none in hand */
    _Atomic uint32_t calls; /* rises with each document: one that stands still hangs */
    _Atomic bool in_callback,
        is_waiting; /* is_waiting: for a program, which has a limit of its own */
    _Atomic int died; /* the fatal signal, or WATCH_MEMORY */
};
enum { WATCH_MEMORY = -1 };

struct watch_aside { /* a document that is not to be given to this stage again */
    struct watch_place place;
    uint32_t document, stage_index;
    char reason[16], message[128]; /* "crash", "crash in clean (SIGSEGV)" */
};

struct watch {
    /* written by the worker */
    struct watch_slot slots[WATCH_THREADS];
    _Atomic int died_elsewhere; /* the fatal signal of a thread without a slot */
    _Atomic bool has_ended; /* it returned its exit code itself */
    _Atomic uint64_t checkpoints; /* taken so far, by all workers */
    /* written by the supervisor while there is no worker */
    bool is_careful; /* one batch under way at a time, up to and with `careful` */
    struct watch_place careful;
    uint32_t n_aside;
    struct watch_aside aside[WATCH_ASIDE];
};

struct watch *watch_new(void); /* shared with all processes forked later; NULL: errno */
void watch_free(struct watch *);
/* A stage that was taken over may have written anything here before its worker died: texts end and counts fit after this. */
void watch_distrust(struct watch *);

/* In the worker. Fatal signals mark slots from here on; not under a sanitizer, which has handlers of its own. */
void watch_fatal_signals(struct watch *);
/* This thread has that slot from now on, and a stack for handlers, so that an overflow of its own can be marked. */
void watch_thread(struct watch *, unsigned thread);
void watch_thread_end(void);
void watch_enter(const char *stage, const char *callback); /* a callback without a document */
void watch_batch(const char *stage, uint32_t stage_index, const char *callback, struct watch_place);
void watch_leave(void);
void watch_waiting(bool); /* for a program to answer */
/* An allocation failed: marks a document in hand, or returns when there is none. */
void watch_out_of_memory(void);

extern _Thread_local struct watch_slot *watch_mine;
static inline void watch_document(uint32_t index) {
    struct watch_slot *s = watch_mine;
    if (!s) return;
    atomic_store_explicit(&s->document, index + 1, memory_order_relaxed);
    atomic_store_explicit(&s->calls, s->calls + 1, memory_order_relaxed);
}

/* Why this document is not to be given to the stage; NULL: it is. */
const struct watch_aside *watch_set_aside(const struct watch *, struct watch_place,
                                          uint32_t document, uint32_t stage_index);
bool watch_is_careful(const struct watch *, struct watch_place); /* at that batch */
/* <0, 0, >0 in the order of a run. */
int watch_place_compare(struct watch_place, struct watch_place);
#endif
