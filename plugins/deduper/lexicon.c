/* lexicon.c: reads the file of function words. */
#define XXH_INLINE_ALL
#include "lexicon.h"
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

static pl_str next_line(pl_str *rest) {
    const char *end = memchr(rest->p, '\n', rest->n);
    const size_t n = end ? (size_t)(end - rest->p) : rest->n;
    const pl_str line = {rest->p, n};
    rest->p += n + (end != NULL);
    rest->n -= n + (end != NULL);
    return line;
}

static bool add_word(struct words *w, pl_str word) {
    if (w->n >= WORDS_ROOM / 2) return false;
    const uint64_t hash = XXH3_64bits(word.p, word.n);
    if (words_have(w, hash)) return true;
    uint32_t i = (uint32_t)hash;
    while (w->v[i % WORDS_ROOM]) i++;
    w->v[i % WORDS_ROOM] = hash;
    w->n++;
    return true;
}

static bool add_line(struct words *w, pl_str line) {
    bool ok = true;
    for (size_t i = 0; i < line.n;) {
        size_t end = i;
        while (end < line.n && line.p[end] != ' ') end++;
        if (end > i) ok &= add_word(w, (pl_str){line.p + i, end - i});
        i = end + 1;
    }
    return ok;
}

static bool begin_section(struct lexicon *l, pl_str line) {
    if (line.n != 4 || line.p[3] != ']' || l->n == LANGUAGES) return false;
    memcpy(l->v[l->n++].code, line.p + 1, 2);
    return true;
}

int lexicon_read(struct lexicon *l, pl_str bytes) {
    if (!(l->v = calloc(LANGUAGES, sizeof *l->v))) return -1;
    for (int number = 1; bytes.n; number++) {
        const pl_str line = next_line(&bytes);
        if (!line.n || line.p[0] == '#') continue;
        const bool section = line.p[0] == '[';
        if (section ? !begin_section(l, line) : !l->n || !add_line(&l->v[l->n - 1], line))
            return number;
    }
    return 0;
}

const struct words *lexicon_find(const struct lexicon *l, pl_str language) {
    if (language.n < 2 || (language.n > 2 && language.p[2] != '-' && language.p[2] != '_'))
        return NULL;
    for (uint32_t i = 0; i < l->n; i++)
        if (!memcmp(l->v[i].code, language.p, 2)) return &l->v[i];
    return NULL;
}

void lexicon_free(struct lexicon *l) {
    free(l->v);
    *l = (struct lexicon){0};
}
