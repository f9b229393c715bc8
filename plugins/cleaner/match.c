/* match.c: finds the patterns that cover a line: by its first or last word or one in between, then by who stands beside that word, at
 * the other end, and anywhere; only then an automaton runs. */
#include <stdlib.h>
#include <string.h>
#include "pattern.h"

/* Of a word, those of long lines come first: a search ends where its line is too long for all that follow. */
static int by_word(const void *a, const void *b) {
    const struct key *x = a, *y = b;
    if (x->word != y->word) return x->word < y->word ? -1 : 1;
    if (x->most != y->most) return x->most > y->most ? -1 : 1;
    return x->pattern < y->pattern ? -1 : x->pattern > y->pattern;
}

static const struct who anybody = {UINT64_MAX, UINT64_MAX};

static struct who who_is(const struct lexicon *x, uint32_t word) {
    return (struct who){(uint64_t)1 << (word & 63), sets_of(&x->sets, word)};
}

static int may_be(struct who allowed, struct who is) {
    return ((allowed.words & is.words) | (allowed.sets & is.sets)) != 0;
}

/* Who may stand at the positions of `set`. */
static struct who who_at(const struct pattern *p, uint64_t set) {
    struct who all = {0};
    if (set & p->any) return anybody;
    for (uint64_t left = set; left; left &= left - 1) {
        const int i = __builtin_ctzll(left);
        if (p->sets >> i & 1)
            all.sets |= (uint64_t)1 << p->label[i];
        else
            all.words |= (uint64_t)1 << (p->label[i] & 63);
    }
    return all;
}

/* Positions that may come before position i. */
static uint64_t before(const struct pattern *p, int i) {
    uint64_t set = 0;
    for (int k = 0; k < p->positions; k++) set |= (p->follow[k] >> i & 1) << k;
    return set;
}

/* Who may stand beside position i, behind it or, at the end of the line, before it; anybody where the line may end there. */
static struct who who_beside(const struct pattern *p, int i, int kind) {
    if ((kind == BY_LAST ? p->first : p->last) >> i & 1) return anybody;
    return who_at(p, kind == BY_LAST ? before(p, i) : p->follow[i]);
}

static int table_of(const struct pattern *p) {
    return !(p->first & p->any) ? BY_FIRST : !(p->last & p->any) ? BY_LAST : BY_INNER;
}

/* The words that position i takes; it takes not any. */
static uint32_t words_at(const struct lexicon *x, const struct pattern *p, int i,
                         const uint32_t **word) {
    const int is_set = p->sets >> i & 1;
    *word = is_set ? x->sets.set[p->label[i]].word : &p->label[i];
    return is_set ? x->sets.set[p->label[i]].n : 1;
}

/* The keys of a pattern; `out` NULL: only counts. */
static uint32_t add_keys(const struct lexicon *x, uint32_t number, int kind, struct key *out) {
    const struct pattern *p = &x->v[number];
    const uint64_t set = kind == BY_FIRST ? p->first : kind == BY_LAST ? p->last : p->anchor;
    const uint64_t far = kind == BY_FIRST ? p->last : kind == BY_LAST ? p->first : p->any;
    uint32_t n = 0;
    for (uint64_t left = set; left; left &= left - 1) {
        const int i = __builtin_ctzll(left);
        const uint32_t *word, words = words_at(x, p, i, &word);
        for (uint32_t k = 0; k < words && out; k++)
            out[n + k] = (struct key){.word = word[k],
                                      .pattern = number,
                                      .far = who_at(p, far),
                                      .near = who_beside(p, i, kind),
                                      .marks = p->marks,
                                      .least = p->least,
                                      .most = p->most};
        n += words;
    }
    return n;
}

static int fill_table(const struct lexicon *x, int kind, struct table *t) {
    size_t total = 1;
    for (uint32_t i = 0; i < x->n; i++)
        if (table_of(&x->v[i]) == kind) total += add_keys(x, i, kind, NULL);
    if (!(t->keys = malloc(total * sizeof *t->keys))) return -1;
    for (uint32_t i = 0; i < x->n; i++)
        if (table_of(&x->v[i]) == kind) t->n += add_keys(x, i, kind, t->keys + t->n);
    qsort(t->keys, t->n, sizeof *t->keys, by_word);
    for (uint32_t i = 0; i < t->n; i++) {
        const uint32_t word = t->keys[i].word;
        t->bits[word >> 6 & 1023] |= (uint64_t)1 << (word & 63);
        t->from[(word >> (32 - INDEX_BITS)) + 1]++;
    }
    for (uint32_t i = 0; i < 1 << INDEX_BITS; i++) t->from[i + 1] += t->from[i];
    return 0;
}

static void note_words(struct lexicon *x, const struct pattern *p) {
    const uint32_t *word;
    for (int i = 0; i < p->positions; i++)
        for (uint32_t n = p->any >> i & 1 ? 0 : words_at(x, p, i, &word); n--;)
            x->known[word[n] >> 6 & 1023] |= (uint64_t)1 << (word[n] & 63);
}

int lexicon_knows(const struct lexicon *x, uint32_t word) {
    return x->known[word >> 6 & 1023] >> (word & 63) & 1;
}

int lexicon_seal(struct lexicon *x) {
    if (sets_seal(&x->sets)) return -1;
    for (uint32_t i = 0; i < x->n; i++) note_words(x, &x->v[i]);
    for (int kind = 0; kind < TABLES; kind++)
        if (fill_table(x, kind, &x->table[kind])) return -1;
    return 0;
}

