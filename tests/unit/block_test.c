/* block_test.c: records of every shape come back; what is cut, too large or not a block is damaged, never read past its end. */
#include "engine/block.h"
#include <criterion/criterion.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char bytes[FAR_BYTES + 10];
/* Each flag of a record alone, all at once, and none. */
static const pl_record shapes[] = {
    {.kind = 7, .key = {1u << 20, 5}, .position = {3, 2, 1ull << 40}, .ordinal = 9, .bytes = {bytes, 3}},
    {.kind = 7, .key = {1u << 20, 5}, .position = {3, 2, 1ull << 40}, .ordinal = 10, .bytes = {bytes, 3}},
    {.kind = 300},
    {.kind = 300, .key = {2, 0}},
    {.kind = 300, .key = {2, 8}},
    {.kind = 300, .key = {2, 0}, .position = {300, 0, 0}},
    {.kind = 300, .key = {2, 0}, .position = {300, 0, 300}},
    {.kind = 300, .key = {2, 0}, .position = {300, 300, 300}},
    {.kind = 300, .key = {2, 0}, .position = {300, 300, 300}, .ordinal = 300},
    {.kind = 300, .key = {2, 0}, .position = {300, 300, 300}, .ordinal = 301, .bytes = {bytes, FAR_BYTES}},
};
enum { SHAPES = sizeof shapes / sizeof *shapes };

static const char *records_of(const struct buffer *b) { return b->p + sizeof(struct block_open); }

static bool is_equal(const pl_record *a, const pl_record *b) {
    return !record_compare_key(a, b->kind, b->key[0], b->key[1]) && !record_compare_place(a, b) && a->bytes.n == b->bytes.n;
}

Test(block, every_shape_comes_back) {
    struct buffer b = {0};
    pl_record r = {0};
    for (size_t i = 0; i < SHAPES; i++) cr_assert_eq(block_add(&b, &shapes[i]), PL_OK);
    cr_expect_eq(block_state(&b)->count, SHAPES);
    const char *p = records_of(&b), *end = b.p + b.n;
    for (size_t i = 0; i < SHAPES; i++) {
        cr_assert_not_null(p = block_record(p, end, &r, NULL), "%zu", i);
        cr_expect(is_equal(&r, &shapes[i]), "%zu", i);
    }
    cr_expect_eq(p, end);
    cr_expect_null(block_record(p, end, &r, NULL), "there is no more");
    buffer_free(&b);
}

Test(block, a_record_that_is_cut_is_damaged) {
    for (size_t i = 0; i < SHAPES; i++)
        for (int far = 0; far <= (shapes[i].bytes.n >= FAR_BYTES); far++) {
            struct buffer b = {0};
            uint64_t at = 0;
            cr_assert_eq(far ? block_add_far(&b, &shapes[i], 99) : block_add(&b, &shapes[i]), PL_OK);
            const size_t n = b.n - sizeof(struct block_open);
            for (size_t cut = 0; cut < n; cut++) {
                char *copy = malloc(cut + 1); /* its end is the end of its memory */
                pl_record r = {0};
                memcpy(copy, records_of(&b), cut);
                cr_expect_null(block_record(copy, copy + cut, &r, far ? &at : NULL), "%zu cut at %zu", i, cut);
                free(copy);
            }
            buffer_free(&b);
        }
}

Test(block, a_record_that_was_taken_back_is_gone) {
    struct buffer b = {0};
    block_add(&b, &shapes[0]);
    const size_t one = b.n;
    block_add(&b, &shapes[1]);
    b.n = one;
    cr_expect_eq(block_state(&b)->count, 1);
    block_add(&b, &shapes[2]);
    b.n = one;
    cr_assert_eq(block_add(&b, &shapes[1]), PL_OK, "the one before is looked for first");
    cr_expect_eq(block_seal(&b).count, 2);
    b.n = 0;
    cr_expect_null(block_state(&b));
    cr_expect_eq(block_seal(&b).bytes, 0);
    buffer_free(&b);
}

