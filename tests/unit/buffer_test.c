/* buffer_test.c: tests of core/support/buffer.c. */
#include "support/buffer.h"

#include <criterion/criterion.h>
#include <stdint.h>

Test(buffer, grows_and_keeps_its_bytes) {
    struct buffer b = { 0 };
    for (unsigned i = 0; i < 5000; i++) cr_assert_eq(buffer_put(&b, (char)(i % 251)), 0);
    cr_assert_eq(b.n, 5000u);
    for (unsigned i = 0; i < 5000; i++) cr_assert_eq(b.p[i], (char)(i % 251), "byte %u", i);
    buffer_clear(&b);
    cr_assert_eq(b.n, 0u);
    cr_assert_eq(buffer_puts(&b, "again"), 0);
    cr_assert_eq(memcmp(b.p, "again", 5), 0);
    buffer_free(&b);
    cr_assert_null(b.p);
}

Test(buffer, reserve_of_nothing_gives_room) {
    struct buffer b = { 0 };
    cr_assert_not_null(buffer_reserve(&b, 0));
    cr_assert_eq(buffer_append(&b, NULL, 0), 0);
    cr_assert_eq(b.n, 0u);
    buffer_free(&b);
}

Test(buffer, printf_fits_at_every_length) {
    char long_text[700];
    memset(long_text, 'x', sizeof long_text);
    for (int n = 0; n < 700; n++) {
        struct buffer b = { 0 };
        cr_assert_eq(buffer_puts(&b, "a"), 0);
        cr_assert_eq(buffer_printf(&b, "%.*s|%d", n, long_text, 7), 0);
        cr_assert_eq(b.n, (size_t)n + 3, "%d", n);
        cr_assert(b.p[0] == 'a' && b.p[b.n - 2] == '|' && b.p[b.n - 1] == '7', "%d", n);
        cr_assert_eq(memcmp(b.p + 1, long_text, (size_t)n), 0, "%d", n);
        buffer_free(&b);
    }
}

Test(buffer, failure_is_sticky_until_cleared) {
    static const size_t too_much[] = { PTRDIFF_MAX, SIZE_MAX, SIZE_MAX - 1 };
    for (size_t i = 0; i < sizeof too_much / sizeof *too_much; i++) {
        struct buffer b = { 0 };
        cr_assert_eq(buffer_puts(&b, "kept"), 0);
        cr_assert_null(buffer_reserve(&b, too_much[i]), "row %zu", i);
        cr_assert(b.failed);
        cr_assert_eq(buffer_put(&b, 'x'), -1, "no hole after a failure, row %zu", i);
        cr_assert_eq(buffer_printf(&b, "%d", 1), -1);
        cr_assert_null(buffer_reserve(&b, 0));
        cr_assert_eq(b.n, 4u);
        cr_assert_eq(memcmp(b.p, "kept", 4), 0);
        buffer_clear(&b);
        cr_assert_eq(buffer_puts(&b, "new"), 0);
        cr_assert(!b.failed && b.n == 3 && !memcmp(b.p, "new", 3));
        buffer_free(&b);
    }
}
