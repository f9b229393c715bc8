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

static bool is_unit(uint8_t kind) {
    return kind != PL_PUNCTUATION && kind != PL_SYMBOL && kind != PL_EMOJI;
}

static enum unit_class class_of(const pl_token *t) {
    if (t->kind == PL_NUMBER) return UNIT_NUMBER;
    if (t->flags & PL_STOPWORD) return UNIT_FUNCTION;
    const pl_case c = PL_CASE(t->shape);
    return c == PL_TITLE || c == PL_UPPER || c == PL_MIXED ? UNIT_NAME : UNIT_CONTENT;
}

static void add_unit(struct units *u, uint64_t hash, enum unit_class class, pl_span span) {
    u->v[u->n] = (uint32_t)(hash >> 32 & ~3u) | class;
    u->spans[u->n++] = span;
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

static bool has_apostrophe(pl_str s) {
    for (const char *p = s.p, *end = s.p + s.n; (p = memchr(p, 0xe2, (size_t)(end - p))); p++)
        if (end - p >= 3 && !memcmp(p, "\xe2\x80\x99", 3)) return true;
    return false;
}

/* Returns how many of them stand behind a space. */
static size_t read_tokens(struct units *u, pl_str text, pl_array tokens) {
    const bool typographic = has_apostrophe(text);
    size_t spaces = 0;
    for (uint32_t i = 0; i < tokens.n; i++) {
        const pl_token *t = pl_at(tokens, i);
        uint64_t hash = t->hash;
        if (typographic && t->kind == PL_WORD) {
            const pl_str word = {text.p + t->span.begin, t->span.end - t->span.begin};
            if (has_apostrophe(word)) hash = plain_hash(word);
        }
        u->forms[u->n_forms++] = hash;
        spaces += (t->flags & PL_SPACE_BEFORE) != 0;
        if (is_unit(t->kind)) add_unit(u, hash, class_of(t), t->span);
    }
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
        if (is_character(c))
            add_unit(u, spread((uint32_t)utf8proc_tolower(c)), UNIT_CONTENT,
                     (pl_span){(uint32_t)i, (uint32_t)(i + (size_t)n)});
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
