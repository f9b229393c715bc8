/* judge.c: the rules in their order: lexicon, metadata by form, structure, sections; caps last. The first that speaks wins. */
#include "judge.h"
#include <stdlib.h>
#include <string.h>
#include "dates.h"
#include "head.h"
#include "headlines.h"
#include "language.h"
#include "model.h"
#include "shapes.h"
#include "siblings.h"

enum { BODY_WORDS = 25, SHORT_BODY = 12, MAX_COUNT = 255 };

static const struct line *line_of(const struct judge *j, uint32_t i) { return judge_line(j, i); }

/* ---- which words the body has ---- */

/* A cell of the table: the word, above it the line that counted it last, and in how many lines it is. */
static uint64_t *cell(const struct judge *j, uint32_t word) {
    uint32_t i = word & j->mask;
    while (words_is_other((uint32_t)j->table[i], word)) i = (i + 1) & j->mask;
    return &j->table[i];
}

uint32_t judge_lines_with(const struct judge *j, uint32_t word) {
    return (uint32_t)(*cell(j, word) >> 32) & MAX_COUNT;
}

/* Counts in how many lines of the body each word is; words of one line count once. */
static int count_words(struct judge *j) {
    uint32_t size = 256;
    while (4 * (uint64_t)size < 5 * (uint64_t)j->words->n)
        size *= 2; /* most texts have each word twice */
    if (size > j->room) {
        uint64_t *t = realloc(j->table, (size_t)size * sizeof *t);
        if (!t) return -1;
        j->table = t;
        j->room = size;
    }
    j->mask = size - 1;
    memset(j->table, 0, (size_t)size * sizeof *j->table);
    for (uint32_t i = 0; i < j->words->lines; i++) {
        const struct line *l = line_of(j, i);
        j->verdict[i].measured = 0;
        if (!j->verdict[i].body) continue;
        const uint32_t *const word = j->words->word + l->first_word;
        for (uint32_t k = 0; k < l->words; k++) {
            uint64_t *c = cell(j, word[k]);
            const uint32_t seen = (uint32_t)(*c >> 32), count = seen & MAX_COUNT;
            const uint32_t is_new = (seen >> 8 != i + 1) & (count < MAX_COUNT);
            *c = word[k] | (uint64_t)((i + 1) << 8 | (count + is_new)) << 32;
        }
    }
    return 0;
}

static struct shared measure_shared(const struct judge *j, uint32_t i) {
    const struct line *l = line_of(j, i);
    const uint32_t own = j->verdict[i].body, *word = j->words->word + l->first_word,
                   *const end = word + l->words, *const stops = j->stops;
    const uint64_t *const known = lexicon_words(j->lexicon);
    struct shared s = {0};
    for (; word < end; word++) {
        const uint32_t is_shared = judge_lines_with(j, *word) > own;
        const uint32_t is_stop = (uint32_t)language_is_stop(stops, *word);
        const uint32_t counts = !is_stop & (*word != WORD_NUMBER);
        s.all += is_shared;
        s.n += is_shared & counts;
        s.of += counts;
        s.known += counts & (uint32_t)lexicon_knows(known, *word);
        s.stops += is_stop;
    }
    return s;
}

const struct shared *judge_shared(const struct judge *j, uint32_t i) {
    struct verdict *const v = &j->verdict[i];
    if (v->measured != v->body + 1) j->shared[i] = measure_shared(j, i);
    v->measured = (uint8_t)(v->body + 1);
    return &j->shared[i];
}

/* ---- forms ---- */

static int is_paragraph(const struct line *l, uint32_t least) {
    if (l->words < least) return 0;
    return (l->marks & LINE_STOP) || (l->words >= 40 && !(l->marks & (LINE_DOTS | LINE_BAR)));
}

static int is_body(const struct line *l) { return is_paragraph(l, BODY_WORDS); }

static int is_after_body(const struct judge *j, uint32_t i) { return i > j->last_body; }
static int is_before_body(const struct judge *j, uint32_t i) { return i < j->first_body; }
static int is_outside(const struct judge *j, uint32_t i) {
    return is_before_body(j, i) || is_after_body(j, i);
}
/* Where bylines and dates stand: outside of the body, or among the first lines that stay, below a lead that looks like body. */
static int may_be_head(const struct judge *j, uint32_t i) {
    return j->kept < 6 || is_outside(j, i);
}
/* Behind the first 60 % of the words. */
static int is_late(const struct judge *j, uint32_t i) {
    return is_after_body(j, i) ||
           5 * (uint64_t)j->before[i] >= 3 * (uint64_t)j->before[j->words->lines];
}

