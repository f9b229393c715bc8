/* rules.c: walks the words and takes the longest mention that any matcher finds. */
#include "rules.h"
#include <stdlib.h>
#include <string.h>

struct mention *mention_add(struct mentions *m) {
    if (m->n == m->room) {
        const uint32_t room = m->room ? 2 * m->room : 256;
        struct mention *more = realloc(m->v, room * sizeof *more);
        if (!more) return NULL;
        m->v = more;
        m->room = room;
    }
    return memset(&m->v[m->n++], 0, sizeof *m->v);
}

const struct lexis_entry *phrase_is(const struct rules *r, uint32_t i, uint32_t stop,
                                    enum lexis_class c, uint32_t *end) {
    if (i >= stop) return NULL;
    const uint32_t entry =
        phrases_find(r->lexis->phrases, r->words->v, i, stop, PHRASE_RULE, end)->entry;
    const struct lexis_entry *e = entry ? lexis_of_class(r->lexis, entry, c) : NULL;
    if (e || !entry || *end == i + 1) return e;
    *end = i + 1;
    return word_is(r, i, stop, c);
}

int word_is_dash(const struct rules *r, uint32_t i, uint32_t stop) {
    if (i >= stop) return 0;
    const struct word *w = &r->words->v[i];
    const char *p = r->words->text + w->begin;
    const uint32_t n = w->end - w->begin;
    if (n == 1) return *p == '-';
    return n == 3 && !memcmp(p, "\xe2\x80", 2) && (unsigned char)p[2] >= 0x90 &&
           (unsigned char)p[2] <= 0x95;
}

int word_has_text(const struct words *s, const struct word *w, const char *text) {
    const uint32_t n = w->end - w->begin;
    const char *p = s->text + w->begin;
    for (uint32_t k = 0; k < n; k++)
        if (!text[k] || (p[k] | ((unsigned)(p[k] - 'A') < 26 ? 32 : 0)) != text[k]) return 0;
    return text[n] == 0;
}

static int match_address(const struct rules *r, uint32_t i, struct found *f) {
    const uint8_t kind = r->words->v[i].kind;
    if (kind != PL_URL && kind != PL_EMAIL) return 0;
    f->type = kind == PL_URL ? URL : EMAIL;
    f->end = i + 1;
    f->normal[0] = 0;
    return 1;
}

typedef int matcher(const struct rules *, uint32_t, struct found *);

/* The first of these wins among equally long ones. `begins`: with what. */
static const struct {
    matcher *match;
    unsigned begins;
} matchers[] = {{match_address, BEGINS_NUMBER},
                {match_money, BEGINS_NUMBER},
                {match_percent, BEGINS_NUMBER},
                {match_clock, BEGINS_NUMBER | BEGINS_TIME},
                {match_date, BEGINS_NUMBER | BEGINS_TIME},
                {match_quantity, BEGINS_NUMBER},
                {match_ordinal, BEGINS_NUMBER},
                {match_cardinal, BEGINS_NUMBER}};

static int find_longest(const struct rules *r, uint32_t i, unsigned begins, struct found *best) {
    best->end = 0;
    for (size_t m = 0; m < sizeof matchers / sizeof *matchers; m++) {
        if (!(matchers[m].begins & begins)) continue;
        struct found f = {0};
        if (matchers[m].match(r, i, &f) && f.end > best->end) *best = f;
    }
    return best->end > i;
}

/* What begins here: BEGINS_..., 0 for nothing. An article needs a word behind it that the rules know. */
static unsigned begins_at(const struct rules *r, uint32_t i) {
    static const unsigned kinds = 1u << PL_NUMBER | 1u << PL_URL | 1u << PL_EMAIL;
    if (kinds >> r->words->v[i].kind & 1) return BEGINS_NUMBER;
    const uint32_t known = lexis_word(r->lexis, &r->words->v[i]);
    if (!known || !r->lexis->entries[known].begins) return 0;
    if (r->lexis->entries[known].class == ARTICLE &&
        (i + 1 >= r->words->n ||
         (!lexis_word(r->lexis, &r->words->v[i + 1]) && r->words->v[i + 1].kind != PL_NUMBER)))
        return 0;
    return r->lexis->entries[known].begins;
}

int rules_find(const struct rules *r, pl_str (*keep)(void *, const char *), void *to,
               struct mentions *out) {
    for (uint32_t i = 0; i < r->words->n;) {
        struct found f;
        const unsigned begins = begins_at(r, i);
        if (!begins || !find_longest(r, i, begins, &f)) {
            i++;
            continue;
        }
        struct mention *m = mention_add(out);
        if (!m) return -1;
        *m = (struct mention){.first = i,
                              .last = f.end,
                              .type = (uint8_t)f.type,
                              .flags = PL_FROM_RULE,
                              .score = 1,
                              .normal = keep(to, f.normal)};
        i = f.end;
    }
    return 0;
}
