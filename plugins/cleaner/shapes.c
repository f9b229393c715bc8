/* shapes.c: names, bylines, captions, biographies and disclaimers by their form. */
#include "shapes.h"
#include <string.h>
#include <utf8proc.h>
#include "dates.h"
#include "phrases.h"
#include "utf8.h"

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }

/* Does `word` (small letters) stand at p, without regard to case? */
static int begins(const char *p, const char *end, const char *word) {
    size_t i = 0;
    for (; word[i]; i++)
        if (p + i >= end || lower(p[i]) != word[i]) return 0;
    return 1;
}

static int is_capital(const char *p, const char *end) {
    if (p >= end) return 0;
    if ((signed char)*p >= 0) return *p >= 'A' && *p <= 'Z';
    size_t length;
    const utf8proc_category_t g = utf8proc_category((utf8proc_int32_t)utf8_get(p, 0, &length));
    return g == UTF8PROC_CATEGORY_LU || g == UTF8PROC_CATEGORY_LT;
}

int shape_has_capital(const char *text, const struct piece *word) {
    return is_capital(text + word->begin, text + word->end);
}

int shape_is_separator(const char *text, const struct piece *word) {
    return phrases_is(PHRASES_SEPARATOR, text + word->begin, text + word->end);
}

static const char *word_end(const char *p, const char *end) {
    while (p < end && *p != ' ') p++;
    return p;
}

static int is_particle(const char *p, const char *end) {
    return p < end && *p >= 'a' && phrases_is(PHRASES_PARTICLE, p, end);
}

/* A word of a name: no digit, no sign but hyphen, apostrophe and a full stop behind an initial. */
static int is_name_word(const char *p, const char *end) {
    if (!is_capital(p, end)) return 0;
    for (const char *q = p; q < end; q++) {
        if (*q == '.' && (q - p <= 3 || q + 1 < end)) continue;
        if ((unsigned char)*q < 0x80 && !(*q == '-' || *q == '\'' || (*q | 32) >= 'a')) return 0;
        if ((*q | 32) > 'z' && (unsigned char)*q < 0x80) return 0;
    }
    return 1;
}

enum { LONGEST_NAME = 60 }; /* bytes */

int shape_is_name(const char *text, const struct piece *s) {
    const char *p = text + s->begin, *end = text + s->end;
    int words = 0, capitals = 0;
    if (s->end - s->begin > LONGEST_NAME) return 0;
    while (p < end) {
        const char *w = word_end(p, end);
        if (is_particle(p, w))
            capitals--;
        else if (!is_name_word(p, w) || phrases_is(PHRASES_NO_NAME, p, w))
            return 0;
        words++;
        capitals++;
        p = w < end ? w + 1 : w;
    }
    return words >= 2 && words <= 5 && capitals >= 2;
}

/* A full stop behind a word that is no initial and no abbreviation. */
static int ends_sentence(const char *text, uint32_t begin, uint32_t i, uint32_t end) {
    enum { SHORTEST = 4 };
    if (text[i] != '.' || i < begin + SHORTEST || (i + 1 < end && text[i + 1] != ' ')) return 0;
    if (!memchr(text + begin, ' ', i - begin)) return 0; /* "Prof. Jane Doe" */
    return !memchr(text + i - SHORTEST, ' ', SHORTEST) &&
           !memchr(text + i - SHORTEST, '.', SHORTEST);
}

/* Cuts what follows the names of a byline: " | Site", ", Staff Writer", " - ", a date, " for The Times". */
static uint32_t names_end(const char *text, uint32_t begin, uint32_t end) {
    for (uint32_t i = begin; i < end; i++) {
        if ((text[i] | 32) >= 'a' && (text[i] | 32) <= 'z') continue;
        if (text[i] == ' ' && phrases_at(PHRASES_BEHIND_NAMES, text + i, text + end)) return i;
        if (text[i] == ' ' && phrases_at(PHRASES_BEFORE_DAY, text + i, text + end) &&
            text[i + 1] >= 'a')
            return i;
        if (text[i] == ';' || phrases_at(PHRASES_SPLIT, text + i, text + end)) return i;
        if (ends_sentence(text, begin, i, end)) return i;
        const int digit = text[i] >= '0' && text[i] <= '9', mail = text[i] == '@';
        if (!digit && !mail) continue;
        while (mail && i > begin && text[i] != ' ') i--; /* back to where the address begins */
        while (i > begin && text[i - 1] == ' ') i--;
        return i;
    }
    return end;
}

