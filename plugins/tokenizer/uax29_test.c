/* uax29_test.c: the break tests of Unicode, and mode = unicode. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "test_layers.h"
#include "uax29.h"
#include "unicode.h"

typedef uint32_t end_of(const uint8_t *text, uint32_t n, uint32_t at);

static uint32_t encode(uint32_t cp, uint8_t *out) {
    if (cp < 0x80) return out[0] = (uint8_t)cp, 1;
    const uint32_t n = cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
    for (uint32_t i = n; i-- > 1; cp >>= 6) out[i] = (uint8_t)(0x80 | (cp & 63));
    out[0] = (uint8_t)(0xf0 << (4 - n) | cp);
    return n;
}

/* One line of a test file: "÷ 0061 × 0301 ÷ # comment". Surrogates, which UTF-8 cannot hold, make it void. */
struct line {
    uint8_t text[256];
    uint32_t n, breaks[64], count;
};

static int parse(const char *p, struct line *l) {
    *l = (struct line){0};
    for (; *p && *p != '#'; p++) {
        if (!strncmp(p, "\xc3\xb7", 2) && l->n) l->breaks[l->count++] = l->n;
        if (!strchr("0123456789ABCDEF", *p)) continue;
        char *end;
        const uint32_t cp = (uint32_t)strtoul(p, &end, 16);
        if (cp >= 0xd800 && cp < 0xe000) return 0;
        l->n += encode(cp, l->text + l->n);
        p = end - 1;
    }
    return l->n > 0;
}

static int agrees(const struct line *l, end_of *end) {
    uint32_t at = 0;
    for (uint32_t i = 0; i < l->count; i++) {
        at = end(l->text, l->n, at);
        if (at != l->breaks[i]) return 0;
    }
    return at == l->n;
}

static void check_file(const char *path, end_of *end, int at_least) {
    FILE *f = fopen(path, "r");
    if (!f) {
        cr_log_warn("%s is not there: apt-get install unicode-data", path);
        cr_skip_test("no unicode-data");
    }
    char row[2048];
    struct line l;
    int tested = 0, right_version = 0;
    while (fgets(row, sizeof row, f)) {
        if (row[0] == '#' && strstr(row, unicode_version)) right_version = 1;
        if (!parse(row, &l)) continue;
        tested++;
        cr_expect(agrees(&l, end), "%s", row);
    }
    fclose(f);
    cr_expect(right_version, "%s is not of Unicode %s", path, unicode_version);
    cr_expect_geq(tested, at_least);
}

Test(uax29, words_of_the_break_test) {
    check_file("/usr/share/unicode/auxiliary/WordBreakTest.txt", uax29_word_end, 1800);
}

Test(uax29, sentences_of_the_break_test) {
    check_file("/usr/share/unicode/auxiliary/SentenceBreakTest.txt", uax29_sentence_end, 500);
}

Test(uax29, layers_of_mode_unicode) {
    static const struct {
        const char *in, *tokens, *sents;
    } rows[] = {
        {"The U.S. can't.  It's $1,000.5!", "The|U.S|.|can't|.|It's|$|1,000.5|!",
         "The U.S. can't.|It's $1,000.5!"},
        {"One\r\nline\n\nTwo", "One|line|Two", "One|line|Two"},
        {"a.\xd7\x90 b", "a.\xd7\x90|b", "a.\xd7\x90|b"},
        {" ", "", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char got[256] = "";
        pl_test *t = pl_test_open("[pipeline]\nstages = tokenizer\n[tokenizer]\nmode = unicode\n");
        pl_test_add(t, "x", rows[i].in);
        cr_assert_eq(pl_test_run(t), PL_OK, "%s", pl_test_error(t));
        layer_text(t, "tokens", got, sizeof got);
        cr_expect_str_eq(got, rows[i].tokens);
        got[0] = 0;
        layer_text(t, "sents", got, sizeof got);
        cr_expect_str_eq(got, rows[i].sents);
        pl_test_close(t);
    }
}
