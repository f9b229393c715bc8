/* Files that are written to the end or not at all. */
#include "support/file.h"
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include "temporary.h"

TestSuite(file, .init = make_folder, .fini = remove_folder);

static void expect_content(const char *name, const char *content) {
    struct buffer b = {0};
    cr_expect_eq(file_read_all(path_of(name), 1000, &b), 0, "%s: %s", name, strerror(errno));
    cr_expect(b.n == strlen(content) && !memcmp(b.p, content, b.n), "%s is not '%s'", name, content);
    buffer_free(&b);
}

Test(file, is_replaced_as_a_whole) {
    cr_assert_eq(file_make_parents(path_of("a/b/c")), 0);
    static const char *const contents[] = {"one", "a longer one", "", "x"};
    for (size_t i = 0; i < sizeof contents / sizeof *contents; i++) {
        cr_assert_eq(file_replace(path_of("a/b/c"), contents[i], strlen(contents[i])), 0);
        expect_content("a/b/c", contents[i]);
        cr_expect_eq(access(path_of("a/b/c.tmp"), F_OK), -1, "nothing is left behind");
    }
}

Test(file, a_reader_sees_the_old_file_or_the_new_one) {
    cr_assert_eq(file_replace(path_of("f"), "old", 3), 0);
    const int fd = open(path_of("f"), O_RDONLY);
    cr_assert_eq(file_replace(path_of("f"), "new", 3), 0);
    char text[4] = "";
    cr_expect_eq(read(fd, text, 3), 3);
    cr_expect_str_eq(text, "old", "the file that is open stays as it was");
    expect_content("f", "new");
    close(fd);
}

Test(file, a_left_over_temporary_file_is_written_over) {
    write_file("f.tmp", "half of a longer file that a killed run left", 44);
    cr_assert_eq(file_replace(path_of("f"), "new", 3), 0);
    expect_content("f", "new");
}

/* SIGXFSZ ignored, a write beyond the limit of file sizes is first short, then EFBIG. */
Test(file, a_write_that_fails_leaves_the_old_file) {
    static char large[100000];
    cr_assert_eq(file_replace(path_of("f"), "old", 3), 0);
    signal(SIGXFSZ, SIG_IGN);
    struct rlimit before, limit;
    getrlimit(RLIMIT_FSIZE, &before);
    limit = before;
    limit.rlim_cur = 5000;
    cr_assert_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
    const int rc = file_replace(path_of("f"), large, sizeof large), error = errno;
    cr_assert_eq(setrlimit(RLIMIT_FSIZE, &before), 0);
    cr_expect_eq(rc, -1);
    cr_expect_eq(error, EFBIG, "%s", strerror(error));
    expect_content("f", "old");
    cr_expect_eq(access(path_of("f.tmp"), F_OK), -1);
}

Test(file, replacing_says_what_is_wrong) {
    cr_assert_eq(mkdir(path_of("folder"), 0755), 0);
    write_file("plain", "x", 1);
    static const struct { const char *name; int error; } cases[] = {
        {"no/folder", ENOENT}, {"plain/f", ENOTDIR}, {"folder", EISDIR}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cr_expect_eq(file_replace(path_of(cases[i].name), "x", 1), -1, "%s", cases[i].name);
        cr_expect_eq(errno, cases[i].error, "%s: %s", cases[i].name, strerror(errno));
    }
    cr_expect_eq(access(path_of("folder.tmp"), F_OK), -1);
}

