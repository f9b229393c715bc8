/* sentence.c: where sentences end, decided on tokens.
 *
 * A token that ends in . ! ? or an ellipsis is a candidate; closing marks behind it belong to it; the word behind those is the
 * evidence. Rules look a bounded number of tokens back and ahead, so time is linear. */
#include "sentence.h"

enum { LOOK = 6 }; /* opening marks passed over in search of the next word */

static int is_space_before(const pl_token *t) { return t->flags & PL_SPACE_BEFORE; }
static int begins_paragraph(const pl_token *t) { return t->reserved & INFO_PARAGRAPH; }

/* A footnote mark right behind a sentence: .[12] and .12 */
static uint32_t pass_note(const struct tokens *t, uint32_t at) {
    const pl_token *v = t->v + at;
    if (at + 2 < t->n && role_of(v) == ROLE_OPEN && v[1].kind == PL_NUMBER &&
        role_of(v + 2) == ROLE_CLOSE && !is_space_before(v) && !is_space_before(v + 1))
        return at + 3;
    if (at < t->n && v->kind == PL_NUMBER && !is_space_before(v) &&
        v->span.end - v->span.begin <= 3 && (at + 1 == t->n || is_space_before(v + 1)))
        return at + 1;
    return at;
}

/* The first token behind the candidate that does not close it. */
static uint32_t pass_closing(const struct tokens *t, uint32_t at) {
    for (;;) {
        if (at >= t->n || begins_paragraph(&t->v[at])) return at;
        const uint32_t note = pass_note(t, at);
        if (note > at)
            at = note;
        else if (role_of(&t->v[at]) == ROLE_CLOSE)
            at++;
        else
            return at;
    }
}

/* The word behind opening marks, which shows whether a sentence begins; NULL when the paragraph ends before. */
static const pl_token *evidence(const struct tokens *t, uint32_t at) {
    for (uint32_t i = at; i < t->n && i < at + LOOK; i++) {
        if (i > at && begins_paragraph(&t->v[i])) return NULL;
        const enum role role = role_of(&t->v[i]);
        if (role != ROLE_OPEN && role != ROLE_QUOTE && role != ROLE_BULLET && role != ROLE_DASH &&
            role != ROLE_ELLIPSIS)
            return &t->v[i];
    }
    return NULL;
}

static int is_word_case(const pl_token *t, pl_case c) {
    return t->kind == PL_WORD && PL_CASE(t->shape) == c;
}
static int is_lower(const pl_token *t) { return is_word_case(t, PL_LOWER); }
static int is_capital(const pl_token *t) {
    return t->kind == PL_WORD && (PL_CASE(t->shape) == PL_TITLE || PL_CASE(t->shape) == PL_UPPER ||
                                  PL_CASE(t->shape) == PL_MIXED);
}
static int is_starter(const pl_token *t) {
    return is_capital(t) && classes_of_token(t) & LEX_STARTER;
}

/* "1." and "a." at the begin of a line are labels. */
static int is_label(const struct tokens *t, uint32_t stop) {
    const pl_token *const v = &t->v[stop - (stop > 0)];
    if (stop == 0 || !(v->flags & PL_SENTENCE_START) || is_space_before(&t->v[stop])) return 0;
    const uint32_t n = v->span.end - v->span.begin;
    return (v->kind == PL_NUMBER && n <= 3) || (v->kind == PL_WORD && n == 1);
}

/* What can follow a sentence end at all. */
static int can_start(const pl_token *t) {
    const enum role role = role_of(t);
    return role != ROLE_COMMA && role != ROLE_CLOSE && role != ROLE_MARK && role != ROLE_STOP;
}

/* Is the ellipsis at `at` followed by the begin of a sentence? "I" is no evidence for it. */
static int ends_ellipsis(const uint8_t *text, const pl_token *next) {
    if (!is_capital(next)) return 0;
    const uint32_t n = next->span.end - next->span.begin;
    return !(text[next->span.begin] == 'I' &&
             (n == 1 || text[next->span.begin + 1] == '\'' || text[next->span.begin + 1] >= 0x80));
}

/* Full stops with blanks between them are one ellipsis. */
static int is_spaced_ellipsis(const struct tokens *t, uint32_t at) {
    return at > 0 && role_of(&t->v[at - 1]) == ROLE_STOP && is_space_before(&t->v[at]);
}

static int ends_short(const pl_token *short_form, const pl_token *next) {
    const uint32_t classes = classes_of_token(short_form);
    if (classes & (LEX_TITLE | LEX_NEVER)) return 0;
    if (classes & LEX_NUMBER && next->kind == PL_NUMBER) return 0;
    return is_starter(next);
}

/* Does a sentence end at candidate `at`, whose closing marks end before `next`? */
static int is_end(const uint8_t *text, const struct tokens *t, uint32_t at, uint32_t next) {
    const pl_token *const candidate = &t->v[at], *const follower = &t->v[next];
    const pl_token *const word = evidence(t, next);
    if (!word || is_lower(word) || !can_start(follower)) return 0;
    if (!is_space_before(follower) && !(candidate->flags & PL_GLUED) &&
        (role_of(candidate) == ROLE_SHORT || !is_capital(word) ||
         (next == at + 1 && role_of(candidate) == ROLE_STOP && role_of(follower) != ROLE_OPEN)))
        return 0;
    switch (role_of(candidate)) {
    case ROLE_STOP:
        if (is_spaced_ellipsis(t, at)) return ends_ellipsis(text, word);
        return !is_label(t, at);
    case ROLE_MARK: return 1;
    case ROLE_ELLIPSIS: return ends_ellipsis(text, word);
    case ROLE_SHORT: return ends_short(candidate, word);
    default: return 0;
    }
}

static void set_paragraph(struct tokens *t, uint32_t at) {
    t->v[at].flags |= PL_PARAGRAPH_START | PL_SENTENCE_START;
    if (at) t->v[at - 1].flags |= PL_PARAGRAPH_END;
}

uint32_t sentences_find(const uint8_t *text, struct tokens *t) {
    uint32_t found = 0;
    for (uint32_t at = 0; at < t->n; at++) {
        if (at == 0 || begins_paragraph(&t->v[at])) set_paragraph(t, at);
        found += (t->v[at].flags & PL_SENTENCE_START) != 0;
        const enum role role = role_of(&t->v[at]);
        if (role == ROLE_NONE || role > ROLE_SHORT) continue;
        const uint32_t next = pass_closing(t, at + 1);
        if (next < t->n && !begins_paragraph(&t->v[next]) && is_end(text, t, at, next))
            t->v[next].flags |= PL_SENTENCE_START;
    }
    if (t->n) t->v[t->n - 1].flags |= PL_PARAGRAPH_END;
    for (uint32_t i = 0; i < t->n; i++) t->v[i].reserved = 0;
    return found;
}

void sentences_write(const struct tokens *t, pl_sentence *out) {
    for (uint32_t first = 0, next; first < t->n; first = next) {
        for (next = first + 1; next < t->n && !(t->v[next].flags & PL_SENTENCE_START);) next++;
        *out++ =
            (pl_sentence){{t->v[first].span.begin, t->v[next - 1].span.end}, first, next - first};
    }
}
