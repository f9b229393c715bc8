/* sign.c: punctuation, symbols, emoji and what they begin: handles, e-mail addresses, emoticons. */
#include "form.h"
#include "scan.h"

static uint32_t run_end(const struct scan *s, uint32_t at) {
    const uint8_t c = s->text[at];
    while (scan_byte(s, at) == c) at++;
    return at;
}

static int is_mark(uint8_t c) { return c == '.' || c == '!' || c == '?'; }

static int is_free(const struct scan *s, uint32_t at) {
    uint32_t length;
    const enum news_class c = scan_class(s, at, &length);
    return c == CLASS_SPACE || c == CLASS_BREAK;
}

/* :-) ;) :D =( with blanks on both sides. */
static uint32_t emoticon_end(const struct scan *s, uint32_t at) {
    uint32_t end = at + 1;
    uint8_t c = scan_byte(s, end);
    if (c == '-' || c == '\'' || c == '^' || c == 'o') c = scan_byte(s, ++end);
    if (!c || (c != ')' && c != '(' && c != 'D' && c != 'P' && c != 'p' && c != '/' && c != '|' &&
               c != ']' && c != '[' && c != '\\' && c != 'O'))
        return 0;
    const uint32_t mouth = end;
    while (scan_byte(s, end) == c) end++;
    uint32_t length;
    const int open = is_letter_class(scan_class(s, end, &length)) ||
                     is_ascii_digit(scan_byte(s, end)) || scan_byte(s, end) == '/';
    if (open || (!scan_spaced(s) && at + 1 == mouth)) return 0;
    return end;
}

/* @name and #topic at the begin of a word. */
static uint32_t handle_end(const struct scan *s, uint32_t at) {
    uint32_t end = at + 1, length;
    enum news_class c;
    if (!is_letter_class(scan_class(s, end, &length)) && scan_byte(s, end) != '_') return 0;
    while (c = scan_class(s, end, &length),
           is_letter_class(c) || c == CLASS_DIGIT || c == CLASS_MARK || scan_byte(s, end) == '_')
        end += length;
    return end;
}

static int is_local_byte(uint8_t c) {
    return is_ascii_letter(c) || is_ascii_digit(c) || c == '.' || c == '_' || c == '-' ||
           c == '+' || c == '%';
}

/* The local part of an address has been cut into tokens before its @ was seen; they become one. At most 64 bytes back. */
static uint32_t scan_mail(struct scan *s, uint32_t at) {
    const uint32_t end = address_mail(s, at);
    if (!end || scan_spaced(s) || !s->out->n) return 0;
    uint32_t begin = at, first = s->out->n;
    while (begin > 0 && at - begin < 64 && is_local_byte(s->text[begin - 1])) begin--;
    while (begin < at && s->text[begin] == '.') begin++;
    while (first > 0 && s->out->v[first - 1].span.begin >= begin) first--;
    if (first == s->out->n || s->out->v[first].span.begin == at) return 0;
    const pl_token old = s->out->v[first];
    s->out->n = first;
    s->gap = (old.flags & PL_SPACE_BEFORE) | (old.reserved & (INFO_LINE | INFO_PARAGRAPH)) << 8;
    scan_emit(s, old.span.begin, end, PL_EMAIL, ROLE_NONE);
    return end;
}

static uint32_t emit(struct scan *s, uint32_t begin, uint32_t end, pl_token_kind kind,
                     enum role role) {
    scan_emit(s, begin, end, kind, role);
    return end;
}

/* A straight quotation mark opens after white space or an opening mark when something follows; it closes before white space. */
static enum role quote_role(const struct scan *s, uint32_t end) {
    uint32_t length;
    const enum news_class next = scan_class(s, end, &length);
    const int before =
        s->gap != 0 || (s->out->n && (role_of(&s->out->v[s->out->n - 1]) == ROLE_OPEN ||
                                      role_of(&s->out->v[s->out->n - 1]) == ROLE_DASH));
    const int after = next == CLASS_SPACE || next == CLASS_BREAK;
    return before && !after ? ROLE_OPEN : !before ? ROLE_CLOSE : ROLE_QUOTE;
}

static int is_digit_at(const struct scan *s, uint32_t at) {
    return is_ascii_digit(scan_byte(s, at));
}

/* Does no word or number stand directly before? Then a sign can begin a number or a name. */
static int is_before_free(const struct scan *s) {
    return scan_spaced(s) || !s->out->n || s->out->v[s->out->n - 1].kind == PL_SYMBOL ||
           role_of(&s->out->v[s->out->n - 1]) == ROLE_OPEN;
}