/* ---- rules ---- */

static void by_lexicon(struct judge *j, uint32_t i) {
    const struct lexicon_entry *e = j->entry[i] = lexicon_find(j->lexicon, j->words, line_of(j, i));
    if (!e) return;
    if (e->action == LEXICON_DROP) judge_drop(j, i, e->why);
    if (e->action == LEXICON_EDGE && is_outside(j, i)) judge_drop(j, i, e->why);
    if (e->action == LEXICON_SECTION) judge_drop(j, i, e->why);
    if (e->action != LEXICON_META) return;
    static const struct {
        const char *field;
        enum zone zone;
    } fields[] = {
        {"date", ZONE_DATE},       {"byline", ZONE_BYLINE}, {"disclaimer", ZONE_DISCLAIMER},
        {"caption", ZONE_CAPTION}, {"source", ZONE_SOURCE}, {"author_bio", ZONE_BIO},
        {"site", ZONE_SITE}};
    for (size_t k = 0; k < sizeof fields / sizeof *fields; k++)
        if (!strcmp(e->field, fields[k].field)) judge_zone(j, i, fields[k].zone, e->why);
}

static void by_shape(struct judge *j, uint32_t i) {
    const struct line *l = line_of(j, i);
    struct piece name;
    if (j->entry[i] && j->entry[i]->action == LEXICON_KEEP) return;
    const unsigned hints = shape_hints(l, j->words->word);
    if (shape_is_caption(j->text, l, hints))
        judge_zone(j, i, ZONE_CAPTION, "metadata:caption");
    else if ((i < 6 || is_late(j, i)) && shape_is_disclaimer(j->text, l, hints))
        judge_zone(j, i, ZONE_DISCLAIMER, "metadata:disclaimer");
    else if (may_be_head(j, i) && shape_is_byline(j->text, l, &name))
        judge_zone(j, i, ZONE_BYLINE, "metadata:byline");
    else if (i + 2 >= j->last_body && is_late(j, i) && shape_is_bio(j->text, l, &name))
        judge_zone(j, i, ZONE_BIO, "metadata:author-bio");
    else if ((i < 2 || i + 2 >= j->last_body) && shape_is_self(j->text, l))
        judge_zone(j, i, ZONE_BIO, "metadata:author-bio");
    else if (shape_is_affiliate(j->text, l, hints))
        judge_drop(j, i, "structure:affiliate");
    else if (is_late(j, i) && shape_is_legal(j->text, l, hints))
        judge_drop(j, i, "structure:legal");
    else if (is_outside(j, i) && shape_is_template(j->text, l))
        judge_drop(j, i, "structure:template");
    else if (!l->words && is_outside(j, i))
        judge_drop(j, i, "structure:orphan-symbol");
    else if (l->words == 1 && l->end - l->begin <= 3 && l->end - l->begin >= 2 &&
             (j->text[l->begin] | 32) == 'b' && (j->text[l->begin + 1] | 32) == 'y')
        judge_drop(j, i, "structure:lone-by");
}

static int is_bare_address(const struct judge *j, uint32_t i) {
    return !j->verdict[i].why && is_outside(j, i) && shape_is_address(j->text, line_of(j, i)) &&
           !(j->entry[i] && j->entry[i]->action == LEXICON_KEEP);
}

/* Addresses that stand alone in their lines; more than a few are a list of the article. */
static void by_addresses(struct judge *j) {
    enum { FEW = 3 };
    uint32_t n = 0;
    for (uint32_t i = 0; i < j->words->lines; i++) n += (uint32_t)is_bare_address(j, i);
    for (uint32_t i = 0; n <= FEW && i < j->words->lines; i++)
        if (is_bare_address(j, i)) judge_drop(j, i, "structure:address");
}

/* "29 November | 20 January": is there another date behind nothing but signs? Then something lasts that long. */
static int is_range(const struct judge *j, const struct line *l, const struct date *d) {
    const char *p = j->text + l->begin, *q = p + d->end, *end = j->text + l->end;
    struct date other;
    while (q < end && strchr(" |-,/\xe2\x80\x93\x94", *q)) q++;
    return q < end && dates_find(q, (size_t)(end - q), j->dates, &other) && other.begin == 0;
}

/* "5 min read", beside which the date may stand. */
static int is_counter(const char *why) { return !strcmp(why, "boilerplate:counter"); }

