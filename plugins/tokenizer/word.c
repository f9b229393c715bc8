/* word.c: words of mode = news: letters, and what joins them. */
#include "form.h"
#include "scan.h"

/* A word as far as it has been read. Letters and digits from `begin`; `part` begins behind the last sign that joined. */
struct word {
    uint32_t begin, part, end;
};

/* Letters, digits, marks and low lines from `at`. */
static uint32_t letters_end(const struct scan *s, uint32_t at) {
    for (;;) {
        const uint8_t c = scan_byte(s, at);
        if (is_ascii_letter(c) || is_ascii_digit(c) || c == '_')
            at++;
        else if (c < 0x80 && (c > ' ' || (c >= '\t' && c <= '\r') || c == ' ' || at >= s->n))
            return at;
        else {
            uint32_t length;
            const enum news_class class = scan_class(s, at, &length);
            if (!is_letter_class(class) && class != CLASS_DIGIT && class != CLASS_MARK) return at;
            at += length;
        }
    }
}

static int is_letter_at(const struct scan *s, uint32_t at) {
    uint32_t length;
    return is_letter_class(scan_class(s, at, &length));
}
static int is_alnum_at(const struct scan *s, uint32_t at) {
    uint32_t length;
    const enum news_class c = scan_class(s, at, &length);
    return is_letter_class(c) || c == CLASS_DIGIT;
}
static int is_upper_at(const struct scan *s, uint32_t at) {
    uint32_t length;
    return scan_class(s, at, &length) == CLASS_UPPER;
}

static uint32_t classes_between(const struct scan *s, uint32_t begin, uint32_t end,
                                pl_case *letter_case) {
    const struct form form = form_of(s->text + begin, end - begin);
    *letter_case = PL_CASE(form.shape);
    return end - begin <= 24 ? lexicon_get(s->lexicon, form.hash) : 0;
}

/* The classes of an abbreviation in the case it is written in; none if it is none. */
static uint32_t abbreviation_classes(uint32_t classes, pl_case letter_case) {
    if (classes & LEX_CASED && letter_case == PL_LOWER)
        return (classes & LEX_TITLE) && classes & LEX_INNER ? classes & ~(uint32_t)LEX_TITLE : 0;
    return classes & LEX_ABBREVIATION ? classes : 0;
}

struct peek scan_peek(const struct scan *s, uint32_t at) {
    struct peek k = {0};
    uint32_t length, limit = at + 64;
    enum news_class class;
    int breaks = 0;
    while (at < limit && at < s->n &&
           ((class = scan_class(s, at, &length)) == CLASS_SPACE || class == CLASS_BREAK)) {
        breaks += class == CLASS_BREAK && s->text[at] != '\r';
        k.spaces++;
        at += length;
    }
    k.begin = at;
    if (at >= s->n || breaks > 1) return k;
    class = scan_class(s, at, &length);
    k.is_number = class == CLASS_DIGIT;
    if (!is_letter_class(class) && !k.is_number) return k;
    limit = at + 32;
    uint32_t end = at;
    while (end < limit &&
           (class = scan_class(s, end, &length), is_letter_class(class) || class == CLASS_DIGIT))
        end += length;
    k.n = end - at;
    k.classes = classes_between(s, at, end, &k.letter_case);
    return k;
}

/* Behind an apostrophe the word goes on if letters follow: don't, O'Neill, city's. */
static uint32_t apostrophe_at(const struct scan *s, uint32_t at) {
    uint32_t length;
    if (at >= s->n || scan_class(s, at, &length) != CLASS_APOSTROPHE) return 0;
    return is_letter_at(s, at + length) ? at + length : 0;
}

