/* title.c: the title above the body, by its words and by what stands around it. A wrong title is worse than none. */
#include <string.h>
#include "dates.h"
#include "head.h"
#include "language.h"
#include "names.h"
#include "phrases.h"
#include "shapes.h"
#include "utf8.h"

enum { NEAR = 12 }; /* lines in which a title is looked for by its words */

/* Do the lexicons know most of the words of a short line, function words left out? Then it may speak of the page. */
static int is_of_page(const struct judge *j, uint32_t i) {
    enum { LONGEST = 8 };
    const struct shared *const s = judge_shared(j, i);
    return judge_line(j, i)->words <= LONGEST && 3 * s->known >= 2 * s->of;
}

uint32_t head_body_begin(const struct judge *j) {
    uint32_t i = j->first_body;
    while (i < j->last_body && !j->verdict[i].body) i++;
    return i;
}

enum { REPEATS = 8 }; /* lines below the title in which it may stand once more */

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
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        const char *p = memmem(text + l->begin, l->end - l->begin, signs[i], strlen(signs[i]));
        if (p && p - text <= l->begin + LONGEST &&
            memmem(p + 1, (size_t)(end - p - 1), signs[i], strlen(signs[i])))
            return 1;
    }
    return 0;
}

static int has_stop_word(const struct judge *j, const struct line *l) {
    for (uint32_t k = l->first_word; k < l->first_word + l->words; k++)
        if (language_is_stop(j->stops, j->words->word[k])) return 1;
    return 0;
}

/* Is the line what names look like? "Glass Without Breath" is none, nor is "Overnight Rye Rolls" above "by Jane Doe". */
static int is_person(const struct judge *j, uint32_t i) {
    enum { LONGEST = 4 };
    const struct line *l = judge_line(j, i);
    struct piece all = {l->begin, l->end};
    const int is_name = shape_is_name(j->text, &all);
    if (is_name ? l->words > LONGEST : !shape_leads_with_name(j->text, l, &all) || all.end < l->end)
        return 0;
    for (uint32_t k = 0; j->names && k < l->words; k++)
        if (names_has(j->names, j->words->word[l->first_word + k])) return 1;
    return !has_stop_word(j, l) && place_of(j, i) != PLACE_ABOVE_BYLINE;
}

/* May the line be a title by its form alone? */
static int may_be_title(const struct judge *j, uint32_t i) {
    enum { LONGEST = 28 };
    const struct line *l = judge_line(j, i);
    struct date d;
    if (!judge_is_heading(l) || (l->marks & LINE_COLON)) return 0;
    if ((l->marks & LINE_BULLET) && j->text[l->begin] != '-') return 0;
    if (length_of(l) > LONGEST) return 0;
    if (shape_has_role(j->text, l) || is_person(j, i)) return 0;
    if (is_slug_or_list(j->text, l) || is_path(j->text, l) || j->text[l->end - 1] == '-') return 0;
    if (is_wrapped(j, i)) return 0;
    return !l->digits || !dates_find(j->text + l->begin, l->end - l->begin, DATE_DAY_FIRST, &d);
}

static uint32_t words_between(const char *p, const char *end) {
    uint32_t n = 0;
    for (; p + 1 < end; p++) n += *p == ' ' && p[1] != ' ';
    return n;
}

/* Where the name of a site behind the last bar or dash begins, or the end: a few words with capitals that the body has not; of
 * "Sound Gazette" it may have some. "- Analysis" is no site. */
static uint32_t site_begin(const struct judge *j, const struct line *l, uint32_t end) {
    enum { MOST = 4 };
    const char *const p = j->text + l->begin, *q = j->text + end;
    uint32_t known = 0;
    int is_paper = 0;
    for (uint32_t n = 0; n <= MOST; n++) {
        const char *blank = memrchr(p, ' ', (size_t)(q - p));
        if (!blank) return end;
        const struct piece word = {(uint32_t)(blank + 1 - j->text), (uint32_t)(q - j->text)};
        if (n && shape_is_separator(j->text, &word))
            return !known || (known < n && (is_paper || blank[1] == '|'))
                       ? (uint32_t)(blank - j->text)
                       : end;
        if (!shape_has_capital(j->text, &word)) return end;
        if (!n && end == l->end && phrases_is(PHRASES_RUBRIC, blank + 1, q)) return end;
        known += judge_lines_with(j, words_hash(blank + 1, (size_t)(q - blank - 1))) > 0;
        if (!n) is_paper = phrases_is(PHRASES_NO_NAME, blank + 1, q);
        q = blank;
    }
    return end;
}

