/* lexicon.c: what is known of words, as a hash table from the hash of the case-folded form to bits. */
#include "lexicon.h"
#include <stdlib.h>
#include <string.h>
#include "form.h"

static const struct {
    const char *name;
    uint32_t class;
} sections[] = {{"title", LEX_TITLE},     {"number", LEX_NUMBER},
                {"inner", LEX_INNER},     {"never", LEX_NEVER},
                {"starter", LEX_STARTER}, {"stopword", LEX_STOPWORD},
                {"prefix", LEX_PREFIX},   {"unit", LEX_UNIT},
                {"domain", LEX_DOMAIN},   {"word-domain", LEX_WORD_DOMAIN},
                {"file", LEX_FILE},       {"time", LEX_TIME},
                {"zone", LEX_ZONE},       {"exclaimed", LEX_EXCLAIMED},
                {"speech", LEX_SPEECH},   {"lettered", LEX_LETTERED},
                {"elided", LEX_ELIDED}};

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
    if (class & LEX_ABBREVIATION) slot->classes &= ~(uint32_t)(LEX_ABBREVIATION | LEX_CASED);
    l->used += !slot->classes;
    slot->tag = (uint32_t)(form.hash >> 32);
    l->filter[(form.hash & (LEXICON_FILTER - 1)) >> 6] |= 1ull << (form.hash & 63);
    slot->classes |= classes_of(class, &form);
    return 0;
}

static int section_of(const char *p, size_t n, uint32_t *class) {
    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++)
        if (n == strlen(sections[i].name) + 2 && p[n - 1] == ']' &&
            !memcmp(p + 1, sections[i].name, n - 2)) {
            *class = sections[i].class;
            return 1;
        }
    return 0;
}

static int is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

/* One line: a section, or words between blanks. 1: wrong. */
static int add_line(struct lexicon *l, const char *p, const char *end, uint32_t *class) {
    while (p < end && *p != '#') {
        const char *word = p;
        while (p < end && !is_blank(*p)) p++;
        if (*word == '[' && !section_of(word, (size_t)(p - word), class)) return 1;
        if (*word != '[' && p > word && add_word(l, *class, word, (size_t)(p - word))) return -1;
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
