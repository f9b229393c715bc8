/* scan.h: the scanner of mode = news: text to tokens. */
#ifndef TOKENIZER_SCAN_H
#define TOKENIZER_SCAN_H
#include "lexicon.h"
#include "unicode.h"

/* While a document is being worked on, pl_token.reserved holds what the sentence rules ask for: a role, what stands before the
 * token, and the classes of the lexicon. It is zero in the end. */
enum role {
    ROLE_NONE,
    ROLE_STOP, /* a full stop by itself */
    ROLE_MARK, /* ! ? and runs of them, terminators of other scripts */
    ROLE_ELLIPSIS, /* two full stops or more, or the sign */
    ROLE_SHORT, /* an abbreviation with its full stop */
    ROLE_INITIAL, /* one letter with its full stop */
    ROLE_OPEN, /* opening bracket or quotation mark */
    ROLE_CLOSE,
    ROLE_QUOTE, /* a quotation mark that may be either */
    ROLE_DASH,
    ROLE_BULLET,
    ROLE_COMMA /* comma, semicolon, colon */
};
enum {
    INFO_ROLE = 15,
    INFO_LINE = 16, /* a line break stands before it */
    INFO_PARAGRAPH = 32, /* a paragraph break stands before it */
    INFO_CLASSES = 8 /* lexicon classes begin at this bit */
};
static inline enum role role_of(const pl_token *t) { return (enum role)(t->reserved & INFO_ROLE); }
static inline uint32_t classes_of_token(const pl_token *t) { return t->reserved >> INFO_CLASSES; }

struct tokens {
    pl_token *v;
    uint32_t n, room;
    uint32_t *lines; /* the tokens that begin a line or a paragraph, the first one too */
    uint32_t n_lines, lines_room;
};

int tokens_grow(struct tokens *, uint32_t more);
/* Makes room for `more` tokens and one line; 0, or -1 without memory. */
static inline int tokens_reserve(struct tokens *t, uint32_t more) {
    return t->room - t->n >= more && t->lines_room > t->n_lines ? 0 : tokens_grow(t, more);
}
void tokens_clear(struct tokens *);
void tokens_free(struct tokens *);
/* Writes all tokens without what pl_token.reserved held. */
void tokens_write(const struct tokens *, pl_token *out);

struct scan {
    const uint8_t *text;
    uint32_t n;
    const struct lexicon *lexicon;
    int split_contractions, split_glued;
    struct tokens *out;
    int single_open; /* a single quotation mark has been opened in this paragraph */
    uint32_t no_host; /* the dotted name that ends here is no host */
    uint32_t gap; /* flags and info of the next token: PL_SPACE_BEFORE, PL_JOINED, INFO_... << 8 */
};

/* All tokens of the text, without sentence flags. 0, or -1 without memory. */
int scan_text(struct scan *);

/* The parts, each of which appends tokens that begin at `at` and returns where the next may begin. */
uint32_t scan_word(struct scan *, uint32_t at);
uint32_t scan_number(struct scan *, uint32_t at);
uint32_t scan_sign(struct scan *, uint32_t at);
/* A number whose token begins at `at` and whose digits begin at `digits`. */
uint32_t scan_number_from(struct scan *, uint32_t at, uint32_t digits);

/* Appends a token; the gap before it is used up. */
pl_token *scan_emit(struct scan *, uint32_t begin, uint32_t end, pl_token_kind kind,
                    enum role role);
/* The same with a form that is known already. */
static inline pl_token *scan_emit_form(struct scan *s, uint32_t begin, uint32_t end, uint64_t hash,
                                       uint16_t shape, uint32_t classes) {
    pl_token *const t = &s->out->v[s->out->n++];
    *t = (pl_token){.span = {begin, end},
                    .hash = hash,
                    .stem = hash,
                    .shape = shape,
                    .flags = (uint8_t)(s->gap | (classes & LEX_STOPWORD ? PL_STOPWORD : 0)),
                    .reserved = s->gap >> 8 | classes << INFO_CLASSES};
    s->gap = 0;
    return t;
}

/* Where an address that begins at `at` ends, 0 when none does: with a scheme or www, a host name, an e-mail whose local part ends
 * at `at`. */
uint32_t address_url(const struct scan *, uint32_t at);
uint32_t address_host(struct scan *, uint32_t at, pl_token_kind *kind);
uint32_t address_mail(const struct scan *, uint32_t sign);

/* The first word at or behind `at`, blanks passed over: its length (0: none, or a paragraph ends), its begin and form. */
struct peek {
    uint32_t begin, n, classes;
    pl_case letter_case;
    int is_number, spaces;
};
struct peek scan_peek(const struct scan *, uint32_t at);

/* Does white space stand before the next token? */
static inline int scan_spaced(const struct scan *s) { return (s->gap & PL_SPACE_BEFORE) != 0; }
static inline uint8_t scan_byte(const struct scan *s, uint32_t at) {
    return at < s->n ? s->text[at] : 0;
}

static inline int is_ascii_letter(uint8_t c) { return (unsigned)((c | 32) - 'a') < 26; }
static inline int is_ascii_digit(uint8_t c) { return (unsigned)(c - '0') < 10; }
static inline int is_ascii_upper(uint8_t c) { return (unsigned)(c - 'A') < 26; }

/* The class of the character at `at`; CLASS_BREAK at the end of the text. */
static inline enum news_class scan_class(const struct scan *s, uint32_t at, uint32_t *length) {
    if (at >= s->n) return *length = 0, CLASS_BREAK;
    return unicode_class(s->text + at, length);
}
static inline int is_letter_class(enum news_class c) {
    return c == CLASS_LOWER || c == CLASS_UPPER || c == CLASS_LETTER;
}
#endif
