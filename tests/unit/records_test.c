/* records_test.c: the log, the sort in memory and by files, cursors, decisions. */
#include <criterion/criterion.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "engine/decisions.h"
#include "engine/records.h"

static char folder[] = "records_test.XXXXXX";
static char path[64];

static void make_folder(void) {
    cr_assert_not_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/log", folder);
}
static void remove_folder(void) {
    unlink(path);
    cr_expect_eq(rmdir(folder), 0, "temporary files are left in %s", folder);
}
TestSuite(records, .init = make_folder, .fini = remove_folder);
TestSuite(decisions, .init = make_folder, .fini = remove_folder);

static uint64_t seed = 42;
static uint64_t next_random(void) {
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return seed >> 33 ^ seed << 29;
}

/* What the reference knows of a record; `i` is also written into the record's bytes. */
struct known {
    uint64_t key[2];
    pl_position position;
    uint32_t kind, ordinal, i;
};

static int compare_known(const void *left, const void *right) {
    const struct known *a = left, *b = right;
#define BY(member)                                                                                 \
    if (a->member != b->member) return a->member < b->member ? -1 : 1
    BY(kind);
    BY(key[0]);
    BY(key[1]);
    BY(position.file);
    BY(position.offset);
    BY(position.ordinal);
    BY(ordinal);
    BY(i);
#undef BY
    return 0;
}

enum { MOST_BYTES = 5000 };

/* The bytes of record i: its number, then up to 40 more; of one in 99 so many that a sort leaves them where they are. */
static pl_str bytes_of(uint32_t i, char *to) {
    memcpy(to, &i, sizeof i);
    const size_t n = sizeof i + i % 41 + (i % 99 == 98 ? 4000 + i % 900 : 0);
    memset(to + sizeof i, (int)(i & 0x7f), n - sizeof i);
    return (pl_str){to, n};
}

static void emit_known(struct buffer *b, const struct known *k) {
    char bytes[MOST_BYTES];
    cr_assert_eq(records_emit(b, k->position, k->ordinal, k->kind, k->key, bytes_of(k->i, bytes)),
                 PL_OK);
}

/* A log of n records, in order of positions unless `mixed`; keys repeat often. Returns what is in
 * it, in log order. */
static struct known *write_log(struct records_log *log, uint32_t n, bool mixed) {
    struct known *all = calloc(n, sizeof *all);
    struct buffer b = {0};
    pl_position at = {0, 0, 0};
    for (uint32_t i = 0, ordinal = 0; i < n; i++) {
        const uint64_t r = next_random();
        if (mixed || r % 5 == 0) {
            at = mixed ? (pl_position){r >> 7 & 3, r >> 9 & 1, r >> 20 & 0xffff}
                       : (pl_position){at.file + (r % 1000 == 0), 0, at.offset + 1 + r % 9000};
            ordinal = 0;
        }
        all[i] =
            (struct known){{r % 3 ? next_random() : r >> 40 & 63, r % 7 ? 0 : next_random() & 3},
                           at,
                           (uint32_t)(r >> 13) % 4,
                           mixed ? 0 : ordinal++,
                           i};
        emit_known(&b, &all[i]);
        if (i % 700 != 699) continue;
        cr_assert_eq(records_append(log, &b), PL_OK);
        buffer_clear(&b);
    }
    cr_assert_eq(records_append(log, &b), PL_OK);
    buffer_free(&b);
    return all;
}

static void expect_record(const pl_record *r, const struct known *k) {
    char bytes[MOST_BYTES];
    const pl_str want = bytes_of(k->i, bytes);
    cr_assert(r->kind == k->kind && r->key[0] == k->key[0] && r->key[1] == k->key[1]);
    cr_assert(r->position.file == k->position.file && r->position.offset == k->position.offset);
    cr_assert(r->position.ordinal == k->position.ordinal && r->ordinal == k->ordinal);
    cr_assert(r->bytes.n == want.n && !memcmp(r->bytes.p, want.p, want.n),
              "record %u has other bytes", k->i);
}

