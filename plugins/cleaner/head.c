/* head.c: title, author and day above the body, by their words and by what stands around them. A wrong title is worse than none. */
#include "head.h"
#include <string.h>
#include "dates.h"
#include "language.h"
#include "names.h"
#include "phrases.h"
#include "shapes.h"
#include "utf8.h"

enum {
    NEAR = 12,
    HEAD = 24 /* lines in which a title is looked for: by its words, by its place */
};

/* The first paragraph of the body that is one after all: captions above the title look like it. */
static uint32_t body_begin(const struct judge *j) {
    uint32_t i = j->first_body;
    while (i < j->last_body && !j->verdict[i].body) i++;
    return i;
}

/* The first word of [at, end), as a hash. */
static uint32_t first_word(const struct judge *j, uint32_t at, uint32_t end) {
    const char *const p = j->text + at, *blank = memchr(p, ' ', end - at);
    return words_hash(p, blank ? (size_t)(blank - p) : end - at);
}

static int is_first_name(const struct judge *j, uint32_t at, uint32_t end) {
    return j->names && names_has(j->names, first_word(j, at, end));
}

/* ---- title ---- */

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

/* A line that no rule has taken or named. */
static int is_plain(const struct judge *j, uint32_t i) {
    return !j->verdict[i].why && !j->verdict[i].zone;
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
    if (!is_plain(j, i)) return 0;
    return head_is_author(j, i, &name) || is_role(j->text, l) ||
           (l->words <= LONGEST && !(l->marks & LINE_STOP) && shape_begins_with_by(j->text, l));
}

/* What stands around a line that may be a title. */
enum place {
    PLACE_ANY,
    PLACE_NEAR, /* a date or byline is right above it, or below it before the text begins */
    PLACE_ABOVE_LEAD, /* one line, the lead, parts it from a date or byline */
    PLACE_ABOVE_BYLINE /* a date or byline is the next line, those that go left out */
};

static enum place place_of(const struct judge *j, uint32_t i) {
    enum { BELOW = 10, BETWEEN = 2, TEXT = 32 };
    uint32_t between = 0;
    for (uint32_t k = i + 1; k < j->words->lines && k <= i + BELOW && between <= BETWEEN; k++) {
        if (is_date_or_byline(j, k) || (between < BETWEEN && is_like_byline(j, k)))
            return between == 0 ? PLACE_ABOVE_BYLINE : between == 1 ? PLACE_ABOVE_LEAD : PLACE_NEAR;
        if (!is_plain(j, k)) continue;
        if (judge_line(j, k)->words > TEXT) break;
        between++;
    }
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
    static const char *const signs[] = {" > ", " \xe2\x80\xba ", " \xc2\xbb ", " / "};
    enum { LONGEST = 8 };
    const char *const end = text + l->end;
    for (size_t i = 0; i < sizeof signs / sizeof *signs && l->words <= LONGEST; i++) {
        const char *p = memmem(text + l->begin, l->end - l->begin, signs[i], strlen(signs[i]));
        if (p && memmem(p + 1, (size_t)(end - p - 1), signs[i], strlen(signs[i]))) return 1;
    }
    return 0;
}

/* May the line be a title by its form alone? */
static int may_be_title(const struct judge *j, uint32_t i) {
    enum { LONGEST = 28 };
    const struct line *l = judge_line(j, i);
    const struct piece all = {l->begin, l->end};
    struct date d;
    if (!judge_is_heading(l) || (l->marks & LINE_COLON) || length_of(l) > LONGEST) return 0;
    if (shape_has_role(j->text, l) || (l->words < 5 && shape_is_name(j->text, &all))) return 0;
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
    for (uint32_t i = body_begin(j) + 1; i < j->last_body; i++) {
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
        if (is_plain(j, k) && l->words > 2 && !is_path(j->text, l)) return 1;
    }
    return 0;
}

/* Is the next line, those that go left out, a paragraph of sentences? */
static int is_text_next(const struct judge *j, uint32_t i) {
    enum { LEAST = 12 };
    for (uint32_t k = i + 1; k < j->words->lines; k++)
        if (is_plain(j, k) && judge_line(j, k)->words > 2)
            return judge_line(j, k)->words >= LEAST && (judge_line(j, k)->marks & LINE_STOP);
    return 0;
}

/* "Jane Doe, John Roe": capitals alone, and a first name in front? */
static int is_names(const struct judge *j, uint32_t i) {
    const struct line *l = judge_line(j, i);
    return l->words < 6 && l->capitals == l->words && is_first_name(j, l->begin, l->end);
}

/* Do the lexicons know most of the line's words, function words left out? Then it may speak of the page. */
static int is_of_page(const struct judge *j, uint32_t i) {
    const struct shared *const s = judge_shared(j, i);
    return 3 * s->known >= 2 * s->of;
}

