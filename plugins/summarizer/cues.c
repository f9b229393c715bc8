/* cues.c: the cue words and beginnings of data/cues.txt, as a hash table and lists. */
#include "cues.h"
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <xxhash.h>

enum { SLOTS = 1024, LINES = 256, HEADS = 1024, OF_BEGINNING = 1 << 15 };

struct cues {
    struct slot { /* 8 bytes, so that the table stays in the cache */
        uint32_t tag; /* upper half of the hash */
        uint16_t classes;
    } slots[SLOTS];
    struct {
        pl_str text;
        uint32_t class;
    } lines[LINES];
    uint16_t first[HEADS], next[LINES]; /* lists of line numbers + 1 by their first two bytes */
    uint32_t words, n;
};

static const struct {
    const char *name;
    uint32_t class;
} headings[] = {{"pronoun", CUE_PRONOUN},
                {"connective", CUE_CONNECTIVE},
                {"pointer", CUE_POINTER},
                {"first", CUE_FIRST},
                {"speech", CUE_SPEECH},
                {"leftover", CUE_LEFTOVER},
                {"byline", CUE_BYLINE},
                {"address", CUE_ADDRESS},
                {"agency", CUE_AGENCY},
                {"line", OF_BEGINNING | CUE_LEFTOVER},
                {"opening", OF_BEGINNING | CUE_CONNECTIVE}};

static uint32_t heading(pl_str s) {
    for (size_t i = 0; i < sizeof headings / sizeof *headings; i++)
        if (s.n == strlen(headings[i].name) + 2 && !memcmp(s.p + 1, headings[i].name, s.n - 2))
            return headings[i].class;
    return 0;
}

static struct slot *find(const struct cues *c, uint64_t hash) {
    const uint32_t tag = (uint32_t)(hash >> 32);
    uint32_t i = (uint32_t)hash & (SLOTS - 1);
    while (c->slots[i].classes && c->slots[i].tag != tag) i = (i + 1) & (SLOTS - 1);
    return (struct slot *)&c->slots[i];
}

uint32_t cues_of(const struct cues *c, uint64_t hash) { return find(c, hash)->classes; }

static int add_word(struct cues *c, const char *p, size_t n, uint32_t class) {
    const uint64_t hash = XXH3_64bits(p, n);
    struct slot *s = find(c, hash);
    if (!s->classes && ++c->words > SLOTS / 2) return -1;
    s->tag = (uint32_t)(hash >> 32);
    s->classes |= (uint16_t) class;
    return 0;
}

static int add_words(struct cues *c, pl_str s, uint32_t class) {
    size_t i = 0;
    while (i < s.n) {
        size_t end = i;
        while (end < s.n && s.p[end] != ' ') end++;
        if (end > i && add_word(c, s.p + i, end - i, class)) return -1;
        i = end + 1;
    }
    return 0;
}

static uint8_t lower(char c) { return (uint8_t)(c >= 'A' && c <= 'Z' ? c + 32 : c); }

/* A number below HEADS that texts share which begin with the same two bytes: pairs of letters have each their own. */
static uint32_t head_of(pl_str s) { return (s.p[0] & 31u) << 5 | (s.p[1] & 31u); }

static int add_line(struct cues *c, pl_str s, uint32_t *class) {
    if (!s.n || s.p[0] == '#') return 0;
    if (s.p[0] == '[') return (*class = heading(s)) ? 0 : -1;
    if (!(*class & OF_BEGINNING)) return *class ? add_words(c, s, *class) : -1;
    if (c->n == LINES || s.n < 2) return -1;
    uint16_t *first = &c->first[head_of(s)];
    c->next[c->n] = *first;
    c->lines[c->n].text = s;
    c->lines[c->n++].class = *class & ~(uint32_t)OF_BEGINNING;
    *first = (uint16_t)c->n;
    return 0;
}

struct cues *cues_load(pl_str file, int *line) {
    struct cues *c = calloc(1, sizeof *c);
    uint32_t class = 0;
    *line = 0;
    for (size_t i = 0; c && i < file.n; i++) {
        const char *end = memchr(file.p + i, '\n', file.n - i);
        const size_t n = end ? (size_t)(end - file.p) - i : file.n - i;
        ++*line;
        if (add_line(c, (pl_str){file.p + i, n}, &class)) {
            free(c);
            return NULL;
        }
        i += n;
    }
    return c;
}

void cues_free(struct cues *c) { free(c); }

/* A line that ends in '$' must be all of the text, but for a final mark. */
static int fits(pl_str line, pl_str text) {
    const int whole = line.n && line.p[line.n - 1] == '$';
    const size_t n = line.n - (size_t)whole;
    if (text.n < n || lower(text.p[n - 1]) != lower(line.p[n - 1])) return 0; /* nearly always */
    if (strncasecmp(line.p, text.p, n)) return 0;
    if (whole) return text.n <= n + 1;
    const unsigned char next = text.n > n ? (unsigned char)text.p[n] : ' ';
    return !((next | 32) >= 'a' && (next | 32) <= 'z');
}

uint32_t cues_of_beginning(const struct cues *c, pl_str sentence) {
    if (sentence.n < 2) return 0;
    for (uint32_t i = c->first[head_of(sentence)]; i; i = c->next[i - 1])
        if (fits(c->lines[i - 1].text, sentence)) return c->lines[i - 1].class;
    return 0;
}
