/* spans.c: labels of the model to mentions: titles are stripped, places told apart. */
#include "spans.h"
#include <string.h>

enum { WEAK_MARGIN = 400 }; /* at this margin a score is 0.75 */

/* How far the label of a word is ahead of the best other one. */
static int32_t margin_of(const int32_t emission[LANES], int label) {
    int32_t other = -(1 << 28);
    for (int k = 0; k < LABELS; k++)
        if (k != label && emission[k] > other) other = emission[k];
    return emission[label] - other;
}

static float score_of(int32_t margin) {
    if (margin < 0) margin = 0;
    return (float)(500 + 500 * (int64_t)margin / (margin + WEAK_MARGIN)) / 1000;
}

enum type head_type(const struct features *f, uint32_t first, uint32_t last) {
    const struct glance *g = f->glances;
    if (last - first < 2) return TYPE_NONE;
    const uint32_t tail = g[last - 1].kinds;
    if (g[first].kinds & KIND_EVENT_FIRST && is_capitalised(&f->words->v[first])) return EVENT;
    if (!is_capitalised(&f->words->v[last - 1])) return TYPE_NONE;
    if (tail & KIND_EVENT_HEAD && !(tail & KIND_ORG_HEAD)) return EVENT;
    if (tail & KIND_FAC_HEAD && !(tail & KIND_ORG_HEAD)) return FAC;
    if (tail & KIND_LOC_HEAD) return LOC;
    return TYPE_NONE;
}

/* The label of a place: what the lists say, or its head word, or the model. */
static enum type place_type(const struct features *f, uint32_t first, uint32_t last,
                            enum type kind) {
    const struct name *name = gazetteer_text(f->gazetteer, f->words, first, last);
    if (name && (name->type == GPE || name->type == LOC || name->type == FAC))
        return (enum type)name->type;
    const enum type by_head = head_type(f, first, last);
    if (by_head) return by_head;
    if (last - first > 1 && f->glances[first].kinds & KIND_LOC_HEAD) return LOC;
    if (last - first > 1 && f->glances[first].kinds & KIND_FAC_FIRST) return FAC;
    return kind;
}

/* What the model calls a person or an organisation, but the lists know as a place alone, and as sure as `least`. */
static int is_listed_place(const struct features *f, uint32_t first, uint32_t last,
                           enum name_level least) {
    const struct name *name = gazetteer_text(f->gazetteer, f->words, first, last);
    return name && (name->type == GPE || name->type == LOC) && name->level >= least &&
           !(name->kinds & (KIND_FIRST | KIND_LAST | KIND_ORG)) && !name->is_upper;
}

/* What the model says of a span. */
struct guess {
    int type; /* as label_type */
    enum type place; /* the kind, if it is a place */
    int32_t margin;
    uint8_t nearly[MODEL_TYPES]; /* as in a mention */
};

static enum type final_type(const struct features *f, const struct guess *guess, uint32_t first,
                            uint32_t last) {
    const int type = guess->type;
    const uint32_t tail = f->glances[last - 1].kinds;
    if (type == 3) return NORP;
    if (type == 0 && (tail & KIND_LAST || f->glances[first].kinds & KIND_FIRST)) return PERSON;
    if (type == 0 && is_listed_place(f, first, last, NAME_WEAK))
        return place_type(f, first, last, GPE);
    const enum type by_head = head_type(f, first, last);
    if (by_head) return by_head;
    if (type != 1 && last - first > 1 && tail & KIND_ORG_HEAD &&
        !(tail & (KIND_LAST | KIND_GPE_HEAD | KIND_CITY)) &&
        !gazetteer_text(f->gazetteer, f->words, first, last))
        return ORG;
    if (type == 2) return place_type(f, first, last, guess->place);
    if (type == 1 && is_listed_place(f, first, last, NAME_HINT))
        return place_type(f, first, last, GPE);
    return type == 0 ? PERSON : ORG;
}

