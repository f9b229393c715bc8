/* language.c: tells languages apart by script and function words.
 *
 * A list is ordered by frequency, so by Zipf's law its word of rank r has a share near 0.06 / r^0.75 of running text. The score of a
 * language is the log-likelihood of the function words found against a background; a text is of the language with the best score
 * if that is clearly above the second. Languages with a script of their own need no words. */
#include "language.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LANGUAGES = 64, MOST_WORDS = 128 /* of a list */, SAMPLE = 128 };

struct entry {
    uint32_t word;
    uint8_t language;
    int16_t gain;
};

/* Of a word: its entries; none: the slot is empty. */
struct slot {
    uint32_t word;
    uint16_t first, n;
};

struct languages {
    char code[LANGUAGES][4];
    enum script script[LANGUAGES];
    int n;
    struct entry *entry; /* sorted by (word, language) */
    uint32_t entries, room;
    uint32_t mask;
    struct slot *index; /* hash table */
    uint64_t known[512]; /* a bit for each word, by 15 bits of its hash: few others are looked up */
    uint32_t stops[LANGUAGES + 1]
                  [STOPS]; /* hash tables: the words of each language; the last is empty */
};

static int add_word(struct languages *l, const char *word, size_t n, uint32_t rank) {
    if (l->entries == l->room) {
        const uint32_t room = l->room * 2 + 4096;
        struct entry *e = realloc(l->entry, room * sizeof *e);
        if (!e) return -1;
        l->entry = e;
        l->room = room;
    }
    const double share = 0.06 / pow(rank + 1, 0.75), background = 0.0004;
    l->entry[l->entries++] = (struct entry){words_hash(word, n), (uint8_t)l->n,
                                            (int16_t)lround(100 * log(share / background))};
    return 0;
}