static void expect_walk(struct records_sorted *s, const struct known *want, uint32_t n) {
    pl_record r;
    uint32_t i = 0;
    for (uint32_t kind = 0; kind < 5; kind++) {
        struct records_cursor *c = records_cursor(s, kind, 0, UINT64_MAX);
        int rc;
        while ((rc = records_next(c, &r)) == PL_OK) expect_record(&r, &want[i++]);
        cr_assert_eq(rc, PL_END, "%s", records_cursor_error(c));
        cr_assert_eq(records_next(c, &r), PL_END);
        records_cursor_close(c);
    }
    cr_assert_eq(i, n);
}

static struct records_sorted *sorted_with(struct records_log *log, size_t memory) {
    struct records_sorted *s = NULL;
    cr_assert_eq(records_sort(log, folder, memory, &s), PL_OK, "%s", records_error(log));
    return s;
}

Test(records, same_walk_for_any_memory_and_order) {
    static const struct {
        const char *name;
        uint32_t n;
        bool mixed;
        size_t memory;
    } cases[] = {
        {"in memory", 200000, false, (size_t)1 << 30},
        {"many runs", 200000, false, 1 << 20},
        {"few runs", 200000, false, 9 << 20},
        {"documents in any order", 50000, true, (size_t)1 << 30},
        {"any order, runs", 50000, true, 1 << 20},
        {"one", 1, false, 1 << 20},
        {"runs in memory", 500000, false, (size_t)1 << 30},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        seed = 42;
        struct records_log *log = records_open(path, 0);
        cr_assert_not_null(log);
        struct known *all = write_log(log, cases[i].n, cases[i].mixed);
        qsort(all, cases[i].n, sizeof *all, compare_known);
        struct records_sorted *s = sorted_with(log, cases[i].memory);
        cr_assert_eq(records_count(s), cases[i].n, "%s", cases[i].name);
        cr_assert_eq(records_close(log), PL_OK);
        expect_walk(s, all, cases[i].n);
        records_sorted_free(s);
        free(all);
    }
}

Test(records, equal_records_keep_the_order_of_the_log) {
    for (size_t memory = 1 << 20; memory <= 1 << 28; memory <<= 8) {
        struct records_log *log = records_open(path, 0);
        struct buffer b = {0};
        for (uint32_t i = 0; i < 40000; i++) {
            emit_known(&b, &(struct known){.key = {i % 3, 0}, .kind = 1, .i = i});
            if (i % 500 == 499) records_append(log, &b), buffer_clear(&b);
        }
        struct records_sorted *s = sorted_with(log, memory);
        struct records_cursor *c = records_cursor(s, 1, 0, UINT64_MAX);
        pl_record r;
        for (uint32_t key = 0; key < 3; key++)
            for (uint32_t i = key; i < 40000; i += 3) {
                uint32_t got;
                cr_assert_eq(records_next(c, &r), PL_OK);
                memcpy(&got, r.bytes.p, sizeof got);
                cr_assert_eq(got, i, "memory %zu: %u stands where %u should", memory, got, i);
            }
        records_cursor_close(c);
        records_sorted_free(s);
        records_close(log);
        buffer_free(&b);
    }
}

/* First index of a record of kind >= with a key >= this one. */
static uint32_t lower(const struct known *v, uint32_t n, uint32_t kind, uint64_t key0,
                      uint64_t key1) {
    uint32_t i = 0;
    while (i < n && (v[i].kind < kind ||
                     (v[i].kind == kind &&
                      (v[i].key[0] < key0 || (v[i].key[0] == key0 && v[i].key[1] < key1)))))
        i++;
    return i;
}