static uint64_t accepting(const struct lexicon *x, const struct pattern *p, uint64_t set,
                          uint32_t word) {
    uint64_t live = set & p->any;
    for (uint64_t left = set & ~(p->any | p->sets); left; left &= left - 1)
        if (p->label[__builtin_ctzll(left)] == word) live |= left & -left;
    const uint64_t in = set & p->sets ? sets_of(&x->sets, word) : 0;
    for (uint64_t left = set & p->sets; in && left; left &= left - 1)
        if (in >> p->label[__builtin_ctzll(left)] & 1) live |= left & -left;
    return live;
}

/* May the pattern of the key cover the line, by its least length and marks? */
static int is_fit(const struct key *k, const struct line *l) {
    /* "Share this!" is no sentence */
    const unsigned marks = l->marks & (l->marks & LINE_CALL ? ~LINE_STOP : ~0u);
    return l->words >= k->least && !(k->marks & (LINE_BRACKET | LINE_BAR) & ~marks) &&
           !(k->marks & marks & (LINE_STOP | LINE_ROUND));
}

static int covers(const struct lexicon *x, const struct pattern *p, const uint32_t *word,
                  const struct line *l) {
    const uint32_t n = l->words;
    if ((p->marks & LINE_LABEL) && (!l->label || l->label > p->head)) return 0;
    if (!accepting(x, p, p->last, word[n - 1])) return 0;
    uint64_t live = accepting(x, p, p->first, word[0]);
    for (uint32_t i = 1; i < n && live; i++) {
        uint64_t next = 0;
        for (uint64_t left = live; left; left &= left - 1) next |= p->follow[__builtin_ctzll(left)];
        live = accepting(x, p, next, word[i]);
    }
    return (live & p->last) != 0;
}

/* The best of two: a `keep` before all others, then the earlier one. */
static uint32_t better(const struct lexicon *x, uint32_t a, uint32_t b) {
    if (a == UINT32_MAX || b == UINT32_MAX) return a < b ? a : b;
    const int keep_a = x->v[a].entry.action == LEXICON_KEEP,
              keep_b = x->v[b].entry.action == LEXICON_KEEP;
    return keep_a != keep_b ? (keep_a ? a : b) : a < b ? a : b;
}

/* A line that is looked up, and, when that is asked for, a bit for each of its words. */
struct query {
    const struct lexicon *x;
    const uint32_t *word;
    const struct line *line;
    uint32_t best;
    int has_bits;
    uint64_t bits[64];
};

static void take_bits(struct query *q) {
    memset(q->bits, 0, sizeof q->bits);
    for (uint32_t i = 0; i < q->line->words; i++)
        q->bits[q->word[i] >> 6 & 63] |= (uint64_t)1 << (q->word[i] & 63);
    q->has_bits = 1;
}

/* May the line have one of the words of the positions of `set`? */
static int may_have(const struct query *q, const struct pattern *p, uint64_t set) {
    if (set & p->sets) return 1;
    for (uint64_t left = set; left; left &= left - 1) {
        const uint32_t word = p->label[__builtin_ctzll(left)];
        if (q->bits[word >> 6 & 63] >> (word & 63) & 1) return 1;
    }
    return 0;
}

/* May the line have a word for each place that every line passes? */
static int has_musts(struct query *q, const struct pattern *p) {
    if (!q->has_bits) take_bits(q);
    for (uint32_t i = 0; i < p->musts; i++)
        if (!may_have(q, p, p->must[i])) return 0;
    return 1;
}

static int is_marked(const struct table *t, uint32_t word) {
    return t->bits[word >> 6 & 1023] >> (word & 63) & 1;
}

/* Tries the patterns that are found by word i. */
static void search(struct query *q, int kind, uint32_t i) {
    const struct table *t = &q->x->table[kind];
    const uint32_t word = q->word[i], *from = t->from + (word >> (32 - INDEX_BITS));
    const uint32_t beside = kind == BY_LAST ? i - 1 : i + 1; /* below 0 wraps round */
    const struct key *k = t->keys + from[0], *const end = t->keys + from[1];
    while (k < end && k->word != word) k++;
    if (k == end) return;
    const struct who near = beside < q->line->words ? who_is(q->x, q->word[beside]) : anybody,
                     far = who_is(q->x, q->word[kind == BY_FIRST ? q->line->words - 1 : 0]);
    for (; k < end && k->word == word && k->most >= q->line->words; k++) {
        const struct pattern *p = &q->x->v[k->pattern];
        if (may_be(k->near, near) && may_be(k->far, far) && is_fit(k, q->line) && has_musts(q, p) &&
            covers(q->x, p, q->word, q->line))
            q->best = better(q->x, q->best, k->pattern);
    }
}

const struct lexicon_entry *lexicon_find(const struct lexicon *x, const struct words *w,
                                         const struct line *line) {
    if (!line->words || line->words > MAX_WORDS) return NULL;
    const struct table *const t = x->table;
    const uint32_t end = line->words - 1, *const word = w->word + line->first_word;
    struct query q;
    q.x = x;
    q.word = word;
    q.line = line;
    q.best = UINT32_MAX;
    q.has_bits = 0;
    if (is_marked(&t[BY_FIRST], word[0])) search(&q, BY_FIRST, 0);
    if (is_marked(&t[BY_LAST], word[end])) search(&q, BY_LAST, end);
    for (uint32_t i = 0; i <= end; i++)
        if (is_marked(&t[BY_INNER], word[i])) search(&q, BY_INNER, i);
    return q.best == UINT32_MAX ? NULL : &x->v[q.best].entry;
}