/* The workers' pay, Thomas' hat: an apostrophe behind s that closes no quotation belongs to the word. Returns its end, or 0. */
static uint32_t possessive_end(const struct scan *s, const struct word *w) {
    uint32_t length, next;
    if (s->single_open || w->end - w->begin < 2 || (s->text[w->end - 1] | 32) != 's') return 0;
    if (scan_class(s, w->end, &length) != CLASS_APOSTROPHE) return 0;
    const enum news_class c = scan_class(s, w->end + length, &next);
    return c == CLASS_SPACE || scan_byte(s, w->end + length) == ',' ? w->end + length : 0;
}

/* l'homme, dell'arte: a word that drops its last letter before another, with its apostrophe. Returns its end, or 0. */
static uint32_t elided_end(const struct scan *s, const struct word *w) {
    uint32_t length;
    pl_case c;
    if (scan_class(s, w->end, &length) != CLASS_APOSTROPHE || !is_letter_at(s, w->end + length))
        return 0;
    return classes_between(s, w->begin, w->end, &c) & LEX_ELIDING ? w->end + length : 0;
}

static int all_upper(const struct scan *s, uint32_t begin, uint32_t end) {
    for (uint32_t i = begin; i < end; i++)
        if (!is_ascii_upper(s->text[i])) return 0;
    return end > begin;
}

/* AT&T, R&D, p&l: short parts of one case round the sign. */
static int joins_ampersand(const struct scan *s, const struct word *w) {
    uint32_t right = letters_end(s, w->end + 1);
    if (w->end - w->begin > 4 || right == w->end + 1 || right - w->end > 4) return 0;
    return (all_upper(s, w->begin, w->end) && all_upper(s, w->end + 1, right)) ||
           (w->end - w->begin == 1 && right - w->end == 2);
}

/* e-mail, non-smoker, co-op: a prefix and its hyphen stay with the word. */
static int joins_hyphen(const struct scan *s, const struct word *w) {
    if (!is_alnum_at(s, w->end + 1)) return 0;
    pl_case c;
    return (classes_between(s, w->part, w->end, &c) & LEX_PREFIX) != 0;
}

/* w/o, b/c, I/O: one letter on both sides. */
static int joins_slash(const struct scan *s, const struct word *w) {
    return w->end - w->begin == 1 && is_letter_at(s, w->end + 1) &&
           letters_end(s, w->end + 1) == w->end + 2 && scan_byte(s, w->end + 2) != '/';
}

/* US$, A$: a currency with its country. */
static int joins_dollar(const struct scan *s, const struct word *w) {
    return w->end - w->begin <= 3 && all_upper(s, w->begin, w->end);
}

/* Goes on over a sign that joins; 0 when there is none. */
static int extend(const struct scan *s, struct word *w) {
    const uint8_t c = scan_byte(s, w->end);
    uint32_t to = 0;
    if (c == '\'' || c >= 0x80)
        to = apostrophe_at(s, w->end);
    else if (c == '-')
        to = joins_hyphen(s, w) ? w->end + 1 : 0;
    else if (c == '&')
        to = joins_ampersand(s, w) ? w->end + 1 : 0;
    else if (c == '/')
        to = joins_slash(s, w) ? w->end + 1 : 0;
    if (!to) return 0;
    w->part = to;
    w->end = letters_end(s, to);
    return 1;
}

/* Splits "do" from "n't", "city" from "'s", "workers" from "'". Returns where the second part begins, 0 for none. */
static uint32_t contraction_at(const struct scan *s, const struct word *w) {
    const uint32_t n = w->end - w->part;
    uint32_t length;
    if (!n && w->part > w->begin + 1) return letters_end(s, w->begin);
    if (w->part == w->begin || n > 2) return 0;
    uint32_t apostrophe = w->part - 1;
    while (apostrophe > w->begin && (s->text[apostrophe] & 0xc0) == 0x80) apostrophe--;
    if (scan_class(s, apostrophe, &length) != CLASS_APOSTROPHE) return 0;
    const uint8_t a = s->text[w->part] | 32, b = n == 2 ? s->text[w->part + 1] | 32 : 0;
    if (n == 1 && a == 't' && apostrophe > w->begin + 1 && (s->text[apostrophe - 1] | 32) == 'n')
        return apostrophe - 1;
    if (n == 1) return a == 's' || a == 'm' || a == 'd' ? apostrophe : 0;
    return (a == 'l' && b == 'l') || ((a == 'r' || a == 'v') && b == 'e') ? apostrophe : 0;
}