/* .5 and, behind white space, .com and .pdf. Returns the end, or 0. */
static uint32_t point_end(const struct scan *s, uint32_t at) {
    uint32_t end = at + 1;
    if (is_digit_at(s, end) && is_before_free(s)) {
        while (is_digit_at(s, end)) end++;
        return end;
    }
    if (!scan_spaced(s) || !is_ascii_letter(scan_byte(s, end))) return 0;
    const struct peek k = scan_peek(s, end);
    return k.letter_case == PL_LOWER && k.classes & (LEX_DOMAIN | LEX_FILE) ? end + k.n : 0;
}

/* A run of . ! ? is one token. */
static uint32_t scan_marks(struct scan *s, uint32_t at) {
    uint32_t end = at;
    while (scan_byte(s, end) == '.') end++;
    enum role role = end > at + 1 ? ROLE_ELLIPSIS : ROLE_STOP;
    for (; is_mark(scan_byte(s, end)); end++) role = ROLE_MARK;
    return emit(s, at, end, PL_PUNCTUATION, role);
}

static uint32_t scan_apostrophe(struct scan *s, uint32_t at, uint32_t end) {
    if (scan_spaced(s) && is_digit_at(s, end)) { /* '90s */
        uint32_t digits = end;
        while (is_digit_at(s, digits)) digits++;
        if (digits == end + 2) {
            digits += scan_byte(s, digits) == 's';
            return emit(s, at, digits, PL_NUMBER, ROLE_NONE);
        }
    }
    const struct peek word = scan_peek(s, end);
    if (word.n && !word.spaces && word.classes & LEX_ELIDED && s->gap) {
        const struct form form = form_of(s->text + at, end + word.n - at);
        scan_emit_form(s, at, end + word.n, form.hash, form.shape, LEX_ELIDED | LEX_STOPWORD);
        return end + word.n;
    }
    const enum role role = quote_role(s, end);
    s->single_open = role == ROLE_OPEN;
    return emit(s, at, end, PL_PUNCTUATION, role);
}

/* A hyphen or slash between words ties them: both it and the word behind it say so. */
static uint32_t scan_tie(struct scan *s, uint32_t at) {
    uint32_t length;
    const enum news_class next = scan_class(s, at + 1, &length);
    const int tied = !scan_spaced(s) && s->out->n && s->out->v[s->out->n - 1].kind <= PL_NUMBER &&
                     (is_letter_class(next) || next == CLASS_DIGIT);
    pl_token *const t =
        scan_emit(s, at, at + 1, PL_PUNCTUATION, s->text[at] == '-' ? ROLE_DASH : ROLE_NONE);
    if (tied) t->flags |= PL_JOINED, s->gap = PL_JOINED;
    return at + 1;
}

static uint32_t scan_ascii(struct scan *s, uint32_t at) {
    const uint8_t c = s->text[at];
    uint32_t end;
    switch (c) {
    case '.':
        end = point_end(s, at);
        if (!end) return scan_marks(s, at);
        return emit(s, at, end, is_digit_at(s, at + 1) ? PL_NUMBER : PL_WORD, ROLE_NONE);
    case '!':
    case '?': return scan_marks(s, at);
    case '(':
    case '[':
    case '{': return emit(s, at, at + 1, PL_PUNCTUATION, ROLE_OPEN);
    case ')':
    case ']':
    case '}': return emit(s, at, at + 1, PL_PUNCTUATION, ROLE_CLOSE);
    case ',': return emit(s, at, at + 1, PL_PUNCTUATION, ROLE_COMMA);
    case ':':
    case ';':
    case '=':
        end = emoticon_end(s, at);
        if (end) return emit(s, at, end, PL_EMOJI, ROLE_NONE);
        return emit(s, at, c == '=' ? run_end(s, at) : at + 1,
                    c == '=' ? PL_SYMBOL : PL_PUNCTUATION, c == '=' ? ROLE_NONE : ROLE_COMMA);
    case '"': return emit(s, at, at + 1, PL_PUNCTUATION, quote_role(s, at + 1));
    case '`': return emit(s, at, run_end(s, at), PL_PUNCTUATION, ROLE_OPEN);
    case '\'': return scan_apostrophe(s, at, run_end(s, at));
    case '/':
        if (scan_byte(s, at + 1) == '/') break;
        return scan_tie(s, at);
    case '-':
        if (scan_byte(s, at + 1) != '-') return scan_tie(s, at);
        return emit(s, at, run_end(s, at), PL_PUNCTUATION, ROLE_DASH);
    case '@':
        if ((end = scan_mail(s, at))) return end;
        break;
    case '+':
        if (is_before_free(s) && is_digit_at(s, at + 1)) return scan_number_from(s, at, at + 1);
        break;
    case '^':
        if (scan_byte(s, at + 1) == '_' && scan_byte(s, at + 2) == '^')
            return emit(s, at, at + 3, PL_EMOJI, ROLE_NONE);
        break;
    }
    if ((c == '@' || c == '#') && scan_spaced(s) && (end = handle_end(s, at)))
        return emit(s, at, end, PL_HANDLE, ROLE_NONE);
    if (c == '%' || c == '&' || c == '@') return emit(s, at, at + 1, PL_SYMBOL, ROLE_NONE);
    const int bullet = c == '*' && is_free(s, at + 1);
    return emit(s, at, run_end(s, at),
                c == '/' || c == '\\' || c == '_' ? PL_PUNCTUATION : PL_SYMBOL,
                bullet ? ROLE_BULLET : ROLE_NONE);
}

