/* standing.c: titles, captions, bylines and leftovers by their form. */
#include "standing.h"
#include <string.h>
#include "opening.h"

enum { FEWEST_WORDS = 4, HEADING_WORDS = 15, CREDIT_WORDS = 12 };

static pl_str cut(pl_str text, pl_span s) { return (pl_str){text.p + s.begin, s.end - s.begin}; }

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }

static int is_letter(char c) {
    return (c & 0x80) || (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9');
}

/* Equal but for case, white space and ASCII marks. */
static int says_the_same(pl_str a, pl_str b) {
    size_t i = 0, k = 0;
    for (;;) {
        while (i < a.n && !is_letter(a.p[i])) i++;
        while (k < b.n && !is_letter(b.p[k])) k++;
        if (i == a.n || k == b.n) return i == a.n && k == b.n;
        if (lower(a.p[i++]) != lower(b.p[k++])) return 0;
    }
}

/* A line of its own without an end mark: the headline when it is the first, else a heading or a caption when it is short. */
static int is_heading(const struct article *a, uint32_t i) {
    const struct sentence *s = &a->v[i];
    return s->whole_paragraph && s->unfinished && (i == 0 || s->words < HEADING_WORDS);
}

/* "By Jane Roe", "Photo: City Archive", "Source: ministry". */
static int is_credit(const struct sentence *s) {
    return s->whole_paragraph && s->opening & CUE_BYLINE && s->words <= CREDIT_WORDS &&
           s->capitals >= s->words / 2;
}

/* "Reuter", "(More)", "Photo": no sentence at all. */
static int is_scrap(const struct sentence *s) { return s->unfinished && s->words < FEWEST_WORDS; }

static int is_poor(const struct sentence *s) {
    return s->words < FEWEST_WORDS || s->half_quote || s->unfinished || s->numbers > s->words ||
           s->content == 0;
}

static void cut_dateline(const struct article *a, struct sentence *s, const struct cues *cues) {
    const uint32_t n = dateline_tokens(a->text, a->tokens, s->first, s->end, cues);
    if (n && n < s->end - s->first) s->span.begin = article_token(a, s->first + n)->span.begin;
}

void standing_judge(struct article *a, const struct cues *cues, pl_str title) {
    for (uint32_t i = 0; i < a->n; i++) {
        struct sentence *s = &a->v[i];
        const pl_str text = cut(a->text, s->span);
        const uint32_t beginning = cues_of_beginning(cues, text);
        s->opening |= (uint16_t)(beginning & CUE_CONNECTIVE);
        if (is_heading(a, i) || is_credit(s) || is_scrap(s) || (beginning & CUE_LEFTOVER) ||
            (title.n && says_the_same(title, text)))
            s->standing = NEVER;
        else if (is_poor(s))
            s->standing = POOR;
        if (s->starts_paragraph) cut_dateline(a, s, cues);
    }
}

/* The first sentence that ends behind `at`: sentences are in order. */
static uint32_t first_behind(const struct article *a, uint32_t at) {
    uint32_t low = 0, high = a->n;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        if (a->v[middle].span.end <= at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void standing_exclude(struct article *a, pl_span zone) {
    for (uint32_t i = first_behind(a, zone.begin); i < a->n && a->v[i].span.begin < zone.end; i++) {
        struct sentence *s = &a->v[i];
        const uint32_t begin = s->span.begin > zone.begin ? s->span.begin : zone.begin;
        const uint32_t end = s->span.end < zone.end ? s->span.end : zone.end;
        if (2 * (end - begin) >= s->span.end - s->span.begin) s->standing = NEVER;
    }
}
