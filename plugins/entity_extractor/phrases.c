/* phrases.c: puts phrases into the table, cut into words as the tokenizer cuts them. */
#include "phrases.h"
#include "large.h"
#include <string.h>

/* Enough for the lists that we ship. */
enum { FIRST_ROOM = LARGE_PAGE / sizeof(struct phrase_slot) };

static int grow(struct phrases *p) {
    struct phrase_slot *const old = p->slots;
    const uint32_t old_n = old ? p->mask + 1 : 0;
    const uint32_t room = old ? 2 * old_n : FIRST_ROOM;
    struct phrase_slot *slots = large_alloc(room * sizeof *slots);
    if (!slots) return -1;
    slots->key = 1; /* so that a search goes past it */
    p->slots = slots;
    p->mask = room - 1;
    for (uint32_t i = 1; i < old_n; i++)
        if (old[i].key) slots[phrases_at(p, old[i].key)] = old[i];
    large_free(old, old_n * sizeof *old);
    return 0;
}

static struct phrase_slot *slot_for(struct phrases *p, uint64_t key) {
    if (p->used * 2 >= p->mask && grow(p)) return NULL;
    struct phrase_slot *s = &p->slots[phrases_at(p, key)];
    p->used += !s->key;
    s->key = key;
    return s;
}

/* What a byte does to the word that it would be in. */
enum { GOES_ON, ENDS, IS_WORD, ENDS_PHRASE };
static const uint8_t effects[256] = {
    [' '] = ENDS,    ['\t'] = ENDS,   ['-'] = IS_WORD, [','] = IS_WORD,    ['('] = IS_WORD,
    [')'] = IS_WORD, ['/'] = IS_WORD, [':'] = IS_WORD, [';'] = IS_WORD,    ['!'] = IS_WORD,
    ['?'] = IS_WORD, ['"'] = IS_WORD, ['%'] = IS_WORD, ['|'] = ENDS_PHRASE};
static uint8_t effect_of(char c) { return effects[(uint8_t)c]; }

/* A full stop stays with one letter, with letters that have stops between them, and with short words (St. Inc. Corp.). */
static size_t without_stop(const char *p, size_t n) {
    if (n < 2 || p[n - 1] != '.' || memchr(p, '.', n - 1) || n <= 5) return n;
    return n - 1;
}

/* The length of the word at `p`. */
static size_t word_length(const char *p, size_t n) {
    size_t end = 0;
    if (effect_of(*p) == IS_WORD) return 1;
    if (*p == '\'' && n >= 2 && p[1] == 's') return 2;
    while (end < n && effect_of(p[end]) == GOES_ON) end++;
    if (end > 2 && p[end - 1] == 's' && p[end - 2] == '\'') return end - 2;
    return without_stop(p, end);
}

/* The hash of the word at `p`, and its length. Most words are a few letters. */
static uint64_t read_word(const struct phrase_source *s, size_t *n) {
    const size_t most = (size_t)(s->end - s->p);
    if (s->limit - s->p >= LETTERS_ROOM) {
        const uint64_t hash = letters_hash(s->p, n);
        if (*n && *n < LETTERS_ROOM && *n <= most && (*n == most || effect_of(s->p[*n]) != GOES_ON))
            return hash;
    }
    *n = word_length(s->p, most);
    return word_hash(s->p, *n);
}

int phrases_add(struct phrases *t, struct phrase_source *s, enum phrase_use use,
                struct phrase *out) {
    uint64_t key = 0;
    struct phrase_slot *slot = NULL;
    uint8_t effect;
    size_t n;
    out->begin = out->last = out->end = s->p;
    for (; s->p < s->end && (effect = effect_of(*s->p)) != ENDS_PHRASE; s->p += n) {
        n = 1;
        if (effect == ENDS) continue;
        key = phrase_step(key, read_word(s, &n));
        if (slot)
            slot->more |= (uint16_t)use;
        else {
            t->first[key >> 48] |= phrases_bit(key);
            out->begin = s->p;
        }
        if (!(slot = slot_for(t, key))) return -1;
        out->last = s->p;
        out->end = s->p + n;
    }
    out->slot = slot;
    return 0;
}

void phrases_look_up(const struct phrases *p, struct words *s) {
    for (uint32_t i = 0; i < s->n; i++) {
        const uint64_t key = phrase_step(0, s->v[i].hash);
        s->v[i].slot = 0;
        if (!(p->first[key >> 48] & phrases_bit(key))) continue;
        const uint32_t at = phrases_at(p, key);
        if (p->slots[at].key) s->v[i].slot = at;
    }
}

void phrases_free(struct phrases *p) {
    if (p->slots) large_free(p->slots, (p->mask + 1) * sizeof *p->slots);
    memset(p, 0, sizeof *p);
}
