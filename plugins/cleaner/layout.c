/* layout.c: one form for line ends and spaces; characters that no text needs go.
 *
 * One pass over the bytes: those that cannot begin a change are skipped 64 at a time, and by a table. */
#include "layout.h"
#include "block.h"
#include "utf8.h"

struct run {
    const char *text;
    size_t n;
    struct draft *d;
};

static unsigned char at(const struct run *t, size_t i) {
    return i < t->n ? (unsigned char)t->text[i] : 0;
}

/* Length of a line end at i: LF, CR LF, CR, LS, PS, VT, FF; 0: there is none. */
static size_t line_end(const struct run *t, size_t i) {
    const unsigned char c = at(t, i);
    if (c == '\n' || c == '\v' || c == '\f') return 1;
    if (c == '\r') return at(t, i + 1) == '\n' ? 2 : 1;
    return c == 0xe2 && at(t, i + 1) == 0x80 && (at(t, i + 2) | 1) == 0xa9 ? 3 : 0;
}

/* Length of a space at i: blank, tab, NBSP, those of U+2000, narrow NBSP, U+205F, ideographic; 0: there is none. */
static size_t space(const struct run *t, size_t i) {
    const unsigned char c = at(t, i), d = at(t, i + 1), e = at(t, i + 2);
    if (c == ' ' || c == '\t') return 1;
    if (c == 0xc2 && d == 0xa0) return 2;
    if (c == 0xe2 && d == 0x80 && e >= 0x80 && (e <= 0x8a || e == 0xaf)) return 3;
    if (c == 0xe2 && d == 0x81 && e == 0x9f) return 3;
    return c == 0xe3 && d == 0x80 && e == 0x80 ? 3 : 0;
}

/* Scripts that write a zero-width space between words: Thai, Lao, Myanmar, Khmer. */
static int has_hidden_spaces(uint32_t c) {
    return (c >= 0xe00 && c < 0xf00) || (c >= 0x1000 && c < 0x10a0) || (c >= 0x1780 && c < 0x1800);
}

/* Scripts and symbols that joiners belong to: Arabic, the Indic scripts, emoji. */
static int uses_joiners(uint32_t c) {
    return (c >= 0x600 && c < 0x780) || (c >= 0x900 && c < 0x1100) || (c >= 0x1780 && c < 0x18b0) ||
           (c >= 0x2190 && c < 0x2c00) || (c >= 0xfb50 && c < 0xff00) || c >= 0x1f000;
}

/* Is the mark c, which begins at i, of no use? Joiners are judged by the character before them. */
static int is_useless(const struct run *t, size_t i, uint32_t c) {
    if (c == 0xad || c == 0xfeff || (c >= 0xfff9 && c <= 0xfffb)) return 1;
    if ((c >= 0x202a && c <= 0x202e) || (c >= 0x206a && c <= 0x206f)) return 1;
    if (c != 0x200b && c != 0x200c && c != 0x200d && c != 0x2060) return 0;
    if (!i) return 1;
    const uint32_t before = utf8_before(t->text, i);
    return c == 0x200b ? !has_hidden_spaces(before) : !uses_joiners(before);
}

/* Length of a character at i that no text needs: C0 controls, DEL, marks without use; 0: there is none. */
static size_t control(const struct run *t, size_t i) {
    const unsigned char c = at(t, i);
    if (c < 0x20) return line_end(t, i) || c == '\t' ? 0 : 1;
    if (c < 0x80) return c == 0x7f;
    size_t length;
    return is_useless(t, i, utf8_get(t->text, i, &length)) ? length : 0;
}

/* White space from i on, with useless characters between: how far it goes, and how many line ends are in it. */
static size_t white(const struct run *t, size_t i, size_t *ends) {
    size_t n;
    for (*ends = 0; i < t->n; i += n) {
        if ((n = line_end(t, i)))
            ++*ends;
        else if (!(n = space(t, i)) && !(n = control(t, i)))
            break;
    }
    return i;
}