struct piece head_title_text(const struct judge *j, uint32_t i) {
    const struct line *l = judge_line(j, i);
    struct piece title = {l->begin, l->end};
    for (uint32_t end; (end = site_begin(j, l, title.end)) < title.end;) title.end = end;
    return title;
}

/* "CBC News - Manitoba": is too little left in front of the site? */
static int is_short(const struct judge *j, uint32_t i) {
    const struct piece title = head_title_text(j, i);
    return title.end < judge_line(j, i)->end &&
           words_between(j->text + title.begin, j->text + title.end) < 2;
}

/* Has the body headings of its own? Then the first line may be one of them, and the title lost. */
static int has_headings(const struct judge *j) {
    enum { LONGEST = 14 };
    for (uint32_t i = head_body_begin(j) + 1; i < j->last_body; i++) {
        const struct line *l = judge_line(j, i);
        if (!j->verdict[i].why && judge_is_heading(l) && l->words <= LONGEST &&
            !(l->marks & (LINE_STOP | LINE_COLON | LINE_BULLET)))
            return 1;
    }
    return 0;
}

/* How many of the line's longer words begin a word of the text below, endings and first letters (they may be capitals) left out? */
static uint32_t stems_below(const struct judge *j, uint32_t i) {
    enum { FAR = 4096, LEAST = 3 };
    const struct line *l = judge_line(j, i);
    const char *const below = j->text + l->end, *const end = j->text + l->end;
    const size_t whole = judge_line(j, j->words->lines - 1)->end - l->end,
                 n = whole < FAR ? whole : FAR;
    uint32_t found = 0;
    for (const char *p = j->text + l->begin, *blank; p < end; p = blank + 1) {
        blank = memchr(p, ' ', (size_t)(end - p));
        if (!blank) blank = end;
        const size_t stem = (size_t)(blank - p) * 3 / 4;
        size_t first;
        utf8_get(p, 0, &first);
        found += stem >= first + LEAST && memmem(below, n, p + first, stem - first);
    }
    return found;
}

/* Has the body enough of the words that count in line i: three in seven; a quarter where a date or byline stands beside it; a bit
 * more where it is the first line of a text without headings, or all in capitals? */
static int is_shared(const struct judge *j, uint32_t i, int is_beside) {
    const struct line *l = judge_line(j, i);
    const struct shared s = *judge_shared(j, i);
    const struct piece title = head_title_text(j, i);
    const uint32_t site = words_between(j->text + title.end, j->text + l->end),
                   of = s.of > site ? s.of - site : s.n;
    if (!s.n || (l->words < 5 && s.n < 2)) return s.n && s.n >= of;
    if (l->words < 5) return (i ? 3 : 4) * s.n >= 2 * of;
    if (is_beside) return 4 * s.n >= of;
    if (!i && 4 * s.n > of && (2 * (uint32_t)l->shouts > l->words || !has_headings(j))) return 1;
    return 7 * s.n + 1 >= 3 * of;
}

/* Does one of the next lines say the same? So do captions, which begin with signs or end in a full stop. */
static int stands_twice(const struct judge *j, uint32_t i) {
    const struct line *l = judge_line(j, i);
    if ((l->marks & LINE_BULLET) || j->text[l->begin] == '[' || j->text[l->end - 1] == '.')
        return 0;
    for (uint32_t k = i + 1; k < j->words->lines && k <= i + REPEATS; k++)
        if (judge_is_copy(j, i, k)) return 1;
    return 0;
}

/* Does anything stand above line i that may be part of an article? A word or two are a rubric. */
static int has_any(const struct judge *j, uint32_t i) {
    for (uint32_t k = 0; k < i; k++) {
        const struct line *l = judge_line(j, k);
        if (j->verdict[k].zone && j->verdict[k].zone != ZONE_DATE) return 1;
        if (judge_is_plain(j, k) && l->words > 2 && !is_path(j->text, l)) return 1;
    }
    return 0;
}

/* "Jane Doe, John Roe": capitals alone, and a first name in front? */
static int is_names(const struct judge *j, uint32_t i) {
    const struct line *l = judge_line(j, i);
    return l->words < 6 && l->capitals == l->words && head_is_first_name(j, l->begin, l->end);
}

/* Does what stands around the line say by itself that it is the title? */
static int is_announced(const struct judge *j, uint32_t i, enum place place) {
    const struct line *l = judge_line(j, i);
    if (j->text[l->end - 1] == '.' || shape_begins_with_by(j->text, l)) return 0;
    if (place == PLACE_ABOVE_BYLINE && (l->words > 3 || !is_of_page(j, i))) return 1;
    if (place == PLACE_ABOVE_LEAD && !judge_is_plain(j, i + 1)) return 0;
    return place >= PLACE_BELOW && !is_of_page(j, i) &&
           (judge_shared(j, i)->n || stems_below(j, i));
}

