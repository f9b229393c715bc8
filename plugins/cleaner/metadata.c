/* metadata.c: title, author, date and so on, each only if it stands in the text. */
#include "metadata.h"
#include <stdio.h>
#include <string.h>
#include "dates.h"
#include "head.h"

static const char *const names[ZONES] = {"",        "title",      "byline", "author_bio", "date",
                                         "caption", "disclaimer", "site",   "source"};

const char *metadata_zone_name(enum zone z) { return names[z]; }

static int is_set(struct piece p) { return p.end > p.begin; }

static struct piece whole(const struct line *l) { return (struct piece){l->begin, l->end}; }

/* Takes the first date of [begin, end), if none is set. */
static int take_date(const struct judge *j, struct metadata *m, uint32_t begin, uint32_t end) {
    const char *text = j->text;
    struct date d;
    if (m->created[0] || !dates_find(text + begin, end - begin, j->dates, &d)) return 0;
    snprintf(m->created, sizeof m->created, "%04u-%02u-%02u", (unsigned)d.year % 10000,
             (unsigned)d.month % 100, (unsigned)d.day % 100);
    m->created_at = (struct piece){begin + (uint32_t)d.begin, begin + (uint32_t)d.end};
    return 1;
}

/* What an author_bio, byline or author box says. */
static void take_line(const struct judge *j, uint32_t i, struct metadata *m) {
    const struct line *l = &j->words->line[i];
    struct piece name;
    switch ((enum zone)j->verdict[i].zone) {
    case ZONE_TITLE: m->title = head_title_text(j, i); break;
    case ZONE_DATE: take_date(j, m, l->begin, l->end); break;
    case ZONE_DISCLAIMER:
        if (!is_set(m->disclaimer)) m->disclaimer = whole(l);
        break;
    case ZONE_BYLINE:
        if (!is_set(m->byline)) m->byline = whole(l);
        if (shape_is_byline(j->text, l, &name) || shape_leads_with_name(j->text, l, &name))
            if (!is_set(m->author)) m->author = name;
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
            take_date(j, m, l->begin, i);
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
