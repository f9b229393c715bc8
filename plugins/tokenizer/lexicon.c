/* lexicon.c: what is known of words, as a hash table from the hash of the case-folded form to bits. */
#include "lexicon.h"
#include <stdlib.h>
#include <string.h>
#include "form.h"

#define SECTION_TRAIT 0x80000000u /* no class: its words are names of traits */

static const struct {
    const char *name;
    uint32_t class;
} sections[] = {{"title", LEX_TITLE},
                {"number", LEX_NUMBER},
                {"inner", LEX_INNER},
                {"suffix", LEX_SUFFIX},
                {"time", LEX_TIME},
                {"never", LEX_NEVER},
                {"starter", LEX_STARTER},
                {"opener", LEX_OPENER},
                {"stopword", LEX_STOPWORD},
                {"prefix", LEX_PREFIX},
                {"unit", LEX_UNIT},
                {"domain", LEX_DOMAIN},
                {"word-domain", LEX_WORD_DOMAIN},
                {"file", LEX_FILE},
                {"zone", LEX_ZONE},
                {"exclaimed", LEX_EXCLAIMED},
                {"speech", LEX_SPEECH},
                {"lettered", LEX_LETTERED},
                {"elided", LEX_ELIDED},
                {"eliding", LEX_ELIDING},
                {"fronting", LEX_FRONTING},
                {"trait", SECTION_TRAIT}};

enum { SECTIONS = sizeof sections / sizeof *sections };

/* Slots that were emptied keep LEX_CASED, so that a search goes on behind them. */
static struct lexicon_slot *find(const struct lexicon *l, uint64_t hash) {
    uint32_t i = (uint32_t)hash & l->mask;
    while (l->slots[i].classes && l->slots[i].tag != (uint32_t)(hash >> 32)) i = (i + 1) & l->mask;
    return &l->slots[i];
}

/* A tag has only the upper half of the hash, so the table is made large enough at once instead of moved. */
enum { SLOTS = 1 << 14 };

static int reserve(struct lexicon *l) {
    if (l->slots) return l->used < SLOTS / 2 ? 0 : -1;
    l->slots = calloc(SLOTS, sizeof *l->slots);
    l->mask = SLOTS - 1;
    return l->slots ? 0 : -1;
}

/* An abbreviation that the file writes with a capital is one only with a capital: "No." but "no". */
static uint32_t classes_of(uint32_t class, const struct form *form) {
    const pl_case c = PL_CASE(form->shape);
    return (class & LEX_ABBREVIATION) && c != PL_LOWER && c != PL_NO_CASE ? class | LEX_CASED
                                                                          : class;
}

/* A final full stop is part of every abbreviation and not of its key. */
static int add_word(struct lexicon *l, uint32_t class, const char *p, size_t n) {
    const int away = n > 1 && *p == '-';
    if (away) p++, n--;
    if ((away || class & LEX_ABBREVIATION) && n > 1 && p[n - 1] == '.') n--;
    if (reserve(l)) return -1;
    const struct form form = form_of((const uint8_t *)p, n);
    struct lexicon_slot *slot = find(l, form.hash);
    if (away) {
        if (slot->classes)
            slot->classes = (slot->classes & ~(uint32_t)LEX_ABBREVIATION) | LEX_CASED;
        return 0;
    }
    const uint32_t classes = classes_of(class, &form);
    const int beside = slot->classes & LEX_TITLE && slot->classes & LEX_CASED &&
                       (classes & (LEX_INNER | LEX_CASED)) == LEX_INNER; /* "St." and "st." */
    if (class & LEX_ABBREVIATION && !beside)
        slot->classes &= ~(uint32_t)(LEX_ABBREVIATION | LEX_CASED);
    l->used += !slot->classes;
    slot->tag = (uint32_t)(form.hash >> 32);
    l->filter[(form.hash & (LEXICON_FILTER - 1)) >> 6] |= 1ull << (form.hash & 63);
    slot->classes |= classes;
    return 0;
}

static int is_name(const char *p, size_t n, const char *name) {
    return n == strlen(name) && !memcmp(p, name, n);
}

/* "[starter][stopword]": 0, and the class gets what the names stand for; 1: there is no such section. */
static int read_section(const char *p, const char *end, uint32_t *class) {
    for (*class = 0; p < end;) {
        const char *close = memchr(p, ']', (size_t)(end - p));
        size_t i = 0;
        if (*p != '[' || !close) return 1;
        while (i < SECTIONS && !is_name(p + 1, (size_t)(close - p - 1), sections[i].name)) i++;
        if (i == SECTIONS) return 1;
        *class |= sections[i].class;
        p = close + 1;
    }
    return 0;
}

/* 1: there is no such trait. */
static int add_trait(struct lexicon *l, const char *p, size_t n) {
    if (!is_name(p, n, "ordinals")) return 1;
    l->traits |= TRAIT_ORDINALS;
    return 0;
}

static int is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

/* One line: a section, or words between blanks. 1: wrong; -1: no memory. */
static int add_line(struct lexicon *l, const char *p, const char *end, uint32_t *class) {
    while (p < end && *p != '#') {
        const char *word = p;
        while (p < end && !is_blank(*p)) p++;
        const size_t n = (size_t)(p - word);
        const int rc = n == 0                   ? 0
                       : *word == '['           ? read_section(word, p, class)
                       : *class & SECTION_TRAIT ? add_trait(l, word, n)
                                                : add_word(l, *class, word, n);
        if (rc) return rc;
        while (p < end && is_blank(*p)) p++;
    }
    return 0;
}

int lexicon_add(struct lexicon *l, pl_str file) {
    uint32_t class = LEX_INNER;
    if (file.n >= 3 && !memcmp(file.p, "\xef\xbb\xbf", 3)) file.p += 3, file.n -= 3;
    const char *p = file.p, *const end = file.p + file.n;
    if (reserve(l)) return -1;
    for (int line = 1; p < end; line++) {
        const char *feed = memchr(p, '\n', (size_t)(end - p));
        const int rc = add_line(l, p, feed ? feed : end, &class);
        if (rc) return rc < 0 ? -1 : line;
        p = feed ? feed + 1 : end;
    }
    return 0;
}

void lexicon_free(struct lexicon *l) {
    free(l->slots);
    *l = (struct lexicon){0};
}
