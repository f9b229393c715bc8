/* units.c: tokens, or characters, become units. */
#define XXH_INLINE_ALL
#include "units.h"
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>
#include <xxhash.h>

enum {
    SPACED = 20
}; /* with fewer spaces than one in 20 characters a text is compared by characters */

static int reserve(struct units *u, size_t n) {
    if (n <= u->room) return 0;
    const size_t room = n + n / 4 + 256;
    uint32_t *v = realloc(u->v, room * sizeof *v);
    if (v) u->v = v;
    pl_span *spans = realloc(u->spans, room * sizeof *spans);
    if (spans) u->spans = spans;
    uint64_t *forms = realloc(u->forms, room * sizeof *forms);
    if (forms) u->forms = forms;
    if (!v || !spans || !forms) return -1;
    u->room = (uint32_t)room;
    return 0;
}

enum { NO_UNITS = 1 << PL_PUNCTUATION | 1 << PL_SYMBOL | 1 << PL_EMOJI };

static bool is_unit(uint8_t kind) { return !(NO_UNITS >> kind & 1); }

static enum unit_class class_of(const pl_token *t) {
    enum { NAMES = 1 << PL_TITLE | 1 << PL_UPPER | 1 << PL_MIXED };
    const enum unit_class word = NAMES >> PL_CASE(t->shape) & 1 ? UNIT_NAME : UNIT_CONTENT;
    const enum unit_class known = t->flags & PL_STOPWORD ? UNIT_FUNCTION : word;
    return t->kind == PL_NUMBER ? UNIT_NUMBER : known;
}

static uint32_t unit(uint64_t hash, enum unit_class class) {
    return (uint32_t)(hash >> 32 & ~3u) | class;
}

/* The hash of a word with its typographic apostrophes made plain. */
static uint64_t plain_hash(pl_str word) {
    char folded[256];
    size_t n = 0;
    for (size_t i = 0; i < word.n && n + 4 < sizeof folded;) {
        utf8proc_int32_t c;
        const utf8proc_ssize_t length = utf8proc_iterate((const utf8proc_uint8_t *)word.p + i,
                                                         (utf8proc_ssize_t)(word.n - i), &c);
        if (length <= 0) break;
        c = c == 0x2019 ? '\'' : utf8proc_tolower(c);
        n += (size_t)utf8proc_encode_char(c, (utf8proc_uint8_t *)folded + n);
        i += (size_t)length;
    }
    return XXH3_64bits(folded, n);
}

/* Where the next typographic apostrophe stands; the end of the text if there is none. */
static size_t find_apostrophe(pl_str s, size_t at) {
    for (const char *p = s.p + at, *end = s.p + s.n;
         p < end && (p = memchr(p, 0xe2, (size_t)(end - p))); p++)
        if (end - p >= 3 && !memcmp(p, "\xe2\x80\x99", 3)) return (size_t)(p - s.p);
    return s.n;
}

/* The hash of the form; `apostrophe`, one that does not stand before the token, moves on behind it. */
static uint64_t form_of(const pl_token *t, pl_str text, size_t *apostrophe) {
    if (*apostrophe >= t->span.end) return t->hash;
    const bool inside = *apostrophe >= t->span.begin && t->kind == PL_WORD;
    *apostrophe = find_apostrophe(text, t->span.end);
    return inside ? plain_hash((pl_str){text.p + t->span.begin, t->span.end - t->span.begin})
                  : t->hash;
}

/* Returns how many of them stand behind a space. */
static size_t read_tokens(struct units *u, pl_str text, pl_array tokens) {
    size_t spaces = 0, apostrophe = find_apostrophe(text, 0);
    uint32_t n = 0;
    for (uint32_t i = 0; i < tokens.n; i++) {
        const pl_token *t = pl_at(tokens, i);
        const uint64_t form = form_of(t, text, &apostrophe);
        u->forms[i] = form;
        spaces += (t->flags & PL_SPACE_BEFORE) != 0;
        u->v[n] = unit(form, class_of(t));
        u->spans[n] = t->span;
        n += is_unit(t->kind);
    }
    u->n = n;
    u->n_forms = tokens.n;
    return spaces;
}

/* Spreads a code point over 64 bits (the finalizer of MurmurHash3). */
static uint64_t spread(uint32_t c) {
    uint64_t h = c + 0x9e3779b97f4a7c15u;
    h = (h ^ h >> 33) * 0xff51afd7ed558ccdu;
    return h ^ h >> 33;
}

static bool is_character(utf8proc_int32_t c) {
    const utf8proc_category_t k = utf8proc_category(c);
    return (k >= UTF8PROC_CATEGORY_LU && k <= UTF8PROC_CATEGORY_NO);
}

static void read_characters(struct units *u, pl_str text) {
    for (size_t i = 0; i < text.n;) {
        utf8proc_int32_t c;
        utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)text.p + i,
                                              (utf8proc_ssize_t)(text.n - i), &c);
        if (n <= 0) n = 1, c = ' ';
        u->v[u->n] = unit(spread((uint32_t)utf8proc_tolower(c)), UNIT_CONTENT);
        u->spans[u->n] = (pl_span){(uint32_t)i, (uint32_t)(i + (size_t)n)};
        u->n += is_character(c);
        i += (size_t)n;
    }
}

static size_t count_characters(pl_str text) {
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++) n += ((unsigned char)text.p[i] & 0xc0) != 0x80;
    return n;
}

/* Bytes are enough to see that a text in Latin script has its spaces. */
static bool lacks_spaces(pl_str text, size_t spaces) {
    if (spaces * SPACED >= text.n || text.n <= SPACED) return false;
    const size_t characters = count_characters(text);
    return spaces * SPACED < characters && characters > SPACED;
}

int units_read(struct units *u, pl_str text, pl_array tokens) {
    u->n = u->n_forms = 0;
    if (reserve(u, tokens.n)) return -1;
    u->by_character = lacks_spaces(text, read_tokens(u, text, tokens));
    if (!u->by_character) return 0;
    if (reserve(u, text.n)) return -1;
    u->n = 0;
    read_characters(u, text);
    return 0;
}

void units_exact(const struct units *u, uint64_t key[2]) {
    const XXH128_hash_t h = XXH3_128bits(u->forms, u->n_forms * sizeof *u->forms);
    key[0] = u->n_forms ? h.high64 : 0;
    key[1] = u->n_forms ? h.low64 : 0;
}

void units_free(struct units *u) {
    free(u->v);
    free(u->spans);
    free(u->forms);
    *u = (struct units){0};
}