/* Does what stands around the line say by itself that it is the title? */
static int is_announced(const struct judge *j, uint32_t i, enum place place) {
    const struct line *l = judge_line(j, i);
    if (j->text[l->end - 1] == '.' || shape_begins_with_by(j->text, l)) return 0;
    if (place == PLACE_ABOVE_BYLINE && (l->words > 3 || !is_of_page(j, i))) return 1;
    if (place == PLACE_ABOVE_LEAD && (!is_plain(j, i + 1) || is_of_page(j, i))) return 0;
    return place >= PLACE_ABOVE_LEAD && (judge_shared(j, i)->n || stems_below(j, i));
}

/* Is it the only line above the text, and the text has no headings of its own? */
static int is_alone(const struct judge *j, uint32_t i) {
    const struct line *l = judge_line(j, i);
    if (l->words < 4 || has_any(j, i) || !is_text_next(j, i) || has_headings(j)) return 0;
    const struct shared *const s = judge_shared(j, i);
    return 4 * s->n >= s->of || (!(l->marks & LINE_STOP) && stems_below(j, i));
}

/* A heading that speaks of what the body speaks of, or stands where only titles do. */
static int is_headline(const struct judge *j, uint32_t i) {
    const struct line *l = judge_line(j, i);
    if (!may_be_title(j, i) || is_short(j, i)) return 0;
    if (stands_twice(j, i)) return 1;
    const enum place place = place_of(j, i);
    if (shape_is_speech(j->text, l) && !place) return 0;
    if (j->text[l->end - 1] == '.' && !(place && is_title_case(l))) return 0;
    if ((l->marks & LINE_CALL) && !place && !is_title_case(l)) return 0;
    if (!is_names(j, i) && (is_announced(j, i, place) || is_alone(j, i))) return 1;
    return is_shared(j, i, place != PLACE_ANY);
}

/* Is the headline at i only a line above the true one, such as a topic in capitals? */
static int is_kicker(const struct judge *j, uint32_t i, uint32_t begin) {
    const struct line *l = judge_line(j, i), *next = l + 1;
    if (i + 1 >= begin || j->verdict[i + 1].why || j->verdict[i + 1].zone) return 0;
    if (2 * (uint32_t)l->shouts < l->words && l->words > 4) return 0;
    return next->words > l->words && is_headline(j, i + 1);
}

static int is_player(const char *why) { return why && !strcmp(why, "boilerplate:video-player"); }

/* Line of the headline, or -1. Behind a long line only one above a byline is taken: the text may have begun; so is
 * one below a player, which may be the video's. */
static int32_t find_title(const struct judge *j, uint32_t begin) {
    int has_begun = 0;
    for (uint32_t i = 0; i < HEAD && i < begin; i++) {
        if (!is_plain(j, i)) continue;
        const int may_be_other = has_begun || i >= NEAR || (i && is_player(j->verdict[i - 1].why));
        if (is_headline(j, i) && !is_kicker(j, i, begin) &&
            (!may_be_other || place_of(j, i) == PLACE_ABOVE_BYLINE))
            return (int32_t)i;
        has_begun |= judge_line(j, i)->words > 8;
    }
    return -1;
}

void head_title(struct judge *j) {
    const uint32_t begin = body_begin(j);
    j->title = j->words->lines && j->verdict[begin].body ? find_title(j, begin) : -1;
    if (j->title < 0) return;
    const uint32_t title = (uint32_t)j->title;
    judge_zone(j, title, ZONE_TITLE, NULL);
    for (uint32_t i = title + 1; i <= title + REPEATS && i < begin; i++)
        if (judge_is_copy(j, i, title)) judge_drop(j, i, "structure:title-repeat");
}

/* ---- author ---- */

/* In how many lines of the body does the last word of one of the names stand? Whom an article speaks of has not written it. */
static uint32_t lines_with_one_of(const struct judge *j, struct piece names) {
    const char *const end = j->text + names.end;
    uint32_t most = 0;
    for (const char *p = j->text + names.begin; p < end;) {
        const char *word = p;
        while (p < end && *p != ' ' && *p != ',') p++;
        const int is_last = p == end || *p == ',' || phrases_at(PHRASES_AND, p, end) > 0;
        if (is_last && p - word > 1) {
            const uint32_t n = judge_lines_with(j, words_hash(word, (size_t)(p - word)));
            if (n > most) most = n;
        }
        while (p < end && (*p == ' ' || *p == ',')) p++;
    }
    return most;
}

/* Of "Jane Doe, New York" the person alone; of "Any Means Necessary" nothing. */
static struct piece persons(const struct judge *j, struct piece names) {
    const char *const p = j->text, *const end = p + names.end;
    struct piece good = names;
    if (language_is_stop(j->stops, first_word(j, names.begin, names.end)) &&
        !is_first_name(j, names.begin, names.end))
        good.end = good.begin;
    for (uint32_t i = names.begin; i + 2 < names.end; i++) {
        const size_t sign = phrases_at(PHRASES_AND, p + i, end);
        if (sign && p[i + sign - 2] != ',') return names; /* "A, B and C" is a list */
        if (sign && good.end == names.end && !is_first_name(j, i + 2, names.end)) good.end = i;
    }
    return good;
}