static void expect_seeks(struct records_sorted *s, const struct known *v, uint32_t n) {
    struct records_cursor *a = records_cursor(s, 2, 0, UINT64_MAX),
                          *b = records_cursor(s, 2, 20, 40);
    pl_record r;
    uint32_t at = lower(v, n, 2, 0, 0);
    for (uint64_t step = 1; step < 64; step++) {
        const uint64_t key[2] = {step < 50 ? step : step << 50, step & 3};
        const uint32_t found = lower(v, n, 2, key[0], key[1]);
        cr_assert_eq(records_seek(a, key), PL_OK);
        if (found > at) at = found;
        const bool ends = at >= n || v[at].kind != 2;
        cr_assert_eq(records_next(a, &r), ends ? PL_END : PL_OK);
        if (!ends) expect_record(&r, &v[at++]);
    }
    const uint64_t back[2] = {0, 0}; /* before its low end, and then behind it: both do nothing */
    uint32_t i = lower(v, n, 2, 20, 0);
    const uint32_t end = lower(v, n, 2, 41, 0);
    cr_assert_gt(end, i);
    for (; i < end; i++) {
        cr_assert_eq(records_seek(b, back), PL_OK);
        cr_assert_eq(records_next(b, &r), PL_OK);
        expect_record(&r, &v[i]);
    }
    cr_assert_eq(records_next(b, &r), PL_END);
    records_cursor_close(a);
    records_cursor_close(b);
}

Test(records, cursors_seek_and_keep_to_their_range) {
    struct records_log *log = records_open(path, 0);
    struct known *all = write_log(log, 60000, false);
    qsort(all, 60000, sizeof *all, compare_known);
    for (size_t memory = 1 << 20; memory <= 1 << 28; memory <<= 8) {
        struct records_sorted *s = sorted_with(log, memory);
        expect_seeks(s, all, 60000);
        records_sorted_free(s);
    }
    records_close(log);
    free(all);
}

Test(records, several_logs_walk_as_one) {
    struct records_sorted *parts[3];
    struct known *all = calloc(30000, sizeof *all);
    for (uint32_t i = 0; i < 3; i++) {
        struct records_log *log = records_open(path, 0);
        struct known *some = write_log(log, 10000, true);
        memcpy(all + i * 10000, some, 10000 * sizeof *some);
        parts[i] = sorted_with(log, i ? 1 << 20 : 1 << 28);
        records_close(log);
        unlink(path);
        free(some);
    }
    qsort(all, 30000, sizeof *all, compare_known);
    struct records_cursor *c = records_cursor_over(parts, 3, 1, 5, UINT64_MAX);
    const uint64_t key[2] = {1 << 20, 0};
    pl_record r;
    uint32_t i = lower(all, 30000, 1, 5, 0);
    for (int k = 0; k < 100; k++, i++) {
        cr_assert_eq(records_next(c, &r), PL_OK);
        expect_record(&r, &all[i]);
    }
    cr_assert_eq(records_seek(c, key), PL_OK);
    for (i = lower(all, 30000, 1, key[0], 0); i < 30000 && all[i].kind == 1; i++) {
        cr_assert_eq(records_next(c, &r), PL_OK);
        expect_record(&r, &all[i]);
    }
    cr_assert_eq(records_next(c, &r), PL_END);
    records_cursor_close(c);
    for (i = 0; i < 3; i++) records_sorted_free(parts[i]);
    free(all);
}

Test(records, empty_log) {
    struct records_log *log = records_open(path, 0);
    struct buffer none = {0};
    cr_assert_eq(records_append(log, &none), PL_OK);
    cr_assert_eq(records_length(log), 0u);
    struct records_sorted *s = sorted_with(log, 1 << 20);
    expect_walk(s, NULL, 0);
    const uint64_t key[2] = {7, 7};
    struct records_cursor *c = records_cursor(s, 0, 0, UINT64_MAX);
    pl_record r;
    cr_assert_eq(records_seek(c, key), PL_OK);
    cr_assert_eq(records_next(c, &r), PL_END);
    records_cursor_close(c);
    records_sorted_free(s);
    records_close(log);
}

