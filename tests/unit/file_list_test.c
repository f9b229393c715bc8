/* Lists of input files: their order, what is passed over, what cannot be read. */
#include "support/file_list.h"
#include <errno.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include "temporary.h"

TestSuite(file_list, .init = make_folder, .fini = remove_folder);

static void make_folders(const char *const *names) {
    for (; *names; names++) cr_assert_eq(mkdir(path_of(*names), 0755), 0, "%s", *names);
}

static void expect_names(const struct file_list *l, const char *const *names) {
    uint32_t n = 0;
    while (names[n]) n++;
    cr_expect_eq(l->n, n, "%u files instead of %u", l->n, n);
    for (uint32_t i = 0; i < n && i < l->n; i++) cr_expect_str_eq(l->files[i].name, names[i]);
}

Test(file_list, is_sorted_by_the_bytes_of_the_relative_path) {
    static const char *const names[] = {"b.txt", "a.txt",  "B.txt",   "a/z.txt",      "a/b/y.txt",
                                        "a-b/x", ".hidden", "c.jsonl", "\xc3\xa9.txt", ".h/x"};
    static const char *const sorted[] = {"B.txt",   "a-b/x", "a.txt",   "a/b/y.txt",
                                         "a/z.txt", "b.txt", "c.jsonl", "\xc3\xa9.txt", NULL};
    make_folders((const char *const[]){"a", "a/b", "a-b", ".h", "empty", NULL});
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) write_file(names[i], "xyz", 3);
    struct file_list l = {0};
    cr_assert_eq(file_list_add(&l, folder, NULL), 0);
    expect_names(&l, sorted);
    cr_expect_eq(l.size, 24u);
    cr_expect_eq(l.n_unreadable, 0u);
    for (uint32_t i = 0; i < l.n; i++) {
        struct stat st;
        cr_expect_str_eq(l.files[i].path, path_of(l.files[i].name));
        cr_assert_eq(stat(l.files[i].path, &st), 0);
        cr_expect(l.files[i].size == 3 && l.files[i].mtime == (int64_t)st.st_mtime);
    }
    file_list_free(&l);
}

Test(file_list, keeps_what_ends_in_a_suffix) {
    static const char *const names[] = {"a.txt", "b.jsonl", "c.txt.gz", "txt", "d.TXT", ".gz"};
    static const struct { const char *suffixes, *names[7]; } cases[] = {
        {".txt", {"a.txt", NULL}},
        {".txt,.gz", {"a.txt", "c.txt.gz", NULL}},
        {" .jsonl , .txt.gz,", {"b.jsonl", "c.txt.gz", NULL}},
        {"", {"a.txt", "b.jsonl", "c.txt.gz", "d.TXT", "txt", NULL}},
        {".none", {NULL}},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) write_file(names[i], "x", 1);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct file_list l = {0};
        cr_expect_eq(file_list_add(&l, folder, cases[i].suffixes), 0, "'%s'", cases[i].suffixes);
        expect_names(&l, cases[i].names);
        file_list_free(&l);
    }
}

static void make_socket(const char *path) {
    struct sockaddr_un a = {.sun_family = AF_UNIX};
    const int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    snprintf(a.sun_path, sizeof a.sun_path, "%s", path);
    cr_assert_eq(bind(fd, (struct sockaddr *)&a, sizeof a), 0);
    close(fd);
}

Test(file_list, follows_links_to_files_alone) {
    make_folders((const char *const[]){"in", "in/sub", "out", NULL});
    write_file("in/sub/f", "xy", 2);
    write_file("out/g", "xyz", 3);
    cr_assert_eq(symlink("..", path_of("in/sub/loop")), 0);
    cr_assert_eq(symlink("self", path_of("in/self")), 0);
    cr_assert_eq(symlink("../out", path_of("in/other")), 0);
    cr_assert_eq(symlink("../out/g", path_of("in/link")), 0);
    cr_assert_eq(symlink("gone", path_of("in/nowhere")), 0);
    cr_assert_eq(symlink("/dev/zero", path_of("in/device")), 0);
    cr_assert_eq(mkfifo(path_of("in/fifo"), 0600), 0);
    make_socket(path_of("in/socket"));
    struct file_list l = {0};
    cr_assert_eq(file_list_add(&l, path_of("in"), NULL), 0);
    expect_names(&l, (const char *const[]){"link", "nowhere", "self", "sub/f", NULL});
    cr_expect_eq(l.size, 5u, "a link counts what it leads to, or nothing");
    file_list_free(&l);
}

Test(file_list, a_folder_may_be_named_in_any_way) {
    make_folders((const char *const[]){"in", "in/sub", NULL});
    write_file("in/sub/f", "x", 1);
    cr_assert_eq(symlink("in", path_of("link")), 0);
    static const char *const ways[] = {"in", "in/", "in///", "link", "./in/.", "in/../in"};
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        struct file_list l = {0};
        cr_assert_eq(file_list_add(&l, path_of(ways[i]), NULL), 0, "%s", ways[i]);
        expect_names(&l, (const char *const[]){"sub/f", NULL});
        cr_expect_eq(access(l.files[0].path, R_OK), 0, "%s", l.files[0].path);
        file_list_free(&l);
    }
}