static uint32_t emit_word(struct scan *s, const struct word *w, uint32_t end, uint32_t classes) {
    const uint32_t cut = s->split_contractions && end == w->end ? contraction_at(s, w) : 0;
    const struct form form = form_of(s->text + w->begin, (cut ? cut : end) - w->begin);
    if (!classes && !cut && end - w->begin <= 24) classes = lexicon_get(s->lexicon, form.hash);
    scan_emit_form(s, w->begin, cut ? cut : end, form.hash, form.shape, classes);
    if (cut) scan_emit(s, cut, end, PL_WORD, ROLE_NONE)->flags |= PL_JOINED;
    return end;
}

/* An abbreviation with its full stop, which ends at `end`. */
static uint32_t emit_short(struct scan *s, const struct word *w, uint32_t end, uint32_t classes,
                           enum role role) {
    const struct form form = form_of(s->text + w->begin, end - w->begin);
    pl_token *const t =
        scan_emit_form(s, w->begin, end, form.hash, form.shape, classes & ~(uint32_t)LEX_STOPWORD);
    t->flags |= PL_ABBREVIATION;
    t->reserved |= role;
    return end;
}

/* Letters with full stops between them: U.S., p.m., e.g. Returns the end with the last stop, 0 when it is none. */
static uint32_t acronym_end(const struct scan *s, const struct word *w) {
    uint32_t at = w->end, length, letters = 1;
    if (w->end - w->begin > 4) return 0;
    scan_class(s, w->begin, &length);
    if (w->begin + length != w->end) return 0;
    while (scan_byte(s, at) == '.' && is_letter_at(s, at + 1)) {
        scan_class(s, at + 1, &length);
        if (is_alnum_at(s, at + 1 + length)) break;
        at += 1 + length;
        letters++;
    }
    if (letters < 2) return 0;
    return scan_byte(s, at) == '.' && scan_byte(s, at + 1) != '.' ? at + 1 : at;
}

/* Abbreviations of the lexicon with a full stop inside: Ph.D., Ed.D. Returns the end with the last stop, 0 when it is none. */
static uint32_t dotted_end(const struct scan *s, const struct word *w) {
    uint32_t at = w->end;
    while (at - w->begin < 16 && scan_byte(s, at) == '.' && is_letter_at(s, at + 1))
        at = letters_end(s, at + 1);
    if (at == w->end || at - w->begin > 16 || scan_byte(s, at) != '.') return 0;
    pl_case c;
    return classes_between(s, w->begin, at, &c) & LEX_ABBREVIATION ? at + 1 : 0;
}

static uint32_t scan_acronym(struct scan *s, const struct word *w, uint32_t end) {
    const int stop = s->text[end - 1] == '.';
    pl_case c;
    uint32_t classes = classes_between(s, w->begin, stop ? end - 1 : end, &c);
    if (!stop) {
        const struct word all = {w->begin, w->begin, end};
        return emit_word(s, &all, end, 0);
    }
    classes = abbreviation_classes(classes, c);
    return emit_short(s, w, end, classes ? classes : LEX_INNER, ROLE_SHORT);
}

/* "end.Next": a full stop between a word in lower case and one with a capital, where removed markup left no space. */
static int is_glued(const struct scan *s, const struct word *w) {
    uint32_t length;
    if (!s->split_glued || !is_upper_at(s, w->end + 1)) return 0;
    scan_class(s, w->end + 1, &length);
    const enum news_class second = scan_class(s, w->end + 1 + length, &length);
    if (second != CLASS_LOWER && second != CLASS_APOSTROPHE) return 0;
    uint32_t last = w->end - 1;
    while (last > w->begin && (s->text[last] & 0xc0) == 0x80) last--;
    return last > w->begin && scan_class(s, last, &length) != CLASS_UPPER;
}

