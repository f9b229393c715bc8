/* lines.c: what a single line break means.
 *
 * News comes with a line for each paragraph, or hard-wrapped at some width. In a block between empty lines a break was made by
 * wrapping if the first word of the next line would not have fitted any more; if nearly all breaks of a block are such, the block
 * is wrapped. Elsewhere a line that begins in lower case goes on with the line before it, if what comes of it ends as a
 * sentence does: lists of short items do not. */
#include "lines.h"

enum { WIDEST = 120 }; /* bytes; nobody wraps text wider than this */

static int begins_line(const pl_token *t) {
    return (t->reserved & (INFO_LINE | INFO_PARAGRAPH)) != 0;
}

static uint32_t next_line(const struct tokens *t, uint32_t at, uint32_t end) {
    do at++;
    while (at < end && !begins_line(&t->v[at]));
    return at;
}

static uint32_t width_of(const struct tokens *t, uint32_t first, uint32_t behind) {
    return t->v[behind - 1].span.end - t->v[first].span.begin;
}

/* Bytes up to the next white space. */
static uint32_t word_width(const struct tokens *t, uint32_t at, uint32_t end) {
    uint32_t last = at + 1;
    while (last < end && !(t->v[last].flags & PL_SPACE_BEFORE)) last++;
    return width_of(t, at, last);
}

struct block {
    uint32_t begin, end; /* tokens */
    uint32_t width, breaks, full;
};

/* Was the line before the one that begins at `line` full? */
static int is_full(const struct tokens *t, const struct block *b, uint32_t first, uint32_t line) {
    return width_of(t, first, line) + 1 + word_width(t, line, b->end) > b->width;
}

static void measure(const struct tokens *t, struct block *b) {
    for (uint32_t line = b->begin, next; line < b->end; line = next) {
        next = next_line(t, line, b->end);
        const uint32_t width = width_of(t, line, next);
        b->width = width > b->width ? width : b->width;
    }
    for (uint32_t line = b->begin, next; (next = next_line(t, line, b->end)) < b->end;
         line = next) {
        b->breaks++;
        b->full += (uint32_t)is_full(t, b, line, next);
    }
}

static int is_wrapped(const struct block *b) {
    return b->breaks >= 2 && b->width >= 30 && b->width <= WIDEST && b->full * 5 >= b->breaks * 4;
}

static void set_break(pl_token *t, int paragraph) {
    t->reserved &= ~(uint32_t)INFO_LINE;
    if (paragraph) t->reserved |= INFO_PARAGRAPH;
}

static void unwrap(const struct tokens *t, const struct block *b) {
    for (uint32_t line = b->begin, next; (next = next_line(t, line, b->end)) < b->end; line = next)
        set_break(&t->v[next], !is_full(t, b, line, next));
}

static int ends_sentence(const pl_token *t) {
    const enum role role = role_of(t);
    return role != ROLE_NONE && role <= ROLE_SHORT;
}

/* From the last line to the first: a line that begins in lower case belongs to the line before it if its end is one. */
static void join_lower(const struct tokens *t, const struct block *b) {
    uint32_t last = b->end - 1;
    while (last > b->begin && role_of(&t->v[last]) == ROLE_CLOSE) last--;
    int good = ends_sentence(&t->v[last]);
    for (uint32_t at = b->end - 1; at > b->begin; at--) {
        pl_token *const token = &t->v[at];
        if (!begins_line(token)) continue;
        const int lower = token->kind == PL_WORD && PL_CASE(token->shape) == PL_LOWER;
        const int ended = ends_sentence(token - 1);
        set_break(token, !(lower && good && !ended));
        if (!lower || ended) good = ended;
    }
}

void lines_resolve(struct tokens *t, enum line_breaks mode) {
    for (struct block b = {0}; b.begin < t->n; b = (struct block){.begin = b.end}) {
        b.end = b.begin + 1;
        int lines = 0;
        for (; b.end < t->n && !(t->v[b.end].reserved & INFO_PARAGRAPH); b.end++)
            lines += begins_line(&t->v[b.end]);
        if (!lines) continue;
        if (mode != LINES_AUTO) {
            for (uint32_t i = b.begin + 1; i < b.end; i++)
                if (begins_line(&t->v[i])) set_break(&t->v[i], mode == LINES_PARAGRAPH);
            continue;
        }
        measure(t, &b);
        if (is_wrapped(&b))
            unwrap(t, &b);
        else
            join_lower(t, &b);
    }
}
