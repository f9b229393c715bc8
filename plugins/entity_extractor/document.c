/* document.c: the names of a document: what is said once holds everywhere in it. All steps are linear in the text. */
#include "document.h"
#include <stdlib.h>
#include <string.h>
#include "overlap.h"

static const uint64_t surname_salt = 0x5a17, acronym_salt = 0xac20, storm_salt = 0x5708,
                      company_salt = 0xc0a1;
static const uint32_t ambiguous = UINT32_MAX;
enum { LONGEST_NAME = 6 }; /* words of a name that is looked for elsewhere */

static const struct word *word_at(const struct document *d, uint32_t i) {
    return &d->features->words->v[i];
}

static uint64_t key_of(const struct document *d, uint32_t first, uint32_t last) {
    uint64_t key = 0;
    for (uint32_t i = first; i < last; i++) key = phrase_step(key, word_at(d, i)->hash);
    return key ? key : 1;
}

static struct name_slot *slot_of(const struct document *d, uint64_t key) {
    uint32_t i = (uint32_t)(key >> 7) & d->mask;
    while (d->slots[i].key && d->slots[i].key != key) i = (i + 1) & d->mask;
    return &d->slots[i];
}

static int reserve(struct document *d) {
    uint32_t slots = 256;
    const uint32_t n = d->mentions->n + 1;
    while (slots < 12 * (uint64_t)n) slots *= 2; /* a name has less than 12 keys */
    if (d->names_room < n) {
        document_free(d);
        d->names = malloc(n * sizeof *d->names);
        d->slots = malloc(slots * sizeof *d->slots);
        if (!d->names || !d->slots) return -1;
        d->names_room = n;
    }
    d->mask = slots - 1;
    memset(d->slots, 0, slots * sizeof *d->slots);
    d->names_n = d->more.n = 0;
    return 0;
}

void document_free(struct document *d) {
    free(d->names);
    free(d->slots);
    d->names = NULL;
    d->slots = NULL;
    d->names_room = 0;
}

static pl_str text_of(const struct document *d, uint32_t first, uint32_t last) {
    const uint32_t begin = word_at(d, first)->begin;
    return (pl_str){d->features->words->text + begin, word_at(d, last - 1)->end - begin};
}

static struct known_name *name_of(struct document *d, const struct mention *m) {
    const uint64_t key = key_of(d, m->first, m->last);
    struct name_slot *s = slot_of(d, key);
    const int shouted = (word_at(d, m->first)->own & WORD_UPPER_SENTENCE) != 0;
    if (!s->key) {
        *s = (struct name_slot){key, d->names_n + 1};
        d->names[d->names_n++] = (struct known_name){
            .key = key, .first = m->first, .last = m->last, .is_shouted = (uint8_t)shouted};
    }
    struct known_name *n = &d->names[s->name - 1];
    if (n->is_shouted && !shouted) n->first = m->first, n->last = m->last, n->is_shouted = 0;
    return n;
}

/* What the model found may be in a list too: "VIENNA". */
static void take_listed(const struct document *d, struct known_name *n, const struct mention *m) {
    const struct name *name =
        gazetteer_text(d->features->gazetteer, d->features->words, m->first, m->last);
    if (name && name->type == m->type && m->type != PERSON && name->canonical.n)
        n->canonical = name->canonical;
}

/* A mention votes for the labels that the model nearly gave it too: many doubtful ones add up. */
static void vote_for_others(struct known_name *n, const struct mention *m) {
    static const uint8_t types[] = {PERSON, ORG, GPE};
    const int is_place = m->type == LOC || m->type == FAC;
    for (size_t k = 0; k < sizeof types; k++)
        if (types[k] != m->type && !(types[k] == GPE && is_place))
            n->votes[types[k]] += m->nearly[k];
}

