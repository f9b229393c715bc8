/* Tests of the deduper with an index: what later runs find, and what becomes of the folder. */
#include <dirent.h>
#include <stdlib.h>
#include "deduper_test.h"

static char folder[] = "/tmp/deduper_test.XXXXXX";

static pl_test *run_with_index(const char *const *ids, const char *const *texts, size_t n) {
    char option[128];
    snprintf(option, sizeof option, "index = %s\n", folder);
    pl_test *t = open_test(option);
    for (size_t i = 0; i < n; i++) pl_test_add(t, ids[i], texts[i]);
    return t;
}

static void remove_folder(void) {
    char command[128];
    snprintf(command, sizeof command, "rm -r '%s'", folder);
    cr_assert_eq(system(command), 0);
}

Test(index, later_runs_find_copies_of_what_earlier_ones_kept) {
    char a[ROOM], near[ROOM], other[ROOM], third[ROOM];
    make_text(a, 41, 300, 0), make_text(near, 41, 300, 30);
    make_text(other, 42, 300, 0), make_text(third, 43, 300, 0);
    cr_assert_not_null(mkdtemp(folder));
    pl_test *t = run_with_index((const char *[]){"a", "a again"}, (const char *[]){a, a}, 2);
    run(t);
    cr_expect(is_kept(t, 0) && !is_kept(t, 1));
    pl_test_close(t);
    t = run_with_index((const char *[]){"b", "c", "d", "e"},
                       (const char *[]){near, original, a, other}, 4);
    run(t);
    cr_expect(!is_kept(t, 0) && is_kept(t, 1) && !is_kept(t, 2) && is_kept(t, 3));
    cr_assert(duplicate_of(t, 0) && duplicate_of(t, 2));
    cr_expect(str_is(duplicate_of(t, 0)->id, "a") && str_is(duplicate_of(t, 0)->rule, "near"),
              "%.*s %.*s %f", (int)duplicate_of(t, 0)->id.n, duplicate_of(t, 0)->id.p,
              (int)duplicate_of(t, 0)->rule.n, duplicate_of(t, 0)->rule.p,
              duplicate_of(t, 0)->similarity);
    cr_expect(str_is(duplicate_of(t, 2)->id, "a") && str_is(duplicate_of(t, 2)->rule, "exact"));
    pl_test_close(t);
    t = run_with_index((const char *[]){"f", "g", "h"}, (const char *[]){reworded, third, other},
                       3);
    run(t);
    cr_expect(!is_kept(t, 0) && is_kept(t, 1) && !is_kept(t, 2));
    cr_assert_not_null(duplicate_of(t, 0));
    cr_expect(str_is(duplicate_of(t, 0)->id, "c") && str_is(duplicate_of(t, 0)->rule, "spun"));
    pl_test_close(t);
    remove_folder();
}

Test(index, an_update_takes_the_place_of_what_it_replaces) {
    char a[ROOM], newer[ROOM], other[ROOM], other_near[ROOM];
    make_text(a, 51, 300, 0), make_text(newer, 51, 300, 30);
    make_text(other, 52, 300, 0), make_text(other_near, 52, 300, 30);
    cr_assert_not_null(mkdtemp(folder));
    pl_test *t = run_with_index((const char *[]){"a", "o"}, (const char *[]){a, other}, 2);
    run(t);
    pl_test_close(t);
    t = run_with_index(NULL, NULL, 0);
    pl_test_field(t, "update_of", "a");
    pl_test_add(t, "a", newer);
    pl_test_field(t, "update_of", "gone long ago");
    pl_test_add(t, "n", other_near);
    pl_test_add(t, "copy", newer);
    run(t);
    cr_expect(is_kept(t, 0), "no copy of the text that it replaces");
    cr_expect(is_kept(t, 1), "nor of any other");
    cr_expect(!is_kept(t, 2) && str_is(duplicate_of(t, 2)->id, "a"), "others are copies of it");
    pl_test_close(t);
    t = run_with_index((const char *[]){"b", "c"}, (const char *[]){a, other}, 2);
    run(t);
    cr_expect(!is_kept(t, 0) && str_is(duplicate_of(t, 0)->rule, "near"),
              "of the two texts of an id the newer is there");
    cr_expect(!is_kept(t, 1) && str_is(duplicate_of(t, 1)->rule, "exact"));
    pl_test_close(t);
    remove_folder();
}

