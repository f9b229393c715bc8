/* judge_test.c: what the death of a worker means. */
#include <criterion/criterion.h>
#include <signal.h>
#include <string.h>
#include "engine/supervisor.h"

enum {
    NONE = 0,
    COMMIT = -1
}; /* what a thread is in: nothing, a callback without a document, or 1 + the index of one */

struct scene {
    struct watch *watch;
    struct supervision s;
    struct judge judge;
    char text[512];
};

static struct scene scene(uint64_t max_crashes) {
    struct scene sc = {.watch = watch_new()};
    cr_assert_not_null(sc.watch);
    sc.s = (struct supervision){.watch = sc.watch, .max_crashes = max_crashes, .may_restart = true};
    return sc;
}

/* Thread `thread` is in stage "clean", in the batch `seq` of phase 0, at what `in` says. */
static void at(struct scene *sc, unsigned thread, uint64_t seq, int in) {
    watch_thread(sc->watch, thread);
    if (in)
        watch_batch("clean", 1, in == COMMIT ? "commit" : "process", (struct watch_place){0, seq});
    if (in > 0) watch_document((uint32_t)in - 1);
    watch_thread_end();
}

static bool dies(struct scene *sc, int signal_number) {
    return judge_death(&sc->judge, &sc->s, (struct death){signal_number, -1}, sc->text,
                       sizeof sc->text);
}

static void thread_dies(struct scene *sc, unsigned thread, int how) {
    atomic_store(&sc->watch->slots[thread].died, how);
}

#define IS_ASIDE(sc, i, doc, why)                                                                  \
    cr_expect((sc).watch->n_aside == (i) + 1 && (sc).watch->aside[i].document == (doc) &&          \
                  !strcmp((sc).watch->aside[i].message, why),                                      \
              "'%s', %u set aside, '%s'", (sc).text, (sc).watch->n_aside,                          \
              (sc).watch->aside[i].message)

Test(judge, first_death_blames_nobody) {
    struct scene sc = scene(10);
    at(&sc, 0, 7, 3), at(&sc, 1, 9, 5);
    thread_dies(&sc, 0, SIGSEGV);
    cr_expect(dies(&sc, SIGSEGV));
    cr_expect_eq(sc.watch->n_aside, 0);
    cr_expect(watch_is_careful(sc.watch, (struct watch_place){0, 9}),
              "careful up to where any thread was");
    cr_expect(!watch_is_careful(sc.watch, (struct watch_place){0, 10}));
    cr_expect_not_null(strstr(sc.text, "[clean] died in process (SIGSEGV)"), "%s", sc.text);
    cr_expect(!atomic_load(&sc.watch->slots[0].in_callback), "the next worker finds empty slots");
    watch_free(sc.watch);
}

Test(judge, document_in_careful_mode_is_set_aside) {
    struct scene sc = scene(10);
    at(&sc, 0, 7, 3);
    dies(&sc, SIGSEGV);
    at(&sc, 1, 7, 3);
    thread_dies(&sc, 1, SIGSEGV);
    cr_expect(dies(&sc, SIGSEGV));
    IS_ASIDE(sc, 0, 2, "crash in clean (SIGSEGV)");
    cr_expect_not_null(watch_set_aside(sc.watch, (struct watch_place){0, 7}, 2, 1));
    cr_expect_null(watch_set_aside(sc.watch, (struct watch_place){0, 7}, 3, 1));
    cr_expect_null(watch_set_aside(sc.watch, (struct watch_place){1, 7}, 2, 1));
    cr_expect_null(watch_set_aside(sc.watch, (struct watch_place){0, 7}, 2, 2));
    watch_free(sc.watch);
}

Test(judge, behind_the_careful_place_nobody_is_blamed) {
    struct scene sc = scene(10);
    at(&sc, 0, 7, 3);
    dies(&sc, SIGSEGV);
    at(&sc, 0, 8, 1);
    cr_expect(dies(&sc, SIGSEGV));
    cr_expect_eq(sc.watch->n_aside, 0);
    cr_expect(watch_is_careful(sc.watch, (struct watch_place){0, 8}));
    watch_free(sc.watch);
}

