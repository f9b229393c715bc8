/* side_by_side.c: see side_by_side.h. */
#include "command/side_by_side.h"
#include <stdbool.h>
#include <string.h>

/* Takes the next paragraph from the front of `text`; white space around it goes. */
static pl_str next_paragraph(pl_str *text) {
    while (text->n && strchr("\n ", *text->p)) text->p++, text->n--;
    const char *gap = text->n ? memmem(text->p, text->n, "\n\n", 2) : NULL;
    const pl_str paragraph = {text->p, gap ? (size_t)(gap - text->p) : text->n};
    *text = (pl_str){text->p + paragraph.n, text->n - paragraph.n};
    return paragraph;
}

static bool begins_character(char c) { return ((unsigned char)c & 0xc0) != 0x80; }

/* Takes the next line of at most `width` code points, up to a blank where there is one; notes how wide it is. */
static pl_str next_line(pl_str *text, unsigned width, unsigned *wide) {
    while (text->n && strchr("\n ", *text->p)) text->p++, text->n--;
    size_t i = 0, blank = 0;
    unsigned n = 0, wide_at_blank = 0;
    for (; i < text->n && text->p[i] != '\n'; i++) {
        if (text->p[i] == ' ') blank = i, wide_at_blank = n;
        if (begins_character(text->p[i]) && n++ == width) break;
    }
    const bool ends = i == text->n || text->p[i] == '\n';
    const bool wrap = !ends && blank;
    const pl_str line = {text->p, wrap ? blank : i};
    *wide = wrap ? wide_at_blank : ends ? n : width;
    *text = (pl_str){text->p + line.n, text->n - line.n};
    return line;
}

static void print_paragraphs(FILE *f, pl_str left, pl_str right, unsigned width) {
    while (left.n || right.n) {
        unsigned wide = 0, wide_right;
        const pl_str l = next_line(&left, width, &wide), r = next_line(&right, width, &wide_right);
        fprintf(f, "  %.*s%*s", (int)l.n, l.p, r.n ? (int)(width - wide) : 0, "");
        fprintf(f, r.n ? " | %.*s\n" : "\n", (int)r.n, r.p);
    }
}

void side_by_side(FILE *f, pl_str left, pl_str right, unsigned width) {
    for (;;) {
        const pl_str l = next_paragraph(&left), r = next_paragraph(&right);
        if (!l.n && !r.n) return;
        print_paragraphs(f, l, r, width);
        fputc('\n', f);
    }
}