/* Where a name ends behind which, without a comma, stands its bearer's work or a day: "Jane Doe Staff Writer"; begin: there is none. */
static uint32_t name_before_work(const char *text, uint32_t begin, uint32_t end) {
    uint32_t good = begin;
    for (uint32_t i = begin, stop; i < end; i = stop + 1) {
        stop = (uint32_t)(word_end(text + i, text + end) - text);
        if (stop - begin > LONGEST_NAME) return begin;
        if (good > begin && phrases_is(PHRASES_WORK, text + i, text + stop)) return good;
        const struct piece one = {begin, stop};
        good = shape_is_name(text, &one) ? stop : begin;
    }
    return begin;
}

/* Are the first two words what a name begins with? Few lines are looked at any further. */
static int begins_name(const char *p, const char *end) {
    for (int i = 0; i < 2; i++) {
        const char *w = p;
        while (w < end && *w != ' ' && *w != ',') w++;
        if (!is_particle(p, w) && (!is_name_word(p, w) || phrases_is(PHRASES_NO_NAME, p, w)))
            return 0;
        p = w < end ? w + 1 : w;
    }
    return 1;
}

/* "A", "A and B", "A, B and C": all of them names? A part that is none ends the list; 0: not even the first is one. */
static uint32_t list_of_names(const char *text, uint32_t begin, uint32_t end) {
    uint32_t good = 0, start = begin;
    int is_joined = 0; /* the part follows an "and" */
    if (!begins_name(text + begin, text + end)) return 0;
    for (uint32_t i = begin; i <= end; i++) {
        const size_t sign = i < end ? phrases_at(PHRASES_AND, text + i, text + end) : 0;
        if (i < end && !sign) continue;
        const struct piece one = {start, i};
        const uint32_t name = name_before_work(text, start, i);
        if (name > start) return name;
        if (shape_is_name(text, &one)) {
            good = i;
            start = i + (uint32_t)sign;
            is_joined = sign && text[start - 2] != ',';
            if (sign) i = start - 1;
        } else if (i == end ||
                   text[i] ==
                       ',') { /* "Ortega y Gasset" is one name: try on, but not over a comma */
            return is_joined && is_name_word(text + start, word_end(text + start, text + i)) &&
                           !phrases_is(PHRASES_NO_NAME, text + start,
                                       word_end(text + start, text + i))
                       ? 0
                       : good;
        }
    }
    return good;
}

int shape_begins_with_by(const char *text, const struct line *l) {
    return phrases_at(PHRASES_BY, text + l->begin, text + l->end) > 0;
}

/* "11/19/2019 by NAME", "3 May 2024 | By NAME": where the names begin, behind a figure, a bar or a dash; 0: nowhere. */
static size_t by_inside(const char *p, const char *end, const struct line *l) {
    if (!l->digits || l->words > 16) return 0;
    for (const char *q = p + 2; q + 8 < end; q++) {
        if (q[-1] != ' ') continue;
        const char before = q[-2];
        const int is_beside = (before >= '0' && before <= '9') || before == 'M' || before == ')' ||
                              phrases_at(PHRASES_BESIDE, q - 2, end) ||
                              (q - p > 3 && phrases_at(PHRASES_BESIDE, q - 3, end)) ||
                              (q - p > 4 && phrases_at(PHRASES_BESIDE, q - 4, end));
        const size_t n = is_beside ? phrases_at(PHRASES_BY, q, end) : 0;
        if (n) return (size_t)(q - p) + n;
    }
    return 0;
}

static uint32_t characters(const char *p, const char *end) {
    uint32_t n = 0;
    for (; p < end; p++) n += (*p & 0xc0) != 0x80;
    return n;
}

/* "Posted by Abena", "By Abena on June 7, 2019": one name, where more than a bare "by" says that it is one. */
static uint32_t single_name(const char *text, const struct line *l, uint32_t begin, uint32_t end) {
    enum { LONG = 8, SHORTEST = 3, MOST_WORDS = 10 }; /* characters */
    const char *const p = text + begin, *const line = text + l->begin;
    struct date d;
    if (l->words > MOST_WORDS || (l->marks & LINE_STOP) || phrases_is(PHRASES_WORK, p, text + end))
        return 0;
    if (characters(p, text + end) < SHORTEST) return 0;
    if (characters(line, p) < LONG &&
        !(l->digits && dates_find(line, l->end - l->begin, DATE_DAY_FIRST, &d)))
        return 0;
    return word_end(p, text + end) == text + end && is_name_word(p, text + end) &&
                   !phrases_is(PHRASES_NO_NAME, p, text + end)
               ? end
               : 0;
}

