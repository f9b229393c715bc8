/* lines.c: what a single line break means.
 *
 * News comes with a line for each paragraph, or hard-wrapped at some width. In a block between empty lines a break was made by
 * wrapping if the first word of the next line would not have fitted any more; if nearly all breaks of a block are such, the block
 * is wrapped. Elsewhere a line that begins in lower case goes on with the line before it, if what comes of it ends as a
 * sentence does: lists of short items do not. */
#include "lines.h"

enum { NARROWEST = 30, WIDEST = 120 }; /* bytes; wrapped text has lines of such widths */

static uint32_t width_of(const struct tokens *t, uint32_t first, uint32_t behind) {
    return t->v[behind - 1].span.end - t->v[first].span.begin;
}

/* Bytes up to the next white space. */
static uint32_t word_width(const struct tokens *t, uint32_t at) {
    uint32_t last = at + 1;
    while (last < t->n && !(t->v[last].flags & PL_SPACE_BEFORE)) last++;
    return width_of(t, at, last);
}

/* The lines [begin, end) between two empty lines. */
struct block {
    uint32_t begin, end;
    uint32_t width, full; /* of the widest line; number of lines that are full */
};

static uint32_t first_token(const struct tokens *t, uint32_t line) {
    return line < t->n_lines ? t->lines[line] : t->n;
}

/* Is the line before `line` full? */
static int is_full(const struct tokens *t, const struct block *b, uint32_t line) {
    return width_of(t, t->lines[line - 1], t->lines[line]) + 1 + word_width(t, t->lines[line]) >
           b->width;
}

static void measure(const struct tokens *t, struct block *b) {
    for (uint32_t line = b->begin; line < b->end; line++) {
        const uint32_t width = width_of(t, t->lines[line], first_token(t, line + 1));
        b->width = width > b->width ? width : b->width;
    }
    if (b->width < NARROWEST || b->width > WIDEST) return;
    for (uint32_t line = b->begin + 1; line < b->end; line++)
        b->full += (uint32_t)is_full(t, b, line);
}

static int is_wrapped(const struct block *b) {
    const uint32_t breaks = b->end - b->begin - 1;
    return breaks >= 2 && b->full * 5 >= breaks * 4;
}

static void set_break(pl_token *t, int paragraph) {
    t->reserved &= ~(uint32_t)INFO_LINE;
    if (paragraph) t->reserved |= INFO_PARAGRAPH;
}

static int ends_sentence(const pl_token *t) {
    const enum role role = role_of(t);
    return role != ROLE_NONE && role <= ROLE_SHORT;
}

/* From the last line to the first: a line that begins in lower case belongs to the line before it if its end is one. */
static void join_lower(const struct tokens *t, const struct block *b) {
    uint32_t last = first_token(t, b->end) - 1;
    while (last > t->lines[b->begin] && role_of(&t->v[last]) == ROLE_CLOSE) last--;
    int good = ends_sentence(&t->v[last]);
    for (uint32_t line = b->end - 1; line > b->begin; line--) {
        pl_token *const token = &t->v[t->lines[line]];
        const int lower = token->kind == PL_WORD && PL_CASE(token->shape) == PL_LOWER;
        const int ended = ends_sentence(token - 1);
        set_break(token, !(lower && good && !ended));
        if (!lower || ended) good = ended;
    }
}

static void resolve_block(const struct tokens *t, struct block *b, enum line_breaks mode) {
    if (mode == LINES_AUTO) measure(t, b);
    if (mode == LINES_AUTO && !is_wrapped(b)) {
        join_lower(t, b);
        return;
    }
    for (uint32_t line = b->begin + 1; line < b->end; line++)
        set_break(&t->v[t->lines[line]],
                  mode == LINES_AUTO ? !is_full(t, b, line) : mode == LINES_PARAGRAPH);
}

void lines_resolve(struct tokens *t, enum line_breaks mode) {
    for (struct block b = {0}; b.begin < t->n_lines; b = (struct block){.begin = b.end}) {
        b.end = b.begin + 1;
        while (b.end < t->n_lines && !(t->v[t->lines[b.end]].reserved & INFO_PARAGRAPH)) b.end++;
        if (b.end > b.begin + 1) resolve_block(t, &b, mode);
    }
}
