/* The file of documents that earlier runs have read. */
#include "engine/known.h"
#include <errno.h>
#include "temporary.h"

TestSuite(known, .init = make_folder, .fini = remove_folder);

static struct known open_known(void) {
    struct known k;
    cr_assert_eq(known_open(&k, path_of("known")), 0, "%s", strerror(errno));
    return k;
}

/* Adds entries whose ids are one letter each. */
static void add(uint64_t run, const uint64_t *keys, size_t n, const char *ids) {
    struct known_entry v[16] = {{0}};
    struct known k = open_known();
    for (size_t i = 0; i < n; i++) v[i] = (struct known_entry){keys[i], i, 1, (uint32_t)run};
    cr_assert_eq(known_replace(&k, path_of("known"), run, v, n, (pl_str){ids, n}), 0);
    known_close(&k);
}

static void expect_entry(const struct known *k, uint64_t key, uint32_t run, char id) {
    const struct known_entry *e = known_find(k, key);
    cr_assert(e, "key %d is there", (int)key);
    const pl_str s = known_id(k, e);
    cr_expect(e->run == run && s.n == 1 && *s.p == id, "key %d: run %u, id %.*s", (int)key, e->run,
              (int)s.n, s.p);
}

Test(known, is_empty_without_a_file) {
    struct known k = open_known();
    cr_expect(k.n == 0 && !known_find(&k, 5) && k.run == 0);
    known_close(&k);
}

Test(known, finds_what_runs_have_added) {
    add(1, (uint64_t[]){30, 10, 20}, 3, "cab");
    add(2, (uint64_t[]){5, 25, 99}, 3, "xyz");
    struct known k = open_known();
    static const struct {
        uint64_t key;
        uint32_t run;
        char id;
    } all[] = {{5, 2, 'x'}, {10, 1, 'a'}, {20, 1, 'b'}, {25, 2, 'y'}, {30, 1, 'c'}, {99, 2, 'z'}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        expect_entry(&k, all[i].key, all[i].run, all[i].id);
    for (uint64_t missing = 11; missing < 20; missing++) cr_expect(!known_find(&k, missing));
    cr_expect(!known_find(&k, 0) && !known_find(&k, UINT64_MAX));
    cr_expect(k.n == 6 && k.run == 2);
    known_close(&k);
}

Test(known, the_last_of_equal_keys_counts) {
    add(1, (uint64_t[]){10, 20, 10}, 3, "abc");
    add(2, (uint64_t[]){20}, 1, "d");
    struct known k = open_known();
    expect_entry(&k, 10, 1, 'c');
    expect_entry(&k, 20, 2, 'd');
    cr_expect_eq(k.n, 2u);
    known_close(&k);
}

Test(known, a_run_without_news_changes_the_number_alone) {
    add(1, (uint64_t[]){10}, 1, "a");
    add(2, NULL, 0, "");
    struct known k = open_known();
    expect_entry(&k, 10, 1, 'a');
    cr_expect_eq(k.run, 2u);
    known_close(&k);
}

Test(known, every_damage_is_seen) {
    add(1, (uint64_t[]){10, 20}, 2, "ab");
    char bytes[512];
    FILE *f = fopen(path_of("known"), "rb");
    const size_t n = fread(bytes, 1, sizeof bytes, f);
    fclose(f);
    cr_assert_eq(n, 40 + 2 * 24 + 2u);
    for (size_t i = 0; i <= n; i++) {
        struct known k;
        if (i < n) bytes[i] ^= 1;
        write_file("known", bytes, i < n ? n : n - 1);
        cr_expect(known_open(&k, path_of("known")) == -1 && errno == EBADMSG, "byte %zu", i);
        if (i < n) bytes[i] ^= 1;
    }
    write_file("known", bytes, 10);
    struct known k;
    cr_expect_eq(known_open(&k, path_of("known")), -1);
}

static bool is_not_two(void *context, const struct known_entry *e) {
    (void)context;
    return e->run != 2;
}

Test(known, thinned_it_has_the_others_and_their_ids_alone) {
    add(1, (uint64_t[]){30, 10, 20}, 3, "cab");
    add(2, (uint64_t[]){20, 25}, 2, "xy");
    add(3, (uint64_t[]){40}, 1, "z");
    struct known k = open_known();
    cr_assert_eq(known_thin(&k, path_of("known"), is_not_two, NULL), 0);
    known_close(&k);
    k = open_known();
    expect_entry(&k, 10, 1, 'a');
    expect_entry(&k, 30, 1, 'c');
    expect_entry(&k, 40, 3, 'z');
    cr_expect(k.n == 3 && k.ids_n == 3 && k.run == 3 && !known_find(&k, 20));
    known_close(&k);
}