/* Each mention votes for its label, a clear one more than a doubtful one; lists and titles more than the model. */
static void vote(struct document *d) {
    for (uint32_t i = 0; i < d->mentions->n; i++) {
        const struct mention *m = &d->mentions->v[i];
        if (!is_name_type(m->type)) continue;
        struct known_name *n = name_of(d, m);
        if (m->flags & PL_FROM_GAZETTEER && m->score > 0.9f) {
            n->is_listed = 1;
            n->type = m->type;
        }
        if (m->type < TYPES)
            n->votes[m->type] += (uint32_t)(m->score * 100) + (m->title ? 100u : 0);
        if (m->flags & PL_FROM_MODEL && m->type != EVENT) vote_for_others(n, m);
        if (m->canonical.n)
            n->canonical = m->canonical, n->normal = m->normal;
        else if (!n->canonical.n)
            take_listed(d, n, m);
    }
    for (uint32_t i = 0; i < d->names_n; i++) {
        struct known_name *n = &d->names[i];
        if (n->is_listed) continue;
        n->type = PERSON;
        for (uint8_t t = PERSON; t < TYPES; t++)
            if (n->votes[t] > n->votes[n->type]) n->type = t;
    }
}

static void note_part(struct document *d, uint64_t key, uint32_t person) {
    struct name_slot *s = slot_of(d, key);
    if (s->key && s->name != person) {
        s->name = ambiguous;
        return;
    }
    *s = (struct name_slot){key, person};
}

/* Full names of persons are found by their last words, and by their first word. */
static void note_persons(struct document *d) {
    for (uint32_t i = 0; i < d->names_n; i++) {
        const struct known_name *n = &d->names[i];
        if (n->type != PERSON || n->last - n->first < 2) continue;
        for (uint32_t k = n->first + 1; k < n->last && k < n->first + LONGEST_NAME; k++)
            if (is_capitalised(word_at(d, k)) || k + 1 < n->last)
                note_part(d, key_of(d, k, n->last) ^ surname_salt, i + 1);
        note_part(d, key_of(d, n->first, n->first + 1) ^ surname_salt, i + 1);
    }
}

/* The person whose name ends or begins with these words; 0 for none or two. */
static uint32_t person_of(const struct document *d, uint32_t first, uint32_t last) {
    const struct name_slot *s = slot_of(d, key_of(d, first, last) ^ surname_salt);
    return s->key && s->name != ambiguous ? s->name : 0;
}

/* "Hyundai Motor" is "Hyundai Motor Co.": what is missing is a word for a company. "Apple Inc." is what the lists call Apple. */
static void link_companies(struct document *d) {
    for (uint32_t i = 0; i < d->names_n; i++) {
        struct known_name *n = &d->names[i];
        if (n->type != ORG || n->is_listed || n->last - n->first < 2) continue;
        if (!(d->features->glances[n->last - 1].kinds & KIND_COMPANY)) continue;
        struct name_slot *s = slot_of(d, key_of(d, n->first, n->last - 1));
        if (!s->key || s->name == ambiguous) continue;
        struct known_name *short_form = &d->names[s->name - 1];
        if (short_form->is_listed) {
            if (short_form->type == ORG) n->full = s->name;
            continue;
        }
        short_form->full = i + 1;
        short_form->type = ORG;
    }
}

/* "Norvik" is "Norvik Industries Inc.", the only company that begins so. */
static void link_first_words(struct document *d) {
    for (uint32_t i = 0; i < d->names_n; i++) {
        const struct known_name *n = &d->names[i];
        if (n->type == ORG && !n->full && n->last - n->first > 2 &&
            (d->features->glances[n->last - 1].kinds & KIND_COMPANY))
            note_part(d, key_of(d, n->first, n->first + 1) ^ company_salt, i + 1);
    }
    for (uint32_t i = 0; i < d->names_n; i++) {
        struct known_name *n = &d->names[i];
        if (n->is_listed || n->full || n->last - n->first != 1) continue;
        const struct name_slot *s = slot_of(d, n->key ^ company_salt);
        if (!s->key || s->name == ambiguous || person_of(d, n->first, n->last)) continue;
        n->full = s->name;
        n->type = ORG;
    }
}

static void link_persons(struct document *d) {
    for (uint32_t i = 0; i < d->names_n; i++) {
        struct known_name *n = &d->names[i];
        if (n->is_listed || n->last - n->first > 3) continue;
        const uint32_t person = person_of(d, n->first, n->last);
        if (!person || person == i + 1) continue;
        n->full = person;
        n->type = PERSON;
    }
}

