/* Two columns: wrapping at words, paragraphs in step, code points instead of bytes. */
#include "command/side_by_side.h"
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name, *left, *right, *printed;
} cases[] = {
    {"empty", "", "", ""},
    {"short", "one", "two", "  one      | two\n\n"},
    {"wrapped at words", "one two three", "1", "  one two  | 1\n  three\n\n"},
    {"paragraphs in step", "a\n\nc", "b 234567 90\n\nd",
     "  a        | b 234567\n           | 90\n\n  c        | d\n\n"},
    {"more on the right", "", "x", "           | x\n\n"},
    {"a long word is cut", "123456789", "", "  12345678\n  9\n\n"},
    {"code points", "\xc3\xa9\xc3\xa9 \xe6\x97\xa5", "!",
     "  \xc3\xa9\xc3\xa9 \xe6\x97\xa5     | !\n\n"},
    {"exactly a column", "12345678 9", "!", "  12345678 | !\n  9\n\n"},
    {"line feeds", "a\nb", "c\nd", "  a        | c\n  b        | d\n\n"},
};

Test(side_by_side, prints_two_columns) {
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *printed = NULL;
        size_t n = 0;
        FILE *f = open_memstream(&printed, &n);
        side_by_side(f, (pl_str){cases[i].left, strlen(cases[i].left)},
                     (pl_str){cases[i].right, strlen(cases[i].right)}, 8);
        fclose(f);
        cr_expect_str_eq(printed, cases[i].printed, "%s", cases[i].name);
        free(printed);
    }
}
