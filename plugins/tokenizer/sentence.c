/* sentence.c: where sentences end, decided on tokens.
 *
 * A token that ends in . ! ? or an ellipsis is a candidate; closing marks behind it belong to it; the word behind those is the
 * evidence. Rules look a bounded number of tokens back and ahead, and once over each paragraph, so time is linear. */
#include "sentence.h"
#include <string.h>
#include "labels.h"

enum {
    LOOK = 6, /* opening marks passed over in search of the next word; words of a speaker's name */
    MOST_CLOSING = 32, /* tokens that can close a sentence */
    LONGEST_ELLIPSIS = 4 /* full stops */
};

/* What is known of the paragraph that is being read. */
struct paragraph {
    const uint8_t *text;
    struct tokens *t;
    uint32_t traits, begin, end;
    int upper; /* does it have a capital? -1: not looked for yet */
    uint32_t sentence; /* its first token */
    uint32_t label_end; /* behind the label of the sentence */
    struct label label; /* the last one of the list; end is 0 when there is no list */
};

static int is_space_before(const pl_token *t) { return t->flags & PL_SPACE_BEFORE; }
static int begins_paragraph(const pl_token *t) { return t->reserved & INFO_PARAGRAPH; }
static uint32_t width_of(const pl_token *t) { return t->span.end - t->span.begin; }

static int is_word_case(const pl_token *t, pl_case c) {
    return t->kind == PL_WORD && PL_CASE(t->shape) == c;
}
static int is_lower(const pl_token *t) { return is_word_case(t, PL_LOWER); }
static int is_capital(const pl_token *t) {
    return is_word_case(t, PL_TITLE) || is_word_case(t, PL_UPPER) || is_word_case(t, PL_MIXED);
}
static int is_class(const pl_token *t, uint32_t class) {
    return (classes_of_token(t) & class) != 0;
}
static int is_starter(const pl_token *t) { return is_capital(t) && is_class(t, LEX_STARTER); }

/* [12] and [...]: a footnote or an omission, which may stand off the sentence that it belongs to. */
static int is_note(const struct paragraph *p, uint32_t at) {
    const pl_token *const v = p->t->v + at;
    if (at + 2 >= p->end || role_of(v) != ROLE_OPEN || role_of(v + 2) != ROLE_CLOSE) return 0;
    if (v[1].kind != PL_NUMBER && role_of(v + 1) != ROLE_ELLIPSIS) return 0;
    if (!is_space_before(v)) return 1;
    return p->text[v->span.begin] == '[' && width_of(v + 1) <= 3 &&
           p->t->v[p->begin].hash != v->hash;
}

/* A footnote as a number: .12 and, before a word that begins sentences, . 12 */
static int is_bare_note(const struct paragraph *p, uint32_t at) {
    const pl_token *const v = &p->t->v[at];
    if (v->kind != PL_NUMBER || width_of(v) > 3) return 0;
    if (is_space_before(v))
        return width_of(v) < 3 && at + 1 < p->end && is_starter(v + 1) &&
               role_of(v + 1) == ROLE_NONE;
    return at + 1 == p->end || is_space_before(v + 1);
}

/* The first token behind the candidate that does not close it. */
static uint32_t pass_closing(const struct paragraph *p, uint32_t at) {
    const pl_token *const v = p->t->v;
    for (const uint32_t most = at + MOST_CLOSING;;) {
        if (at >= p->end || at >= most) return at;
        if (is_note(p, at))
            at += 3;
        else if (role_of(&v[at]) == ROLE_CLOSE || v[at].kind == PL_EMOJI || is_bare_note(p, at))
            at++;
        else
            return at;
    }
}

/* The word behind opening marks, which shows whether a sentence begins; NULL when the paragraph ends before. */
static const pl_token *evidence(const struct paragraph *p, uint32_t at) {
    for (uint32_t i = at; i < p->end && i < at + LOOK; i++) {
        const enum role role = role_of(&p->t->v[i]);
        if (role != ROLE_OPEN && role != ROLE_QUOTE && role != ROLE_BULLET && role != ROLE_DASH &&
            role != ROLE_ELLIPSIS &&
            !(is_lower(&p->t->v[i]) && is_class(&p->t->v[i], LEX_ELIDED) && i + 1 < p->end))
            return &p->t->v[i];
    }
    return NULL;
}