Test(index, an_original_that_comes_after_its_rewording_stays) {
    cr_assert_not_null(mkdtemp(folder));
    pl_test *t = run_with_index((const char *[]){"copy"}, (const char *[]){reworded}, 1);
    run(t);
    pl_test_close(t);
    t = run_with_index((const char *[]){"original"}, (const char *[]){original}, 1);
    run(t);
    cr_expect(is_kept(t, 0));
    pl_test_close(t);
    remove_folder();
}

Test(index, a_damaged_segment_stops_the_run) {
    char path[128];
    cr_assert_not_null(mkdtemp(folder));
    pl_test *t = run_with_index((const char *[]){"a"}, (const char *[]){original}, 1);
    run(t);
    pl_test_close(t);
    snprintf(path, sizeof path, "%s/000001-000001.seg", folder);
    FILE *f = fopen(path, "r+b");
    cr_assert_not_null(f);
    fseek(f, 300, SEEK_SET);
    fputc('x', f);
    fclose(f);
    t = run_with_index((const char *[]){"b"}, (const char *[]){reworded}, 1);
    cr_expect_neq(pl_test_run(t), PL_OK);
    cr_expect_not_null(strstr(pl_test_error(t), "damaged"), "%s", pl_test_error(t));
    pl_test_close(t);
    remove_folder();
}

Test(index, one_run_at_a_time_has_the_index) {
    cr_assert_not_null(mkdtemp(folder));
    pl_test *first = run_with_index((const char *[]){"a"}, (const char *[]){original}, 1),
            *second = run_with_index((const char *[]){"b"}, (const char *[]){reworded}, 1);
    run(first);
    cr_expect_neq(pl_test_run(second), PL_OK);
    cr_expect_not_null(strstr(pl_test_error(second), "another run uses it"), "%s",
                       pl_test_error(second));
    pl_test_close(second);
    pl_test_close(first);
    pl_test *third = run_with_index((const char *[]){"b"}, (const char *[]){reworded}, 1);
    run(third);
    cr_expect(!is_kept(third, 0));
    pl_test_close(third);
    remove_folder();
}

static uint32_t count_files(void) {
    uint32_t n = 0;
    DIR *d = opendir(folder);
    cr_assert_not_null(d);
    while (readdir(d)) n++;
    closedir(d);
    return n - 2; /* "." and ".." */
}

Test(index, many_runs_leave_few_segments_and_lose_nothing) {
    enum { NIGHTS = 21 };
    char texts[NIGHTS][ROOM], names[NIGHTS][8];
    const char *ids[NIGHTS], *all[NIGHTS];
    cr_assert_not_null(mkdtemp(folder));
    for (uint32_t i = 0; i < NIGHTS; i++) {
        snprintf(names[i], sizeof names[i], "n%u", i);
        ids[i] = names[i];
        all[i] = make_text(texts[i], 100 + i, 300, 0);
        pl_test *t = run_with_index(ids + i, all + i, 1);
        run(t);
        cr_assert(is_kept(t, 0));
        pl_test_close(t);
        cr_assert_leq(count_files(), 5u, "night %u", i);
    }
    cr_expect_eq(count_files(), 3u, "16, 4 and 1 documents");
    pl_test *t = run_with_index((const char *[NIGHTS]){0}, all, 0);
    for (uint32_t i = 0; i < NIGHTS; i++) pl_test_add(t, "again", all[i]);
    run(t);
    for (uint32_t i = 0; i < NIGHTS; i++) {
        cr_assert(!is_kept(t, i) && duplicate_of(t, i), "document %u", i);
        cr_expect(str_is(duplicate_of(t, i)->id, names[i]), "document %u", i);
    }
    pl_test_close(t);
    remove_folder();
}
