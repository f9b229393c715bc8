/* title_features.c: what the model sees of a line that may be the title: its form, its place, the words that it shares with the body,
 * what stands around it. */
#include <string.h>
#include "dates.h"
#include "feature_set.h"
#include "language.h"
#include "names.h"
#include "shapes.h"
#include "title.h"

static int is_title_case(const struct line *l) { return 2 * (uint32_t)l->capitals > l->words; }

/* Words as a reader counts them: where each character is a word, two make one. */
static uint32_t length_of(const struct line *l) {
    return l->letters < 2 * l->words ? l->words / 2 : l->words;
}

static int is_date_or_byline(const struct judge *j, uint32_t i) {
    const struct verdict *v = &j->verdict[i];
    return v->zone == ZONE_DATE || v->zone == ZONE_BYLINE ||
           (v->why && !strcmp(v->why, "structure:lone-by"));
}

/* "Staff Reporter": nothing but what somebody does for a newspaper. */
static int is_role(const char *text, const struct line *l) {
    return l->words < 5 && shape_has_role(text, l);
}

/* Does line i look as bylines do, though no person may be in it: "Staff Reporter", "by Sound University"? */
static int is_like_byline(const struct judge *j, uint32_t i) {
    enum { LONGEST = 6 };
    const struct line *l = judge_line(j, i);
    struct piece name;
    if (!judge_is_plain(j, i)) return 0;
    return head_is_author(j, i, &name) || is_role(j->text, l) ||
           (l->words <= LONGEST && !(l->marks & LINE_STOP) && shape_begins_with_by(j->text, l));
}

enum { LEAD = 12 }; /* words of a first paragraph, at least */

/* Is the next line, those that go left out, a paragraph of sentences of at least so many words? */
static int is_text_next(const struct judge *j, uint32_t i, uint32_t least) {
    enum { FAR = 64 };
    for (uint32_t k = i + 1; k < j->words->lines && k < i + FAR; k++)
        if (judge_is_plain(j, k) && judge_line(j, k)->words > 2)
            return judge_line(j, k)->words >= least && (judge_line(j, k)->marks & LINE_STOP);
    return 0;
}

/* What stands around a line that may be a title. */
enum place {
    PLACE_ANY,
    PLACE_NEAR, /* a date or byline is right above it, or below it before the text begins */
    PLACE_BELOW, /* between a date or byline, lines that go left out, and the text */
    PLACE_ABOVE_LEAD, /* one line, the lead, parts it from a date or byline */
    PLACE_ABOVE_BYLINE /* a date or byline is the next line, those that go left out */
};

static int is_below(const struct judge *j, uint32_t i) {
    while (i-- && j->verdict[i].why)
        if (is_date_or_byline(j, i)) return 1;
    return 0;
}

static enum place place_of(const struct judge *j, uint32_t i) {
    enum { BELOW = 10, BETWEEN = 2, TEXT = 60 };
    uint32_t between = 0;
    for (uint32_t k = i + 1; k < j->words->lines && k <= i + BELOW && between <= BETWEEN; k++) {
        if (is_date_or_byline(j, k) || (between < BETWEEN && is_like_byline(j, k)))
            return between == 0 ? PLACE_ABOVE_BYLINE : between == 1 ? PLACE_ABOVE_LEAD : PLACE_NEAR;
        if (!judge_is_plain(j, k)) continue;
        if (judge_line(j, k)->words > TEXT) break;
        between++;
    }
    if (is_below(j, i) && is_text_next(j, i, UNWRAPPED)) return PLACE_BELOW;
    return i && is_date_or_byline(j, i - 1) ? PLACE_NEAR : PLACE_ANY;
}

/* Does the sentence go on in the next line? Such a text is cut into lines at a width. */
static int is_wrapped(const struct judge *j, uint32_t i) {
    if (i + 1 >= j->words->lines || j->verdict[i + 1].why || j->verdict[i + 1].zone) return 0;
    const struct line *next = judge_line(j, i + 1);
    return next->words > 2 && !shape_begins_with_by(j->text, next) &&
           (next->marks & (LINE_LOWER | LINE_PARAGRAPH)) == LINE_LOWER;
}

/* "AP-US--Trump-Impeachment, 4th Ld-Writethru", "All , Books , News": how an agency calls a story, and links with commas between. */
static int is_slug_or_list(const char *text, const struct line *l) {
    const char *const p = text + l->begin, *const end = text + l->end;
    const char *at = memmem(p, (size_t)(end - p), "--", 2);
    if (at && at > p && at + 2 < end && at[-1] != ' ' && at[2] != ' ') return 1;
    return memmem(p, (size_t)(end - p), " , ", 3) != NULL;
}