/* Is the whole paragraph written without capitals? Then they are no evidence. */
static int is_all_lower(struct paragraph *p) {
    if (p->upper < 0) {
        p->upper = 0;
        for (uint32_t i = p->begin; i < p->end && !p->upper; i++)
            p->upper = is_capital(&p->t->v[i]);
    }
    return !p->upper;
}

/* What can follow a sentence end at all. */
static int can_start(const pl_token *t) {
    const enum role role = role_of(t);
    return role != ROLE_COMMA && role != ROLE_CLOSE && role != ROLE_MARK && role != ROLE_STOP;
}

/* Does nothing but opening marks stand before it in its sentence? */
static int is_first(const struct paragraph *p, uint32_t at) {
    const pl_token *const v = p->t->v;
    while (!(v[at].flags & PL_SENTENCE_START) && at > p->begin && role_of(&v[at - 1]) == ROLE_OPEN)
        at--;
    return (v[at].flags & PL_SENTENCE_START) != 0;
}

/* "(Jones 15)": what stands in brackets behind an ellipsis says where the words are from. */
static int is_reference(const struct paragraph *p, const pl_token *word) {
    return word > p->t->v + p->begin && p->text[word[-1].span.begin] == '(';
}

/* Is the ellipsis followed by the begin of a sentence? "I" is no evidence for it, nor is it the end of what it begins, nor are dots
 * that lead to a column. */
static int ends_ellipsis(const struct paragraph *p, uint32_t at, const pl_token *next) {
    const pl_token *const candidate = &p->t->v[at];
    if (!is_capital(next) || is_first(p, at) || is_reference(p, next)) return 0;
    if (width_of(candidate) > LONGEST_ELLIPSIS && !is_space_before(candidate + 1)) return 0;
    const uint8_t *const word = p->text + next->span.begin;
    return !(word[0] == 'I' && (width_of(next) == 1 || word[1] == '\'' || word[1] >= 0x80));
}

/* Full stops with blanks between them are one ellipsis. */
static int is_spaced_ellipsis(const struct tokens *t, uint32_t at) {
    return at > 0 && role_of(&t->v[at - 1]) == ROLE_STOP && is_space_before(&t->v[at]);
}

/* Der 3. Oktober: where a full stop makes an ordinal, a short number ends a sentence only before a word that begins one. */
static int ends_stop(const struct paragraph *p, uint32_t at, const pl_token *word) {
    if (is_spaced_ellipsis(p->t, at)) return ends_ellipsis(p, at, word);
    const pl_token *const before = &p->t->v[at - (at > p->begin)];
    const int counted = at > p->begin + 1 && is_class(before - 1, LEX_NUMBER); /* Nr. 5. */
    const int ordinal = p->traits & TRAIT_ORDINALS && before->kind == PL_NUMBER &&
                        width_of(before) <= 2 && is_capital(word) && !counted;
    return !ordinal || is_starter(word);
}

/* EST, Monday, Pacific, Toronto time: what a time of day goes on with. */
static int goes_on_time(const struct paragraph *p, const pl_token *next) {
    const pl_token *const second = next + 1;
    if (second < p->t->v + p->end && width_of(second) == 4 &&
        !memcmp(p->text + second->span.begin, "time", 4))
        return 1;
    return is_class(next, LEX_ZONE) ||
           (is_word_case(next, PL_UPPER) && width_of(next) > 1 && width_of(next) <= 4);
}

/* "Analysts" alone, not "Analysts Association". */
static int is_opener(const struct paragraph *p, const pl_token *t) {
    return is_word_case(t, PL_TITLE) && is_class(t, LEX_OPENER) && t + 1 < p->t->v + p->end &&
           !is_capital(t + 1);
}

/* "At 5 a.m. Mr. Dale left": a time that the sentence begins with is not its end. */
static int is_fronted(const struct paragraph *p, const pl_token *short_form) {
    const pl_token *const first = &p->t->v[p->sentence];
    return is_class(first, LEX_FRONTING) && short_form <= first + 2;
}