int shape_is_byline(const char *text, const struct line *l, struct piece *names) {
    const char *p = text + l->begin, *end = text + l->end;
    if (l->words > 24 || l->end - l->begin > 200) return 0;
    const size_t sign = *p == '(' ? 1 : phrases_at(PHRASES_BESIDE, p, end);
    size_t n = phrases_at(PHRASES_BY, p + sign, end);
    n = n ? n + sign : by_inside(p, end, l);
    if (!n) return 0;
    while (p + n < end && (p[n] == ' ' || p[n] == ',')) n++; /* "De notre correspondant, NAME" */
    const uint32_t begin = l->begin + (uint32_t)n;
    uint32_t stop = names_end(text, begin, l->end);
    while (stop > begin && text[stop - 1] == ',') stop--; /* "par NAME, le 3 mai" */
    uint32_t good = list_of_names(text, begin, stop);
    if (!good) good = single_name(text, l, begin, stop);
    if (!good || ((l->marks & LINE_STOP) && good == l->end && l->words > 8)) return 0;
    if (good < stop && l->words > 14) return 0; /* "By Monday Morning, the town was ..." */
    *names = (struct piece){begin, good};
    while (names->end > begin && text[names->end - 1] == ' ') names->end--;
    return 1;
}

int shape_is_agency(const char *text, const struct line *l, struct piece *name) {
    const uint32_t by = (uint32_t)phrases_at(PHRASES_BY, text + l->begin, text + l->end);
    *name = (struct piece){l->begin + by, l->end};
    return phrases_is(PHRASES_NEWS_AGENCY, text + name->begin, text + name->end);
}

/* Is it what a person works for or as: "Sound Gazette", "Staff Writer", "AFP"? Behind a comma, anything else may be a place. */
static int is_work(const char *p, const char *end) {
    while (p < end && *p == ' ') p++;
    if (p < end && (*p == '"' || begins(p, end, "\xc2\xab"))) return 1;
    const char *word = p;
    int is_upper = p < end && word_end(p, end) == end;
    for (; p < end; p++) is_upper &= *p >= 'A' && *p <= 'Z';
    if (is_upper) return 1;
    for (p = word; p < end; p = word_end(p, end) + 1)
        if (phrases_is(PHRASES_NO_NAME, p, word_end(p, end)) ||
            phrases_is(PHRASES_ROLE, p, word_end(p, end)))
            return 1;
    return 0;
}

int shape_leads_with_name(const char *text, const struct line *l, struct piece *name) {
    const uint32_t stop = names_end(text, l->begin, l->end);
    *name = (struct piece){l->begin, l->begin};
    name->end = list_of_names(text, l->begin, stop);
    if (stop > l->begin && name->end == stop) return 1; /* a list may have commas */
    name->end = l->begin;
    while (name->end < stop && !strchr(",|/", text[name->end])) name->end++;
    if (name->end < stop && text[name->end] == ',' && !is_work(text + name->end + 1, text + stop))
        return 0;
    while (name->end > name->begin && text[name->end - 1] == ' ') name->end--;
    name->end = list_of_names(text, name->begin, name->end);
    return name->end > name->begin;
}

int shape_has_work_behind(const char *text, const struct line *l, const struct piece *name) {
    const char *p = text + name->end, *const end = text + l->end;
    while (p < end && strchr(" ,|/(-", *p)) p++;
    return p < end && is_work(p, end);
}

int shape_has_role(const char *text, const struct line *l) {
    return l->words <= 14 && phrases_ends(PHRASES_ROLE, text + l->begin, text + l->end);
}

/* "... (AP Photo/Jane Doe)", "... Credit: Agency": at the end of a caption, never of a sentence. */
static int ends_in_credit(const char *p, const char *end) {
    if (end - p < 12 || end[-1] == '.' || end[-1] == ':') return 0;
    const char *tail = end - p > 64 ? end - 64 : p;
    for (; (tail = phrases_find(PHRASES_CREDIT, tail, end)); tail++) {
        if (tail > p && (tail[-1] | 32) >= 'a' && (tail[-1] | 32) <= 'z') continue;
        for (const char *q = tail; q + 2 < end; q++) /* no sentence begins behind it */
            if (q[0] == '.' && q[1] == ' ' && q - tail > 6 && end - q > 24) return 0;
        return 1;
    }
    return 0;
}

