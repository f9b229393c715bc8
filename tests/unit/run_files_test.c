/* The files of runs, found again by the name in the config. */
#include "engine/run_files.h"
#include <errno.h>
#include "temporary.h"

TestSuite(run_files, .init = make_folder, .fini = remove_folder);

static char found[1024];

static int note(void *context, const char *path) {
    const int *stop_behind = context;
    strcat(strcat(found, found[0] ? " " : ""), strrchr(path, '/') + 1);
    return *stop_behind && strstr(path, "00002") ? 7 : 0;
}

static const char *const names[] = {"n-00001.jsonl",
                                    "n-00002.jsonl",
                                    "n-00012.jsonl",
                                    "n-x.jsonl",
                                    "n-00001.jsonl.part",
                                    "n-2026-11-28.jsonl",
                                    "n-2026-1-28.jsonl",
                                    "n-.jsonl",
                                    "n-00002-2026-11-28.00000.gz",
                                    "n-00002-2026-11-28.00001.gz",
                                    "m-00001.jsonl",
                                    "n.jsonl"};

static const struct {
    const char *pattern;
    uint64_t run;
    const char *found;
} cases[] = {
    {"n-{run}.jsonl", 0, "n-00001.jsonl n-00002.jsonl n-00012.jsonl"},
    {"n-{run}.jsonl", 2, "n-00002.jsonl"},
    {"n-{run}.jsonl", 3, ""},
    {"n-{date}.jsonl", 0, "n-2026-11-28.jsonl"},
    {"n-{run}-{date}.{part}.gz", 2, "n-00002-2026-11-28.00000.gz n-00002-2026-11-28.00001.gz"},
    {"n-{run}-{date}.{part}.gz", 1, ""},
    {"n-00002-{date}.{part}.gz", 0, "n-00002-2026-11-28.00000.gz n-00002-2026-11-28.00001.gz"},
    {"n.jsonl", 0, "n.jsonl"},
    {"n-{part}.jsonl.part", 0, "n-00001.jsonl.part"},
    {"{run", 0, ""},
};

Test(run_files, are_those_whose_names_fit) {
    int stop = 0;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) write_file(names[i], "", 0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        found[0] = 0;
        cr_expect_eq(run_files_each(path_of(cases[i].pattern), cases[i].run, note, &stop), 0);
        cr_expect_str_eq(found, cases[i].found, "%s, run %d: %s", cases[i].pattern,
                         (int)cases[i].run, found);
    }
    stop = 1;
    found[0] = 0;
    cr_expect_eq(run_files_each(path_of("n-{run}.jsonl"), 0, note, &stop), 7);
    cr_expect_str_eq(found, "n-00001.jsonl n-00002.jsonl");
}

Test(run_files, no_folder_has_none) {
    int stop = 0;
    found[0] = 0;
    cr_expect_eq(run_files_each(path_of("gone/n-{run}"), 0, note, &stop), 0);
    write_file("file", "", 0);
    cr_expect(run_files_each(path_of("file/n-{run}"), 0, note, &stop) == -1 && errno == ENOTDIR);
    cr_expect_str_eq(found, "");
}