/* Does a lone "By" stand above the line? */
static int is_below_by(const struct judge *j, uint32_t i) {
    return i && j->verdict[i - 1].why && !strcmp(j->verdict[i - 1].why, "structure:lone-by");
}

int head_byline(const struct judge *j, uint32_t i, struct piece *names) {
    const struct line *l = judge_line(j, i);
    if (!shape_is_byline(j->text, l, names)) {
        if (shape_is_agency(j->text, l, names)) return 1;
        if (!shape_is_about(j->text, l, names) && !shape_leads_with_name(j->text, l, names))
            return 0;
        if (!is_first_name(j, names->begin, names->end) && !is_below_by(j, i)) return 0;
    }
    *names = persons(j, *names);
    return names->end > names->begin;
}

/* Does line i begin with names of persons, the first of them a known first name? */
static int begins_with_persons(const struct judge *j, uint32_t i, struct piece *names) {
    enum { LONGEST = 24 };
    const struct line *l = judge_line(j, i);
    if (!j->names || l->words < 2 || l->words > LONGEST || (l->marks & LINE_STOP)) return 0;
    return names_has(j->names, j->words->word[l->first_word]) &&
           shape_leads_with_name(j->text, l, names) && persons(j, *names).end == names->end &&
           !phrases_find(PHRASES_LICENCE, j->text + l->begin, j->text + l->end);
}

int head_is_author(const struct judge *j, uint32_t i, struct piece *names) {
    return begins_with_persons(j, i, names) && !lines_with_one_of(j, *names);
}

/* How far below the title is line i? Lines that go do not count; 0: not below it. */
static uint32_t below_title(const struct judge *j, uint32_t i) {
    uint32_t n = j->title >= 0 && i > (uint32_t)j->title;
    for (uint32_t k = (uint32_t)(j->title + 1); n && k < i; k++) n += (uint32_t)is_plain(j, k);
    return n;
}

static int is_date(const struct judge *j, uint32_t i) {
    return i < j->words->lines && j->verdict[i].zone == ZONE_DATE;
}

/* Is line i, near the title or a date, all that names the author? Between both, a note at the end may speak of whom it names. */
static int is_author_line(const struct judge *j, uint32_t i) {
    enum { FAR = 3 };
    const struct line *l = judge_line(j, i);
    struct piece names;
    const uint32_t below = below_title(j, i);
    const int is_below = below && below <= FAR, is_above_date = is_date(j, i + 1);
    if (is_below && (shape_is_byline(j->text, l, &names) || shape_is_agency(j->text, l, &names)))
        return 1;
    if (!is_below && (i >= body_begin(j) || (!is_above_date && !(i && is_date(j, i - 1)))))
        return 0;
    return begins_with_persons(j, i, &names) &&
           lines_with_one_of(j, names) <= (below == 1 && is_above_date);
}

/* "3 May 2024 at 10:22 - Jane Doe in Harbour - 12 comments": does the line say when the article came out, and much more? Shorter
 * ones are told anywhere at the head. */
static int begins_with_date(const struct judge *j, uint32_t i) {
    enum { LONGEST = 20, NEAR_BEGIN = 2, MORE = 40 };
    const struct line *l = judge_line(j, i);
    const char *const p = j->text + l->begin, *const end = j->text + l->end;
    struct date d;
    if (!l->digits || l->words > LONGEST || (l->marks & LINE_STOP)) return 0;
    if (!dates_find(p, (size_t)(end - p), j->dates, &d) || shape_is_of_another(p, end, &d))
        return 0;
    if ((size_t)(end - p) < d.end - d.begin + MORE) return 0;
    return d.begin < NEAR_BEGIN || phrases_at(PHRASES_DATED_BY, p, end);
}

/* The first line of that kind below the title is the date. */
static void date_below_title(struct judge *j) {
    enum { FAR = 3 };
    const uint32_t title = (uint32_t)j->title;
    for (uint32_t i = title + 1; i < j->last_body && i <= title + HEAD; i++) {
        if (below_title(j, i) > FAR) return;
        if (is_date(j, i)) return;
        if (j->verdict[i].zone || !begins_with_date(j, i)) continue;
        judge_zone(j, i, ZONE_DATE, "metadata:date");
        return;
    }
}

void head_author(struct judge *j) {
    if (j->title >= 0) date_below_title(j);
    for (uint32_t i = 0; i < HEAD && i < j->last_body; i++) {
        if (j->verdict[i].zone || !is_author_line(j, i)) continue;
        judge_zone(j, i, ZONE_BYLINE, "metadata:byline");
        return;
    }
}