/* "Map of Titan. (NASA/JPL)", "Jane Doe/AGENCY": capitals on both sides of a stroke, at the end in brackets, or all of the line. */
static int is_stroke_credit(const char *text, const struct line *l) {
    const char *p = text + l->begin, *end = text + l->end;
    const char *open = end[-1] == ')' ? memrchr(p, '(', (size_t)(end - p)) : NULL;
    const char *stroke = memchr(open ? open : p, '/', (size_t)(end - (open ? open : p)));
    if (!stroke || stroke + 2 >= end || !is_capital(stroke + 1, end)) return 0;
    if (open) {
        const char *first = open + 1 + (open[1] == ' ');
        return open > p + 8 && end - open < 50 && is_capital(first, end) &&
               !memchr(open, '.', (size_t)(end - open));
    }
    const struct piece name = {l->begin, (uint32_t)(stroke - text)};
    if (stroke[-1] < 'a' || stroke[-1] > 'z') return 0; /* "CORN/WHEAT SUPPLY" is a headline */
    return l->words <= 7 && !(l->marks & (LINE_STOP | LINE_URL)) && shape_is_name(text, &name);
}

unsigned shape_hints(const struct line *l, const uint32_t *word) {
    enum {
        LONGEST = 150,
        ENDS = 16
    }; /* words: views stand among the first, credits among the last */
    const uint32_t *const first = word + l->first_word, *const end = first + l->words;
    if (l->words > LONGEST) return 0;
    unsigned all = phrases_hints(first, end);
    if (!all || l->words <= ENDS) return all;
    if (!(phrases_hints(first, first + ENDS) >> HINTS_VIEWS & 1)) all &= ~(1u << HINTS_VIEWS);
    if (!(phrases_hints(end - ENDS, end) >> HINTS_CREDIT & 1)) all &= ~(1u << HINTS_CREDIT);
    return all;
}

/* "Esper, left, and Lich shake hands", "Smith (right)": a place behind a name, in the picture. */
static int tells_places(const char *p, const char *end) {
    if (phrases_at(PHRASES_FROM_SIDE, p, end)) return 1;
    for (const char *q = p; (q = phrases_find(PHRASES_SIDE, q, end)); q++) {
        const char *word = q;
        while (word > p && word[-1] == ' ') word--;
        while (word > p && word[-1] != ' ') word--;
        if (word > p && is_capital(word, q)) return 1;
    }
    return 0;
}

/* Does a sentence tell what happened, or describe a picture: "A man walks ..."? */
static int is_told(const char *p, const char *end) {
    for (const char *w = p; w < end; w = word_end(w, end) + 1) {
        const char *stop = word_end(w, end);
        if (*w < 'a' || *w > 'z') continue;
        if (stop - w > 3 && stop[-2] == 'e' && stop[-1] == 'd') return 1;
        if (phrases_is(PHRASES_TOLD, w, stop)) return 1;
    }
    return 0;
}

/* "A man walks on the pier in Oslo, Tuesday, Nov. 19, 2019.": no sentence of an article has weekday and year. */
static int tells_day(const char *p, const struct line *l) {
    enum { AHEAD = 24 }; /* bytes that stand before the day, at least */
    const size_t n = l->end - l->begin;
    struct date d;
    if (!l->digits || l->marks & LINE_BAR || !dates_find(p, n, DATE_UNKNOWN, &d)) return 0;
    const char *q = p + d.begin;
    while (q > p && (q[-1] == ' ' || q[-1] == ',')) q--;
    return q - p > AHEAD && phrases_ends(PHRASES_WEEKDAY, p, q) && !is_told(p, q) &&
           !phrases_find(PHRASES_WEEKDAY, p + d.end, p + n); /* from one day to another */
}

/* "(c) NAME", "(c) NAME What the picture shows": a year or the rights of a page stand behind others. */
static int is_after_copyright(const char *text, const struct line *l) {
    enum { SHORT = 12, LONGEST = 45 };
    const char *name = text + l->begin + 2;
    while (*name == ' ') name++;
    if (l->words <= SHORT && !(l->marks & LINE_STOP)) return 1;
    const char *const blank = word_end(name, text + l->end);
    return l->words <= LONGEST && is_name_word(name, blank) && blank + 1 < text + l->end &&
           is_name_word(blank + 1, word_end(blank + 1, text + l->end)) && l->digits != 4;
}