/* How many characters a line has beside its dates: a time, a weekday, an agency. */
static uint32_t beside_dates(const struct judge *j, const struct line *l) {
    uint32_t n = 0;
    const char *stop, *const end = j->text + l->end;
    for (const char *p = j->text + l->begin; p < end; p = stop) {
        struct date d;
        const int is_found = dates_find(p, (size_t)(end - p), j->dates, &d);
        const char *const next = is_found ? p + d.begin : end;
        stop = is_found ? p + d.end : end;
        for (; p < next; p++) n += (*p & 0xc0) != 0x80;
    }
    return n;
}

/* A line that is little more than a date, or a byline with one, at an edge of the text. */
static void by_date(struct judge *j, uint32_t i) {
    const struct line *l = line_of(j, i);
    struct date d;
    const uint32_t n = l->end - l->begin;
    if (!l->digits || l->words > 18 || n > 120 || j->verdict[i].zone || !may_be_head(j, i)) return;
    if (j->verdict[i].why && !(is_counter(j->verdict[i].why) && is_before_body(j, i))) return;
    if ((l->marks & (LINE_BULLET | LINE_MAIL)) && !shape_begins_with_by(j->text, l)) return;
    if (!dates_find(j->text + l->begin, n, j->dates, &d)) return;
    if (is_range(j, l, &d) || shape_is_of_another(j->text + l->begin, j->text + l->end, &d)) return;
    const uint32_t rest = beside_dates(j, l);
    if (rest < 24 || (rest < 48 && !(l->marks & LINE_STOP)) || shape_begins_with_by(j->text, l))
        judge_zone(j, i, ZONE_DATE, "metadata:date");
}

/* A title-like line and a teaser that breaks off in dots, near the end. */
static void by_teaser(struct judge *j, uint32_t i) {
    const struct line *l = line_of(j, i);
    if (!i || !is_after_body(j, i) || !(l->marks & LINE_DOTS) || l->words < 8 || l->words > 60)
        return;
    const struct line *t = line_of(j, i - 1);
    if (!judge_is_heading(t) || j->verdict[i - 1].body || t->words > 25) return;
    if ((t->marks & LINE_COLON) || ((t->marks & LINE_STOP) && j->text[t->end - 1] == '.')) return;
    judge_drop(j, i - 1, "structure:teaser-title");
    judge_drop(j, i, "structure:teaser");
}

/* A sentence that stands by itself. */
static int is_sentence(const struct judge *j, uint32_t i) {
    const struct line *l = line_of(j, i);
    return l->words >= 8 && (l->marks & LINE_STOP) && !j->verdict[i].why && !j->verdict[i].zone;
}

/* Does the article go on here? A paragraph that shares its words says so, and so do three sentences in a row: teasers have
 * headings between them. */
static int goes_on(const struct judge *j, uint32_t i, int comments) {
    if (!is_sentence(j, i)) return 0;
    if (is_body(line_of(j, i)) &&
        (!is_after_body(j, i) || 20 * judge_shared(j, i)->all >= 11 * line_of(j, i)->words))
        return 1;
    const uint32_t n = j->words->lines;
    return !comments && i + 2 < n && is_sentence(j, i + 1) &&
           (is_sentence(j, i + 2) || (i + 3 < n && is_sentence(j, i + 3)));
}

/* A marker near the end; with paragraphs of the body behind it, it is a heading of the article, unless it is a form's. */
static int opens_section(const struct judge *j, uint32_t i) {
    enum { MANY = 3 };
    const uint32_t behind = j->bodies[j->words->lines] - j->bodies[i];
    return is_late(j, i) &&
           (behind < MANY ||
            (line_of(j, i)->words > 1 && !strcmp(j->entry[i]->why, "boilerplate:comment-form")));
}

/* What a marker near the end opens: all that follows until the article goes on. */
static void by_section(struct judge *j) {
    const char *why = NULL;
    int bios = 0, comments = 0;
    for (uint32_t i = 0; i < j->words->lines; i++) {
        const struct lexicon_entry *e = j->entry[i];
        if (e && e->action == LEXICON_SECTION) {
            if (!opens_section(j, i)) continue;
            why = e->why;
            bios = !strcmp(why, "boilerplate:about-author");
            comments = !strcmp(why, "boilerplate:comment-form");
        } else if (why && bios && is_body(line_of(j, i)) && !j->verdict[i].why) {
            bios--;
            judge_zone(j, i, ZONE_BIO, "metadata:author-bio");
        } else if (why && goes_on(j, i, comments)) {
            why = NULL;
        }
        if (!why) continue;
        judge_drop(j, i, why);
        j->verdict[i].section = 1;
    }
}