Test(judge, kill_from_outside_needs_the_same_document_twice) {
    struct scene sc = scene(10);
    const int in_hand[] = {3, 3, 4, 3, 3};
    for (size_t i = 0; i < 5; i++) {
        at(&sc, 0, 7, in_hand[i]);
        cr_expect(dies(&sc, SIGKILL));
        cr_expect_eq(sc.watch->n_aside, i == 4, "death %zu: %s", i, sc.text);
    }
    IS_ASIDE(sc, 0, 2, "killed in clean (SIGKILL)");
    watch_free(sc.watch);
}

Test(judge, time_limit_memory_and_exit) {
    struct scene sc = scene(10);
    at(&sc, 0, 7, 1);
    dies(&sc, SIGSEGV);
    at(&sc, 0, 7, 1);
    cr_expect(judge_death(&sc.judge, &sc.s, (struct death){SIGKILL, 0}, sc.text, sizeof sc.text));
    IS_ASIDE(sc, 0, 0, "time limit in clean (document_timeout)");
    at(&sc, 0, 7, 2);
    thread_dies(&sc, 0, WATCH_MEMORY);
    cr_expect(dies(&sc, 71 << 8));
    IS_ASIDE(sc, 1, 1, "memory limit in clean (out of memory)");
    at(&sc, 0, 7, 3);
    cr_expect(dies(&sc, 1 << 8));
    IS_ASIDE(sc, 2, 2, "crash in clean (exit status 1)");
    watch_free(sc.watch);
}

Test(judge, second_death_without_a_document_ends_the_run) {
    struct scene sc = scene(10);
    at(&sc, 0, 7, COMMIT);
    cr_expect(dies(&sc, SIGABRT));
    at(&sc, 0, 7, COMMIT);
    cr_expect(!dies(&sc, SIGABRT));
    cr_expect_not_null(strstr(sc.text, "[clean] died in commit (SIGABRT)"), "%s", sc.text);
    watch_free(sc.watch);
}

Test(judge, a_checkpoint_between_two_deaths_is_progress) {
    struct scene sc = scene(10);
    for (int i = 0; i < 20; i++) {
        at(&sc, 0, 7, COMMIT);
        atomic_fetch_add(&sc.watch->checkpoints, 1);
        cr_expect(dies(&sc, SIGABRT), "%d: %s", i, sc.text);
    }
    watch_free(sc.watch);
}

Test(judge, without_progress_it_ends_after_max_crashes) {
    for (uint64_t most = 0; most < 4; most++) {
        struct scene sc = scene(most);
        uint64_t deaths = 0;
        do {
            at(&sc, 0, 100 + deaths, 1);
            deaths++;
        } while (dies(&sc, SIGSEGV) && deaths < 100);
        cr_expect_eq(deaths, most + 2, "%llu of at most %llu: %s", (unsigned long long)deaths,
                     (unsigned long long)most, sc.text);
        watch_free(sc.watch);
    }
}

Test(judge, more_documents_than_max_crashes_end_the_run) {
    struct scene sc = scene(2);
    at(&sc, 0, 7, 1);
    dies(&sc, SIGSEGV);
    for (int i = 1; i <= 3; i++) {
        at(&sc, 0, 7, i);
        cr_expect_eq(dies(&sc, SIGSEGV), i <= 2, "%s", sc.text);
    }
    watch_free(sc.watch);
}

Test(judge, thread_without_a_slot_needs_the_same_document_twice) {
    struct scene sc = scene(10);
    at(&sc, 0, 7, 1);
    dies(&sc, SIGSEGV);
    for (uint32_t i = 0; i < 2; i++) {
        at(&sc, 0, 7, 1);
        atomic_store(&sc.watch->died_elsewhere, SIGSEGV);
        cr_expect(dies(&sc, SIGSEGV));
        cr_expect_eq(sc.watch->n_aside, i, "%s", sc.text);
    }
    watch_free(sc.watch);
}

Test(judge, what_went_by_cannot_be_read_again) {
    struct scene sc = scene(10);
    sc.s.may_restart = false;
    at(&sc, 0, 7, 1);
    cr_expect(!dies(&sc, SIGSEGV));
    watch_free(sc.watch);
}
