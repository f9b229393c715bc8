/* phrases.c: puts phrases into the table, cut into words as the tokenizer cuts them. */
#include "phrases.h"
#include <stdlib.h>
#include <string.h>

static int grow(struct phrases *p) {
    struct phrase_slot *const old = p->slots;
    const uint32_t old_n = old ? p->mask + 1 : 0;
    const uint32_t room = old ? 8 * old_n : 2048; /* few steps: moving is most of the cost */
    struct phrase_slot *slots = calloc(room + 1, sizeof *slots);
    if (!slots) return -1;
    p->slots = slots;
    p->mask = room - 1;
    for (uint32_t i = 1; i <= old_n; i++)
        if (old[i].key) slots[phrases_at(p, old[i].key)] = old[i];
    free(old);
    return 0;
}

static struct phrase_slot *slot_for(struct phrases *p, uint64_t key) {
    if ((!p->slots || p->used * 2 > p->mask) && grow(p)) return NULL;
    struct phrase_slot *s = &p->slots[phrases_at(p, key)];
    p->used += !s->key;
    s->key = key;
    return s;
}

static int is_space(char c) { return c == ' ' || c == '\t'; }
static int is_cut(char c) {
    static const char cuts[256] = {['-'] = 1, [','] = 1, ['('] = 1, [')'] = 1, ['/'] = 1, [':'] = 1,
                                   [';'] = 1, ['!'] = 1, ['?'] = 1, ['"'] = 1, ['%'] = 1};
    return cuts[(uint8_t)c];
}

/* A full stop stays with one letter, with letters that have stops between them, and with short words (St. Inc. Corp.). */
static size_t without_stop(const char *p, size_t n) {
    if (n < 2 || p[n - 1] != '.' || memchr(p, '.', n - 1) || n <= 5) return n;
    return n - 1;
}

/* The length of the word at `p`. */
static size_t word_length(const char *p, size_t n) {
    size_t end = 0;
    if (is_cut(*p)) return 1;
    while (end < n && !is_space(p[end]) && !is_cut(p[end])) end++;
    if (end > 2 && p[end - 1] == 's' && p[end - 2] == '\'') return end - 2;
    return without_stop(p, end);
}

struct phrase_slot *phrases_add(struct phrases *p, const char *text, size_t n,
                                enum phrase_use use) {
    uint64_t key = 0;
    struct phrase_slot *s = NULL;
    for (size_t at = 0; at < n;) {
        if (is_space(text[at])) {
            at++;
            continue;
        }
        size_t length = word_length(text + at, n - at);
        if (text[at] == '\'' && n - at >= 2 && text[at + 1] == 's') length = 2;
        key = phrase_step(key, word_hash(text + at, length));
        if (s)
            s->more |= (uint16_t)use;
        else
            p->first[key >> 48] |= phrases_bit(key);
        if (!(s = slot_for(p, key))) return NULL;
        at += length;
    }
    return s;
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
    free(p->slots);
    memset(p, 0, sizeof *p);
}
