/* Tests of the archive's upkeep: documents are forgotten, older formats are brought up to date. */
#include <criterion/criterion.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#define XXH_INLINE_ALL
#include "archive_test.h"
#include "segment.h"

enum { WORDS = 200 };

static char folder[64];
static struct archive open_archive(void) {
    struct archive a = {.host = &host, .folder = folder, .fd = -1};
    cr_assert_eq(archive_lock(&a), PL_OK, "%s", said);
    return a;
}
static void make(void) {
    strcpy(folder, "/tmp/archive_upkeep_test.XXXXXX");
    cr_assert_not_null(mkdtemp(folder));
}
static void clean(void) {
    char command[128];
    snprintf(command, sizeof command, "rm -r '%s'", folder);
    cr_assert_eq(system(command), 0);
}
TestSuite(archive_upkeep, .init = make, .fini = clean);

static uint32_t unit_of(char id, uint32_t i) { return ((uint32_t)id * 7919 + i) * 2654435761u; }

/* A run of a day that keeps a document for each letter of `ids`; the one in `of` at its place is what it replaces, '.': nothing. */
static void run(int32_t day, const char *ids, const char *of) {
    struct archive a = open_archive();
    uint32_t units[WORDS];
    state_length = 0;
    a.day = day;
    cr_assert(!archive_open(&a) && !archive_begin(&a), "%s", said);
    for (size_t k = 0; ids[k]; k++) {
        for (uint32_t i = 0; i < WORDS; i++) units[i] = unit_of(ids[k], i);
        const struct document d = {.exact = {(uint64_t)ids[k], 1},
                                   .units = WORDS,
                                   .replaces = of[k] == '.' ? 0 : id_key((pl_str){of + k, 1})};
        const struct body b = {.v = units, .n = WORDS, .id = {ids + k, 1}};
        cr_assert_eq(archive_add(&a, &d, &b), PL_OK);
    }
    cr_assert(!archive_end(&a) && !archive_publish(&a), "%s", said);
    archive_free(&a);
}

/* The ids that are there, each with its data. */
static const char *ids(void) {
    static char text[64];
    struct archive a = open_archive();
    cr_assert_eq(archive_open(&a), PL_OK, "%s", said);
    for (uint32_t i = 0; i < a.documents; i++) {
        const struct body b = archive_body(&a, i);
        text[i] = *b.id.p;
        cr_assert_eq(archive_entry(&a, i)->exact[0], (uint64_t)text[i]);
        for (uint32_t k = 0; k < WORDS; k++) cr_assert_eq(b.v[k], unit_of(text[i], k));
    }
    text[a.documents] = 0;
    archive_free(&a);
    return text;
}

static uint64_t forget(const char *id, int32_t before) {
    struct archive a = open_archive();
    struct sweep found = {.id = {id, strlen(id)}, .before = before}, gone = found;
    cr_assert(!archive_find(&a, &found) && !archive_forget(&a, &gone), "%s", said);
    cr_expect_leq(found.found, gone.found); /* it does not look at what has no name */
    archive_free(&a);
    return gone.found;
}

Test(archive_upkeep, a_document_is_forgotten) {
    run(1, "abc", "...");
    run(2, "d", ".");
    cr_expect_eq(forget("b", 0), 1u);
    cr_expect_str_eq(ids(), "acd");
    cr_expect_eq(forget("b", 0), 0u);
    cr_expect_eq(forget("d", 0), 1u);
    run(3, "e", ".");
    cr_expect_str_eq(ids(), "ace");
}

/* d is an update of c, which is one of a; f one of d. */
Test(archive_upkeep, with_a_document_goes_what_it_replaced_not_what_replaced_it) {
    run(1, "abc", "..a");
    run(2, "d", "c");
    run(3, "ef", ".d");
    cr_expect_eq(forget("d", 0), 3u);
    cr_expect_str_eq(ids(), "bef");
}

Test(archive_upkeep, a_segment_without_a_name_is_looked_at_too) {
    char path[128], line[1024] = "";
    run(1, "ab", "..");
    struct archive a = open_archive();
    state_length = 0;
    const struct document d = {.exact = {'b', 1}, .units = 1};
    const struct body b = {.v = (uint32_t[]){9}, .n = 1, .id = {"b", 1}};
    cr_assert(!archive_open(&a) && !archive_begin(&a) && !archive_add(&a, &d, &b) &&
              !archive_end(&a) && !archive_begin(&a));
    archive_free(&a); /* the second is half of one */
    cr_expect_eq(forget("b", 0), 2u);
    snprintf(path, sizeof path, "cd '%s' && ls", folder);
    FILE *f = popen(path, "r");
    const size_t n = fread(line, 1, sizeof line - 1, f);
    pclose(f);
    cr_expect(n && !strchr(strchr(strchr(line, '\n') + 1, '\n') + 1, '\n'), "%s", line);
    cr_expect_str_eq(ids(), "a");
}

Test(archive_upkeep, old_documents_do_not_count_and_go_when_they_are_many) {
    run(1, "a", ".");
    run(5, "bcdefghijklmnopqrs", "..................");
    run(6, "t", ".");
    cr_expect_eq(forget("", 2), 1u);
    cr_expect_eq(strlen(ids()), 20 - (size_t)(ids()[0] != 'a'), "one in nineteen may stay");
    cr_expect_geq(forget("", 6), 18u);
    cr_expect_str_eq(ids(), "t");
}

/* As an older version wrote it: entries of `bytes` bytes, no day. */
static void make_older(const char *name, char format, size_t bytes) {
    char path[128], *file = NULL;
    size_t n = 0;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *f = fopen(path, "rb");
    file = malloc(1 << 16);
    n = fread(file, 1, 1 << 16, f);
    fclose(f);
    struct segment_head *h = (void *)file;
    for (uint32_t i = 0; i < h->documents; i++) {
        struct archive_entry e;
        memcpy(&e, file + h->table + i * sizeof e, sizeof e);
        e.day = 0;
        memcpy(file + h->table + i * bytes, &e, bytes);
    }
    h->magic[sizeof SEGMENT_MAGIC - 1] = format;
    h->bytes = n = h->table + h->documents * bytes;
    h->checksum = XXH3_64bits(file + sizeof *h, n - sizeof *h);
    f = fopen(path, "wb");
    cr_assert_eq(fwrite(file, 1, n, f), n);
    fclose(f);
    free(file);
}

Test(archive_upkeep, older_formats_are_refused_and_migrate) {
    const struct {
        char format;
        size_t bytes;
    } older[] = {{'1', offsetof(struct archive_entry, replaces)},
                 {'2', sizeof(struct archive_entry)}};
    for (size_t i = 0; i < sizeof older / sizeof *older; i++) {
        run(1, "abc", "...");
        make_older("000001-000001.seg", older[i].format, older[i].bytes);
        uint64_t files = 0;
        struct archive a = open_archive();
        cr_expect_eq(archive_check(&a), PL_ESTOP);
        cr_expect(strstr(said, "pipeline migrate"), "%s", said);
        cr_expect_eq(archive_open(&a), PL_ESTOP);
        archive_free(&a);
        a = open_archive();
        cr_expect(!archive_migrate(&a, &files) && files == 1 && !archive_check(&a), "%s", said);
        cr_assert(!archive_open(&a), "%s", said);
        cr_expect_gt(archive_entry(&a, 2)->day, 20000);
        archive_free(&a);
        cr_expect_str_eq(ids(), "abc");
        clean();
        make();
    }
}
