/* metadata.c: title, author, date and so on, each only if it stands in the text. */
#include "metadata.h"
#include <stdio.h>
#include <string.h>
#include "dates.h"
#include "head.h"
#include "phrases.h"

static const char *const names[ZONES] = {"",        "title",      "byline", "author_bio", "date",
                                         "caption", "disclaimer", "site",   "source"};

const char *metadata_zone_name(enum zone z) { return names[z]; }

static int is_set(struct piece p) { return p.end > p.begin; }

static struct piece whole(const struct line *l) { return (struct piece){l->begin, l->end}; }

/* Does the word before the date say that the article had come out before? */
static int is_update(const char *line, const struct date *d) {
    enum { FAR = 24 };
    const char *at = line + d->begin, *from = d->begin > FAR ? at - FAR : line;
    for (const char *p; (p = phrases_find(PHRASES_UPDATED, from, at)); from = p + 1) {
        while (p < at && *p != '|' && *p != '/') p++;
        if (p == at) return 1;
    }
    return 0;
}

/* Takes the first date of [begin, end), if none is set; a date of an update only until another one comes. */
static void take_date(const struct judge *j, struct metadata *m, uint32_t begin, uint32_t end) {
    struct date d;
    for (uint32_t at = begin; at < end; at = begin + (uint32_t)d.end) {
        const char *line = j->text + begin;
        if (!dates_find(j->text + at, end - at, j->dates, &d)) return;
        d.begin += at - begin;
        d.end += at - begin;
        const int update = is_update(line, &d);
        if (shape_is_of_another(line, j->text + end, &d)) continue;
        if (m->created[0] && !(m->is_update && !update)) continue;
        snprintf(m->created, sizeof m->created, "%04u-%02u-%02u", (unsigned)d.year % 10000,
                 (unsigned)d.month % 100, (unsigned)d.day % 100);
        m->created_at = (struct piece){begin + (uint32_t)d.begin, begin + (uint32_t)d.end};
        m->is_update = update;
    }
}

/* Behind the body, only a date with a label such as "Published" is the article's: others stand beside headlines and comments. */
static int is_of_another_text(const struct judge *j, uint32_t i) {
    const struct line *l = &j->words->line[i];
    return i > j->last_body &&
           !phrases_find(PHRASES_DATED_BY, j->text + l->begin, j->text + l->end);
}

/* "Health | NAME | 3 May 2024": a part that is a person's name. */
static int has_person(const struct judge *j, const struct line *l, struct piece *found) {
    uint32_t begin = l->begin;
    for (uint32_t i = begin; i <= l->end; i++) {
        if (i < l->end && !phrases_at(PHRASES_SPLIT, j->text + i, j->text + l->end)) continue;
        *found = (struct piece){begin, i};
        while (found->end > begin && j->text[found->end - 1] == ' ') found->end--;
        if (head_is_person(j, *found)) return 1;
        while (i < l->end && j->text[i] != ' ') i++; /* over the sign */
        begin = i + 1;
    }
    return 0;
}

/* "Posted on 3 May 2024 by NAME", "NAME 3 May 2024", "NAME | 3 May 2024", or in another part. */
static int has_author(const struct judge *j, uint32_t i, struct piece *found) {
    const struct line *l = &j->words->line[i];
    if (shape_is_byline(j->text, l, found)) return head_byline(j, i, found);
    if (head_is_author(j, i, found) || head_is_stranger(j, i, found)) {
        const char *p = j->text + found->end, *end = j->text + l->end;
        struct date d;
        while (p < end && *p == ' ') p++;
        if (dates_find(p, (size_t)(end - p), j->dates, &d) && d.begin <= 2) return 1;
        if (p < end && *p != ',' && phrases_at(PHRASES_BESIDE, p, end)) return 1;
    }
    return l->marks & LINE_BAR && has_person(j, l, found);
}

/* What an author_bio, byline or author box says. */
static void take_line(const struct judge *j, uint32_t i, struct metadata *m) {
    const struct line *l = &j->words->line[i];
    struct piece name;
    switch ((enum zone)j->verdict[i].zone) {
    case ZONE_TITLE: m->title = head_title_text(j, i); break;
    case ZONE_DATE:
        if (is_of_another_text(j, i)) break;
        take_date(j, m, l->begin, l->end);
        if (!is_set(m->author) && has_author(j, i, &name)) m->author = name;
        break;
    case ZONE_DISCLAIMER:
        if (!is_set(m->disclaimer)) m->disclaimer = whole(l);
        break;
    case ZONE_BYLINE:
        if (!is_set(m->byline)) m->byline = whole(l);
        if ((!is_set(m->author) || m->is_agency) && head_byline(j, i, &name)) {
            m->author = name;
            m->is_agency = shape_is_agency(j->text, l, &name);
        }
        take_date(j, m, l->begin, l->end);
        break;
    case ZONE_BIO:
        if (!is_set(m->bio)) m->bio = whole(l);
        if (!is_set(m->author) && shape_is_bio(j->text, l, &name)) m->author = name;
        break;
    default: break;
    }
}

/* "OSLO, 20 June 2024 - Norway's ..." at the head of the body. */
static void take_dateline(const struct judge *j, struct metadata *m) {
    if (j->first_body >= j->words->lines || !j->verdict[j->first_body].body) return;
    const struct line *l = &j->words->line[j->first_body];
    const uint32_t end = l->end - l->begin > 90 ? l->begin + 90 : l->end;
    for (uint32_t i = l->begin; i + 4 < end; i++) {
        const int dash = !memcmp(j->text + i, " \xe2\x80\x93", 4) ||
                         !memcmp(j->text + i, " \xe2\x80\x94", 4) || !memcmp(j->text + i, " - ", 3);
        if (dash) {
            if (!m->created[0]) take_date(j, m, l->begin, i);
            return;
        }
    }
}

uint32_t metadata_collect(const struct judge *j, struct metadata *m, struct zone_span *zones,
                          uint32_t room) {
    uint32_t n = 0;
    memset(m, 0, sizeof *m);
    for (uint32_t i = 0; i < j->words->lines; i++) {
        if (!j->verdict[i].zone) continue;
        take_line(j, i, m);
        const struct line *l = &j->words->line[i];
        if (n < room)
            zones[n++] = (struct zone_span){l->begin, l->end, (enum zone)j->verdict[i].zone};
    }
    const int had = m->created[0];
    take_dateline(j, m);
    if (!had && m->created[0] && n < room)
        zones[n++] = (struct zone_span){m->created_at.begin, m->created_at.end, ZONE_DATE};
    return n;
}