static int is_single_capital(const struct scan *s, const struct word *w) {
    uint32_t length;
    return scan_class(s, w->begin, &length) == CLASS_UPPER && w->begin + length == w->end;
}

/* Plan B, Vitamin D: is the word before one that a letter belongs to? */
static int is_lettered(const struct scan *s) {
    return s->out->n && classes_of_token(&s->out->v[s->out->n - 1]) & LEX_LETTERED;
}

/* z. B.: an abbreviation of one small letter stands before. */
static int is_behind_letter(const struct scan *s) {
    const pl_token *const t = s->out->n ? &s->out->v[s->out->n - 1] : NULL;
    return t && role_of(t) == ROLE_SHORT && t->span.end == t->span.begin + 2;
}

/* A single capital and a full stop: an initial, unless what follows cannot be a name. "I" is a word first. */
static int is_initial(const struct scan *s, const struct word *w) {
    const uint8_t behind = scan_byte(s, w->end + 1);
    if (behind == ',' || behind == ';') return s->text[w->begin] != 'I';
    if (behind == '-') return is_upper_at(s, w->end + 2); /* J.-P. */
    if (is_behind_letter(s)) return 1;
    const struct peek next = scan_peek(s, w->end + 1);
    if (!next.n) return scan_byte(s, next.begin) == '&'; /* Q. & A. */
    if (next.is_number) return 0;
    if (next.n <= 2 && next.letter_case == PL_UPPER && scan_byte(s, next.begin + next.n) == '.')
        return 1; /* J. A. Smith */
    if (next.classes & LEX_STARTER) return 0;
    if (is_lettered(s) && next.n > 1 && next.letter_case != PL_LOWER) return 0;
    if (s->text[w->begin] == 'I') return next.letter_case == PL_TITLE && next.n > 2;
    return next.letter_case != PL_LOWER;
}

/* A roman numeral or a number: what "No." and "Vol." go with. */
static int is_numeral(const struct scan *s, const struct peek *k) {
    if (k->is_number) return 1;
    for (uint32_t i = 0; i < k->n; i++) {
        const uint8_t c = s->text[k->begin + i];
        if (c != 'I' && c != 'V' && c != 'X' && c != 'L' && c != 'C') return 0;
    }
    return k->n > 0;
}

/* EST, SAT: capitals among small letters are an acronym; in a headline they are no evidence. */
static int is_acronym(const struct scan *s, const struct word *w, pl_case c) {
    const pl_token *const t = s->out->n ? &s->out->v[s->out->n - 1] : NULL;
    return c == PL_UPPER && w->end - w->begin >= 3 && t && PL_CASE(t->shape) != PL_UPPER;
}

/* The classes that make the word and its full stop one token, 0 when the stop is a token of its own. */
static uint32_t short_classes(const struct scan *s, const struct word *w) {
    pl_case c;
    uint32_t classes = classes_between(s, w->begin, w->end, &c);
    classes = is_acronym(s, w, c) ? 0 : abbreviation_classes(classes, c);
    if (!(classes & LEX_NUMBER)) return classes;
    const struct peek next = scan_peek(s, w->end + 1);
    if (!is_numeral(s, &next)) classes &= ~(uint32_t)LEX_NUMBER;
    return classes & LEX_ABBREVIATION ? classes : 0;
}