Test(records, records_are_taken_back_by_cutting_the_buffer) {
    struct records_log *log = records_open(path, 0);
    struct buffer b = {0};
    const pl_position first = {0, 0, 10}, second = {0, 0, 20};
    emit_known(&b, &(struct known){.key = {1, 0}, .position = first, .i = 1});
    const size_t mark = b.n;
    emit_known(&b, &(struct known){.key = {2, 9}, .position = second, .kind = 3, .i = 2});
    cr_assert_eq(records_next_ordinal(&b, second), 1u);
    b.n = mark;
    cr_assert_eq(records_next_ordinal(&b, second), 0u);
    cr_assert_eq(records_next_ordinal(&b, first), 1u);
    emit_known(&b, &(struct known){.key = {1, 0}, .position = second, .i = 3});
    emit_known(&b, &(struct known){.key = {9, 0}, .position = second, .ordinal = 1, .i = 4});
    b.n = b.n - 1 - 8 - 1 - 8; /* flags, key, length, bytes of the last one */
    cr_assert_eq(records_append(log, &b), PL_OK);
    b.n = 0;
    cr_assert_eq(records_append(log, &b), PL_OK);
    struct records_sorted *s = sorted_with(log, 1 << 20);
    expect_walk(s,
                (const struct known[]){{.key = {1, 0}, .position = first, .i = 1},
                                       {.key = {1, 0}, .position = second, .i = 3}},
                2);
    records_sorted_free(s);
    records_close(log);
    buffer_free(&b);
}

Test(records, log_goes_on_at_the_length_of_the_checkpoint) {
    struct records_log *log = records_open(path, 0);
    struct buffer b = {0};
    emit_known(&b, &(struct known){.key = {1, 0}, .i = 1});
    records_append(log, &b);
    const uint64_t length = records_length(log);
    records_append(log, &b); /* will be forgotten */
    cr_assert_eq(records_sync(log), PL_OK);
    records_close(log);
    cr_assert_not_null(log = records_open(path, length));
    b.n = 0;
    emit_known(&b, &(struct known){.key = {0, 0}, .i = 2});
    records_append(log, &b);
    struct records_sorted *s = sorted_with(log, 1 << 20);
    expect_walk(s, (const struct known[]){{.key = {0, 0}, .i = 2}, {.key = {1, 0}, .i = 1}}, 2);
    records_sorted_free(s);
    const uint64_t too_long = records_length(log) + 1;
    records_close(log);
    cr_assert_null(records_open(path, too_long));
    cr_assert_eq(errno, EBADMSG);
    buffer_free(&b);
}

static void flip(uint64_t at) {
    FILE *f = fopen(path, "r+");
    fseek(f, (long)at, SEEK_SET);
    const int c = fgetc(f);
    fseek(f, (long)at, SEEK_SET);
    fputc(c ^ 1, f);
    fclose(f);
}

Test(records, damage_is_an_error_that_names_the_place) {
    static const uint64_t places[] = {0, 4, 8, 12, 16, 300, 5000};
    struct records_log *log = records_open(path, 0);
    free(write_log(log, 3000, false));
    struct records_sorted *s = NULL;
    const uint64_t length = records_length(log);
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        flip(places[i]);
        struct records_log *again = records_open(path, length);
        cr_expect_eq(records_sort(again, folder, 1 << 20, &s), PL_ESTOP, "byte %d", (int)places[i]);
        cr_expect_eq(errno, EBADMSG);
        cr_expect_not_null(
            strstr(records_error(again), places[i] == 4 ? "damaged at byte" : "damaged at byte 0"),
            "%s", records_error(again));
        cr_expect_not_null(strstr(records_error(again), path));
        records_close(again);
        flip(places[i]);
    }
    cr_assert_eq(records_sort(log, "no/such/folder", 1 << 20, &s), PL_OK,
                 "what fits needs no folder");
    records_sorted_free(s);
    free(write_log(log, 30000, false));
    cr_assert_eq(records_sort(log, "no/such/folder", 1 << 20, &s), PL_ESTOP);
    cr_assert_eq(errno, ENOENT);
    cr_assert_not_null(strstr(records_error(log), "no/such/folder"));
    records_close(log);
}

