/* clock.c: times of the day. */
#include <stdio.h>
#include <string.h>
#include "rules.h"

struct clock {
    int hour, minute, second; /* second -1: not said */
    int exact; /* written as hours and minutes */
};

/* "10", "10:30", "2.30", "10:30:15". */
static int read_clock(const struct rules *r, uint32_t i, uint32_t stop, struct clock *c) {
    if (!is_number_word(r, i, stop)) return 0;
    const struct word *w = &r->words->v[i];
    int part[3] = {0, 0, -1}, n = 0, digits = 0;
    for (uint32_t at = w->begin; at < w->end; at++) {
        const char sign = r->words->text[at];
        if ((unsigned)(sign - '0') < 10) {
            if (++digits > 2) return 0;
            part[n] = (digits == 1 ? 0 : part[n]) * 10 + (sign - '0');
        } else {
            if ((sign != ':' && sign != '.') || digits == 0 || n == 2 || (n && digits != 2))
                return 0;
            if (sign == '.' && n) return 0;
            c->exact = sign == ':';
            digits = 0;
            n++;
        }
    }
    if (digits == 0 || (n && digits != 2)) return 0;
    if (n == 0) c->exact = 0;
    c->hour = part[0];
    c->minute = n ? part[1] : 0;
    c->second = n == 2 ? part[2] : -1;
    return c->hour < 25 && c->minute < 60 && c->second < 60;
}

static int write_clock(char *out, size_t room, const struct clock *c, pl_str zone) {
    int n = snprintf(out, room, "T%02d:%02d", c->hour, c->minute);
    if (c->second >= 0) n += snprintf(out + n, room - (size_t)n, ":%02d", c->second);
    return n + snprintf(out + n, room - (size_t)n, "%.*s", (int)zone.n, zone.p);
}

/* "1400 GMT". */
static int match_military(const struct rules *r, uint32_t i, uint32_t stop, struct clock *c,
                          uint32_t *end) {
    const int32_t v = digits_of(r, i, stop, 4);
    uint32_t behind;
    const struct lexis_entry *zone = i + 1 < stop ? phrase_is(r, i + 1, stop, ZONE, &behind) : NULL;
    if (!zone || r->words->v[i].end - r->words->v[i].begin != 4 || v >= 2400 || v % 100 >= 60)
        return 0;
    *c = (struct clock){v / 100, v % 100, -1, 1};
    *end = i + 1;
    return 1;
}

/* A time by itself. Returns where it ends, 0 for none. */
static uint32_t clock_at(const struct rules *r, uint32_t i, uint32_t stop, struct clock *c) {
    uint32_t end;
    if (match_military(r, i, stop, c, &end)) return end;
    const struct lexis_entry *part = word_is(r, i, stop, DAY_PART);
    if (part && part->value >= 12) return *c = (struct clock){part->value % 24, 0, -1, 1}, i + 1;
    if (!read_clock(r, i, stop, c)) return 0;
    const struct lexis_entry *half = word_is(r, i + 1, stop, MERIDIEM);
    const struct lexis_entry *noon = word_is(r, i + 1, stop, DAY_PART);
    if (half && c->hour >= 1 && c->hour <= 12) {
        c->hour = c->hour % 12 + half->value;
        return i + 2;
    }
    if (noon && noon->value >= 12 && c->hour == 12) return c->hour = noon->value % 24, i + 2;
    if (c->exact && c->hour < 24) return i + 1;
    uint32_t behind;
    const int zoned = i + 1 < stop && phrase_is(r, i + 1, stop, ZONE, &behind) != NULL;
    return zoned && c->hour < 24 ? i + 1 : 0;
}

/* "10", of "10 to 11 a.m.": the half of the day stands behind the second. */
static uint32_t short_range(const struct rules *r, uint32_t i, uint32_t stop, struct clock *from,
                            struct clock *to) {
    if (!read_clock(r, i, stop, from) || from->hour < 1 || from->hour > 12) return 0;
    if (!word_is_dash(r, i + 1, stop) && !word_is_text(r, i + 1, stop, "to")) return 0;
    const uint32_t end = clock_at(r, i + 2, stop, to);
    const struct lexis_entry *half = end ? word_is(r, end - 1, stop, MERIDIEM) : NULL;
    if (!half) return 0;
    from->hour = from->hour % 12 + half->value;
    return end;
}

int match_clock(const struct rules *r, uint32_t i, struct found *f) {
    const uint32_t stop = stop_of(r, i);
    struct clock from, to;
    pl_str zone = {"", 0};
    int is_range = 0;
    uint32_t end = clock_at(r, i, stop, &from), behind;
    const struct lexis_entry *part = word_is(r, i, stop, DAY_PART);
    f->type = TIME;
    f->normal[0] = 0;
    if (part && part->value == 5) return f->end = i + 1, 1;
    if (!end) {
        is_range = 1;
        if (!(end = short_range(r, i, stop, &from, &to))) return 0;
    } else if (end + 1 < stop && (word_is_dash(r, end, stop) || word_is_text(r, end, stop, "to"))) {
        const uint32_t second = clock_at(r, end + 1, stop, &to);
        is_range = second != 0;
        if (second) end = second;
    }
    const struct lexis_entry *e = end < stop ? phrase_is(r, end, stop, ZONE, &behind) : NULL;
    if (e) end = behind, zone = e->text;
    f->end = end;
    int n = write_clock(f->normal, 32, &from, zone);
    if (is_range) {
        f->normal[n++] = '/';
        write_clock(f->normal + n, 32, &to, zone);
    }
    return 1;
}