/* A word with a full stop behind it. */
static uint32_t scan_stop(struct scan *s, const struct word *w) {
    const uint8_t next = scan_byte(s, w->end + 1);
    uint32_t end = acronym_end(s, w);
    if (!end && is_letter_at(s, w->end + 1)) end = dotted_end(s, w);
    if (end) return scan_acronym(s, w, end);
    if (next == '.') return emit_word(s, w, w->end, 0);
    const int capital = is_single_capital(s, w);
    uint32_t classes = short_classes(s, w);
    if (capital && !(classes & LEX_CASED)) classes = 0; /* "b." says nothing of "B." */
    if (is_alnum_at(s, w->end + 1)) {
        pl_token_kind kind;
        const uint32_t name = address_host(s, w->begin, &kind);
        if (name) {
            scan_emit(s, w->begin, name, kind, ROLE_NONE);
            return name;
        }
        if (classes && !is_ascii_digit(next) && !is_upper_at(s, w->end + 1))
            return emit_word(s, w, w->end, 0);
    }
    if (classes) return emit_short(s, w, w->end + 1, classes, ROLE_SHORT);
    if (capital && is_initial(s, w)) return emit_short(s, w, w->end + 1, 0, ROLE_INITIAL);
    end = emit_word(s, w, w->end, 0);
    if (is_glued(s, w))
        scan_emit(s, end, end + 1, PL_PUNCTUATION, ROLE_STOP)->flags |= PL_GLUED, end++;
    return end;
}

/* Every word that is not letters and a blank behind them. */
__attribute__((noinline)) static uint32_t scan_joined(struct scan *s, uint32_t at) {
    struct word w = {at, at, letters_end(s, at)};
    if (w.end == at) w.end++; /* a control character by itself */
    const uint32_t elided = elided_end(s, &w);
    if (elided) {
        emit_word(s, &w, elided, LEX_STOPWORD);
        s->gap = PL_JOINED;
        return elided;
    }
    while (extend(s, &w)) {}
    const uint32_t possessive = possessive_end(s, &w);
    if (possessive) w.part = w.end = possessive;
    const uint8_t c = scan_byte(s, w.end);
    if (c == ':' || c == '.') {
        const uint32_t url = address_url(s, at);
        if (url) {
            scan_emit(s, at, url, PL_URL, ROLE_NONE);
            return url;
        }
        if (c == '.') return scan_stop(s, &w);
    }
    if (c == '$' && joins_dollar(s, &w)) {
        scan_emit(s, at, w.end + 1, PL_SYMBOL, ROLE_NONE);
        return w.end + 1;
    }
    return emit_word(s, &w, w.end, 0);
}

/* Signs behind a run of letters after which the word is over for certain. */
static const uint8_t plain_end[256] = {
    ['\t'] = 1, ['\n'] = 1, ['\r'] = 1, [' '] = 1, [','] = 1, [';'] = 1, ['!'] = 1,
    ['?'] = 1,  ['"'] = 1,  ['('] = 1,  [')'] = 1, [']'] = 1, ['['] = 1};

/* Is the word of `n` letters at `at` over for certain? Then none of the rules of scan_joined has anything to say. */
static int is_over(const struct scan *s, uint32_t at, uint32_t n, uint32_t classes) {
    const uint32_t behind = at + n;
    if (behind == s->n || plain_end[s->text[behind]]) return 1;
    const int apart = behind + 1 == s->n || plain_end[s->text[behind + 1]];
    switch (s->text[behind]) {
    case '.': return apart && n > 1 && !(classes & LEX_ABBREVIATION);
    case ':': return apart;
    case '-': return !(classes & LEX_PREFIX);
    default: return 0;
    }
}

uint32_t scan_word(struct scan *s, uint32_t at) {
    uint32_t n;
    if (is_ascii_letter(s->text[at])) {
        const struct form form = form_of_letters(s->text + at, s->n - at, &n);
        const uint32_t classes = lexicon_get(s->lexicon, form.hash);
        if (n < 16 && is_over(s, at, n, classes)) {
            scan_emit_form(s, at, at + n, form.hash, form.shape, classes);
            return at + n;
        }
    }
    return scan_joined(s, at);
}