/* A run of white space becomes one space, one line end, or one blank line; at both ends of the text it goes. */
static size_t compact_run(struct run *t, size_t i) {
    size_t ends;
    const size_t end = white(t, i, &ends);
    const size_t n = i == 0 || end == t->n ? 0 : ends < 2 ? 1 : 2;
    const char *with = ends ? "\n\n" : " ";
    size_t same = 0; /* what is right already stays: a patch as small as can be */
    while (same < n && t->text[i + same] == with[same]) same++;
    if (same < n || i + n < end)
        draft_replace(t->d, i + same, end, with + same, n - same,
                      ends ? "layout:line-ends" : "layout:spaces");
    return end;
}

static size_t keep_layout(struct run *t, size_t i) {
    const size_t n = line_end(t, i);
    if (n && (n > 1 || t->text[i] != '\n'))
        draft_replace(t->d, i, i + n, "\n", 1, "layout:line-ends");
    return i + (n ? n : space(t, i));
}

/* Bytes that may begin a change: white space, controls, and lead bytes of the characters above. */
static const unsigned char may_begin[256] = {
    [0] = 1,  [1] = 1,    [2] = 1,    [3] = 1,    [4] = 1,    [5] = 1,   [6] = 1,  [7] = 1,
    [8] = 1,  [9] = 1,    [10] = 1,   [11] = 1,   [12] = 1,   [13] = 1,  [14] = 1, [15] = 1,
    [16] = 1, [17] = 1,   [18] = 1,   [19] = 1,   [20] = 1,   [21] = 1,  [22] = 1, [23] = 1,
    [24] = 1, [25] = 1,   [26] = 1,   [27] = 1,   [28] = 1,   [29] = 1,  [30] = 1, [31] = 1,
    [32] = 1, [0x7f] = 1, [0xc2] = 1, [0xe2] = 1, [0xe3] = 1, [0xef] = 1};

/* One space or line end between words is as it should be: the case that must cost nothing. */
static int is_plain(const struct run *t, size_t i) {
    return i > 0 && (t->text[i] == ' ' || t->text[i] == '\n') && i + 1 < t->n &&
           !may_begin[(unsigned char)t->text[i + 1]];
}

/* Where the next byte stands from i > 0 on that is not plain, or the last stretch of less than 64. */
static inline __attribute__((always_inline)) size_t
skip_plain(const struct run *t, size_t i, uint64_t (*read)(const unsigned char *, uint64_t *)) {
    for (; i + BLOCK <= t->n; i += BLOCK - 1) {
        uint64_t plain;
        const uint64_t may = read((const unsigned char *)t->text + i, &plain);
        const uint64_t odd = may & ~(plain & ~(may >> 1)) & block_low(BLOCK - 1);
        if (odd) return i + block_first(odd);
    }
    return i;
}

static size_t skip_plain16(const struct run *t, size_t i) {
    return skip_plain(t, i, block_white16);
}

#ifdef BLOCK_WIDE
BLOCK_TARGET static size_t skip_plain32(const struct run *t, size_t i) {
    return skip_plain(t, i, block_white32);
}
#endif

/* By what the processor has: all give the same. */
static size_t (*best_skip(void))(const struct run *, size_t) {
#ifdef BLOCK_WIDE
    if (block_is_wide()) return skip_plain32;
#endif
    return skip_plain16;
}

void layout_pass(struct draft *d, int compact) {
    struct run t = {d->text, d->n, d};
    size_t (*const skip)(const struct run *, size_t) = best_skip();
    draft_begin(d);
    for (size_t i = 0; i < t.n;) {
        size_t n;
        if (i && i + BLOCK <= t.n) i = skip(&t, i);
        if (!may_begin[(unsigned char)t.text[i]] || is_plain(&t, i))
            i++;
        else if (space(&t, i) || line_end(&t, i))
            i = compact ? compact_run(&t, i) : keep_layout(&t, i);
        else if ((n = control(&t, i))) {
            size_t ends;
            if (compact && i == 0) { /* in front of the text: with the white space behind it */
                n = white(&t, i, &ends);
            }
            draft_replace(d, i, i + n, "", 0, "control");
            i += n;
        } else
            i++;
    }
    draft_end(d);
}
