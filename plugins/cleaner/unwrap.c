/* unwrap.c: the lines of a hard-wrapped text are joined to paragraphs.
 *
 * A line is full at a width if the first word of the next one would not have fitted any more. The width of a text is the one at
 * which most lines are full and few are wider. The text is wrapped if most of its longer lines are full at that width and many of
 * them go on in lower case. Then a full line is joined to the next, unless that begins something new. */
#include "unwrap.h"
#include <string.h>
#include <utf8proc.h>
#include "marks.h"
#include "utf8.h"
#include "words.h"

enum { NARROWEST = 50, WIDEST = 100, WIDER = WIDEST + 1 }; /* columns: characters of a line */
enum { LEAST = 2 }; /* full lines of a wrapped text that go on in lower case */

/* A line without the white space around it. */
struct row {
    size_t begin, end, next; /* bytes; where the line below begins */
    uint32_t indent, width,
        word; /* columns: in front, with the indent, of the first word; at most WIDER */
    int is_solid; /* one word, which nothing could break: an address, a rule, most lines of Chinese */
};

static int is_blank(const struct row *r) { return r->begin == r->end; }

/* ---- lines ---- */

/* Length of a blank, tab or no-break space at i, or 0. */
static size_t blank_at(const char *s, size_t i, size_t n) {
    if (s[i] == ' ' || s[i] == '\t') return 1;
    return i + 1 < n && !memcmp(s + i, "\xc2\xa0", 2) ? 2 : 0;
}

/* Characters of s[i, n), or WIDER. */
static uint32_t columns(const char *s, size_t i, size_t n) {
    if (n - i > 4 * (size_t)WIDEST) return WIDER;
    const size_t wide = utf8_skip_ascii(s, i, n);
    size_t all = wide - i;
    for (i = wide; i < n && all < WIDER; i++) all += ((unsigned char)s[i] & 0xc0) != 0x80;
    return all < WIDER ? (uint32_t)all : WIDER;
}