/* Articles and words in lower case at the begin of a name are none of it: "The", "western"; particles of persons stay. */
static uint32_t without_article(const struct features *f, uint32_t first, uint32_t last, int type) {
    for (; first + 1 < last; first++) {
        const struct word *w = &f->words->v[first];
        const int is_the = w->end - w->begin == 3 && (f->words->text[w->begin] | 32) == 't' &&
                           w->flags & PL_STOPWORD;
        const int is_lower =
            w->kind == PL_WORD && PL_CASE(w->shape) == PL_LOWER && !f->glances[first].is_caseless;
        if (gazetteer_text(f->gazetteer, f->words, first, last)) break;
        if (!is_the && !(is_lower && !(f->glances[first].kinds & KIND_PARTICLE)) &&
            w->kind == PL_WORD && type != 3)
            break;
        if (w->kind == PL_WORD && !is_the && !is_lower) break;
    }
    return first;
}

/* Is word `i` this one, in lower case? */
static int is_word(const struct features *f, uint32_t i, pl_str word) {
    const struct word *w = &f->words->v[i];
    return w->end - w->begin == word.n && !memcmp(f->words->text + w->begin, word.p, word.n);
}
static int is_of(const struct features *f, uint32_t i) { return is_word(f, i, STR("of")); }
static int is_topic(const struct features *f, uint32_t i) {
    return is_word(f, i, STR("on")) || is_word(f, i, STR("for"));
}

/* "Ministry of Foreign Affairs", "Council of the Armed Forces": the run behind "of" belongs to such a name. */
static uint32_t with_of(const struct features *f, uint32_t last) {
    const uint32_t stop = f->words->v[last - 1].stop;
    if (!(f->glances[last - 1].kinds & KIND_ORG_HEAD) || last + 1 >= stop || !is_of(f, last))
        return last;
    const uint32_t at = last + 1 + (uint32_t)is_word(f, last + 1, STR("the"));
    return at < stop && f->glances[at].is_candidate && !f->glances[at].is_caseless
               ? f->glances[at].run_end
               : last;
}

/* "Forum on Trade and Transport in Central Asia": of what says what it is about, a region belongs to the name. */
static uint32_t with_region(const struct features *f, uint32_t first, uint32_t last) {
    uint32_t i = first + 1, end;
    while (i < last && !is_topic(f, i)) i++;
    if (i >= last || last + 1 >= f->words->v[first].stop || !is_word(f, last, STR("in")))
        return last;
    const struct name *region = gazetteer_find(f->gazetteer, f->words, last + 1, &end);
    return region && region->type == LOC && region->level == NAME_SURE ? end : last;
}

/* "Colonel" is nobody by itself, "Ebola" no place. */
static int is_common_word(const struct features *f, uint32_t i) {
    const uint32_t kinds = f->glances[i].kinds;
    return kinds & (KIND_TITLE | KIND_COMMON) &&
           !(kinds & (KIND_FIRST | KIND_LAST | KIND_ORG | KIND_COUNTRY | KIND_CITY | KIND_CAPITAL));
}

/* Three words at most, of which the first one is in lists of names. */
static int is_person(const struct features *f, uint32_t first, uint32_t last) {
    return last - first <= 3 && f->glances[first].kinds & (KIND_FIRST | KIND_LAST) &&
           !(f->glances[last - 1].kinds & KIND_ORG_HEAD);
}

/* Behind an office where a person begins, `first` for none: inside what was called an organisation ("State Councilor | Wei
 * Jianguo"), or before it, of two words with "of" ("Minister of Transport | Ama Mensah" taken for one name from "Transport" on). */
static uint32_t behind_office(const struct features *f, int type, uint32_t first, uint32_t last) {
    const struct glance *g = f->glances;
    uint32_t at = first, least = 1;
    if (first >= 2 && f->words->v[first - 1].stop == f->words->v[first].stop &&
        is_of(f, first - 1) && g[first - 2].kinds & KIND_TITLE && !(g[first].kinds & KIND_FIRST))
        at = first + 1, least = 2;
    else if (type == 1)
        for (uint32_t i = first; at == first && i + 1 < last; i++)
            if (g[i].kinds & KIND_TITLE) at = i + 1;
    if (type == 0 && at > first && at + least < last) return at;
    return at > first && at + least <= last && is_person(f, at, last) ? at : first;
}

