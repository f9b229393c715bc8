/* unwrap.c: the lines of a hard-wrapped text are joined to paragraphs.
 *
 * A line is full at a width if the first word of the next one would not have fitted any more. The width of a text is the one at
 * which most lines are full and few are wider. The text is wrapped if most of its longer lines are full at that width and many of
 * them go on in lower case. Then a full line is joined to the next, unless that begins something new. */
#include "unwrap.h"
#include <string.h>
#include "marks.h"
#include "rows.h"
#include "words.h"

enum { NARROWEST = 50 }; /* wrapped text, in characters */
enum { LEAST = 2 }; /* full lines of a wrapped text that go on in lower case */

/* ---- is the text wrapped? ---- */

/* Counts by the width of the line, or, after sum_up, of all lines up to that width. */
struct tally {
    /* lines that can be broken; breaks between two lines, bare ones; breaks that go on in lower case */
    int32_t lines[ROWS_WIDER + 1], breaks[ROWS_WIDER + 1], lower[ROWS_WIDER + 1];
    /* by the width of the text: breaks behind full lines; of these, those that go on in lower case */
    int32_t full[ROWS_WIDER + 1], on[ROWS_WIDER + 1];
    size_t narrow, wide; /* bytes in lines that wrapped text may have, and in wider ones */
};

/* The line is full at all widths from its own to the one that the next word needs. */
static void count_full(int32_t *full, const struct row *a, const struct row *b) {
    const uint32_t end = a->width + 1 + b->word;
    full[a->width]++;
    full[end < ROWS_WIDER ? end : ROWS_WIDER]--;
}

/* A word longer than that is an address, before which lines are short. */
static int is_solid_long(const struct row *r) { return r->is_solid && r->width > 20; }

/* Is there nothing between the lines a and b but the break, no mark of a list, no indent? */
static int is_bare_break(const char *s, const struct row *a, const struct row *b) {
    return !rows_stands_alone(s, b) && !rows_mark(s, b) &&
           (b->indent <= a->indent || rows_mark(s, a));
}

static void count_break(const char *s, struct tally *t, const struct row *a, const struct row *b) {
    if (a->width > ROWS_WIDEST || is_solid_long(a) || is_solid_long(b) || !is_bare_break(s, a, b))
        return;
    t->breaks[a->width]++;
    const int on = rows_goes_on(s, a, b->begin);
    t->lower[a->width] += on;
    count_full(t->full, a, b);
    if (on) count_full(t->on, a, b);
}

/* Reads the text, or as much of it as shows that most of it stands in long lines; 0 then. */
static int read_tally(const char *s, size_t n, struct tally *t) {
    enum { SEEN = 1000 }; /* bytes of long lines, at least */
    struct row a = {0}, b;
    *t = (struct tally){0};
    for (size_t at = 0; rows_read(s, n, at, &b); at = b.next, a = b) {
        const size_t bytes = b.end - b.begin;
        if (!bytes) continue;
        *(b.width > ROWS_WIDEST ? &t->wide : &t->narrow) += bytes;
        if (t->wide > SEEN && t->wide > t->narrow) return 0;
        t->lines[b.width] += !b.is_solid;
        if (!rows_is_blank(&a)) count_break(s, t, &a, &b);
    }
    return 1;
}

/* Counts of a width become counts of all up to it. */
static void sum_up(struct tally *t) {
    int32_t *const all[] = {t->lines, t->breaks, t->lower, t->full, t->on};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        for (uint32_t w = 1; w <= ROWS_WIDER; w++) all[i][w] += all[i][w - 1];
}

static int wider(const struct tally *t, uint32_t w) { return t->lines[ROWS_WIDER] - t->lines[w]; }

/* Of sentences that go on behind a longer line, three in five and two more do so because the line was full; and of all full lines,
 * one in six goes on so. The other limits are wide: they leave texts alone that are wrapped in parts. */
static int is_wrapped(const struct tally *t, uint32_t w) {
    const int32_t longer = t->breaks[w] - t->breaks[w / 2] + wider(t, w);
    const int32_t lower = t->lower[w] - t->lower[w / 2];
    return t->on[w] >= LEAST && 5 * t->on[w] >= 3 * lower + 2 * LEAST &&
           6 * t->on[w] >= t->full[w] && 4 * t->full[w] >= longer && 2 * wider(t, w) <= t->full[w];
}