Test(file_list, takes_files_patterns_and_stdin) {
    make_folders((const char *const[]){"a.txt.d", NULL});
    write_file("b.txt", "x", 1);
    write_file("a.txt", "x", 1);
    write_file("B.txt", "x", 1);
    write_file("a.txt.d/f", "x", 1);
    write_file("[x].md", "x", 1);
    cr_assert_eq(mkfifo(path_of("fifo.txt"), 0600), 0);
    struct file_list l = {0};
    cr_expect_eq(file_list_add(&l, path_of("*.txt*"), NULL), 0, "the FIFO is passed over");
    cr_expect_eq(file_list_add(&l, path_of("a.txt"), ".jsonl"), 0, "named: whatever its ending");
    cr_expect_eq(file_list_add(&l, "-", NULL), 0);
    cr_expect_eq(file_list_add(&l, path_of("[x].md"), NULL), 0, "a file named like a pattern");
    expect_names(&l, (const char *const[]){"B.txt", "a.txt", "f", "b.txt", "a.txt", "stdin",
                                           "[x].md", NULL});
    cr_expect_str_eq(l.files[5].path, "-");
    file_list_free(&l);
}

Test(file_list, says_why_there_is_nothing) {
    cr_assert_eq(mkfifo(path_of("fifo"), 0600), 0);
    write_file("f", "x", 1);
    static const struct { const char *name; int error; } cases[] = {
        {"nothing", ENOENT}, {"nothing*", ENOENT}, {"fifo", EINVAL}, {"f/g", ENOTDIR}};
    struct file_list l = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cr_expect_eq(file_list_add(&l, path_of(cases[i].name), NULL), -1, "%s", cases[i].name);
        cr_expect_eq(errno, cases[i].error, "%s: %s", cases[i].name, strerror(errno));
    }
    cr_expect_eq(l.n, 0u);
    file_list_free(&l);
}

/* Root reads every folder: as root the test goes on as nobody. */
/* Root reads everything: it becomes nobody for a while, if nobody can come here at all. */
static bool become_a_reader_with_limits(void) {
    if (geteuid()) return true;
    if (seteuid(65534)) return false;
    if (!eaccess(folder, R_OK | X_OK)) return true;
    cr_assert_eq(seteuid(0), 0);
    return false;
}

Test(file_list, notes_folders_that_cannot_be_read) {
    make_folders((const char *const[]){"in", "in/open", "in/b", "in/a", NULL});
    write_file("in/open/f", "x", 1);
    write_file("in/b/f", "x", 1);
    cr_assert_eq(chmod(folder, 0755) | chmod(path_of("in"), 0755), 0);
    cr_assert_eq(chmod(path_of("in/a"), 0) | chmod(path_of("in/b"), 0), 0);
    if (!become_a_reader_with_limits()) cr_skip_test("root, and nobody cannot come here");
    struct file_list l = {0};
    const int rc = file_list_add(&l, path_of("in"), NULL);
    cr_expect_eq(file_list_add(&l, path_of("in/*/f"), NULL), 0);
    if (getuid() == 0) cr_assert_eq(seteuid(0), 0);
    cr_assert_eq(chmod(path_of("in/a"), 0755) | chmod(path_of("in/b"), 0755), 0);
    cr_expect_eq(rc, 0, "not fatal");
    expect_names(&l, (const char *const[]){"open/f", "f", NULL});
    cr_assert_eq(l.n_unreadable, 2u, "%u", l.n_unreadable);
    cr_expect_str_eq(l.unreadable[0].path, path_of("in/a"));
    cr_expect_str_eq(l.unreadable[1].path, path_of("in/b"));
    cr_expect_eq(l.unreadable[1].error, EACCES);
    file_list_free(&l);
}

Test(file_list, stops_at_a_depth) {
    char name[512] = "d";
    cr_assert_eq(mkdir(path_of(name), 0755), 0);
    for (int i = 0; i < 70; i++) {
        strcat(name, "/d");
        cr_assert_eq(mkdir(path_of(name), 0755), 0);
    }
    struct file_list l = {0};
    cr_expect_eq(file_list_add(&l, path_of("d"), NULL), 0);
    cr_assert_eq(l.n_unreadable, 1u);
    cr_expect_eq(l.unreadable[0].error, ELOOP);
    file_list_free(&l);
}

Test(file_list, holds_many_files) {
    enum { FOLDERS = 20, EACH = 500 };
    for (unsigned i = 0; i < FOLDERS * EACH; i++) {
        char name[64];
        snprintf(name, sizeof name, "d%02u", i % FOLDERS);
        if (i < FOLDERS) cr_assert_eq(mkdir(path_of(name), 0755), 0);
        snprintf(name, sizeof name, "d%02u/file-with-a-rather-long-name-%05u", i % FOLDERS, i);
        write_file(name, "", 0);
    }
    struct file_list l = {0};
    cr_assert_eq(file_list_add(&l, folder, NULL), 0);
    cr_assert_eq(l.n, (uint32_t)(FOLDERS * EACH));
    for (uint32_t i = 1; i < l.n; i++)
        cr_assert_lt(strcmp(l.files[i - 1].name, l.files[i].name), 0, "%s", l.files[i].name);
    file_list_free(&l);
}