/* Is it the only line above the text, and the text has no headings of its own? */
static int is_alone(const struct judge *j, uint32_t i) {
    const struct line *l = judge_line(j, i);
    if (l->words < 4 || has_any(j, i) || !is_text_next(j, i, LEAD) || has_headings(j)) return 0;
    const struct shared *const s = judge_shared(j, i);
    return 4 * s->n >= s->of || (!(l->marks & LINE_STOP) && stems_below(j, i));
}

/* A full stop at the end, or before the quotation marks there. */
static int ends_in_stop(const char *text, const struct line *l) {
    uint32_t end = l->end;
    while (end > l->begin && strchr("\"'\xe2\x80\x99\x9d\xc2\xbb", text[end - 1])) end--;
    return end > l->begin && text[end - 1] == '.';
}

/* A heading that speaks of what the body speaks of, or stands where only titles do. */
static int is_headline(const struct judge *j, uint32_t i) {
    const struct line *l = judge_line(j, i);
    if (!may_be_title(j, i) || is_short(j, i)) return 0;
    if (stands_twice(j, i)) return 1;
    const enum place place = place_of(j, i);
    if (shape_is_speech(j->text, l) && !place) return 0;
    if (ends_in_stop(j->text, l) && !(place && is_title_case(l))) return 0;
    if ((l->marks & LINE_CALL) && !place && !is_title_case(l)) return 0;
    if (!is_names(j, i) && (is_announced(j, i, place) || is_alone(j, i))) return 1;
    return is_shared(j, i, place != PLACE_ANY);
}

/* Does more speak for the title k than for the one above it? */
static int is_more(const struct judge *j, uint32_t k, uint32_t i) {
    if (stands_twice(j, k)) return 1;
    return place_of(j, k) >= PLACE_ABOVE_LEAD &&
           (place_of(j, i) <= PLACE_NEAR || judge_shared(j, k)->n >= judge_shared(j, i)->n);
}

/* Is the short headline at i only a line above the true one, such as a topic in capitals or the name of the site? */
static int is_kicker(const struct judge *j, uint32_t i, uint32_t begin) {
    enum { TOPIC = 4, LONGEST = 5 };
    const struct line *l = judge_line(j, i);
    const int is_shouted = 2 * (uint32_t)l->shouts >= l->words;
    if (!is_shouted && l->words > LONGEST) return 0;
    for (uint32_t k = i + 1; k < begin && k < i + HEAD_LINES; k++) {
        if (!judge_is_plain(j, k) || judge_line(j, k)->words <= l->words) continue;
        const int is_next = k == i + 1 && (is_shouted || l->words <= TOPIC);
        if ((is_next || is_more(j, k, i)) && is_headline(j, k)) return 1;
    }
    return 0;
}

static int is_player(const char *why) { return why && !strcmp(why, "boilerplate:video-player"); }

static int is_beside_byline(enum place place) {
    return place == PLACE_ABOVE_BYLINE || place == PLACE_BELOW;
}

/* Line of the headline, or -1. Behind a long line only one beside a byline is taken: the text may have begun; so is
 * one below a player, which may be the video's. */
static int32_t find_title(const struct judge *j, uint32_t begin) {
    int has_begun = 0;
    for (uint32_t i = 0; i < HEAD_LINES && i < begin; i++) {
        if (!judge_is_plain(j, i)) continue;
        const int may_be_other = has_begun || i >= NEAR || (i && is_player(j->verdict[i - 1].why));
        if (is_headline(j, i) && !is_kicker(j, i, begin) &&
            (!may_be_other || is_beside_byline(place_of(j, i))))
            return (int32_t)i;
        has_begun |= judge_line(j, i)->words > 8 && !is_path(j->text, judge_line(j, i));
    }
    return -1;
}

void head_title(struct judge *j) {
    const uint32_t begin = head_body_begin(j);
    j->title = j->words->lines && j->verdict[begin].body ? find_title(j, begin) : -1;
    if (j->title < 0) return;
    const uint32_t title = (uint32_t)j->title;
    judge_zone(j, title, ZONE_TITLE, NULL);
    for (uint32_t i = title + 1; i <= title + REPEATS && i < begin; i++)
        if (judge_is_copy(j, i, title)) judge_drop(j, i, "structure:title-repeat");
}