/* ---- Decisions ---- */

static pl_position place(uint32_t i) {
    return (pl_position){i / 1000, i % 2, (uint64_t)(i % 1000 / 2) * 5000};
}

/* Every third document has i % 4 + 1 messages "i:k"; message k of all documents comes before k + 1,
 * documents backwards. */
static void write_decisions(uint32_t n, size_t memory) {
    struct decisions_writer *w = decisions_create(folder, path, memory);
    cr_assert_not_null(w);
    char text[32];
    for (uint32_t k = 0; k < 4; k++)
        for (uint32_t i = n; i-- > 0;) {
            if (i % 3 || k > i % 4) continue;
            const int length = snprintf(text, sizeof text, "%u:%u", i, k);
            cr_assert_eq(decisions_add(w, place(i), (pl_str){text, (size_t)length}), PL_OK);
        }
    cr_assert_eq(decisions_finish(w), PL_OK, "%s", decisions_writer_error(w));
    decisions_writer_free(w);
}

static void expect_messages(pl_array a, uint32_t i) {
    char text[32];
    cr_assert_eq(a.n, i % 3 ? 0 : i % 4 + 1, "document %u has %u messages", i, a.n);
    cr_assert_eq(a.element_size, sizeof(pl_str));
    for (uint32_t k = 0; k < a.n; k++) {
        const pl_str *s = (const pl_str *)a.v + k;
        snprintf(text, sizeof text, "%u:%u", i, k);
        cr_assert(s->n == strlen(text) && !memcmp(s->p, text, s->n), "document %u: '%.*s'", i,
                  (int)s->n, s->p);
    }
}

Test(decisions, of_each_document_in_any_order) {
    enum { N = 60000 };
    struct arena arena = {0};
    pl_array a;
    for (size_t memory = 1 << 20; memory <= 1 << 28; memory <<= 8) {
        write_decisions(N, memory);
        struct decisions *d = decisions_open(path);
        cr_assert_not_null(d);
        struct decisions_reader *r = decisions_reader(d);
        for (uint32_t i = 0; i < N; i++) {
            cr_assert_eq(decisions_seek_next(r, place(i), &arena, &a), PL_OK);
            expect_messages(a, i);
        }
        for (uint32_t i = 0; i < 500; i++) {
            const uint32_t any = (uint32_t)(next_random() % N);
            cr_assert_eq(decisions_seek_next(r, place(any), &arena, &a), PL_OK);
            expect_messages(a, any);
            cr_assert_eq(decisions_seek_next(r, place(any), &arena, &a), PL_OK);
            expect_messages(a, any);
            cr_assert_eq(decisions_lookup(d, place(N - 1 - any), &arena, &a), PL_OK);
            expect_messages(a, N - 1 - any);
        }
        decisions_reader_free(r);
        decisions_close(d);
        arena_free(&arena);
    }
}

Test(decisions, none_and_not_finished) {
    struct arena arena = {0};
    pl_array a;
    write_decisions(0, 1 << 20);
    struct decisions *d = decisions_open(path);
    cr_assert_not_null(d);
    cr_assert_eq(decisions_count(d), 0u);
    cr_assert_eq(decisions_lookup(d, place(3), &arena, &a), PL_OK);
    cr_assert_eq(a.n, 0u);
    decisions_close(d);
    write_decisions(5000, 1 << 20);
    struct stat st;
    cr_assert_eq(stat(path, &st), 0);
    cr_assert_eq(truncate(path, st.st_size - 1), 0);
    cr_assert_null(decisions_open(path));
    cr_assert_eq(errno, EBADMSG);
    cr_assert_eq(truncate(path, 3), 0);
    cr_assert_null(decisions_open(path));
    unlink(path);
    cr_assert_null(decisions_open(path));
    cr_assert_eq(errno, ENOENT);
    arena_free(&arena);
}