/* Bodies that turned out to be something else no longer count. */
static void shrink_body(struct judge *j) {
    for (uint32_t i = 0; i < j->words->lines; i++)
        if (j->verdict[i].body && j->verdict[i].why) j->verdict[i].body = 0;
    while (j->last_body > j->first_body && !j->verdict[j->last_body].body) j->last_body--;
    uint32_t n = 0;
    for (uint32_t i = 0; i < j->words->lines; i++) {
        j->bodies[i] = n;
        n += j->verdict[i].body;
    }
    j->bodies[j->words->lines] = n;
}

/* Is the line a name, or "About NAME", with a biography below it? */
static int heads_bio(const struct judge *j, uint32_t i) {
    const struct line *l = line_of(j, i), *next = l + 1;
    struct piece name;
    if (shape_is_about(j->text, l, &name)) return shape_speaks_of(j->text, next, &name);
    name = (struct piece){l->begin, l->end};
    return shape_is_name(j->text, &name) && shape_goes_on_with(j->text, next, &name);
}

/* A name, and below it a sentence about it: the end of the article has told who wrote it. The biography may look like body. */
static void by_author_box(struct judge *j) {
    enum { BODIES = 3 };
    uint32_t i = j->last_body;
    if (i && j->bodies[j->words->lines] >= BODIES) i--;
    for (; i + 1 < j->words->lines; i++) {
        if (j->verdict[i].zone || j->verdict[i + 1].zone || !heads_bio(j, i)) continue;
        judge_zone(j, i, ZONE_BYLINE, "metadata:author-box");
        judge_zone(j, i + 1, ZONE_BIO, "metadata:author-bio");
    }
    shrink_body(j);
}

/* A heading with nothing kept above it, in a text whose title is not known: it may be the title. */
static int may_be_title(const struct judge *j, uint32_t i) {
    enum { HEAD = 8 };
    if (j->title >= 0 || i >= HEAD || !judge_is_heading(line_of(j, i))) return 0;
    for (uint32_t k = 0; k < i; k++)
        if (!j->verdict[k].why) return 0;
    return 1;
}

/* A few words without an end that are neither the title nor an item of a list. */
static int may_be_island(const struct judge *j, uint32_t i) {
    enum { LONGEST = 6 };
    const struct line *l = line_of(j, i);
    const char first = j->text[l->begin];
    return l->words <= LONGEST && !(l->marks & (LINE_STOP | LINE_BULLET)) &&
           !(first >= '0' && first <= '9' && l->words > 1) && !may_be_title(j, i);
}

/* A short line without an end between two lines that go, and a name above a biography. */
static void by_neighbours(struct judge *j) {
    for (uint32_t i = 0; i < j->words->lines; i++) {
        const struct line *l = line_of(j, i);
        const struct piece all = {l->begin, l->end};
        if (j->verdict[i].why || j->verdict[i].zone || !is_outside(j, i)) continue;
        const int above = i && j->verdict[i - 1].why,
                  below = i + 1 < j->words->lines && j->verdict[i + 1].why;
        if (!above && !below) continue;
        const int name = shape_is_name(j->text, &all);
        if (name && ((below && j->verdict[i + 1].zone == ZONE_BIO) ||
                     (above && j->verdict[i - 1].zone == ZONE_BIO)))
            judge_zone(j, i, ZONE_BYLINE, "metadata:author-box");
        else if (name && above && !strcmp(j->verdict[i - 1].why, "structure:lone-by"))
            judge_zone(j, i, ZONE_BYLINE, "metadata:byline");
        else if (above && below && may_be_island(j, i))
            judge_drop(j, i, "structure:island");
        else if (j->entry[i] && j->entry[i]->action == LEXICON_EDGE && (above || below))
            judge_drop(j, i, j->entry[i]->why);
    }
}

/* A headline in capitals among paragraphs that are not: a link to another article. Headings of the article are shorter. */
static int is_shouted(const struct judge *j, uint32_t i) {
    enum { LEAST = 8, LONGEST = 25 };
    const struct line *l = line_of(j, i);
    return l->words >= LEAST && l->words <= LONGEST && 10 * (uint32_t)l->shouts >= 7 * l->words &&
           l->letters > 8 * l->digits && !(l->marks & (LINE_STOP | LINE_COLON | LINE_BAR)) &&
           i > j->first_body && j->verdict[i - 1].body && i + 1 < j->words->lines &&
           j->verdict[i + 1].body &&
           4 * (uint32_t)line_of(j, i + 1)->shouts < line_of(j, i + 1)->words;
}

