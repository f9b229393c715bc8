/* head.c: author and day beside the title, by their words and by what stands around them. */
#include "head.h"
#include <string.h>
#include "dates.h"
#include "language.h"
#include "names.h"
#include "phrases.h"
#include "shapes.h"

/* What of [at, end) stands before a blank or another sign, as a hash. */
static uint32_t first_word(const struct judge *j, uint32_t at, uint32_t end, char sign) {
    const char *const p = j->text + at;
    size_t n = 0;
    while (n < end - at && p[n] != ' ' && p[n] != sign) n++;
    return words_hash(p, n);
}

/* Of "Nur-Aina Doe", Nur. */
int head_is_first_name(const struct judge *j, uint32_t at, uint32_t end) {
    return j->names && names_has(j->names, first_word(j, at, end, '-'));
}

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
    if (language_is_stop(j->stops, first_word(j, names.begin, names.end, ' ')) &&
        !head_is_first_name(j, names.begin, names.end))
        good.end = good.begin;
    for (uint32_t i = names.begin; i + 2 < names.end; i++) {
        const size_t sign = phrases_at(PHRASES_AND, p + i, end);
        if (sign && p[i + sign - 2] != ',') return names; /* "A, B and C" is a list */
        if (sign && good.end == names.end && !head_is_first_name(j, i + 2, names.end)) good.end = i;
    }
    return good;
}

int head_is_person(const struct judge *j, struct piece name) {
    return shape_is_name(j->text, &name) && head_is_first_name(j, name.begin, name.end) &&
           !lines_with_one_of(j, name);
}

/* How far below the title is line i? Lines that go do not count; 0: not below it. */
static uint32_t below_title(const struct judge *j, uint32_t i) {
    if (i > (uint32_t)(j->title + HEAD_LINES)) return 0;
    uint32_t n = j->title >= 0 && i > (uint32_t)j->title;
    for (uint32_t k = (uint32_t)(j->title + 1); n && k < i; k++)
        n += (uint32_t)judge_is_plain(j, k);
    return n;
}

/* Is a date the next line, those that go and one with a role left out? */
static int is_above_date(const struct judge *j, uint32_t i) {
    const uint32_t end = i + HEAD_LINES < j->words->lines ? i + HEAD_LINES : j->words->lines;
    if (i + 1 < end && shape_has_role(j->text, judge_line(j, i + 1)) && judge_is_plain(j, i + 1))
        i++;
    while (++i < end && j->verdict[i].why)
        if (j->verdict[i].zone == ZONE_DATE) return 1;
    return 0;
}

static int is_below_date(const struct judge *j, uint32_t i) {
    const uint32_t begin = i > HEAD_LINES ? i - HEAD_LINES : 0;
    while (i-- > begin && j->verdict[i].why)
        if (j->verdict[i].zone == ZONE_DATE) return 1;
    return 0;
}

/* Do the words of the name, which begins line l, stand neither in the body nor in the lexicons? */
static int is_unheard(const struct judge *j, const struct line *l, const struct piece *names) {
    static const char between[] = " -.,&";
    uint32_t n = 1; /* words of the name */
    for (const char *p = j->text + l->begin + 1; p < j->text + names->end; p++)
        n += strchr(between, p[-1]) && !strchr(between, *p);
    for (uint32_t k = 0; k < n && k < l->words; k++) {
        const uint32_t word = j->words->word[l->first_word + k];
        if (judge_lines_with(j, word) || lexicon_knows(lexicon_words(j->lexicon), word)) return 0;
    }
    return 1;
}

int head_is_stranger(const struct judge *j, uint32_t i, struct piece *names) {
    enum { FAR = 5, LONGEST = 12 };
    const struct line *l = judge_line(j, i);
    const uint32_t below = below_title(j, i);
    return below && below <= FAR && l->words <= LONGEST && !(l->marks & LINE_STOP) &&
           shape_leads_with_name(j->text, l, names) && is_unheard(j, l, names);
}

/* Does line i, below the title, name somebody beside a date or with a role? Then no list of first names is needed. */
static int is_stranger(const struct judge *j, uint32_t i, struct piece *names) {
    enum { LONGEST = 8 };
    const struct line *l = judge_line(j, i);
    return l->words <= LONGEST && head_is_stranger(j, i, names) &&
           (shape_has_work_behind(j->text, l, names) || is_above_date(j, i) || is_below_date(j, i));
}

