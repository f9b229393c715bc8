/* Tests of the archive alone: runs that are killed at any time lose no segment that had its name. */
#include <criterion/criterion.h>
#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include "archive_test.h"
#include "archive.h"

enum { DOCUMENTS = 40, WORDS = 200, NIGHTS = 12, KILLS = 25 };

/* ---- a host that has what the archive calls ---- */

static char folder[] = "/tmp/archive_test.XXXXXX";

static struct archive archive_at(void) {
    return (struct archive){.host = &host, .folder = folder, .fd = -1};
}

static void remove_folder(void) {
    char command[128];
    snprintf(command, sizeof command, "rm -r '%s'", folder);
    cr_assert_eq(system(command), 0);
}

/* ---- runs ---- */

static uint32_t unit_of(uint32_t document, uint32_t i) {
    return (document * 7919 + i) * 2654435761u & ~3u;
}

/* What a run does to the folder; it keeps DOCUMENTS documents, which go on behind the earlier ones. */
static int night(void) {
    struct archive a = archive_at();
    uint32_t units[WORDS];
    char id[16];
    state_length = 0;
    if (archive_lock(&a) || archive_open(&a) || archive_begin(&a)) return -1;
    int rc = 0;
    for (uint32_t k = 0; k < DOCUMENTS && !rc; k++) {
        const uint32_t number = a.documents + k;
        for (uint32_t i = 0; i < WORDS; i++) units[i] = unit_of(number, i);
        const struct document d = {.exact = {number, 1}, .units = WORDS};
        const int n = snprintf(id, sizeof id, "%u", number);
        const struct body b = {.v = units, .n = WORDS, .id = {id, (size_t)n}};
        rc = archive_add(&a, &d, &b);
    }
    if (!rc) rc = archive_end(&a) || archive_publish(&a);
    archive_free(&a);
    return rc;
}

static uint32_t documents_found(void) {
    struct archive a = archive_at();
    cr_assert_eq(archive_lock(&a), PL_OK, "%s", said);
    cr_assert_eq(archive_open(&a), PL_OK, "%s", said);
    for (uint32_t i = 0; i < a.documents; i++) {
        char id[16];
        const int n = snprintf(id, sizeof id, "%u", i);
        const struct body b = archive_body(&a, i);
        cr_assert(b.id.n == (size_t)n && !memcmp(b.id.p, id, b.id.n), "document %u", i);
        cr_assert_eq(archive_entry(&a, i)->exact[0], i);
        for (uint32_t k = 0; k < WORDS; k++) cr_assert_eq(b.v[k], unit_of(i, k));
        uint32_t samples;
        archive_samples(&a, i, LAYER_NEAR, &samples);
        cr_assert_eq(samples, 128u);
    }
    const uint32_t found = a.documents;
    archive_free(&a);
    return found;
}

static uint32_t count_segments(void) {
    uint32_t n = 0;
    DIR *d = opendir(folder);
    for (const struct dirent *e; (e = readdir(d));) n += strstr(e->d_name, ".seg") != NULL;
    closedir(d);
    return n;
}

Test(archive, segments_merge_and_lose_nothing) {
    cr_assert_not_null(mkdtemp(folder));
    for (uint32_t i = 0; i < NIGHTS; i++) {
        cr_assert_eq(night(), 0, "%s", said);
        cr_expect_eq(documents_found(), (i + 1) * DOCUMENTS);
        cr_expect_eq(count_segments(), (uint32_t)__builtin_popcount(i + 1), "night %u", i);
    }
    remove_folder();
}

static void sleep_us(uint64_t us) {
    const struct timespec t = {(time_t)(us / 1000000), (long)(us % 1000000) * 1000};
    nanosleep(&t, NULL);
}

static uint64_t now_us(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}

/* One process after the other adds nights until it is killed. */
Test(archive, a_kill_loses_nothing_that_had_its_name) {
    uint64_t state_of_chance = 17, before = 0, begun = now_us();
    cr_assert_not_null(mkdtemp(folder));
    cr_assert_eq(night(), 0, "%s", said);
    const uint64_t one = now_us() - begun;
    for (uint32_t k = 0; k < KILLS; k++) {
        const pid_t child = fork();
        cr_assert_geq(child, 0);
        if (!child) {
            while (!night()) {}
            _exit(1);
        }
        state_of_chance = state_of_chance * 6364136223846793005u + 1442695040888963407u;
        sleep_us((state_of_chance >> 33) % (4 * one));
        kill(child, SIGKILL);
        int status;
        cr_assert_eq(waitpid(child, &status, 0), child);
        cr_assert(WIFSIGNALED(status), "a night failed");
        const uint32_t found = documents_found();
        cr_assert(found >= before && found % DOCUMENTS == 0, "%u documents, before %u", found,
                  (uint32_t)before);
        before = found;
    }
    cr_assert_eq(night(), 0, "%s", said);
    cr_expect_eq(documents_found(), before + DOCUMENTS);
    cr_expect_leq(count_segments(), 10u);
    remove_folder();
}

Test(archive, a_run_that_goes_on_after_its_rename_adds_nothing_twice) {
    struct archive a = archive_at();
    cr_assert_not_null(mkdtemp(folder));
    cr_assert_eq(night(), 0, "%s", said);
    cr_assert(archive_lock(&a) == PL_OK && archive_open(&a) == PL_OK);
    cr_expect_eq(archive_publish(&a), PL_OK, "%s", said); /* its state still has the name */
    archive_free(&a);
    cr_expect_eq(documents_found(), (uint32_t)DOCUMENTS);
    remove_folder();
}

Test(archive, a_segment_that_lies_in_another_does_not_count) {
    char command[256];
    cr_assert_not_null(mkdtemp(folder));
    cr_assert_eq(night(), 0, "%s", said);
    snprintf(command, sizeof command, "cp '%s/000001-000001.seg' '%s/copy'", folder, folder);
    cr_assert_eq(system(command), 0);
    cr_assert_eq(night(), 0, "%s", said); /* merges both */
    snprintf(command, sizeof command, "mv '%s/copy' '%s/000001-000001.seg'", folder, folder);
    cr_assert_eq(system(command), 0);
    cr_expect_eq(documents_found(), 2u * DOCUMENTS);
    cr_assert_eq(night(), 0, "%s", said);
    cr_expect_eq(documents_found(), 3u * DOCUMENTS);
    cr_expect_eq(count_segments(), 2u, "what lay in another is gone");
    remove_folder();
}

Test(archive, one_at_a_time) {
    struct archive a = archive_at(), b = archive_at();
    cr_assert_not_null(mkdtemp(folder));
    cr_assert_eq(archive_lock(&a), PL_OK);
    cr_expect_eq(archive_lock(&b), PL_EAGAIN);
    archive_free(&b);
    archive_free(&a);
    cr_expect_eq(archive_lock(&b), PL_OK, "%s", said);
    archive_free(&b);
    remove_folder();
}
