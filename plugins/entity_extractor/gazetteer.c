/* gazetteer.c: reads lists of names and finds them. */
#include "gazetteer.h"
#include <stdlib.h>
#include <string.h>

static const char *const own_types[TYPES] = {
    "-",    "PERSON", "ORG",     "GPE",      "LOC",      "NORP",    "FAC", "EVENT", "DATE",
    "TIME", "MONEY",  "PERCENT", "QUANTITY", "CARDINAL", "ORDINAL", "URL", "EMAIL"};

static const char *const own_kinds[OWN_KINDS] = {
    "country",  "nationality", "capital",  "city",       "region",      "area",
    "org",      "group",       "facility", "event",      "holiday",     "first",
    "last",     "title",       "say",      "particle",   "place-lead",  "org-head",
    "loc-head", "fac-head",    "gpe-head", "event-head", "event-first", "company",
    "starter",  "person",      "common",   "org-first",  "fac-first"};

void gazetteer_init(struct gazetteer *g, struct phrases *phrases) {
    *g = (struct gazetteer){.phrases = phrases, .types_n = TYPES, .kinds_n = OWN_KINDS};
    for (int i = 0; i < TYPES; i++) g->types[i] = (pl_str){own_types[i], strlen(own_types[i])};
    for (int i = 0; i < OWN_KINDS; i++) g->kinds[i] = (pl_str){own_kinds[i], strlen(own_kinds[i])};
}

/* The number of a string in a list that grows; `most` when it is full. */
static uint32_t number_of(pl_str *list, uint32_t *n, uint32_t most, pl_str s) {
    for (uint32_t i = 0; i < *n; i++)
        if (str_eq(list[i], s)) return i;
    if (*n < most) list[(*n)++] = s;
    return *n < most ? *n - 1 : most;
}

/* What the lines under a header are. */
struct section {
    uint8_t type, level;
    uint32_t kinds;
};

static pl_str next_word(pl_str *rest) {
    while (rest->n && *rest->p == ' ') rest->p++, rest->n--;
    pl_str word = {rest->p, 0};
    while (word.n < rest->n && word.p[word.n] != ' ') word.n++;
    rest->p += word.n;
    rest->n -= word.n;
    return word;
}

/* "GPE capital weak": a label, a kind, and how much it decides (sure when nothing is said). 0, or -1 when it is wrong. */
static int read_header(struct gazetteer *g, pl_str line, struct section *s) {
    const pl_str type = next_word(&line), kind = next_word(&line), level = next_word(&line);
    if (!type.n || !kind.n) return -1;
    const uint32_t t = number_of(g->types, &g->types_n, MOST_TYPES, type);
    const uint32_t k = number_of(g->kinds, &g->kinds_n, MOST_KINDS, kind);
    if (t == MOST_TYPES || k == MOST_KINDS) return -1;
    const int is_hint = t == TYPE_NONE || str_eq(level, STR("hint"));
    if (level.n && !is_hint && !str_eq(level, STR("weak"))) return -1;
    *s = (struct section){(uint8_t)t,
                          is_hint   ? NAME_HINT
                          : level.n ? NAME_WEAK
                                    : NAME_SURE,
                          1u << k};
    return 0;
}

static pl_str trimmed(const char *p, size_t n) {
    while (n && (*p == ' ' || *p == '\t')) p++, n--;
    while (n && (p[n - 1] == ' ' || p[n - 1] == '\t' || p[n - 1] == '\r')) n--;
    return (pl_str){p, n};
}

/* An acronym: capitals, digits and full stops alone, two capitals at least. */
static int is_acronym(pl_str s) {
    int upper = 0;
    for (size_t i = 0; i < s.n; i++) {
        upper += (unsigned)(s.p[i] - 'A') < 26;
        if ((unsigned)(s.p[i] - 'A') >= 26 && !strchr("0123456789.&-", s.p[i])) return 0;
    }
    return upper >= 2;
}

enum { LOWER_FIRST = 1, LOWER_LAST = 2 };

/* Which ends of a form begin with no capital. */
static uint8_t lower_ends(pl_str s) {
    size_t last = s.n;
    while (last > 0 && s.p[last - 1] != ' ' && s.p[last - 1] != '-') last--;
    return (uint8_t)(((unsigned)(s.p[0] - 'A') >= 26 ? LOWER_FIRST : 0) |
                     ((unsigned)(s.p[last] - 'A') >= 26 ? LOWER_LAST : 0));
}

static struct name *new_name(struct gazetteer *g) {
    if (g->n + 1 >= g->room) {
        const uint32_t room = g->room ? 2 * g->room : 4096;
        struct name *more = realloc(g->names, room * sizeof *more);
        if (!more) return NULL;
        g->names = more;
        g->room = room;
    }
    return memset(&g->names[++g->n], 0, sizeof *g->names);
}