static void by_shouts(struct judge *j) {
    for (uint32_t i = 0; i < j->words->lines; i++)
        if (!j->verdict[i].zone && is_shouted(j, i)) judge_drop(j, i, "structure:shout");
}

/* Does another line behind the body say the same? */
static int is_in_table(const struct judge *j, uint32_t i, uint32_t end) {
    for (uint32_t k = j->last_body + 1; k < end; k++)
        if (k != i && judge_is_copy(j, i, k)) return 1;
    return 0;
}

/* Lines after the body that repeat an earlier line; a line that stands there more often belongs to a list or a table. */
static void by_copies(struct judge *j) {
    enum { MOST = 200 };
    const uint32_t n = j->words->lines, end = n - j->last_body > MOST ? j->last_body + MOST : n;
    for (uint32_t i = j->last_body + 1; i < end; i++) {
        if (line_of(j, i)->words < 3 || is_in_table(j, i, end)) continue;
        for (uint32_t k = 0; k <= j->last_body && !j->verdict[i].why; k++)
            if (judge_is_copy(j, i, k) && (k <= j->first_body || j->verdict[k].body))
                judge_drop(j, i, "structure:copy");
    }
}

/* Do paragraphs of the body stand right before and behind the line, those that go left out? A subheading, most often. */
static int is_between_bodies(const struct judge *j, uint32_t i) {
    enum { FAR = 64 }; /* a bound on the time that many dropped lines take */
    uint32_t above = i, below = i;
    while (above && i - above < FAR && j->verdict[--above].why)
        ;
    while (++below < j->words->lines && below - i < FAR && j->verdict[below].why)
        ;
    return i && below < j->words->lines && j->verdict[above].body && j->verdict[below].body;
}

/* "No.", "16.05": an answer, a time or a score says too little of itself to be told from what pages add. */
static int is_mute(const struct line *l) {
    return (l->words == 1 && (l->marks & (LINE_STOP | LINE_CALL)) == LINE_STOP) ||
           (l->words > 1 && !l->letters);
}

/* May the model take the line? */
static int is_open(const struct judge *j, uint32_t i) {
    return !j->verdict[i].why && !is_mute(line_of(j, i)) && !j->verdict[i].zone &&
           !model_is_deep(j, i) && !is_between_bodies(j, i) && !may_be_title(j, i) &&
           !(j->entry[i] && j->entry[i]->action == LEXICON_KEEP);
}

/* Do the lexicons know most of the line's words, and the body few of them? Function words and numbers left out. */
static int has_words_of_pages(const struct judge *j, uint32_t i) {
    const struct shared *const s = judge_shared(j, i);
    if (!s->known || 5 * s->known < 3 * s->of) return 0;
    return !s->n || 3 * s->n < s->of;
}

/* What speaks to the reader of the page, by its words. */
static void by_words(struct judge *j) {
    if (!j->model || j->limits.model > 50) return;
    const int32_t shift = (int32_t)(j->limits.model * MODEL_UNIT);
    for (uint32_t i = 0; i < j->words->lines; i++) {
        if (!is_open(j, i) || !has_words_of_pages(j, i)) continue;
        j->score[i] =
            model_score_words(j->model, j->words, line_of(j, i)) - model_least_words(j, i) - shift;
        if (j->score[i] > 0) judge_drop(j, i, "model:words");
    }
}

/* What the model is sure of, after all rules. */
static void by_model(struct judge *j) {
    if (!j->model || j->limits.model > 50 || !j->words->lines) return;
    const int32_t shift = (int32_t)(j->limits.model * MODEL_UNIT);
    for (uint32_t i = 0; i < j->words->lines; i++) j->open[i] = (uint8_t)is_open(j, i);
    model_score(j->model, j, j->open, j->first, j->score);
    for (uint32_t i = 0; i < j->words->lines; i++) {
        if (!j->open[i]) continue;
        j->score[i] -= model_least(j, i) + shift;
        if (j->score[i] > 0 && !is_between_bodies(j, i) &&
            !may_be_title(j, i)) /* once more: lines around may have gone */
            judge_drop(j, i, model_reason(j->model, j, i));
    }
}