/* Flags that say "kind follows", and a number of 40 bits. */
Test(block, a_number_that_does_not_fit_is_damaged) {
    static const char wide[] = "\x01\xff\xff\xff\xff\xff\x7f\x00";
    pl_record r = {0};
    cr_expect_null(block_record(wide, wide + sizeof wide - 1, &r, NULL));
}

/* What is wrong with a block in memory or in a file. */
static const struct { const char *name; size_t cut; int flip; bool is_seen_in_memory; } wrongs[] = {
    {"nothing", 0, -1, false},
    {"the magic", 0, offsetof(struct block_head, magic), true},
    {"more bytes than there are", 0, offsetof(struct block_head, bytes) + 2, true},
    {"the checksum", 0, offsetof(struct block_head, check), false},
    {"a record", 0, sizeof(struct block_head) + 3, false},
    {"its end is missing", 1, -1, true},
    {"half a head", 0, -2, true},
};

static int walk(struct blocks *blocks) {
    int rc, n = 0;
    errno = 0;
    while ((rc = blocks_next(blocks)) == PL_OK) n++;
    cr_expect(rc == PL_END || errno == EBADMSG);
    blocks_free(blocks);
    return rc == PL_END ? n : -1;
}

Test(block, damage_is_seen) {
    struct buffer b = {0}, whole = {0};
    for (size_t i = 0; i < SHAPES; i++) block_add(&b, &shapes[i]);
    const struct block_head head = block_seal(&b);
    buffer_append(&whole, &head, sizeof head);
    buffer_append(&whole, records_of(&b), head.bytes);
    for (size_t i = 0; i < sizeof wrongs / sizeof *wrongs; i++) {
        struct append_file file;
        const size_t n = wrongs[i].flip == -2 ? sizeof head / 2 : whole.n - wrongs[i].cut;
        char *copy = malloc(n);
        memcpy(copy, whole.p, n);
        if (wrongs[i].flip >= 0) copy[wrongs[i].flip] ^= 0x40;
        cr_assert_eq(append_file_temporary(&file, "/tmp"), PL_OK);
        cr_assert_eq(append_file_write(&file, copy, n, NULL, 0), PL_OK);
        struct blocks in_file = {.file = &file, .end = n}, in_memory = {.memory = copy, .end = n};
        cr_expect_eq(walk(&in_file), i ? -1 : SHAPES, "%s, in a file", wrongs[i].name);
        cr_expect_eq(strstr(append_file_error(&file), "damaged") != NULL, i > 0, "%s", append_file_error(&file));
        if (!i || wrongs[i].is_seen_in_memory) cr_expect_eq(walk(&in_memory), i ? -1 : SHAPES, "%s, in memory", wrongs[i].name);
        append_file_close(&file);
        free(copy);
    }
    buffer_free(&b);
    buffer_free(&whole);
}

/* Long bytes stand in another file: at their place, or beyond its end. */
Test(block, long_bytes_are_read_where_they_stand) {
    static const struct { uint64_t at; int rc; } rows[] = {{0, PL_OK}, {10, PL_OK}, {11, PL_ESTOP}, {UINT64_MAX, PL_ESTOP}};
    struct append_file far;
    memset(bytes, 'x', sizeof bytes);
    cr_assert_eq(append_file_temporary(&far, "/tmp"), PL_OK);
    cr_assert_eq(append_file_write(&far, bytes, sizeof bytes, NULL, 0), PL_OK);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct buffer b = {0};
        cr_assert_eq(block_add_far(&b, &shapes[SHAPES - 1], rows[i].at), PL_OK);
        const struct block_head head = block_seal(&b);
        struct buffer whole = {0};
        buffer_append(&whole, &head, sizeof head);
        buffer_append(&whole, records_of(&b), head.bytes);
        struct blocks blocks = {.memory = whole.p, .end = whole.n, .has_far = true, .far = &far};
        cr_expect_eq(blocks_next(&blocks), rows[i].rc, "%zu", i);
        if (rows[i].rc == PL_OK) cr_expect(!memcmp(blocks.record.bytes.p, bytes, FAR_BYTES));
        blocks_free(&blocks);
        buffer_free(&b);
        buffer_free(&whole);
    }
    append_file_close(&far);
}