/* "Home > News > Local", "News / Wales / Cardiff": the way to the page. */
static int is_path(const char *text, const struct line *l) {
    static const char *const signs[] = {" > ", "\xe2\x80\xba", " \xc2\xbb ", " / "};
    enum { LONGEST = 24 }; /* bytes of the first step */
    const char *const end = text + l->end;
    const size_t n = l->end - l->begin, first = n < LONGEST + 3 ? n : LONGEST + 3;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        const char *p = memmem(text + l->begin, first, signs[i], strlen(signs[i]));
        if (p && memmem(p + 1, (size_t)(end - p - 1), signs[i], strlen(signs[i]))) return 1;
    }
    return 0;
}

static int has_stop_word(const struct judge *j, const struct line *l) {
    for (uint32_t k = l->first_word; k < l->first_word + l->words; k++)
        if (language_is_stop(j->stops, j->words->word[k])) return 1;
    return 0;
}

/* Is the line what names look like? "Glass Without Breath" is none. */
static int is_person(const struct judge *j, uint32_t i) {
    enum { LONGEST = 4 };
    const struct line *l = judge_line(j, i);
    struct piece all = {l->begin, l->end};
    const int is_name = shape_is_name(j->text, &all);
    if (is_name ? l->words > LONGEST : !shape_leads_with_name(j->text, l, &all) || all.end < l->end)
        return 0;
    for (uint32_t k = 0; j->names && k < l->words; k++)
        if (names_has(j->names, j->words->word[l->first_word + k])) return 1;
    return !has_stop_word(j, l);
}

/* Does one of the next lines say the same? So do captions, which begin with signs or end in a full stop. */
static int stands_twice(const struct judge *j, uint32_t i) {
    const struct line *l = judge_line(j, i);
    if ((l->marks & LINE_BULLET) || j->text[l->begin] == '[' || j->text[l->end - 1] == '.')
        return 0;
    for (uint32_t k = i + 1; k < j->words->lines && k <= i + TITLE_REPEATS; k++)
        if (judge_is_copy(j, i, k)) return 1;
    return 0;
}

/* A full stop at the end, or before the quotation marks there. */
static int ends_in_stop(const char *text, const struct line *l) {
    uint32_t end = l->end;
    while (end > l->begin && strchr("\"'\xe2\x80\x99\x9d\xc2\xbb", text[end - 1])) end--;
    return end > l->begin && text[end - 1] == '.';
}

int title_is_possible(const struct judge *j, uint32_t i) {
    enum { SHORTEST = 2, LONGEST = 30 };
    const struct line *l = judge_line(j, i);
    if (!judge_is_plain(j, i) || l->words < SHORTEST || length_of(l) > LONGEST) return 0;
    if ((l->marks & LINE_URL) || l->letters <= 2 * l->digits) return 0;
    return !is_slug_or_list(j->text, l) && !is_path(j->text, l) && !is_wrapped(j, i) &&
           j->text[l->end - 1] != '-' && (!(l->marks & LINE_BULLET) || j->text[l->begin] == '-');
}

/* Two words, a few, a headline, a long one. */
static uint32_t coarse_class(const struct line *l) {
    static const uint16_t bounds[] = {3, 6, 13, 0};
    return bucket(length_of(l), bounds);
}

static uint32_t length_class(const struct line *l) {
    static const uint16_t bounds[] = {3, 4, 5, 7, 10, 14, 20, 0};
    return bucket(length_of(l), bounds);
}

static uint32_t at_most(uint32_t n, uint32_t most) { return n < most ? n : most; }

/* Does line k say something of its own: neither a word or two nor the way to the page? */
static int says_something(const struct judge *j, uint32_t k) {
    const struct line *l = judge_line(j, k);
    return judge_is_plain(j, k) && l->words > 2 && !is_path(j->text, l);
}

/* How many lines above line i say something, and whether one of them is long. */
static uint32_t order_of(const struct judge *j, uint32_t i) {
    enum { LONG = 9, MOST = 3 };
    uint32_t n = 0, is_long = 0;
    for (uint32_t k = 0; k < i; k++)
        if (says_something(j, k)) {
            n++;
            is_long |= judge_line(j, k)->words >= LONG;
        }
    return at_most(n, MOST) * 2 + is_long;
}