int shape_is_caption(const char *text, const struct line *l, unsigned hints) {
    const char *p = text + l->begin, *end = text + l->end;
    if (l->words > 60) return 0;
    struct piece names;
    if (hints >> HINTS_CREDIT & 1 && !shape_is_byline(text, l, &names) &&
        (ends_in_credit(p, end) || phrases_ends(PHRASES_AGENCY, p, end)))
        return 1;
    if (hints >> HINTS_SIDE & 1 && tells_places(p, end)) return 1;
    if (hints >> HINTS_WEEKDAY & 1 && !shape_begins_with_by(text, l) && tells_day(p, l)) return 1;
    if (l->words <= 40 && is_stroke_credit(text, l)) return 1;
    if (*p == '[' || *p == '(') p++;
    const char *head = end - p > 70 ? p + 70 : end;
    if (*p == '\xc2' && p[1] == '\xa9') return is_after_copyright(text, l);
    if (phrases_at(PHRASES_CAPTION, p, end)) return l->words <= 45;
    if (phrases_at(PHRASES_PICTURE, p, end) && phrases_find(PHRASES_PICTURE_WORD, p, head))
        return 1;
    if (begins(p, end, "in this ") || begins(p, end, "this "))
        return l->digits > 1 && phrases_find(PHRASES_PHOTO, p, head) &&
               phrases_find(PHRASES_DATED, p, end);
    if (l->marks & LINE_BRACKET) return phrases_find(PHRASES_CAPTION_MARK, p, end) != NULL;
    return 0;
}

/* Behind a mail address or handle in brackets that may follow a name, and the blank behind it. */
static uint32_t behind_brackets(const char *text, uint32_t i, uint32_t end) {
    if (i + 1 >= end || text[i + 1] != '(') return i;
    const char *close = memchr(text + i, ')', end - i);
    const uint32_t next = close ? (uint32_t)(close + 1 - text) : i;
    return next < end && text[next] == ' ' ? next : i;
}

/* Where the name at the begin of a line ends: before the first word that is none of a name. */
static uint32_t name_end(const char *text, const struct line *l) {
    enum { LONGEST = 60 };
    const char *end = text + l->end;
    for (uint32_t i = l->begin; i < l->end && i < l->begin + LONGEST; i++) {
        if (text[i] != ' ' || i + 1 >= l->end || is_capital(text + i + 1, end)) continue;
        if (!is_particle(text + i + 1, word_end(text + i + 1, end))) return i;
    }
    return l->begin;
}

int shape_is_bio(const char *text, const struct line *l, struct piece *name) {
    const char *end = text + l->end;
    enum { PHONE = 6 }; /* digits: beside a mail address they tell whom the press may call */
    if (l->words < 5 || l->words > 120 || (l->marks & LINE_MAIL && l->digits >= PHONE)) return 0;
    *name = (struct piece){l->begin, name_end(text, l)};
    const char *verb = text + behind_brackets(text, name->end, l->end) + 1;
    return name->end > l->begin && phrases_at(PHRASES_BIO_VERB, verb, end) &&
           shape_is_name(text, name) && phrases_find(PHRASES_BIO_ROLE, verb, end);
}

int shape_is_about(const char *text, const struct line *l, struct piece *name) {
    const size_t n = phrases_at(PHRASES_ABOUT, text + l->begin, text + l->end);
    *name = (struct piece){l->begin + (uint32_t)n, l->end};
    return n && l->words <= 6 && !(l->marks & LINE_STOP) && shape_is_name(text, name);
}

int shape_is_disclaimer(const char *text, const struct line *l, unsigned hints) {
    const char *p = text + l->begin, *end = text + l->end;
    if (!(hints >> HINTS_VIEWS & 1) || l->words < 5) return 0;
    /* the subject stands in front: a sentence about somebody's views inside an article has another one */
    const char *head = end - p > 60 ? p + 60 : end;
    return phrases_find(PHRASES_VIEWS, p, head) && phrases_find(PHRASES_EXPRESSED, p, end) &&
           phrases_find(PHRASES_ARTICLE, p, end) && phrases_find(PHRASES_OWN, p, end);
}

int shape_is_affiliate(const char *text, const struct line *l, unsigned hints) {
    const char *p = text + l->begin, *end = text + l->end;
    return hints >> HINTS_COMMISSION & 1 && l->words >= 6 && l->words <= 90 &&
           phrases_find(PHRASES_EARN, p, end) && phrases_find(PHRASES_COMMISSION, p, end) &&
           phrases_find(PHRASES_BUY, p, end);
}