/* ---- the body ---- */

/* Paragraphs of at least `least` words; returns how many there are. */
static uint32_t mark_body(struct judge *j, uint32_t least) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < j->words->lines; i++)
        n += j->verdict[i].body = (uint8_t)is_paragraph(line_of(j, i), least);
    return n;
}

static void find_body(struct judge *j) {
    const uint32_t n = j->words->lines;
    j->first_body = n;
    j->last_body = 0;
    j->before[0] = 0;
    for (uint32_t i = 0; i < n; i++) {
        j->before[i + 1] = j->before[i] + line_of(j, i)->words;
        j->verdict[i] = (struct verdict){0};
    }
    if (mark_body(j, BODY_WORDS) < 2) mark_body(j, SHORT_BODY); /* a text of short paragraphs */
    for (uint32_t i = 0; i < n; i++)
        if (j->verdict[i].body) {
            if (j->first_body == n) j->first_body = i;
            j->last_body = i;
        }
    if (j->first_body == n)
        j->first_body = 0, j->last_body = n ? n - 1 : 0; /* no body: nothing is outside of it */
}

static int grow(struct judge *j) {
    const uint32_t n = j->words->line_room + 1; /* grows as the lines do */
    if (j->words->lines < j->line_room) return 0;
    void *v = realloc(j->verdict, n * sizeof *j->verdict);
    if (!v) return -1;
    j->verdict = v;
    if (!(v = realloc(j->entry, n * sizeof *j->entry))) return -1;
    j->entry = v;
    if (!(v = realloc(j->before, n * sizeof *j->before))) return -1;
    j->before = v;
    if (!(v = realloc(j->bodies, n * sizeof *j->bodies))) return -1;
    j->bodies = v;
    if (!(v = realloc(j->first, n * sizeof *j->first))) return -1;
    j->first = v;
    if (!(v = realloc(j->open, n))) return -1;
    j->open = v;
    if (!(v = realloc(j->score, n * sizeof *j->score))) return -1;
    j->score = v;
    if (!(v = realloc(j->shared, n * sizeof *j->shared))) return -1;
    j->shared = v;
    j->line_room = n;
    return 0;
}

/* "Analysis: why the bridge costs more" is a heading of the site above another article, but the title above its own: the first
 * line of some words stays if the body speaks of it. */
static void spare_title(struct judge *j) {
    enum { LEAST = 4, LONGEST = 30, HEAD = 6 };
    uint32_t i = 0;
    while (i < HEAD && i < j->first_body && line_of(j, i)->words < LEAST) i++;
    const struct lexicon_entry *e = i < HEAD && i < j->first_body ? j->entry[i] : NULL;
    if (!e || e->action == LEXICON_META || line_of(j, i)->words > LONGEST) return;
    const uint32_t label = line_of(j, i)->label;
    const struct shared *const s = judge_shared(j, i);
    if (s->n >= (label ? 1 : 2) && 2 * s->n + label >= s->of) j->verdict[i].why = NULL;
}

int judge_above_title(struct judge *j) {
    if (grow(j)) return -1;
    find_body(j);
    j->kept = 0;
    for (uint32_t i = 0; i < j->words->lines; i++) {
        by_lexicon(j, i);
        by_shape(j, i);
        by_date(j, i);
        j->kept += !j->verdict[i].why;
    }
    by_addresses(j);
    shrink_body(j);
    if (count_words(j)) return -1;
    spare_title(j);
    j->title = -1;
    return 0;
}

int judge_lines(struct judge *j) {
    if (judge_above_title(j)) return -1;
    head_title(j);
    head_author(j);
    for (uint32_t i = 0; i < j->words->lines; i++) {
        if (j->entry[i] && j->entry[i]->action == LEXICON_EDGE && is_after_body(j, i))
            judge_drop(j, i, j->entry[i]->why);
        by_teaser(j, i);
    }
    by_section(j);
    shrink_body(j);
    by_author_box(j);
    headlines_drop(j);
    by_copies(j);
    by_shouts(j);
    by_neighbours(j);
    by_neighbours(j);
    by_words(j);
    by_model(j);
    siblings_spare(j);
    head_signature(j);
    return 0;
}

void judge_free(struct judge *j) {
    free(j->verdict);
    free(j->entry);
    free(j->before);
    free(j->bodies);
    free(j->first);
    free(j->score);
    free(j->open);
    free(j->shared);
    free(j->table);
}