/* Does a line that begins with that byte go on in lower case, or may it? */
static int may_go_on(char first) {
    const unsigned char c = (unsigned char)first;
    return (c >= 'a' && c <= 'z') || c == ' ' || c == '\t' || (c >= 0x80 && c != 0xe2);
}

/* Are there enough longer lines behind which the text may go on? Few other texts have any: one look at each line end tells. */
static int may_be_wrapped(const char *s, size_t n) {
    int count = 0;
    const char *const end = s + n, *lf;
    for (const char *p = s; count < LEAST && (lf = memchr(p, '\n', (size_t)(end - p)));) {
        const char *const line = p;
        for (p = lf + 1; p < end && *p == '\n';) p++;
        count += p == lf + 1 && p < end && may_go_on(*p) && lf - line > NARROWEST / 2 &&
                 lf - line <= 4 * ROWS_WIDEST;
    }
    return count >= LEAST;
}

/* The width at which most lines are full and fewest are wider; 0: the text is not wrapped. */
static uint32_t find_width(const char *s, size_t n, struct tally *t) {
    uint32_t best = NARROWEST;
    if (!may_be_wrapped(s, n) || !read_tally(s, n, t)) return 0;
    sum_up(t);
    for (uint32_t w = NARROWEST; w <= ROWS_WIDEST; w++)
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
    uint32_t end = ROWS_WIDER; /* the least indent behind the end of a paragraph */
    struct row b;
    for (; rows_read(s, n, a.next, &b) && !rows_is_blank(&b); a = b) {
        if (is_bare_break(s, &a, &b) && !is_full(&a, &b, width) && b.indent < end) end = b.indent;
        if (b.indent < k.indent) k.indent = b.indent;
    }
    k.is_mixed = end <= k.indent;
    return k;
}

static void begin_paragraph(const char *s, struct paragraph *p, const struct row *first) {
    p->first = *first;
    p->mark = rows_columns(s, first->begin, first->begin + rows_mark(s, first));
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
    if (is_shifted(p, a, b) || rows_stands_alone(s, a) || rows_stands_alone(s, b) ||
        rows_sure_mark(s, b))
        return 1;
    const size_t mark = rows_doubtful_mark(s, b);
    if (mark && (p->mark || !rows_goes_on(s, a, b->begin + mark))) return 1;
    return rows_has_columns(s, a) || rows_has_columns(s, b) ||
           (rows_is_loud(s, a) && !rows_is_loud(s, b));
}

static unsigned stop_of(const char *s, const struct row *r) {
    return marks_of_end(s, r->begin, r->end) & LINE_STOP;
}

/* May the paragraph have ended with a, though the line is full? Where paragraphs end without a sign of it, behind a sentence, or
 * behind a heading or entry of one line that the next line does not make a sentence of. */
static int may_end(const char *s, size_t n, const struct paragraph *p, const struct row *a,
                   const struct row *b, uint32_t width) {
    struct row c;
    if (!p->block.is_mixed || rows_is_small(s, b->begin)) return 0;
    if (stop_of(s, a)) return 1;
    if (a->begin != p->first.begin || stop_of(s, b)) return 0;
    return !rows_read(s, n, b->next, &c) || rows_is_blank(&c) || !is_full(b, &c, width);
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
    return ends_in(s, a, "-") ||
           (a->width == width && rows_columns(s, word, a->end) + b->word > width);
}

/* What takes the place of the break between a and b; NULL: it stays. */
static const char *joint(const char *s, size_t n, const struct paragraph *p, const struct row *a,
                         const struct row *b, uint32_t width) {
    if (rows_is_blank(a) || !is_full(a, b, width) || is_new(s, p, a, b)) return NULL;
    if (is_cut(s, a, b, width) || ends_in(s, a, "\xc2\xad")) return "";
    return (a->is_solid && b->is_solid) || may_end(s, n, p, a, b, width) ? NULL : " ";
}

static void join_lines(struct draft *d, uint32_t width) {
    const char *const s = d->text;
    struct row a = {0}, b;
    struct paragraph p = {0};
    for (size_t at = 0; rows_read(s, d->n, at, &b); at = b.next, a = b) {
        if (rows_is_blank(&b)) continue;
        if (rows_is_blank(&a)) p.block = read_block(s, d->n, b, width);
        const char *const with = joint(s, d->n, &p, &a, &b, width);
        if (with)
            draft_replace(d, a.end, b.begin, with, strlen(with), "layout:unwrap");
        else
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