/* "Katrina" after "Hurricane Katrina" is the storm. */
static void link_storms(struct document *d) {
    for (uint32_t i = 0; i < d->names_n; i++) {
        const struct known_name *n = &d->names[i];
        if (n->type == EVENT && n->last - n->first >= 2 &&
            (d->features->glances[n->last - 2].kinds & KIND_EVENT_FIRST))
            note_part(d, key_of(d, n->last - 1, n->last) ^ storm_salt, i + 1);
    }
    for (uint32_t i = 0; i < d->names_n; i++) {
        struct known_name *n = &d->names[i];
        if (n->is_listed || n->last - n->first != 1) continue;
        const struct name_slot *s = slot_of(d, n->key ^ storm_salt);
        if (!s->key || s->name == ambiguous) continue;
        n->full = s->name;
        n->type = EVENT;
    }
}

/* The capitals of the words of a name, as a word of its own: "Tigray People's Liberation Front" has TPLF. */
static uint64_t initials_key(const struct document *d, uint32_t first, uint32_t last, size_t *n) {
    char letters[16];
    *n = 0;
    for (uint32_t i = first; i < last && *n < sizeof letters; i++)
        if (is_capitalised(word_at(d, i)) && word_at(d, i)->kind == PL_WORD)
            letters[(*n)++] = d->features->words->text[word_at(d, i)->begin];
    return word_hash(letters, *n);
}

static int is_acronym(const struct document *d, uint32_t i) {
    const struct word *w = word_at(d, i);
    const uint32_t n = w->end - w->begin;
    return w->kind == PL_WORD && PL_CASE(w->shape) == PL_UPPER && n >= 2 && n <= 10 &&
           !(w->own & WORD_UPPER_SENTENCE);
}

/* "Long Name (ABC)": notes what ABC stands for. */
static void note_bracket(struct document *d, const struct mention *m, uint32_t name) {
    const uint32_t stop = word_at(d, m->first)->stop, at = m->last;
    if (m->type == PERSON || m->last - m->first < 2 || at + 2 >= stop ||
        sign_of(d->features->words, word_at(d, at)) != '(')
        return;
    if (!is_acronym(d, at + 1) || sign_of(d->features->words, word_at(d, at + 2)) != ')') return;
    struct name_slot *s = slot_of(d, phrase_step(0, word_at(d, at + 1)->hash) ^ acronym_salt);
    if (!s->key)
        *s = (struct name_slot){phrase_step(0, word_at(d, at + 1)->hash) ^ acronym_salt, name};
}

static void note_acronyms(struct document *d) {
    for (uint32_t i = 0; i < d->mentions->n; i++) {
        const struct mention *m = &d->mentions->v[i];
        if (!is_name_type(m->type)) continue;
        const uint32_t name = slot_of(d, key_of(d, m->first, m->last))->name;
        note_bracket(d, m, name);
        size_t n;
        const uint64_t hash = initials_key(d, m->first, m->last, &n);
        if (m->type != ORG || n < 3) continue;
        struct name_slot *s = slot_of(d, phrase_step(0, hash) ^ acronym_salt);
        if (!s->key) *s = (struct name_slot){phrase_step(0, hash) ^ acronym_salt, name};
    }
}

/* The name that word `i` is the acronym of; 0 for none. */
static uint32_t long_form(const struct document *d, uint32_t i) {
    if (!is_acronym(d, i)) return 0;
    const struct name_slot *s = slot_of(d, phrase_step(0, word_at(d, i)->hash) ^ acronym_salt);
    return s->key ? s->name : 0;
}

/* Looks for a known name that begins at an unlabelled word. Sets *end; returns 1 + its index, 0 for none. */
static uint32_t known_at(const struct document *d, uint32_t i, uint32_t *end,
                         const uint8_t *taken) {
    const uint32_t stop = word_at(d, i)->stop;
    uint64_t key = 0;
    uint32_t found = 0;
    for (uint32_t k = i; k < stop && k < i + LONGEST_NAME && !taken[k]; k++) {
        key = phrase_step(key, word_at(d, k)->hash);
        const struct name_slot *s = slot_of(d, key);
        if (s->key && s->name != ambiguous) {
            found = s->name;
            *end = k + 1;
        }
    }
    return found;
}

static int add_mention(struct document *d, uint32_t first, uint32_t last, uint8_t type) {
    struct mention *m = mention_add(&d->more);
    if (!m) return -1;
    *m = (struct mention){
        .first = first, .last = last, .type = type, .flags = PL_PROPAGATED, .score = 0.6f};
    return 0;
}

