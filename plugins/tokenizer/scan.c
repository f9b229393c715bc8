/* scan.c: the loop of the scanner: white space, and which part of the scanner a character belongs to. */
#include "scan.h"
#include <stdlib.h>
#include "form.h"

int tokens_grow(struct tokens *t, uint32_t more) {
    if (t->room - t->n < more) {
        const uint32_t room = t->room + t->room / 2 + more + 1024;
        pl_token *const v = realloc(t->v, room * sizeof *v);
        if (!v) return -1;
        t->v = v;
        t->room = room;
    }
    if (t->lines_room == t->n_lines) {
        const uint32_t room = t->lines_room + t->lines_room / 2 + 256;
        uint32_t *const lines = realloc(t->lines, room * sizeof *lines);
        if (!lines) return -1;
        t->lines = lines;
        t->lines_room = room;
    }
    return 0;
}

void tokens_clear(struct tokens *t) { t->n = t->n_lines = 0; }

void tokens_free(struct tokens *t) {
    free(t->v);
    free(t->lines);
    *t = (struct tokens){0};
}

void tokens_write(const struct tokens *t, pl_token *out) {
    for (uint32_t i = 0; i < t->n; i++) {
        out[i] = t->v[i];
        out[i].reserved = 0;
    }
}

pl_token *scan_emit(struct scan *s, uint32_t begin, uint32_t end, pl_token_kind kind,
                    enum role role) {
    const struct form form = form_of(s->text + begin, end - begin);
    pl_token *const t = scan_emit_form(s, begin, end, form.hash, form.shape, 0);
    t->kind = (uint8_t)kind;
    t->reserved |= role;
    return t;
}

/* White space from `at`: notes the gap before the next token. An empty line ends a paragraph; so do the paragraph separator
 * and the form feed. */
static uint32_t pass_space(struct scan *s, uint32_t at) {
    uint32_t length, breaks = 0, paragraph = 0;
    enum news_class class;
    while (at < s->n &&
           ((class = scan_class(s, at, &length)) == CLASS_SPACE || class == CLASS_BREAK)) {
        if (class == CLASS_BREAK) {
            breaks++;
            if (s->text[at] == '\r' && scan_byte(s, at + 1) == '\n') length = 2;
            paragraph |= s->text[at] == '\f' || (length == 3 && s->text[at + 2] == 0xa9);
        }
        at += length;
    }
    s->gap |= PL_SPACE_BEFORE;
    if (breaks) {
        s->gap |= (uint32_t)INFO_LINE << 8;
        if (s->out->n) s->out->lines[s->out->n_lines++] = s->out->n;
    }
    if (paragraph || breaks > 1) s->gap |= (uint32_t)INFO_PARAGRAPH << 8, s->single_open = 0;
    return at;
}

/* Which part of the scanner a byte begins; the commonest first. */
enum part { PART_SIGN, PART_SPACE, PART_WORD, PART_DIGIT, PART_OTHER };
static inline enum part part_of(uint8_t c) {
    if (is_ascii_letter(c)) return PART_WORD;
    if (c == ' ' || (c >= '\t' && c <= '\r')) return PART_SPACE;
    if (is_ascii_digit(c)) return PART_DIGIT;
    return c < ' ' || c >= 127 ? PART_OTHER : PART_SIGN;
}

/* The vowels of Thai and Lao that are written before their consonant. */
static int is_leading_vowel(const uint8_t *p) {
    return p[0] == 0xe0 && ((p[1] == 0xb9 && p[2] >= 0x80 && p[2] <= 0x84) ||
                            (p[1] == 0xbb && p[2] >= 0x80 && p[2] <= 0x84));
}

/* A character of an unspaced script is a token of its own, with the marks behind it and, in Thai and Lao, the vowel before it; a
 * run of Katakana is one. */
static uint32_t scan_unspaced(struct scan *s, uint32_t at, uint32_t length, enum news_class class) {
    uint32_t end = at + length, next;
    enum news_class c;
    if (is_leading_vowel(s->text + at) && scan_class(s, end, &next) == CLASS_COMPLEX) end += next;
    while ((c = scan_class(s, end, &next)),
           c == CLASS_MARK || (c == class && class == CLASS_KATAKANA))
        end += next;
    scan_emit(s, at, end, PL_WORD, ROLE_NONE);
    return end;
}

static uint32_t scan_other(struct scan *s, uint32_t at) {
    uint32_t length;
    const enum news_class class = scan_class(s, at, &length);
    switch (class) {
    case CLASS_SPACE:
    case CLASS_BREAK: return pass_space(s, at);
    case CLASS_LOWER:
    case CLASS_UPPER:
    case CLASS_LETTER:
    case CLASS_MARK: return scan_word(s, at);
    case CLASS_DIGIT: return scan_number(s, at);
    case CLASS_IDEOGRAPH:
    case CLASS_HIRAGANA:
    case CLASS_COMPLEX:
    case CLASS_KATAKANA: return scan_unspaced(s, at, length, class);
    default: return scan_sign(s, at);
    }
}

/* Tokens that one step may append at most. */
enum { STEP_ROOM = 64 };

int scan_text(struct scan *s) {
    s->gap = PL_SPACE_BEFORE | INFO_PARAGRAPH << 8;
    if (tokens_reserve(s->out, STEP_ROOM)) return -1;
    s->out->lines[s->out->n_lines++] = 0;
    for (uint32_t at = 0; at < s->n;) {
        if (tokens_reserve(s->out, STEP_ROOM)) return -1;
        switch (part_of(s->text[at])) {
        case PART_WORD: at = scan_word(s, at); break;
        case PART_SPACE: at = pass_space(s, at); break;
        case PART_DIGIT: at = scan_number(s, at); break;
        case PART_SIGN: at = scan_sign(s, at); break;
        default: at = scan_other(s, at);
        }
        if (scan_byte(s, at) == ' ') { /* mostly one blank alone */
            s->gap |= PL_SPACE_BEFORE;
            at++;
        }
    }
    if (s->out->lines[s->out->n_lines - 1] == s->out->n)
        s->out->n_lines--; /* behind the last token */
    return 0;
}