/* "IMF Kristalina Georgieva": where the person begins behind the acronym of an organisation, `first` when it is one name. */
static uint32_t behind_acronym(const struct features *f, uint32_t first, uint32_t last) {
    uint32_t end;
    const struct name *org = gazetteer_find(f->gazetteer, f->words, first, &end);
    if (!org || org->type != ORG || !org->is_upper || org->level != NAME_SURE) return first;
    return last >= end + 2 && is_person(f, end, last) ? end : first;
}

/* Behind what stands before a person and is no part of the name: titles, nationalities, acronyms of organisations. */
static uint32_t behind_lead(const struct features *f, uint32_t first, uint32_t last, int *titled) {
    uint32_t end;
    while (first + 1 < last) {
        const struct name *name = gazetteer_find(f->gazetteer, f->words, first, &end);
        if (!name || end >= last) break;
        const int is_title = (name->kinds & KIND_TITLE) != 0;
        const int is_other = (name->type == NORP || name->type == ORG || name->type == GPE) &&
                             name->level == NAME_SURE && last - end >= 2;
        if (!is_title && !is_other) break;
        *titled |= is_title;
        first = end;
    }
    return first;
}

static int has_capital(const struct features *f, uint32_t first, uint32_t last) {
    while (first < last && !f->glances[first].is_candidate) first++;
    return first < last;
}

/* A word in lower case that no name has inside: "Foundation gave Ganzorig"; `last` when there is none. */
static uint32_t verb_in(const struct features *f, uint32_t first, uint32_t last) {
    for (uint32_t i = first + 1; i + 1 < last; i++) {
        const struct word *w = &f->words->v[i];
        if (w->kind == PL_WORD && PL_CASE(w->shape) == PL_LOWER && w->end - w->begin > 3 &&
            !w->own && !(w->flags & PL_STOPWORD) && is_spaced(w) &&
            !(f->glances[i].kinds & KIND_PARTICLE) &&
            !gazetteer_text(f->gazetteer, f->words, first, last))
            return i;
    }
    return last;
}

/* Where two names are joined by "and": "Newmont Mining and Barrick Gold"; `last` when it is one. */
static uint32_t and_in(const struct features *f, uint32_t first, uint32_t last) {
    for (uint32_t i = first + 1; i + 1 < last; i++) {
        if (is_of(f, i) || is_topic(f, i)) return last;
        if (!is_word(f, i, STR("and"))) continue;
        if (gazetteer_text(f->gazetteer, f->words, first, last)) return last;
        const struct name *left = gazetteer_text(f->gazetteer, f->words, first, i),
                          *right = gazetteer_text(f->gazetteer, f->words, i + 1, last);
        const int are_listed = left && right && left->type && right->type;
        const int are_long =
            i - first > 1 && last - i > 2 && !(f->glances[last - 1].kinds & KIND_ORG_HEAD);
        return are_listed || are_long ? i : last;
    }
    return last;
}

/* "Australia's Department of Immigration": the owner is a name of its own. Where the name behind it begins. */
static uint32_t without_owner(const struct features *f, uint32_t first, uint32_t last) {
    for (uint32_t i = first + 1; i + 1 < last; i++) {
        if (!(f->words->v[i].own & WORD_POSSESSIVE)) continue;
        const struct name *owner = gazetteer_text(f->gazetteer, f->words, first, i);
        return owner && owner->type && !gazetteer_text(f->gazetteer, f->words, first, last) ? i + 1
                                                                                            : first;
    }
    return first;
}

/* "U.S. State Department": where the lists have both, the country is a name of its own. Where the name behind it begins. */
static uint32_t without_country(const struct features *f, uint32_t first, uint32_t last) {
    uint32_t end;
    const struct name *country = gazetteer_find(f->gazetteer, f->words, first, &end);
    if (!country || country->level != NAME_SURE || end >= last) return first;
    if (country->type != GPE) return first;
    const struct name *rest = gazetteer_text(f->gazetteer, f->words, end, last);
    return rest && rest->type == ORG && !rest->is_upper ? end : first;
}