Test(file, parents_are_made_once) {
    write_file("plain", "x", 1);
    static const struct { const char *name; int error; } cases[] = {
        {"f", 0}, {"a/f", 0}, {"a/f", 0}, {"b/c/d/e/f", 0}, {"g//h/f", 0}, {"plain/f", 0},
        {"plain/a/f", ENOTDIR}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const int rc = file_make_parents(path_of(cases[i].name));
        cr_expect_eq(rc ? errno : 0, cases[i].error, "%s", cases[i].name);
    }
    cr_expect_eq(access(path_of("b/c/d/e"), F_OK), 0);
    cr_expect_eq(access(path_of("b/c/d/e/f"), F_OK), -1, "the file itself is not made");
    cr_expect_eq(file_make_parents("/f"), 0);
    cr_expect_eq(chdir(folder), 0);
    cr_expect_eq(file_make_parents("f"), 0);
    cr_expect_eq(file_make_parents("rel/f"), 0);
    cr_expect_eq(access(path_of("rel"), F_OK), 0);
}

Test(file, is_read_up_to_a_limit) {
    static char large[200000];
    memset(large, 'y', sizeof large);
    write_file("f", large, sizeof large);
    static const struct { size_t limit; int error; } cases[] = {
        {SIZE_MAX, 0}, {200000, 0}, {199999, EFBIG}, {0, EFBIG}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buffer b = {0};
        buffer_puts(&b, "before");
        const int rc = file_read_all(path_of("f"), cases[i].limit, &b);
        cr_expect_eq(rc ? errno : 0, cases[i].error, "limit %zu", cases[i].limit);
        cr_expect_eq(b.n, 6 + (rc ? 0 : sizeof large), "limit %zu: %zu", cases[i].limit, b.n);
        cr_expect(!memcmp(b.p, "before", 6) && (rc || !memcmp(b.p + 6, large, sizeof large)));
        buffer_free(&b);
    }
    struct buffer b = {0};
    cr_expect(file_read_all(path_of("nothing"), 10, &b) == -1 && errno == ENOENT);
    cr_expect(file_read_all(folder, 10, &b) == -1 && errno == EISDIR);
    write_file("empty", "", 0);
    cr_expect_eq(file_read_all(path_of("empty"), 0, &b), 0);
    buffer_free(&b);
}

/* ---- a pipe whose reader is slow, a signal at each piece: short writes and EINTR ---- */

struct slow_reader {
    int fd;
    pthread_t writer;
    struct buffer got;
};

static void on_signal(int number) { (void)number; }

static void *read_slowly(void *p) {
    struct slow_reader *r = p;
    for (ssize_t n = 1; n > 0;) {
        pthread_kill(r->writer, SIGUSR1);
        char *room = buffer_reserve(&r->got, 5000);
        if ((n = read(r->fd, room, 5000)) > 0) r->got.n += (size_t)n;
    }
    return NULL;
}

Test(file, a_write_survives_signals_and_short_writes) {
    const struct sigaction action = {.sa_handler = on_signal}; /* no SA_RESTART */
    sigaction(SIGUSR1, &action, NULL);
    struct buffer b = {0};
    for (unsigned i = 0; b.n < 2000000; i++) buffer_printf(&b, "%u ", i);
    int ends[2];
    cr_assert_eq(pipe(ends), 0);
    struct slow_reader r = {ends[0], pthread_self(), {0}};
    pthread_t thread;
    pthread_create(&thread, NULL, read_slowly, &r);
    cr_expect_eq(file_write_all(ends[1], b.p, b.n), 0);
    sigset_t blocked; /* joining need not be disturbed any more */
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGUSR1);
    pthread_sigmask(SIG_BLOCK, &blocked, NULL);
    close(ends[1]);
    pthread_join(thread, NULL);
    cr_expect(r.got.n == b.n && !memcmp(r.got.p, b.p, b.n));
    close(ends[0]);
    buffer_free(&r.got);
    buffer_free(&b);
}

Test(file, a_full_disk_is_an_error) {
    const int fd = open("/dev/full", O_WRONLY);
    if (fd < 0) cr_skip_test("no /dev/full");
    cr_expect(file_write_all(fd, "x", 1) == -1 && errno == ENOSPC);
    cr_expect_eq(file_write_all(fd, "", 0), 0);
    close(fd);
}
