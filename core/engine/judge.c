/* judge.c: what the death of a worker means: who is to blame, and whether to go on.
 *
 * Outside careful mode nobody is to blame: any thread may have harmed any other. In careful mode one document is in hand, and it
 * is set aside. A SIGKILL comes from outside as a rule, and a thread without a slot is no thread of a stage's callback, so there a
 * document must be found twice. */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include "engine/supervisor.h"

enum cause { CRASHED, LEFT, HUNG, OUT_OF_MEMORY, KILLED };

struct finding {
    enum cause cause;
    const struct watch_slot
        *slot; /* the thread that died, or the only one at work; NULL: unknown */
    bool is_doubtful; /* something else than that thread may have been the cause */
    char how[32]; /* "SIGSEGV", "exit status 1" */
};

static const struct watch_slot *only_one_at_work(const struct watch *w) {
    const struct watch_slot *found = NULL;
    for (int i = 0; i < WATCH_THREADS; i++) {
        if (!atomic_load(&w->slots[i].in_callback)) continue;
        if (found) return NULL;
        found = &w->slots[i];
    }
    return found;
}

static const struct watch_slot *marked_slot(const struct watch *w) {
    for (int i = 0; i < WATCH_THREADS; i++)
        if (atomic_load(&w->slots[i].died)) return &w->slots[i];
    return NULL;
}

static enum cause cause_of(const struct death *d, const struct watch_slot *marked) {
    if (d->timed_out >= 0) return HUNG;
    if (marked && atomic_load(&marked->died) == WATCH_MEMORY) return OUT_OF_MEMORY;
    if (WIFEXITED(d->status)) return LEFT;
    return WTERMSIG(d->status) == SIGKILL ? KILLED : CRASHED;
}

static struct finding find(const struct watch *w, const struct death *d) {
    struct finding f = {.slot = marked_slot(w)};
    f.cause = cause_of(d, f.slot);
    if (d->timed_out >= 0)
        f.slot = &w->slots[d->timed_out];
    else if (!f.slot)
        f.slot = only_one_at_work(w);
    f.is_doubtful = f.cause == KILLED || atomic_load(&w->died_elsewhere);
    if (f.slot && !atomic_load(&f.slot->in_callback)) f.slot = NULL;
    if (f.cause == HUNG)
        snprintf(f.how, sizeof f.how, "document_timeout");
    else if (f.cause == OUT_OF_MEMORY)
        snprintf(f.how, sizeof f.how, "out of memory");
    else if (f.cause == LEFT)
        snprintf(f.how, sizeof f.how, "exit status %d", WEXITSTATUS(d->status));
    else
        snprintf(f.how, sizeof f.how, "SIG%s", sigabbrev_np(WTERMSIG(d->status)));
    return f;
}

static uint32_t document_of(const struct watch_slot *s) {
    return s ? atomic_load(&s->document) : 0;
}

static bool has_document_in_hand(const struct watch *w) {
    for (int i = 0; i < WATCH_THREADS; i++)
        if (document_of(&w->slots[i])) return true;
    return false;
}

static struct watch_aside letter_for(const struct finding *f) {
    static const struct {
        const char *reason, *words;
    } causes[] = {[CRASHED] = {"crash", "crash"},
                  [LEFT] = {"crash", "crash"},
                  [HUNG] = {"timeout", "time limit"},
                  [OUT_OF_MEMORY] = {"memory", "memory limit"},
                  [KILLED] = {"killed", "killed"}};
    struct watch_aside a = {.place = f->slot->place,
                            .document = document_of(f->slot) - 1,
                            .stage_index = f->slot->stage_index};
    snprintf(a.reason, sizeof a.reason, "%s", causes[f->cause].reason);
    snprintf(a.message, sizeof a.message, "%s in %s (%s)", causes[f->cause].words, f->slot->stage,
             f->how);
    return a;
}

static bool is_same_document(const struct watch_aside *a, const struct watch_aside *b) {
    return a->document == b->document && a->stage_index == b->stage_index && *b->reason &&
           !watch_place_compare(a->place, b->place);
}

/* Whether the document in hand is to blame; then it is noted. */
static bool set_aside(struct judge *j, struct watch *w, const struct finding *f) {
    if (!document_of(f->slot) || !watch_is_careful(w, f->slot->place) || w->n_aside == WATCH_ASIDE)
        return false;
    const struct watch_aside a = letter_for(f);
    if (f->is_doubtful && !is_same_document(&a, &j->doubted)) {
        j->doubted = a;
        return false;
    }
    w->aside[w->n_aside++] = a;
    return true;
}

/* Careful mode reaches as far as any thread had come. */
static void be_careful(struct watch *w) {
    for (int i = 0; i < WATCH_THREADS; i++) {
        const struct watch_slot *s = &w->slots[i];
        if (!atomic_load(&s->in_callback)) continue;
        if (!w->is_careful || watch_place_compare(s->place, w->careful) > 0) w->careful = s->place;
        w->is_careful = true;
    }
}

static void forget_worker(struct watch *w) {
    memset(w->slots, 0, sizeof w->slots);
    atomic_store(&w->died_elsewhere, 0);
    atomic_store(&w->has_ended, false);
}

static void note_progress(struct judge *j, const struct watch *w, bool is_aside) {
    const uint64_t checkpoints = atomic_load(&w->checkpoints);
    if (is_aside || checkpoints != j->checkpoints) j->idle = j->blank = 0;
    j->checkpoints = checkpoints;
}

static const char *reason_to_end(const struct judge *j, const struct supervision *s,
                                 const struct finding *f) {
    if (!s->may_restart)
        return "standard input or output cannot be gone through again, so the run ends";
    if (s->watch->n_aside > s->max_crashes) return "that is more than max_crashes";
    if (j->blank > 1 && f->cause != KILLED)
        return "it did so twice with no document in hand: a bug in it";
    return j->idle > s->max_crashes + 1 ? "the run comes no further" : NULL;
}

bool judge_death(struct judge *j, const struct supervision *s, struct death d, char *text,
                 size_t size) {
    struct watch *w = s->watch;
    watch_distrust(w);
    const struct finding f = find(w, &d);
    const bool is_aside = set_aside(j, w, &f);
    note_progress(j, w, is_aside);
    if (!is_aside) {
        j->idle++;
        j->blank += f.slot ? !document_of(f.slot) : !has_document_in_hand(w);
    }
    const char *end = reason_to_end(j, s, &f);
    char where[WATCH_NAME + 32] = "the worker died";
    if (f.slot) snprintf(where, sizeof where, "[%s] died in %s", f.slot->stage, f.slot->callback);
    snprintf(text, size, "%s (%s): %s", where, f.how,
             end        ? end
             : is_aside ? "the document in hand is set aside"
                        : "the run goes on from its last checkpoint, one batch at a time up to "
                          "that place");
    be_careful(w);
    forget_worker(w);
    return !end;
}
