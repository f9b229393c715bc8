/* stem.c: English inflections by rule: plurals, possessives, -ed and -ing (the first step of Porter's algorithm, 1980). Derived
 * words stay apart: "nation" and "national" are two words. */
#include "stem.h"
#include <string.h>
#include <xxhash.h>

enum { LONGEST = 32 };

static int is_vowel(const char *w, uint32_t i) {
    return w[i] == 'a' || w[i] == 'e' || w[i] == 'i' || w[i] == 'o' || w[i] == 'u' ||
           (w[i] == 'y' && i && !is_vowel(w, i - 1));
}

/* Porter's m: how often a vowel is followed by a consonant in the first n letters. */
static uint32_t measure(const char *w, uint32_t n) {
    uint32_t m = 0;
    for (uint32_t i = 1; i < n; i++) m += is_vowel(w, i - 1) && !is_vowel(w, i);
    return m;
}

static int has_vowel(const char *w, uint32_t n) {
    for (uint32_t i = 0; i < n; i++)
        if (is_vowel(w, i)) return 1;
    return 0;
}

static int ends(const char *w, uint32_t n, const char *with) {
    const uint32_t k = (uint32_t)strlen(with);
    return n >= k && !memcmp(w + n - k, with, k);
}

static uint32_t without_possessive(const char *w, uint32_t n) {
    if (n > 1 && w[n - 1] == 's' && w[n - 2] == '\'') return n - 2;
    return n > 1 && w[n - 1] == '\'' && w[n - 2] == 's' ? n - 1 : n;
}

static uint32_t without_plural(const char *w, uint32_t n) {
    if (n < 4 || w[n - 1] != 's') return n;
    if (ends(w, n, "sses")) return n - 2;
    if (ends(w, n, "ies")) return n > 4 ? n - 2 : n - 1;
    return w[n - 2] == 's' || w[n - 2] == 'u' || w[n - 2] == 'i' ? n : n - 1;
}

static int ends_short(const char *w, uint32_t n) {
    return n >= 3 && !is_vowel(w, n - 3) && is_vowel(w, n - 2) && !is_vowel(w, n - 1) &&
           !strchr("wxy", w[n - 1]);
}

/* "hoping" -> "hope", "hopping" -> "hop": what an ending took away comes back. */
static uint32_t mend(char *w, uint32_t n) {
    const int e = ends(w, n, "at") || ends(w, n, "bl") || ends(w, n, "iz") ||
                  (measure(w, n) == 1 && ends_short(w, n));
    if (n > 2 && w[n - 1] == w[n - 2] && !is_vowel(w, n - 1) && !strchr("lsz", w[n - 1]))
        return n - 1;
    if (e) w[n++] = 'e';
    return n;
}

static uint32_t without_ending(char *w, uint32_t n) {
    if (w[n - 1] == 'd' && w[n - 2] == 'e') {
        if (w[n - 3] == 'e') return measure(w, n - 3) ? n - 1 : n;
        return has_vowel(w, n - 2) ? mend(w, n - 2) : n;
    }
    return ends(w, n, "ing") && has_vowel(w, n - 3) ? mend(w, n - 3) : n;
}

uint32_t stem_cut(char *w, uint32_t n) {
    n = without_possessive(w, n);
    n = without_plural(w, n);
    if (n > 3) n = without_ending(w, n);
    if (n > 2 && w[n - 1] == 'y' && !is_vowel(w, n - 2)) w[n - 1] = 'i';
    while (n > 3 && w[n - 1] == 'e') n--; /* "hope" and "hoped", "agree" and "agreed" */
    return n;
}

/* At byte i of a word: the curly apostrophe. */
static int is_curly(pl_str s, size_t i) {
    return i + 2 < s.n && !memcmp(s.p + i, "\xe2\x80\x99", 3);
}

uint32_t stem_fold(pl_str word, char *w) {
    const char *p = word.p, *const end = p + word.n;
    char *out = w;
    for (; p < end; p++) {
        const unsigned char letter = (unsigned char)*p | 32;
        *out++ = (char)letter;
        if (letter >= 'a' && letter <= 'z') continue;
        if (*p != '\'' && !is_curly(word, (size_t)(p - word.p))) return 0;
        out[-1] = '\'';
        p += *p == '\'' ? 0 : 2;
    }
    return (uint32_t)(out - w);
}

uint64_t stem_key(pl_str stem) { return ~XXH3_64bits(stem.p, stem.n); }

uint64_t stem_of(pl_str word, uint64_t hash) {
    char stem[LONGEST + 1];
    const uint32_t n = word.n <= LONGEST ? stem_fold(word, stem) : 0;
    return n ? stem_key((pl_str){stem, stem_cut(stem, n)}) : ~hash;
}