/* "UN Secretary-General", "Emir of Qatar": an office, and what it belongs to, which the lists are sure of. */
static int is_office(const struct features *f, uint32_t first, uint32_t last) {
    const struct glance *g = f->glances;
    if (g[first].kinds & KIND_TITLE) {
        while (first < last && g[first].kinds & KIND_TITLE) first++;
        if (first + 1 >= last || !is_of(f, first++)) return 0;
    } else {
        const uint32_t end = last;
        while (last > first && !(g[last - 1].kinds & (KIND_FIRST | KIND_LAST)) &&
               (g[last - 1].kinds & KIND_TITLE || f->words->v[last - 1].kind != PL_WORD))
            last--;
        if (last == end || last == first) return 0;
    }
    const struct name *owner = gazetteer_text(f->gazetteer, f->words, first, last);
    return owner && owner->level == NAME_SURE;
}

/* "Kazakhstan Convince Great Powers": where every word has a capital, a name of the lists ends where it ends there. */
static int is_headline_start(const struct features *f, uint32_t first, uint32_t last) {
    uint32_t end;
    if (!f->glances[first].is_caseless || f->glances[last - 1].kinds & KIND_ORG_HEAD) return 0;
    const struct name *name = gazetteer_find(f->gazetteer, f->words, first, &end);
    return name && name->level == NAME_SURE && name->type && end < last;
}

static int add_span(const struct features *f, struct mentions *out, struct guess guess,
                    uint32_t first, uint32_t last) {
    int titled = 0;
    if (!has_capital(f, first, last)) return 0;
    const uint32_t and = and_in(f, first, last), verb = verb_in(f, first, last);
    if (verb != last)
        return add_span(f, out, guess, first, verb) || add_span(f, out, guess, verb + 1, last);
    if (and != last) {
        struct guess other = guess;
        if (f->glances[and+1].kinds & KIND_FIRST) other.type = 0;
        return add_span(f, out, guess, first, and) || add_span(f, out, other, and+1, last);
    }
    first = without_article(f, without_owner(f, first, last), last, guess.type);
    if (guess.type == 1 && is_office(f, first, last)) return 0;
    uint32_t person = guess.type <= 1 ? behind_office(f, guess.type, first, last) : first;
    if (guess.type == 1 && person == first) person = behind_acronym(f, first, last);
    if (person > first) {
        first = person;
        guess.type = 0;
        titled = 1;
    }
    if (guess.type == 0) first = behind_lead(f, first, last, &titled);
    if (guess.type == 1) {
        first = without_country(f, first, last);
        last = with_region(f, first, with_of(f, last));
    }
    if (guess.type != 0 && is_headline_start(f, first, last)) return 0;
    if (last == first + 1 && is_common_word(f, first)) return 0;
    struct mention *m = out->n ? &out->v[out->n - 1] : NULL;
    if (m && guess.type == 0 && m->flags & PL_FROM_MODEL && m->type == PERSON && m->last == first &&
        f->words->v[first].begin == f->words->v[first - 1].end + 1 &&
        f->words->text[f->words->v[first].begin - 1] == ' ') {
        m->last = last; /* nothing stands between them: one name */
        return 0;
    }
    if (!(m = mention_add(out))) return -1;
    if (first > 0 && f->words->v[first].stop == f->words->v[first - 1].stop)
        titled |= (f->glances[first - 1].kinds & KIND_TITLE) != 0;
    *m = (struct mention){.first = first,
                          .last = last,
                          .type = (uint8_t)final_type(f, &guess, first, last),
                          .title = (uint8_t)titled,
                          .flags = PL_FROM_MODEL,
                          .score = score_of(guess.margin)};
    memcpy(m->nearly, guess.nearly, sizeof guess.nearly);
    return 0;
}

/* How near a span of another type is to the one that was found: half as good as a doubtful one when their weights are equal. */
static uint8_t nearness(const struct stretch_room *r, uint32_t first, uint32_t last, int type) {
    int32_t behind = 0;
    for (uint32_t i = first; i < last; i++) {
        const int label = r->labels[i];
        behind += r->emission[i][label] - r->emission[i][label_of(type, label_place(label))];
    }
    return (uint8_t)(behind <= 0 ? 50 : behind >= WEAK_MARGIN ? 0 : 50 - 50 * behind / WEAK_MARGIN);
}