static enum script script_of_code(const char *code) {
    static const struct {
        const char codes[40];
        enum script s;
    } table[] = {{"ru uk be bg sr mk kk", CYRILLIC},
                 {"ar fa ur", ARABIC},
                 {"hi mr ne", DEVANAGARI},
                 {"el", GREEK}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (strstr(table[i].codes, code)) return table[i].s;
    return LATIN;
}

static int add_line(struct languages *l, const char *s, size_t n) {
    const char *blank = memchr(s, ' ', n);
    if (!blank || blank - s > 3 || l->n == LANGUAGES) return 0;
    memcpy(l->code[l->n], s, (size_t)(blank - s));
    l->script[l->n] = script_of_code(l->code[l->n]);
    uint32_t rank = 0;
    for (size_t i = (size_t)(blank - s) + 1, j; i < n; i = j + 1) {
        for (j = i; j < n && s[j] != ' '; j++)
            ;
        if (j > i && rank < MOST_WORDS && add_word(l, s + i, j - i, rank++)) return -1;
    }
    l->n++;
    return 0;
}

static int by_word(const void *a, const void *b) {
    const struct entry *x = a, *y = b;
    if (x->word != y->word) return x->word < y->word ? -1 : 1;
    if (x->language != y->language) return x->language < y->language ? -1 : 1;
    return x->gain > y->gain ? -1 : x->gain < y->gain;
}

static void add_stop(uint32_t *stops, uint32_t word) {
    uint32_t slot = word % STOPS;
    while (stops[slot] && stops[slot] != word) slot = (slot + 1) % STOPS;
    stops[slot] = word;
}

/* Sorts the entries, leaves out words that a list has twice, and builds the table. */
static int seal(struct languages *l) {
    uint32_t kept = 0, size = 1024, slot = 0;
    qsort(l->entry, l->entries, sizeof *l->entry, by_word);
    for (uint32_t i = 0; i < l->entries; i++)
        if (!kept || l->entry[kept - 1].word != l->entry[i].word ||
            l->entry[kept - 1].language != l->entry[i].language)
            l->entry[kept++] = l->entry[i];
    l->entries = kept;
    for (uint32_t i = 0; i < kept; i++) add_stop(l->stops[l->entry[i].language], l->entry[i].word);
    while (size < 2 * kept) size *= 2;
    l->mask = size - 1;
    if (!(l->index = calloc(size, sizeof *l->index))) return -1;
    for (uint32_t i = 0; i < kept; i++) {
        const uint32_t word = l->entry[i].word;
        if (!i || l->entry[i - 1].word != word) {
            for (slot = word & l->mask; l->index[slot].n;) slot = (slot + 1) & l->mask;
            l->index[slot] = (struct slot){word, (uint16_t)i, 0};
            l->known[word >> 6 & 511] |= (uint64_t)1 << (word & 63);
        }
        l->index[slot].n++;
    }
    return 0;
}

struct languages *languages_load(const char *file, size_t n) {
    struct languages *l = calloc(1, sizeof *l);
    int bad = !l;
    for (size_t i = 0, end; i < n && !bad; i = end + 1) {
        const char *stop = memchr(file + i, '\n', n - i);
        end = stop ? (size_t)(stop - file) : n;
        if (end > i && file[i] != '#') bad = add_line(l, file + i, end - i);
    }
    if (bad || seal(l)) return languages_free(l), NULL;
    return l;
}

void languages_free(struct languages *l) {
    if (!l) return;
    free(l->entry);
    free(l->index);
    free(l);
}

static struct slot find(const struct languages *l, uint32_t word) {
    uint32_t slot = word & l->mask;
    while (words_is_other(l->index[slot].word, word)) slot = (slot + 1) & l->mask;
    return l->index[slot];
}

int languages_find(const struct languages *l, const char *code, size_t n) {
    for (int i = 0; i < l->n; i++)
        if (strlen(l->code[i]) == n && !memcmp(l->code[i], code, n)) return i;
    return -1;
}

/* Languages that alone have their script, as numbers behind those of the lists. */
static const struct {
    char code[4];
    enum script s;
} lone[] = {{"ja", KANA},     {"ko", HANGUL},   {"zh", HAN},     {"th", THAI},  {"he", HEBREW},
            {"ka", GEORGIAN}, {"hy", ARMENIAN}, {"bn", BENGALI}, {"ta", TAMIL}, {"el", GREEK}};

const char *languages_code(const struct languages *l, int language) {
    if (language >= LANGUAGES) return lone[language - LANGUAGES].code;
    return language < 0 ? "und" : l->code[language];
}

static int lone_language(const uint32_t *letters, uint32_t all) {
    for (size_t i = 0; i < sizeof lone / sizeof *lone; i++) {
        const uint32_t n = letters[lone[i].s];
        if (lone[i].s == KANA ? n && 5 * (n + letters[HAN]) > all * 2 && 10 * n > letters[HAN]
                              : 2 * n > all)
            return LANGUAGES + (int)i;
    }
    return -1;
}

static enum script main_script(const uint32_t *letters) {
    int best = 0;
    for (int i = 1; i < SCRIPTS; i++)
        if (letters[i] > letters[best]) best = i;
    return (enum script)best;
}

/* The language of `script` with the best score of about `sample` words, taken evenly from the text; -1 when unsure. */
static int guess(const struct languages *l, const struct words *w, enum script script,
                 uint32_t sample) {
    int64_t score[LANGUAGES] = {0};
    const uint32_t step = w->n / sample + 1;
    uint32_t seen = 0;
    for (uint32_t i = 0; i < w->n; i += step, seen++) {
        const uint32_t word = w->word[i];
        if (!(l->known[word >> 6 & 511] >> (word & 63) & 1)) continue;
        const struct slot s = find(l, word);
        for (uint32_t k = s.first; k < (uint32_t)s.first + s.n; k++)
            score[l->entry[k].language] += l->entry[k].gain;
    }
    int best = -1, second = -1;
    for (int i = 0; i < l->n; i++) {
        if (l->script[i] != script) continue;
        if (best < 0 || score[i] > score[best])
            second = best, best = i;
        else if (second < 0 || score[i] > score[second])
            second = i;
    }
    if (best < 0) return -1;
    /* at least three good words, one word in 14, and a clear lead */
    const int64_t lead = score[best] - (second < 0 ? 0 : score[second]);
    const int is_sure = score[best] >= 900 && score[best] >= 30 * (int64_t)seen && lead >= 250 &&
                        lead * 20 >= score[best];
    return is_sure ? best : -1;
}

int languages_guess(const struct languages *l, const struct words *w) {
    uint32_t all = 0;
    for (int i = 0; i < SCRIPTS; i++) all += w->script[i];
    if (all < 12) return -1;
    const int alone = lone_language(w->script, all);
    if (alone >= 0 && lone[alone - LANGUAGES].s != GREEK) return alone;
    const enum script script = main_script(w->script);
    const int found = guess(l, w, script, SAMPLE);
    return found >= 0 || w->n <= SAMPLE ? found : guess(l, w, script, 4 * SAMPLE);
}

int languages_has_stops(int language) { return language >= 0 && language < LANGUAGES; }

const uint32_t *languages_stops(const struct languages *l, int language) {
    return l->stops[languages_has_stops(language) ? language : LANGUAGES];
}