/* How many lines between line i and the body stay, and how many go. */
static uint32_t gap_of(const struct judge *j, uint32_t i, uint32_t begin) {
    enum { MOST = 5 };
    uint32_t stay = 0, go = 0;
    for (uint32_t k = i + 1; k < begin && k <= i + HEAD_LINES; k++) {
        stay += (uint32_t)judge_is_plain(j, k);
        go += j->verdict[k].why != NULL;
    }
    return at_most(stay, MOST) * 8 + at_most(go, MOST);
}

/* What another line is; those before the first and behind the last are of a kind of their own. */
static uint32_t kind_of(const struct judge *j, int64_t i) {
    enum { BYLINE = 18, GOES, IN_ZONE, OUTSIDE = 31 };
    static const uint16_t bounds[] = {3, 6, 13, 25, 0};
    if (i < 0 || i >= j->words->lines) return OUTSIDE;
    const struct verdict *v = &j->verdict[i];
    const struct line *l = judge_line(j, (uint32_t)i);
    if (v->zone) return IN_ZONE + v->zone;
    if (v->why) return GOES;
    if (is_like_byline(j, (uint32_t)i)) return BYLINE;
    return bucket(l->words, bounds) * 2 + (l->marks & LINE_STOP ? 1 : 0);
}

static void put_form(const struct judge *j, uint32_t i, struct set *s) {
    const struct line *l = judge_line(j, i);
    const uint32_t coarse = coarse_class(l);
    const uint32_t end = (l->marks & LINE_STOP ? 1u : 0) + (ends_in_stop(j->text, l) ? 2u : 0) +
                         (l->marks & LINE_CALL ? 4u : 0);
    struct date d;
    put(s, 1, end * 2 + (uint32_t)is_title_case(l));
    put(s, 2, end * 4 + coarse);
    put(s, 3, share(l->capitals, l->words) * 4 + coarse);
    for (uint32_t mark = LINE_DOTS; mark <= LINE_LABEL; mark *= 2)
        if (mark != LINE_PARAGRAPH && l->marks & mark) put(s, 4, mark);
    put(s, 5, (uint32_t)is_person(j, i));
    put(s, 6, (uint32_t)is_like_byline(j, i));
    put(s, 7, l->digits && dates_find(j->text + l->begin, l->end - l->begin, DATE_DAY_FIRST, &d));
    put(s, 8, head_title_text(j, i).end < l->end); /* the name of a site stands behind it */
    put(s, 9, j->words->word[l->first_word]);
}

static void put_place(const struct judge *j, uint32_t i, uint32_t begin, uint32_t order,
                      uint32_t place, struct set *s) {
    put(s, 20, order * 8 + place);
    put(s, 21, at_most(i, 12));
    put(s, 22, gap_of(j, i, begin));
    put(s, 23, (uint32_t)stands_twice(j, i));
    put(s, 24, (uint32_t)is_text_next(j, i, LEAD) * 8 + order);
}

static void put_content(const struct judge *j, uint32_t i, uint32_t order, uint32_t place,
                        struct set *s) {
    const struct shared *const with = judge_shared(j, i);
    const uint32_t length = length_class(judge_line(j, i)), of_page = share(with->known, with->of);
    put(s, 30, at_most(with->n, 6));
    put(s, 31, share(with->n, with->of) * 8 + place);
    put(s, 32, at_most(with->n, 4) * 8 + order);
    put(s, 33, of_page * 8 + length);
    put(s, 34, of_page * 8 + order);
}

static void put_neighbours(const struct judge *j, int64_t i, struct set *s) {
    const uint32_t next = kind_of(j, i + 1), above = kind_of(j, i - 2);
    put(s, 40, next);
    put(s, 41, next * 4 + coarse_class(judge_line(j, (uint32_t)i)));
    put(s, 42, above);
    put(s, 43, kind_of(j, i - 1) * 32 + above);
}

uint32_t title_features(const struct judge *j, uint32_t i, uint32_t begin, uint32_t *cells) {
    struct set s = {cells, 0, LOOK_TITLE * MODEL_CELLS, NULL};
    const uint32_t order = order_of(j, i), place = (uint32_t)place_of(j, i);
    put_form(j, i, &s);
    put_place(j, i, begin, order, place, &s);
    put_content(j, i, order, place, &s);
    put_neighbours(j, i, &s);
    return s.n;
}
