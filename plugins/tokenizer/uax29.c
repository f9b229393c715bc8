/* uax29.c: default boundaries of words and sentences. The rules have their numbers in the annex. */
#include "uax29.h"
#include "unicode.h"

#define IN(property, set) ((1u << (property)) & (set))
#define SET2(a, b) (1u << (a) | 1u << (b))
#define SET3(a, b, c) (SET2(a, b) | 1u << (c))
#define SET4(a, b, c, d) (SET2(a, b) | SET2(c, d))

/* ---- words ---- */

enum {
    IGNORED = SET3(WB_EXTEND, WB_FORMAT, WB_ZWJ),
    NEWLINES = SET3(WB_CR, WB_LF, WB_NEWLINE),
    LETTERS = SET2(WB_LETTER, WB_HEBREW),
    MID_LETTERS = SET3(WB_MID_LETTER, WB_MID_NUM_LET, WB_SINGLE_QUOTE),
    MID_NUMBERS = SET3(WB_MID_NUM, WB_MID_NUM_LET, WB_SINGLE_QUOTE),
    EXTENDABLE = SET4(WB_LETTER, WB_HEBREW, WB_NUMERIC, WB_KATAKANA)
};

/* The word as far as it has been read: the property of its last character, and of the last two that count. */
struct word_state {
    unsigned raw, last, before;
    unsigned regional; /* regional indicators at its end */
};

/* The property of the next character that counts, from `at`. */
static unsigned next_word_property(const uint8_t *text, uint32_t n, uint32_t at) {
    for (uint32_t length; at < n; at += length) {
        const unsigned p = unicode_get(unicode_decode(text + at, &length))->word;
        if (!IN(p, IGNORED)) return p;
    }
    return WB_OTHER;
}

/* WB5 to WB7, WB9: letters, and the signs inside words. `behind` is where the character after p begins. */
static int joins_letter(const struct word_state *w, unsigned p, const uint8_t *text, uint32_t n,
                        uint32_t behind) {
    if (IN(w->last, LETTERS)) {
        if (IN(p, LETTERS) || p == WB_NUMERIC) return 1;
        if (w->last == WB_HEBREW && p == WB_SINGLE_QUOTE) return 1;
        if (IN(p, MID_LETTERS)) return IN(next_word_property(text, n, behind), LETTERS) != 0;
        return w->last == WB_HEBREW && p == WB_DOUBLE_QUOTE &&
               next_word_property(text, n, behind) == WB_HEBREW;
    }
    if (IN(w->before, LETTERS) && IN(w->last, MID_LETTERS)) return IN(p, LETTERS) != 0;
    return w->before == WB_HEBREW && w->last == WB_DOUBLE_QUOTE && p == WB_HEBREW;
}

/* WB8, WB10 to WB12: numbers, and the signs inside them. */
static int joins_number(const struct word_state *w, unsigned p, const uint8_t *text, uint32_t n,
                        uint32_t behind) {
    if (w->last == WB_NUMERIC) {
        if (IN(p, LETTERS) || p == WB_NUMERIC) return 1;
        return IN(p, MID_NUMBERS) && next_word_property(text, n, behind) == WB_NUMERIC;
    }
    return w->before == WB_NUMERIC && IN(w->last, MID_NUMBERS) && p == WB_NUMERIC;
}

/* WB13 to WB16: Katakana, connectors, flags. */
static int joins_other(const struct word_state *w, unsigned p) {
    if (w->last == WB_KATAKANA && p == WB_KATAKANA) return 1;
    if (p == WB_EXTEND_NUM_LET) return IN(w->last, EXTENDABLE | 1u << WB_EXTEND_NUM_LET) != 0;
    if (w->last == WB_EXTEND_NUM_LET) return IN(p, EXTENDABLE) != 0;
    return p == WB_REGIONAL && w->regional % 2 == 1;
}

/* Is there no boundary before the character with these properties? */
static int joins_word(const struct word_state *w, const struct unicode_record *r,
                      const uint8_t *text, uint32_t n, uint32_t behind) {
    const unsigned p = r->word;
    if (w->raw == WB_CR && p == WB_LF) return 1; /* WB3 */
    if (IN(w->raw, NEWLINES) || IN(p, NEWLINES)) return 0; /* WB3a, WB3b */
    if (w->raw == WB_ZWJ && r->pictographic) return 1; /* WB3c */
    if (w->raw == WB_SPACE && p == WB_SPACE) return 1; /* WB3d */
    if (IN(p, IGNORED)) return 1; /* WB4 */
    return joins_letter(w, p, text, n, behind) || joins_number(w, p, text, n, behind) ||
           joins_other(w, p);
}