int shape_is_legal(const char *text, const struct line *l, unsigned hints) {
    return hints >> HINTS_RESERVED & 1 && l->words >= 3 && l->words <= 120 &&
           phrases_find(PHRASES_RESERVED, text + l->begin, text + l->end);
}

int shape_is_template(const char *text, const struct line *l) {
    static const char marks[][2][4] = {{"{{", "}}"}, {"{%", "%}"}, {"{#", "#}"}, {"<%", "%>"},
                                       {"%%", "%%"}, {"${", "}"},  {"[[", "]]"}, {"[%", "%]"}};
    const char *p = text + l->begin, *end = text + l->end;
    if (!strchr("{<%$[", *p)) return 0;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        const size_t head = strlen(marks[i][0]), tail = strlen(marks[i][1]);
        if ((size_t)(end - p) > head + tail && !memcmp(p, marks[i][0], head) &&
            !memcmp(end - tail, marks[i][1], tail))
            return 1;
    }
    return 0;
}

int shape_is_self(const char *text, const struct line *l) {
    const char *p = text + l->begin, *end = text + l->end, *head = end - p > 100 ? p + 100 : end;
    return l->words >= 5 && phrases_at(PHRASES_SELF, p, end) &&
           phrases_find(PHRASES_BIO_ROLE, p, head);
}

/* Do the words of [begin, end) stand at the begin of the line, and a verb of a biography behind them? */
static int begins_bio(const char *text, const struct line *l, const char *begin, const char *end) {
    const size_t n = (size_t)(end - begin);
    return n >= 3 && l->end - l->begin > n + 1 && !memcmp(text + l->begin, begin, n) &&
           text[l->begin + n] == ' ' &&
           phrases_at(PHRASES_BIO_VERB, text + l->begin + n + 1, text + l->end);
}

static const char *last_word(const char *text, const struct piece *name) {
    const char *space = memrchr(text + name->begin, ' ', name->end - name->begin);
    return space ? space + 1 : text + name->begin;
}

int shape_goes_on_with(const char *text, const struct line *l, const struct piece *name) {
    const char *first = text + name->begin, *end = text + name->end, *last = last_word(text, name);
    return l->words >= 6 && (l->marks & LINE_STOP) &&
           (begins_bio(text, l, first, word_end(first, end)) || begins_bio(text, l, last, end));
}

int shape_speaks_of(const char *text, const struct line *l, const struct piece *name) {
    const char *last = last_word(text, name);
    return l->words >= 6 && (l->marks & LINE_STOP) &&
           memmem(text + l->begin, l->end - l->begin, last, (size_t)(text + name->end - last));
}

int shape_is_address(const char *text, const struct line *l) {
    const char *p = text + l->begin, *end = text + l->end;
    if (!(l->marks & (LINE_URL | LINE_MAIL)) && !memchr(p, '/', (size_t)(end - p))) return 0;
    if (word_end(p, end) != end) return 0;
    return phrases_at(PHRASES_ADDRESS, p, end) || (l->marks & LINE_MAIL && l->words <= 6);
}

int shape_is_speech(const char *p, const struct line *l) {
    const char *second =
        memchr(p + l->begin, ' ', l->end - l->begin); /* "Oslo. ..." names a place */
    for (uint32_t i = second ? (uint32_t)(second - p) + 3 : l->end; i + 2 < l->end; i++)
        if (p[i] == '.' && p[i + 1] == ' ' && p[i - 1] >= 'a' && p[i - 2] >= 'a' && p[i - 3] >= 'a')
            return 1;
    return (l->marks & LINE_QUOTE) &&
           (p[l->end - 1] == '"' || (unsigned char)p[l->end - 1] == 0x9d);
}

int shape_is_of_another(const char *line, const char *end, const struct date *d) {
    const char *at = line + d->begin, *colon = memrchr(line, ':', d->begin), *label = line;
    for (const char *p = line + d->end; p + 1 < end;
         p++) /* "May 3, 2024. REUTERS/Jane Doe": a picture's */
        if (*p == '/' && p[-1] >= 'A' && p[-1] <= 'Z' && is_capital(p + 1, end)) return 1;
    if (d->begin > 1 && at[-1] == '-' && at[-2] >= '0' && at[-2] <= '9') return 1;
    if (!colon || (colon > line && colon[-1] >= '0' && colon[-1] <= '9')) return 0;
    for (const char *p = line; p < colon; p++)
        if (strchr("|,-", *p)) label = p + 1;
    while (label < colon && *label == ' ') label++;
    return !phrases_at(PHRASES_DATED_BY, label, at);
}