/* Is it sure enough what a name is to say it of words that the model passed over? Persons are; others if they are found twice. */
static int is_clear(const struct known_name *n) {
    return n->is_listed || n->votes[n->type] >= (n->type == PERSON ? 70 : 140);
}

/* Names that stand elsewhere without a label get it. A name of one word at the begin of a sentence may be another word. */
static int propagate(struct document *d, uint8_t *taken) {
    const uint32_t n = d->features->words->n;
    memset(taken, 0, n + 1);
    for (uint32_t i = 0; i < d->mentions->n; i++)
        memset(taken + d->mentions->v[i].first, 1,
               d->mentions->v[i].last - d->mentions->v[i].first);
    for (uint32_t c = 0, next = 0; c < d->features->candidates_n; c++) {
        const uint32_t i = d->features->candidates[c];
        const struct glance *g = &d->features->glances[i];
        uint32_t end = i + 1;
        if (i < next || taken[i] || g->is_caseless) continue;
        uint32_t name = known_at(d, i, &end, taken), person = name ? 0 : person_of(d, i, i + 1);
        const uint32_t stands_for = end == i + 1 ? long_form(d, i) : 0;
        if (stands_for) name = stands_for;
        if (end == i + 1 && g->run_end - g->run > 1) continue;
        if (end == i + 1 && g->is_start && features_seen(d->features, i) & 1) continue;
        if (!name && !person) continue;
        if (name && !stands_for && !is_clear(&d->names[name - 1])) continue;
        if (add_mention(d, i, end, person ? PERSON : d->names[name - 1].type)) return -1;
        next = end;
    }
    for (uint32_t i = 0; i < d->more.n; i++) {
        struct mention *m = mention_add(d->mentions);
        if (!m) return -1;
        *m = d->more.v[i];
    }
    return d->more.n ? overlaps_remove(d->mentions, n) : 0;
}

/* Where the acronym itself is no mention yet, "Long Name (ABC)" makes it one. */
static void take_name(const struct document *d, struct mention *m, const struct known_name *n) {
    m->type = n->type;
    if (n->canonical.n)
        m->canonical = n->canonical, m->normal = n->normal;
    else
        m->canonical = text_of(d, n->first, n->last);
}

/* "El-Masry" after "Hossam el-Masry": the particle belongs to the name. */
static void take_particle(const struct document *d, struct mention *m) {
    for (uint32_t n = 2; n > 0; n--)
        if (m->type == PERSON && m->first >= n &&
            word_at(d, m->first - n)->stop == word_at(d, m->first)->stop &&
            d->features->glances[m->first - n].kinds & KIND_PARTICLE &&
            person_of(d, m->first - n, m->last)) {
            m->first -= n;
            return;
        }
}

static void settle_mention(struct document *d, struct mention *m) {
    take_particle(d, m);
    const struct name_slot *s = slot_of(d, key_of(d, m->first, m->last));
    const struct known_name *own = s->key && s->name != ambiguous ? &d->names[s->name - 1] : NULL;
    const uint32_t full = m->last == m->first + 1 ? long_form(d, m->first) : 0;
    if (full && !(own && own->is_listed)) {
        take_name(d, m, &d->names[full - 1]);
        return;
    }
    const uint32_t person = own ? own->full : person_of(d, m->first, m->last);
    if (person && m->type == PERSON)
        take_name(d, m, &d->names[person - 1]);
    else if (own && (!own->is_listed || own->type == m->type) && (own->full == 0))
        take_name(d, m, own);
    else if (own && own->full)
        take_name(d, m, &d->names[own->full - 1]);
    if (!m->canonical.n) m->canonical = text_of(d, m->first, m->last);
}

int document_settle(struct document *d, uint8_t *taken) {
    if (reserve(d)) return -1;
    vote(d);
    note_persons(d);
    link_persons(d);
    link_storms(d);
    link_companies(d);
    link_first_words(d);
    note_acronyms(d);
    if (propagate(d, taken)) return -1;
    for (uint32_t i = 0; i < d->mentions->n; i++) {
        struct mention *m = &d->mentions->v[i];
        if (is_name_type(m->type))
            settle_mention(d, m);
        else if (!m->canonical.n)
            m->canonical = text_of(d, m->first, m->last);
    }
    return 0;
}