/* Sequences with joiners, modifiers and flags are one token. */
static uint32_t emoji_end(const struct scan *s, uint32_t at) {
    uint32_t length, end = at, flags = 0;
    int joined = 1;
    for (;;) {
        if (end >= s->n) return end;
        const uint32_t cp = unicode_decode(s->text + end, &length);
        const enum news_class c = (enum news_class)unicode_get(cp)->news;
        const uint32_t flag = cp >= 0x1F1E6 && cp <= 0x1F1FF;
        if (c != CLASS_MARK && !(c == CLASS_EMOJI && (joined || (flag && flags == 1)))) return end;
        flags += flag;
        joined = cp == 0x200D;
        end += length;
    }
}

static int is_bullet(uint32_t cp) {
    return cp == 0x2022 || cp == 0x2023 || cp == 0x2043 || cp == 0x25CF || cp == 0x25AA ||
           cp == 0x25A0 || cp == 0x25E6 || cp == 0xB7 || cp == 0x2219;
}

/* Quotation marks that languages use in either direction. */
static int is_quote(uint32_t cp) {
    return cp == 0xAB || cp == 0xBB || (cp >= 0x2018 && cp <= 0x201F) || cp == 0x2039 ||
           cp == 0x203A;
}

/* It opens behind white space with something behind it, and closes where it is the other way round; else by its kind. */
static enum role wide_quote_role(const struct scan *s, uint32_t end, enum role by_kind) {
    uint32_t length;
    const enum role role = quote_role(s, end);
    const enum news_class next = scan_class(s, end, &length);
    const int inside = role == ROLE_CLOSE && (is_letter_class(next) || next == CLASS_DIGIT);
    return role == ROLE_QUOTE || inside ? by_kind : role;
}

static enum role role_of_class(enum news_class class, uint32_t cp) {
    switch (class) {
    case CLASS_OPEN: return ROLE_OPEN;
    case CLASS_CLOSE: return ROLE_CLOSE;
    case CLASS_DASH: return ROLE_DASH;
    case CLASS_TERMINATOR: return ROLE_MARK;
    case CLASS_ELLIPSIS: return ROLE_ELLIPSIS;
    default: return is_bullet(cp) ? ROLE_BULLET : ROLE_NONE;
    }
}

static uint32_t scan_wide(struct scan *s, uint32_t at) {
    uint32_t length, next;
    const uint32_t cp = unicode_decode(s->text + at, &length);
    const enum news_class class = (enum news_class)unicode_get(cp)->news;
    uint32_t end = at + length;
    if (class == CLASS_EMOJI) return emit(s, at, emoji_end(s, at), PL_EMOJI, ROLE_NONE);
    while (end < s->n && scan_class(s, end, &next) == CLASS_MARK) end += next;
    if (class == CLASS_ELLIPSIS || class == CLASS_APOSTROPHE)
        while (scan_class(s, end, &next) == class) end += next;
    if (class == CLASS_APOSTROPHE) return scan_apostrophe(s, at, end);
    s->single_open |= cp == 0x2018 || cp == 0x201A || cp == 0x201B;
    const int symbol = class == CLASS_SYMBOL || class == CLASS_CURRENCY;
    const enum role role = role_of_class(class, cp);
    return emit(s, at, end, symbol ? PL_SYMBOL : PL_PUNCTUATION,
                is_quote(cp) ? wide_quote_role(s, end, role) : role);
}

uint32_t scan_sign(struct scan *s, uint32_t at) {
    return s->text[at] < 0x80 ? scan_ascii(s, at) : scan_wide(s, at);
}