/* Does a lone "By" stand above the line? */
static int is_below_by(const struct judge *j, uint32_t i) {
    return i && j->verdict[i - 1].why && !strcmp(j->verdict[i - 1].why, "structure:lone-by");
}

int head_byline(const struct judge *j, uint32_t i, struct piece *names) {
    const struct line *l = judge_line(j, i);
    if (!shape_is_byline(j->text, l, names)) {
        if (shape_is_agency(j->text, l, names) || is_stranger(j, i, names)) return 1;
        if (!shape_is_about(j->text, l, names) && !shape_leads_with_name(j->text, l, names))
            return 0;
        if (!head_is_first_name(j, names->begin, names->end) && !is_below_by(j, i)) return 0;
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
           shape_leads_with_name(j->text, l, names) &&
           (names->end == l->end || j->text[names->end] != ':') &&
           persons(j, *names).end == names->end &&
           !phrases_find(PHRASES_LICENCE, j->text + l->begin, j->text + l->end);
}

int head_is_author(const struct judge *j, uint32_t i, struct piece *names) {
    return begins_with_persons(j, i, names) && !lines_with_one_of(j, *names);
}

/* Is line i, near the title or a date, all that names the author? Between both, a note at the end may speak of whom it names. */
static int is_author_line(const struct judge *j, uint32_t i) {
    enum { FAR = 3 };
    const struct line *l = judge_line(j, i);
    struct piece names;
    const uint32_t below = below_title(j, i);
    const int is_below = below && below <= FAR, is_above = is_above_date(j, i);
    if (is_below && (shape_is_byline(j->text, l, &names) || shape_is_agency(j->text, l, &names)))
        return 1;
    if (!is_below && (i >= head_body_begin(j) || (!is_above && !is_below_date(j, i)))) return 0;
    if (is_stranger(j, i, &names)) return 1;
    return begins_with_persons(j, i, &names) &&
           lines_with_one_of(j, names) <= (is_below && is_above);
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
    for (uint32_t i = title + 1; i < j->last_body && i <= title + HEAD_LINES; i++) {
        if (below_title(j, i) > FAR) return;
        if (j->verdict[i].zone == ZONE_DATE) return;
        if (j->verdict[i].zone || !begins_with_date(j, i)) continue;
        judge_zone(j, i, ZONE_DATE, "metadata:date");
        return;
    }
}

/* Marks the first line from `begin` on that names the author; is there one? */
static int mark_author(struct judge *j, uint32_t begin, uint32_t end) {
    for (uint32_t i = begin; i < end && i < j->last_body; i++) {
        if (j->verdict[i].zone || !is_author_line(j, i)) continue;
        judge_zone(j, i, ZONE_BYLINE, "metadata:byline");
        return 1;
    }
    return 0;
}

void head_author(struct judge *j) {
    const uint32_t title = j->title < 0 ? 0 : (uint32_t)j->title;
    if (j->title >= 0) date_below_title(j);
    if (!mark_author(j, title, HEAD_LINES)) mark_author(j, 0, title);
}

static int has_byline(const struct judge *j) {
    for (uint32_t i = 0; i < j->words->lines; i++)
        if (j->verdict[i].zone == ZONE_BYLINE) return 1;
    return 0;
}

void head_signature(struct judge *j) {
    enum { LONGEST = 4 };
    uint32_t i = j->words->lines;
    while (i && j->verdict[i - 1].why) i--;
    if (i < 2) return;
    const struct line *l = judge_line(j, --i), *above = l - 1;
    const struct piece name = {l->begin, l->end};
    if (j->verdict[i].zone || l->words > LONGEST || (l->marks & LINE_STOP)) return;
    if (j->verdict[i - 1].why || !(above->marks & LINE_STOP) || above->words < UNWRAPPED) return;
    if (!shape_is_name(j->text, &name) || has_byline(j)) return;
    if (head_is_person(j, name) || is_unheard(j, l, &name))
        judge_zone(j, i, ZONE_BYLINE, "metadata:byline");
}