static struct guess guess_of(const struct stretch_room *r, uint32_t first, uint32_t last) {
    struct guess g = {.type = label_type(r->labels[first]), .margin = INT32_MAX};
    int32_t loc = 0, fac = 0;
    for (uint32_t i = first; i < last; i++) {
        const int32_t margin = margin_of(r->emission[i], r->labels[i]);
        if (margin < g.margin) g.margin = margin;
        loc += r->emission[i][LANE_LOC];
        fac += r->emission[i][LANE_FAC];
    }
    g.place = place_kind(loc, fac);
    for (int type = 0; type < MODEL_TYPES; type++) g.nearly[type] = nearness(r, first, last, type);
    return g;
}

static int take_stretch(const struct features *f, const struct stretch_room *r, uint32_t begin,
                        uint32_t n, struct mentions *out) {
    for (uint32_t i = 0; i < n; i++) {
        const int label = r->labels[i];
        if (label == LABEL_NONE) continue;
        uint32_t end = i + 1;
        if (label_place(label) == SPAN_FIRST)
            while (label_place(r->labels[end++]) != SPAN_LAST) {}
        if (add_span(f, out, guess_of(r, i, end), begin + i, begin + end)) return -1;
        i = end - 1;
    }
    return 0;
}

/* "Tropical Storm Erika", "Hurricane Michael". */
static int is_storm_run(const struct features *f, uint32_t first, uint32_t last) {
    const struct glance *g = &f->glances[first];
    return (last - first == 2 && g[0].kinds & KIND_EVENT_FIRST) ||
           (last - first == 3 && g[1].kinds & KIND_EVENT_FIRST);
}

/* Where a name in the run that begins at `first` may begin: behind its owner, and with a word for storms that the text has in lower
 * case too, which begins no run. */
static uint32_t name_start(const struct features *f, uint32_t first) {
    const struct glance *g = f->glances;
    for (uint32_t k = first, end = g[first].run_end; k < end; k++)
        if (f->words->v[k].own & WORD_POSSESSIVE) first = k + 1;
    const int has_storm = first > 0 && f->words->v[first - 1].stop == f->words->v[first].stop &&
                          g[first - 1].kinds & KIND_EVENT_FIRST &&
                          is_capitalised(&f->words->v[first - 1]);
    return first - (uint32_t)has_storm;
}

/* Is the run [*first, last) an event by its head word? *first moves behind offices and words that begin sentences. */
static int is_event_run(const struct features *f, uint32_t *first, uint32_t last) {
    const struct glance *g = f->glances;
    if (is_storm_run(f, *first, last)) return 1;
    while (*first < last && g[*first].kinds & (KIND_TITLE | KIND_SAY) &&
           !(g[*first].kinds & KIND_EVENT_FIRST))
        ++*first;
    if (*first >= last || last - *first > 5 || g[last - 1].kinds & KIND_LAST) return 0;
    *first += g[*first].is_start &&
              (f->words->v[*first].flags & PL_STOPWORD || g[*first].kinds & KIND_STARTER);
    return head_type(f, *first, last) == EVENT;
}

/* Runs whose head word says what they are, though the model may not: "African Championships", "Cyclone Belna". */
static int heads_find(const struct features *f, struct mentions *out) {
    for (uint32_t c = 0; c < f->candidates_n; c++) {
        const uint32_t i = f->candidates[c], last = f->glances[i].run_end;
        if (f->glances[i].run != i || f->glances[i].is_caseless) continue;
        uint32_t first = name_start(f, i);
        if (!is_event_run(f, &first, last)) continue;
        struct mention *m = mention_add(out);
        if (!m) return -1;
        *m = (struct mention){
            .first = first, .last = last, .type = EVENT, .flags = PL_FROM_RULE, .score = 0.8f};
    }
    return 0;
}

int spans_find(const struct model *m, const struct features *f, struct stretch_room *r,
               struct mentions *out) {
    for (uint32_t next = 0, begin = 0, end = 0; features_next(f, &next, &begin, &end);) {
        features_sum(f, begin, end, m->rows, m->mask, r->emission);
        viterbi(m->step, (const int32_t(*)[LANES])r->emission, end - begin, r->back, r->labels);
        if (take_stretch(f, r, begin, end - begin, out)) return -1;
    }
    return heads_find(f, out);
}