static int ends_short(const struct paragraph *p, const pl_token *short_form,
                      const pl_token *follower, const pl_token *next) {
    const uint32_t classes = classes_of_token(short_form);
    if (classes & LEX_TITLE && classes & LEX_INNER) /* 12 Baker St. She */
        return short_form > p->t->v + p->begin && is_capital(short_form - 1) && is_starter(next);
    if (classes & (LEX_TITLE | LEX_NEVER) || role_of(follower) == ROLE_DASH) return 0;
    if (classes & LEX_NUMBER && next->kind == PL_NUMBER) return 0;
    if (classes & LEX_TIME)
        return is_capital(next) && !goes_on_time(p, next) && !is_fronted(p, short_form);
    return is_starter(next) || (classes & LEX_SUFFIX && is_opener(p, next));
}

/* "Smith", "Mr. J. Smith" or "I" and a verb of speech: who said what stands in the quotation marks before. Where those were lost,
 * the verb must be all that is said of him. */
static int is_speaker(const struct paragraph *p, uint32_t at, int quoted) {
    for (uint32_t i = at; i < p->end && i < at + LOOK; i++) {
        const pl_token *const v = &p->t->v[i];
        if (is_class(v, LEX_SPEECH))
            return i > at && (quoted || (i + 1 < p->end && role_of(v + 1) == ROLE_STOP));
        if (!is_capital(v) && role_of(v) != ROLE_INITIAL && role_of(v) != ROLE_SHORT) return 0;
    }
    return 0;
}

static int is_quotation_mark(const struct paragraph *p, uint32_t at) {
    const pl_token *const v = &p->t->v[at];
    const uint8_t c = p->text[v->span.begin];
    return role_of(v) == ROLE_CLOSE && (c == '"' || c == '\'' || c >= 0x80);
}

/* After ! and ?: not in a name such as Yahoo!, not before the speaker of the quotation. */
static int ends_mark(const struct paragraph *p, uint32_t at, uint32_t next, const pl_token *word) {
    const pl_token *const name = &p->t->v[at - (at > 0)];
    if (next == at + 1 && is_class(name, LEX_EXCLAIMED) && is_capital(name) &&
        !is_space_before(&p->t->v[at]))
        return is_starter(word);
    return !is_speaker(p, next, is_quotation_mark(p, next - 1));
}

static enum news_class class_of(const struct paragraph *p, const pl_token *t) {
    uint32_t length;
    return unicode_class(p->text + t->span.begin, &length);
}

/* Behind a mark of a script without spaces, or before a word of one; Hiragana behind a quotation goes on with the sentence. */
static int is_apart_unspaced(const struct paragraph *p, uint32_t at, uint32_t next) {
    if (role_of(&p->t->v[at]) != ROLE_MARK) return 0;
    const enum news_class class = class_of(p, &p->t->v[next]);
    if (class == CLASS_HIRAGANA && next > at + 1) return 0;
    return class == CLASS_IDEOGRAPH || class == CLASS_HIRAGANA || class == CLASS_KATAKANA ||
           class_of(p, &p->t->v[at]) == CLASS_TERMINATOR;
}

/* Does white space, or what stands for it, separate the candidate from what follows? */
static int is_apart(const struct paragraph *p, uint32_t at, uint32_t next, const pl_token *word) {
    const pl_token *const candidate = &p->t->v[at], *const follower = &p->t->v[next];
    if (is_space_before(follower) || candidate->flags & PL_GLUED) return 1;
    if (is_apart_unspaced(p, at, next)) return 1;
    if (role_of(candidate) == ROLE_SHORT || !is_capital(word)) return 0;
    return next > at + 1 || role_of(candidate) != ROLE_STOP || role_of(follower) == ROLE_OPEN;
}

