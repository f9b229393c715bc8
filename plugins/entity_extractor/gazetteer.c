/* gazetteer.c: reads lists of names and finds them. */
#include "gazetteer.h"
#include "large.h"
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

static int is_upper(char c) { return (unsigned)(c - 'A') < 26; }

/* An acronym: capitals, digits and full stops alone, two capitals at least. */
static int is_acronym(const char *p, const char *end) {
    int upper = 0;
    for (; p < end; p++) {
        if (is_upper(*p))
            upper++;
        else if ((unsigned)((*p | 32) - 'a') < 26 || !memchr("0123456789.&-", *p, 13))
            return 0;
    }
    return upper >= 2;
}

enum { LOWER_FIRST = 1, LOWER_LAST = 2 };

static struct name *new_name(struct gazetteer *g) {
    if (g->n + 1 >= g->room) {
        const uint32_t room = g->room ? 2 * g->room : LARGE_PAGE / sizeof(struct name);
        struct name *more = large_alloc(room * sizeof *more);
        if (!more) return NULL;
        if (g->names) memcpy(more, g->names, g->room * sizeof *more);
        gazetteer_free(g);
        g->names = more;
        g->room = room;
    }
    return &g->names[++g->n];
}

static int add_form(struct gazetteer *g, const struct phrase *form, pl_str canonical, pl_str link,
                    struct section s) {
    if (!form->slot->name) {
        if (!new_name(g)) return -1;
        form->slot->name = g->n;
    }
    struct name *name = &g->names[form->slot->name];
    name->kinds |= s.kinds;
    name->may_be_lower |= (uint8_t)((is_upper(*form->begin) ? 0 : LOWER_FIRST) |
                                    (is_upper(*form->last) ? 0 : LOWER_LAST));
    if (name->type && s.level <= name->level) return 0;
    name->type = s.type;
    name->level = s.level;
    name->is_upper = (uint8_t)is_acronym(form->begin, form->end);
    name->canonical = canonical;
    name->link = link;
    return 0;
}

static const char *past_blanks(const char *p, const char *end) {
    while (p < end && (*p == ' ' || *p == '\t')) p++;
    return p;
}

/* "Canonical | other form | ?weak form -> what it belongs to". */
static int add_line(struct gazetteer *g, struct phrase_source at, const struct section *s) {
    const char *arrow = memchr(at.p, '>', (size_t)(at.end - at.p));
    pl_str canonical = {"", 0}, link = {"", 0};
    if (arrow && arrow > at.p && arrow[-1] == '-') {
        link.p = past_blanks(arrow + 1, at.end);
        link.n = (size_t)(at.end - link.p);
        at.end = arrow - 1;
    }
    for (; at.p < at.end; at.p++) {
        struct section of_form = *s;
        struct phrase form;
        at.p = past_blanks(at.p, at.end);
        if (at.p < at.end && *at.p == '?') {
            at.p++;
            if (s->level == NAME_SURE) of_form.level = NAME_WEAK;
        }
        if (phrases_add(g->phrases, &at, PHRASE_NAME, &form)) return -1;
        if (!form.slot) continue;
        if (!canonical.n) canonical = (pl_str){form.begin, (size_t)(form.end - form.begin)};
        if (add_form(g, &form, canonical, link, of_form)) return -1;
    }
    return 0;
}

int gazetteer_add(struct gazetteer *g, pl_str file) {
    const char *const end = file.p + file.n;
    struct section s = {0};
    int number = 0;
    for (const char *p = file.p, *next; p < end; p = next) {
        const char *feed = memchr(p, '\n', (size_t)(end - p));
        const pl_str line = trimmed(p, (size_t)((feed ? feed : end) - p));
        next = feed ? feed + 1 : end;
        number++;
        if (!line.n || *line.p == '#') continue;
        if (*line.p == '[') {
            if (line.p[line.n - 1] != ']' || read_header(g, (pl_str){line.p + 1, line.n - 2}, &s))
                return number;
        } else if (!s.kinds)
            return number;
        else if (add_line(g, (struct phrase_source){line.p, line.p + line.n, end}, &s))
            return -1;
    }
    return PL_OK;
}

void gazetteer_free(struct gazetteer *g) { large_free(g->names, g->room * sizeof *g->names); }

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