uint32_t uax29_word_end(const uint8_t *text, uint32_t n, uint32_t at) {
    uint32_t length;
    const unsigned first = unicode_get(unicode_decode(text + at, &length))->word;
    struct word_state w = {first, first, WB_OTHER, first == WB_REGIONAL};
    while ((at += length) < n) {
        const struct unicode_record *const r = unicode_get(unicode_decode(text + at, &length));
        if (!joins_word(&w, r, text, n, at + length)) return at;
        w.raw = r->word;
        if (IN(r->word, IGNORED)) continue;
        w.before = w.last;
        w.last = r->word;
        w.regional = r->word == WB_REGIONAL ? w.regional + 1 : 0;
    }
    return n;
}

/* ---- sentences ---- */

enum {
    SEPARATORS = SET3(SB_CR, SB_LF, SB_SEP),
    TERMINATORS = SET2(SB_ATERM, SB_STERM),
    CASED = SET2(SB_UPPER, SB_LOWER),
    NO_LOWER = SET3(SB_LETTER, SB_UPPER, SB_LOWER) | SEPARATORS | TERMINATORS
};

/* How far the end of a sentence has been read: SATerm Close* Sp*. */
enum phase { PHASE_NONE, PHASE_TERM, PHASE_CLOSE, PHASE_SPACE };

struct sentence_state {
    unsigned raw, last; /* of the last character, and of the last that counts */
    enum phase phase;
    int full_stop, cased; /* the terminator is an ATerm; a letter with case stands before it */
};

/* SB8: is the first of letters, separators and terminators from `at` a lower-case letter? */
static int is_lower_ahead(const uint8_t *text, uint32_t n, uint32_t at) {
    for (uint32_t length; at < n; at += length) {
        const unsigned p = unicode_get(unicode_decode(text + at, &length))->sentence;
        if (IN(p, NO_LOWER)) return p == SB_LOWER;
    }
    return 0;
}

/* SB6 to SB11: is there no boundary before p, which begins at `at`, behind SATerm Close* Sp*? SB9 and SB10 are looked at before
 * SB8, which then reads ahead once for each terminator: the time stays linear. */
static int joins_behind_term(const struct sentence_state *s, unsigned p, const uint8_t *text,
                             uint32_t n, uint32_t at) {
    if (p == SB_SP || IN(p, SEPARATORS) || (p == SB_CLOSE && s->phase != PHASE_SPACE)) return 1;
    if (IN(p, TERMINATORS) || p == SB_CONTINUE) return 1;
    if (!s->full_stop) return 0;
    if (s->phase == PHASE_TERM && (p == SB_NUMERIC || (s->cased && p == SB_UPPER))) return 1;
    return is_lower_ahead(text, n, at);
}

static enum phase next_phase(enum phase phase, unsigned p) {
    if (IN(p, TERMINATORS)) return PHASE_TERM;
    if (phase != PHASE_NONE && p == SB_SP) return PHASE_SPACE;
    return (phase == PHASE_TERM || phase == PHASE_CLOSE) && p == SB_CLOSE ? PHASE_CLOSE
                                                                          : PHASE_NONE;
}

static void add_to_sentence(struct sentence_state *s, unsigned p) {
    s->raw = p;
    if (IN(p, SET2(SB_EXTEND, SB_FORMAT))) return;
    if (IN(p, TERMINATORS)) {
        s->full_stop = p == SB_ATERM;
        s->cased = IN(s->last, CASED) != 0;
    }
    s->phase = next_phase(s->phase, p);
    s->last = p;
}

uint32_t uax29_sentence_end(const uint8_t *text, uint32_t n, uint32_t at) {
    uint32_t length;
    struct sentence_state s = {SB_OTHER, SB_OTHER, PHASE_NONE, 0, 0};
    add_to_sentence(&s, unicode_get(unicode_decode(text + at, &length))->sentence);
    while ((at += length) < n) {
        const unsigned p = unicode_get(unicode_decode(text + at, &length))->sentence;
        if (IN(s.raw, SEPARATORS)) { /* SB3, SB4 */
            if (s.raw != SB_CR || p != SB_LF) return at;
        } else if (!IN(p, SET2(SB_EXTEND, SB_FORMAT)) && s.phase != PHASE_NONE &&
                   !joins_behind_term(&s, p, text, n, at))
            return at;
        add_to_sentence(&s, p);
    }
    return n;
}