static int add_form(struct gazetteer *g, pl_str form, pl_str canonical, pl_str link,
                    struct section s) {
    if (form.n && *form.p == '?') {
        form = trimmed(form.p + 1, form.n - 1);
        if (s.level == NAME_SURE) s.level = NAME_WEAK;
    }
    if (!form.n) return 0;
    struct phrase_slot *slot = phrases_add(g->phrases, form.p, form.n, PHRASE_NAME);
    if (!slot) return -1;
    if (!slot->name) {
        if (!new_name(g)) return -1;
        slot->name = g->n;
    }
    struct name *name = &g->names[slot->name];
    name->kinds |= s.kinds;
    name->may_be_lower |= lower_ends(form);
    if (name->type && s.level <= name->level) return 0;
    name->type = s.type;
    name->level = s.level;
    name->is_upper = (uint8_t)is_acronym(form);
    name->canonical = canonical;
    name->link = link;
    return 0;
}

/* "Canonical | other form | other form -> what it belongs to". */
static int add_line(struct gazetteer *g, const char *p, size_t n, struct section s) {
    const char *arrow = memchr(p, '>', n);
    arrow = arrow && arrow > p && arrow[-1] == '-' ? arrow - 1 : NULL;
    const pl_str link = arrow ? trimmed(arrow + 2, n - (size_t)(arrow + 2 - p)) : (pl_str){"", 0};
    if (arrow) n = (size_t)(arrow - p);
    pl_str canonical = {"", 0};
    for (size_t at = 0; at < n;) {
        const char *bar = memchr(p + at, '|', n - at);
        const size_t end = bar ? (size_t)(bar - p) : n;
        const pl_str form = trimmed(p + at, end - at);
        if (!canonical.n)
            canonical = form.n && *form.p == '?' ? (pl_str){form.p + 1, form.n - 1} : form;
        if (add_form(g, form, canonical, link, s)) return -1;
        at = end + 1;
    }
    return 0;
}

int gazetteer_add(struct gazetteer *g, pl_str file) {
    struct section s = {0};
    int number = 0;
    for (size_t at = 0; at < file.n;) {
        const char *p = file.p + at;
        const char *feed = memchr(p, '\n', file.n - at);
        const pl_str line = trimmed(p, feed ? (size_t)(feed - p) : file.n - at);
        number++;
        at += (feed ? (size_t)(feed - p) : file.n - at) + 1;
        if (!line.n || *line.p == '#') continue;
        if (*line.p == '[') {
            if (line.p[line.n - 1] != ']' || read_header(g, (pl_str){line.p + 1, line.n - 2}, &s))
                return number;
        } else if (!s.kinds)
            return number;
        else if (add_line(g, line.p, line.n, s))
            return -1;
    }
    return PL_OK;
}

void gazetteer_free(struct gazetteer *g) { free(g->names); }

/* "Muslim world" is not the "Muslim World". */
static int has_its_capitals(const struct name *name, const struct word *first,
                            const struct word *last) {
    return (PL_CASE(first->shape) != PL_LOWER || name->may_be_lower & LOWER_FIRST) &&
           (PL_CASE(last->shape) != PL_LOWER || name->may_be_lower & LOWER_LAST);
}

/* Is the name written so that it may be one? */
static int is_written(const struct name *name, const struct words *s, uint32_t first,
                      uint32_t last) {
    const struct word *w = &s->v[first];
    if (name->is_upper)
        return PL_CASE(w->shape) != PL_LOWER && PL_CASE(w->shape) != PL_TITLE &&
               !(last == first + 1 && w->own & WORD_UPPER_SENTENCE && w->end - w->begin < 4 &&
                 !memchr(s->text + w->begin, '.', w->end - w->begin));
    if (!(w->own & WORD_LOWER_SENTENCE) && name->type &&
        !has_its_capitals(name, w, &s->v[last - 1]))
        return 0;
    for (uint32_t i = first; i < last && i < first + 3; i++)
        if (is_capitalised(&s->v[i])) return 1;
    return w->own & WORD_LOWER_SENTENCE && last > first + 1;
}

/* Most words of a text are in lower case, and so are the next two: no name begins there, and none is looked up. */
static int may_begin(const struct words *s, uint32_t i) {
    const struct word *w = &s->v[i];
    if (PL_CASE(w->shape) != PL_LOWER || w->own & WORD_LOWER_SENTENCE) return 1;
    for (uint32_t k = i + 1; k < w->stop && k < i + 3; k++)
        if (is_capitalised(&s->v[k])) return 1;
    return 0;
}

const struct name *gazetteer_find(const struct gazetteer *g, const struct words *s, uint32_t i,
                                  uint32_t *end) {
    const struct phrase_slot *slot = &g->phrases->slots[s->v[i].slot];
    if ((!slot->name && !(slot->more & PHRASE_NAME)) || !may_begin(s, i)) return NULL;
    slot = phrases_find(g->phrases, s->v, i, s->v[i].stop, PHRASE_NAME, end);
    const struct name *name = slot->name ? &g->names[slot->name] : NULL;
    return name && is_written(name, s, i, *end) ? name : NULL;
}

const struct name *gazetteer_text(const struct gazetteer *g, const struct words *s, uint32_t first,
                                  uint32_t last) {
    uint32_t end = first;
    if (first == last) return NULL;
    const struct phrase_slot *slot = phrases_find(g->phrases, s->v, first, last, PHRASE_NAME, &end);
    return slot->name && end == last ? &g->names[slot->name] : NULL;
}