/* Does a sentence end at candidate `at`, whose closing marks end before `next`? */
static int is_end(struct paragraph *p, uint32_t at, uint32_t next) {
    const pl_token *const candidate = &p->t->v[at], *const follower = &p->t->v[next];
    const pl_token *const word = evidence(p, next);
    if (!word || !can_start(follower) || !is_apart(p, at, next, word)) return 0;
    const enum role role = role_of(candidate);
    if (is_lower(word) && (role > ROLE_MARK || next > at + 1 || !is_all_lower(p))) return 0;
    switch (role) {
    case ROLE_STOP: return ends_stop(p, at, word);
    case ROLE_MARK: return ends_mark(p, at, next, word);
    case ROLE_ELLIPSIS: return ends_ellipsis(p, at, word);
    case ROLE_SHORT: return ends_short(p, candidate, follower, word);
    default: return 0;
    }
}

/* Does an item of the paragraph's list begin at `at`? It does with the bullet that the paragraph began with, and with the label that
 * comes next in the style of the list. */
static int begins_item(const struct paragraph *p, uint32_t at, const struct label *label) {
    const pl_token *const v = &p->t->v[at];
    if (role_of(v) == ROLE_BULLET)
        return v->hash == p->t->v[p->begin].hash && is_space_before(v) && at + 1 < p->end;
    return at >= p->label_end && label_follows(&p->label, label);
}

/* Takes note of a label at `at`: any if one may be there (`open`), else the next one of the list. No sentence ends inside it. */
static void read_label(struct paragraph *p, uint32_t at, int open) {
    pl_token *const v = &p->t->v[at];
    if (!is_space_before(v)) return;
    const uint32_t first = at + (role_of(v) == ROLE_BULLET && at + 1 < p->end);
    const struct label label = label_at(p->text, p->t, first);
    const int item = begins_item(p, at, &label);
    if (item) v->flags |= PL_SENTENCE_START;
    if (!label.end || !(open || item)) return;
    p->label = label;
    p->label_end = label.end;
}

/* A label may stand at the begin of a sentence, behind a bullet and behind a colon. */
static void read_labels(struct paragraph *p, uint32_t at) {
    const pl_token *const v = &p->t->v[at];
    const int open = (v->flags & PL_SENTENCE_START) || role_of(v) == ROLE_BULLET;
    if (open || p->label.end) read_label(p, at, open);
    if (role_of(v) == ROLE_COMMA && p->text[v->span.begin] == ':' && at + 1 < p->end)
        read_label(p, at + 1, 1);
}

/* Flags the sentences of one paragraph and returns their number. */
static uint32_t find_in(struct paragraph *p) {
    pl_token *const v = p->t->v;
    uint32_t found = 0;
    v[p->begin].flags |= PL_PARAGRAPH_START | PL_SENTENCE_START;
    v[p->end - 1].flags |= PL_PARAGRAPH_END;
    for (uint32_t at = p->begin; at < p->end; at++) {
        const enum role role = role_of(&v[at]);
        if (role == ROLE_NONE && !(v[at].flags & PL_SENTENCE_START) && !p->label.end) continue;
        read_labels(p, at);
        if (v[at].flags & PL_SENTENCE_START) p->sentence = at;
        found += (v[at].flags & PL_SENTENCE_START) != 0;
        if (role == ROLE_NONE || role > ROLE_SHORT || at < p->label_end) continue;
        const uint32_t next = pass_closing(p, at + 1);
        if (next < p->end && is_end(p, at, next)) v[next].flags |= PL_SENTENCE_START;
    }
    return found;
}

uint32_t sentences_find(const uint8_t *text, struct tokens *t, uint32_t traits) {
    uint32_t found = 0;
    struct paragraph p = {.text = text, .t = t};
    for (uint32_t line = 1; p.end < t->n; line++) {
        while (line < t->n_lines && !begins_paragraph(&t->v[t->lines[line]])) line++;
        p = (struct paragraph){.text = text,
                               .t = t,
                               .traits = traits,
                               .begin = p.end,
                               .end = line < t->n_lines ? t->lines[line] : t->n,
                               .upper = -1};
        found += find_in(&p);
    }
    return found;
}

void sentences_write(const struct tokens *t, pl_sentence *out) {
    for (uint32_t first = 0, next; first < t->n; first = next) {
        for (next = first + 1; next < t->n && !(t->v[next].flags & PL_SENTENCE_START);) next++;
        *out++ =
            (pl_sentence){{t->v[first].span.begin, t->v[next - 1].span.end}, first, next - first};
    }
}
