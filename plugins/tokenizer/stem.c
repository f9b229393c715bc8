/* stem.c: stems of words, by libstemmer. A stemmer takes longer than all the rest, so the stems of words that come again
 * are kept in a table that forgets. */
#include "stem.h"
#include <libstemmer.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>
#include "form.h"

enum { LANGUAGES = 32, CACHE = 1 << 13, LONGEST = 64 };

struct stemmer {
    char code[3];
    struct sb_stemmer *snowball; /* NULL: libstemmer does not know the language */
};

struct stems {
    struct stemmer languages[LANGUAGES];
    int n;
    struct {
        uint64_t word, stem; /* `word` is the hash of form and language */
    } cache[CACHE];
};

struct stems *stems_new(void) {
    return calloc(1, sizeof(struct stems));
}

void stems_free(struct stems *s) {
    if (!s) return;
    for (int i = 0; i < s->n; i++) sb_stemmer_delete(s->languages[i].snowball);
    free(s);
}

/* The last place is used again and again once there are too many languages. */
static const struct stemmer *stemmer_of(struct stems *s, pl_str language) {
    const char code[3] = {language.p[0], language.p[1], 0};
    for (int i = 0; i < s->n; i++)
        if (!memcmp(s->languages[i].code, code, sizeof code)) return &s->languages[i];
    if (s->n == LANGUAGES) sb_stemmer_delete(s->languages[--s->n].snowball);
    struct stemmer *const stemmer = &s->languages[s->n++];
    memcpy(stemmer->code, code, sizeof code);
    stemmer->snowball = sb_stemmer_new(code, "UTF_8");
    return stemmer;
}

static uint64_t stem_of(const struct stemmer *stemmer, const uint8_t *p, const pl_token *t) {
    uint8_t folded[LONGEST];
    const size_t n = form_fold(p + t->span.begin, t->span.end - t->span.begin, folded, LONGEST);
    const sb_symbol *const stem = n ? sb_stemmer_stem(stemmer->snowball, folded, (int)n) : NULL;
    return stem ? XXH3_64bits(stem, (size_t)sb_stemmer_length(stemmer->snowball)) : t->hash;
}

void stems_set(struct stems *s, pl_str language, const uint8_t *text, const struct tokens *t) {
    if (language.n < 2) return;
    const struct stemmer *const stemmer = stemmer_of(s, language);
    if (!stemmer->snowball) return;
    const uint64_t salt = XXH3_64bits(stemmer->code, 2);
    for (pl_token *v = t->v; v < t->v + t->n; v++) {
        if (v->kind != PL_WORD) continue;
        const uint64_t word = v->hash ^ salt;
        if (s->cache[word % CACHE].word != word) {
            s->cache[word % CACHE].word = word;
            s->cache[word % CACHE].stem = stem_of(stemmer, text, v);
        }
        v->stem = s->cache[word % CACHE].stem;
    }
}