static int is_white(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\f'; }

/* The line at `at`; 0 at the end of the text. */
static int read_row(const char *s, size_t n, size_t at, struct row *r) {
    enum { TAB = 8 };
    if (at >= n) return 0;
    const char *const lf = memchr(s + at, '\n', n - at);
    size_t i = at, blank;
    r->end = lf ? (size_t)(lf - s) : n;
    r->next = r->end + 1;
    r->indent = 0;
    for (; i < r->end && (blank = blank_at(s, i, r->end)); i += blank)
        if (r->indent < WIDER) r->indent += s[i] == '\t' ? TAB : 1;
    r->begin = i;
    while (r->end > i && is_white(s[r->end - 1])) r->end--;
    r->width = r->indent + columns(s, i, r->end);
    if (r->width > WIDER) r->width = WIDER;
    const char *const word = memchr(s + i, ' ', r->end - i);
    r->is_solid = !word;
    r->word = columns(s, i, word ? (size_t)(word - s) : r->end);
    return 1;
}

/* A small letter, or one of a script that has no capitals but blanks between words. */
static int is_small(uint32_t c) {
    if (c < 0x80) return c >= 'a' && c <= 'z';
    const utf8proc_category_t g = utf8proc_category((utf8proc_int32_t)c);
    return g == UTF8PROC_CATEGORY_LL ||
           (g == UTF8PROC_CATEGORY_LO && (c < 0xe00 || (c >= 0xac00 && c < 0xd7b0)));
}

/* Does a small letter stand in the line? Headings in capitals and rows of numbers have none. */
static int has_small(const char *s, const struct row *r) {
    size_t length;
    for (size_t i = r->begin; i < r->end; i += length)
        if (is_small(utf8_get(s, i, &length))) return 1;
    return 0;
}

/* Does the sentence go on behind the line, with the small letter at `next`? */
static int goes_on(const char *s, const struct row *r, size_t next) {
    size_t length;
    return is_small(utf8_get(s, next, &length)) &&
           !(marks_of_end(s, r->begin, r->end) & (LINE_STOP | LINE_COLON | LINE_DOTS));
}

/* Columns of a tabulator or of three blanks make a table. */
static int has_columns(const char *s, const struct row *r) {
    return memchr(s + r->begin, '\t', r->end - r->begin) ||
           memmem(s + r->begin, r->end - r->begin, "   ", 3);
}

/* ---- what begins something new ---- */

/* Bytes of the dash, or of the number with a full stop or bracket, that may be the mark of a list, with the blank; or 0. */
static size_t doubtful_mark(const char *s, const struct row *r) {
    const char *p = s + r->begin, *const end = s + r->end;
    if (*p == '-')
        p++;
    else if (end - p > 3 && (!memcmp(p, "\xe2\x80\x93", 3) || !memcmp(p, "\xe2\x80\x94", 3)))
        p += 3;
    else {
        while (p < end && *p >= '0' && *p <= '9' && p - (s + r->begin) < 3) p++;
        if (p == s + r->begin && *p >= 'a' && *p <= 'z' && p + 1 < end && p[1] == ')') p++;
        if (p == s + r->begin || p == end || (*p != '.' && *p != ')')) return 0;
        p++;
    }
    return p < end && *p == ' ' ? (size_t)(p + 1 - (s + r->begin)) : 0;
}

static int is_letter_or_digit(char c) {
    return ((c | 32) >= 'a' && (c | 32) <= 'z') || (c >= '0' && c <= '9');
}

/* Bytes of a mark that no sentence holds at that place, with the blank: * + # bullets; or 0. */
static size_t sure_mark(const char *s, const struct row *r) {
    static const char *const bullets[] = {"*",
                                          "+",
                                          "#",
                                          "\xe2\x80\xa2",
                                          "\xc2\xb7",
                                          "\xe2\x96\xaa",
                                          "\xe2\x97\x8f",
                                          "\xe2\x97\xa6",
                                          "\xe2\x80\xa3"};
    const size_t n = r->end - r->begin;
    if (is_letter_or_digit(s[r->begin])) return 0;
    for (size_t i = 0; i < sizeof bullets / sizeof *bullets; i++) {
        const size_t length = strlen(bullets[i]);
        if (n > length && !memcmp(s + r->begin, bullets[i], length) && s[r->begin + length] == ' ')
            return length + 1;
    }
    return 0;
}

static size_t mark_of(const char *s, const struct row *r) {
    const size_t sure = sure_mark(s, r);
    return sure ? sure : doubtful_mark(s, r);
}

/* Quoted mail, a row of a table, a heading of several #, a rule of signs. */
static int stands_alone(const char *s, const struct row *r) {
    const char c = s[r->begin];
    if (c == '>' || c == '|') return 1;
    return r->end - r->begin > 2 && strchr("#-=*_~+", c) && s[r->begin + 1] == c &&
           (c != '-' || s[r->begin + 2] == c);
}

/* ---- is the text wrapped? ---- */

/* Counts of the lines of each width, and of breaks between them: at one width, or after `sum` at all up to it. */
struct tally {
    int32_t lines[WIDER + 1]; /* those that can be broken */
    int32_t
        breaks[WIDER + 1]; /* between two lines without a blank one or a mark of a list between */
    int32_t full[WIDER + 2],
        on[WIDER + 2]; /* of them: full lines, full lines that go on in lower case */
    int32_t lower[WIDER + 1]; /* breaks that go on in lower case */
    size_t narrow, wide; /* bytes in lines up to WIDEST, and in wider ones */
};

/* The line is full at all widths from its own to the one that the next word needs. */
static void count_full(int32_t *full, const struct row *a, const struct row *b) {
    const uint32_t end = a->width + 1 + b->word;
    full[a->width]++;
    full[end < WIDER ? end : WIDER]--;
}

/* A word longer than that is an address, before which lines are short. */
static int is_solid_long(const struct row *r) { return r->is_solid && r->width > 20; }

/* Is there nothing between the lines a and b but the break, no mark of a list, no indent? */
static int is_bare_break(const char *s, const struct row *a, const struct row *b) {
    return !stands_alone(s, b) && !mark_of(s, b) && (b->indent <= a->indent || mark_of(s, a));
}

static void count_break(const char *s, struct tally *t, const struct row *a, const struct row *b) {
    if (a->width > WIDEST || is_solid_long(a) || is_solid_long(b) || !is_bare_break(s, a, b))
        return;
    t->breaks[a->width]++;
    const int on = goes_on(s, a, b->begin);
    t->lower[a->width] += on;
    count_full(t->full, a, b);
    if (on) count_full(t->on, a, b);
}

/* Reads the text, or as much of it as shows that most of it stands in long lines; 0 then. */
static int read_tally(const char *s, size_t n, struct tally *t) {
    enum { SEEN = 1000 }; /* bytes of long lines, at least */
    struct row a = {0}, b;
    *t = (struct tally){0};
    for (size_t at = 0; read_row(s, n, at, &b); at = b.next, a = b) {
        const size_t bytes = b.end - b.begin;
        if (!bytes) continue;
        *(b.width > WIDEST ? &t->wide : &t->narrow) += bytes;
        if (t->wide > SEEN && t->wide > 2 * t->narrow) return 0;
        t->lines[b.width] += !b.is_solid;
        if (!is_blank(&a)) count_break(s, t, &a, &b);
    }
    return 1;
}

/* Counts of each width become counts up to it. */
static void sum_up(struct tally *t) {
    int32_t *const all[] = {t->lines, t->breaks, t->lower, t->full, t->on};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        for (uint32_t w = 1; w <= WIDER; w++) all[i][w] += all[i][w - 1];
}

static int wider(const struct tally *t, uint32_t w) { return t->lines[WIDER] - t->lines[w]; }

/* Of sentences that go on behind a longer line, three in five do so because the line was full. */
static int is_wrapped(const struct tally *t, uint32_t w) {
    const int32_t longer = t->breaks[w] - t->breaks[w / 2] + wider(t, w);
    const int32_t lower = t->lower[w] - t->lower[w / 2];
    return t->on[w] >= LEAST && 5 * t->on[w] >= 3 * lower + 2 * LEAST &&
           4 * t->on[w] >= t->full[w] && 4 * t->full[w] >= longer && 2 * wider(t, w) <= t->full[w];
}

/* Does the character at p go on in lower case, or may it, as far as one byte can tell? */
static int may_go_on(const char *p) {
    const unsigned char c = (unsigned char)*p;
    return (c >= 'a' && c <= 'z') || c == ' ' || c == '\t' || (c >= 0x80 && c != 0xe2);
}

/* Are there enough longer lines behind which the text may go on? Few other texts have any: one look at each line end tells. */
static int may_be_wrapped(const char *s, size_t n) {
    int count = 0;
    const char *const end = s + n, *lf;
    while (count < LEAST && (lf = memchr(s, '\n', (size_t)(end - s)))) {
        const char *const line = s;
        for (s = lf + 1; s < end && *s == '\n';) s++;
        if (s == end) break;
        count +=
            s == lf + 1 && may_go_on(s) && lf - line > NARROWEST / 2 && lf - line <= 4 * WIDEST;
    }
    return count >= LEAST;
}

/* The width at which most lines are full and fewest are wider; 0: the text is not wrapped. */
static uint32_t find_width(const char *s, size_t n, struct tally *t) {
    uint32_t best = NARROWEST;
    if (!may_be_wrapped(s, n) || !read_tally(s, n, t)) return 0;
    sum_up(t);
    for (uint32_t w = NARROWEST; w <= WIDEST; w++)
        if (t->full[w] - wider(t, w) > t->full[best] - wider(t, best)) best = w;
    return is_wrapped(t, best) ? best : 0;
}

/* ---- joining ---- */

/* The lines between two blank ones. */
struct block {
    int is_mixed; /* paragraphs end in it, without a blank line, an indent or a mark behind them */
    uint32_t indent; /* of the line that begins farthest to the left */
};

/* The first line of a paragraph under way, and the columns that the mark of a list takes in it. */
struct paragraph {
    struct block block;
    struct row first;
    uint32_t mark;
};

static int is_full(const struct row *a, const struct row *b, uint32_t width) {
    return a->width + 1 + b->word > width && 2 * a->width >= width && a->width <= width;
}

/* The block that begins with line a. */
static struct block read_block(const char *s, size_t n, struct row a, uint32_t width) {
    struct block k = {0, a.indent};
    uint32_t end =
        WIDER; /* indent of the leftmost line behind a paragraph that ends in the block */
    struct row b;
    for (; read_row(s, n, a.next, &b) && !is_blank(&b); a = b) {
        if (is_bare_break(s, &a, &b) && !is_full(&a, &b, width) && b.indent < end) end = b.indent;
        if (b.indent < k.indent) k.indent = b.indent;
    }
    k.is_mixed = end <= k.indent;
    return k;
}

static void begin_paragraph(const char *s, struct paragraph *p, const struct row *first) {
    p->first = *first;
    p->mark = columns(s, first->begin, first->begin + mark_of(s, first));
}

/* Does b begin something new behind a, by its indent? The first line of a paragraph may stand deeper than the others, that of a list
 * less deep by its mark. */
static int is_shifted(const struct paragraph *p, const struct row *a, const struct row *b) {
    const uint32_t indent = p->first.indent;
    if (a->begin != p->first.begin) return b->indent != a->indent;
    if (p->mark) return b->indent != indent && b->indent != indent + p->mark;
    return b->indent > p->block.indent;
}

/* Is b new behind a, a line of the paragraph? A dash or a number inside a sentence is no mark of a list. */
static int is_new(const char *s, const struct paragraph *p, const struct row *a,
                  const struct row *b) {
    if (is_shifted(p, a, b) || (a->is_solid && b->is_solid) || stands_alone(s, a) ||
        stands_alone(s, b) || sure_mark(s, b))
        return 1;
    const size_t mark = doubtful_mark(s, b);
    if (mark && (p->mark || !goes_on(s, a, b->begin + mark))) return 1;
    return has_columns(s, a) || has_columns(s, b) || (!has_small(s, a) && has_small(s, b));
}

static unsigned stop_of(const char *s, const struct row *r) {
    return marks_of_end(s, r->begin, r->end) & LINE_STOP;
}

/* May the paragraph have ended with a, though the line is full? Where paragraphs end without a sign of it, behind a sentence, or
 * behind a heading or entry of one line that the next line does not make a sentence of. */
static int may_end(const char *s, size_t n, const struct paragraph *p, const struct row *a,
                   const struct row *b, uint32_t width) {
    size_t length;
    struct row c;
    if (!p->block.is_mixed || is_small(utf8_get(s, b->begin, &length))) return 0;
    if (stop_of(s, a)) return 1;
    if (a->begin != p->first.begin || stop_of(s, b)) return 0;
    return !read_row(s, n, b->next, &c) || is_blank(&c) || !is_full(b, &c, width);
}

static int ends_in(const char *s, const struct row *r, const char *sign) {
    const size_t n = strlen(sign);
    return r->end - r->begin >= n && !memcmp(s + r->end - n, sign, n);
}

/* Was an address cut: because it is longer than a line, or at a hyphen? */
static int is_cut(const char *s, const struct row *a, const struct row *b, uint32_t width) {
    const char *const blank = memrchr(s + a->begin, ' ', a->end - a->begin);
    const size_t word = blank ? (size_t)(blank + 1 - s) : a->begin, n = a->end - word;
    if (!memmem(s + word, n, "://", 3) && !memmem(s + word, n, "www.", 4)) return 0;
    return ends_in(s, a, "-") || (a->width == width && columns(s, word, a->end) + b->word > width);
}

static int is_joined(const char *s, size_t n, const struct paragraph *p, const struct row *a,
                     const struct row *b, uint32_t width) {
    return !is_blank(a) && is_full(a, b, width) && !is_new(s, p, a, b) &&
           !may_end(s, n, p, a, b, width);
}

static void join_lines(struct draft *d, uint32_t width) {
    const char *const s = d->text;
    struct row a = {0}, b;
    struct paragraph p = {0};
    for (size_t at = 0; read_row(s, d->n, at, &b); at = b.next, a = b) {
        if (is_blank(&b)) continue;
        if (is_blank(&a)) p.block = read_block(s, d->n, b, width);
        if (is_joined(s, d->n, &p, &a, &b, width)) {
            const int is_one_word = is_cut(s, &a, &b, width) || ends_in(s, &a, "\xc2\xad");
            draft_replace(d, a.end, b.begin, " ", !is_one_word, "layout:unwrap");
        } else
            begin_paragraph(s, &p, &b);
    }
}

void unwrap_pass(struct draft *d) {
    struct tally t;
    const uint32_t width = find_width(d->text, d->n, &t);
    draft_begin(d);
    if (width) join_lines(d, width);
    draft_end(d);
}
