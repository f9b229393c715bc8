/* match.c: finds the patterns that cover a line: by its first or last word or one in between, then by who stands beside that word, at
 * the other end, and anywhere; only then an automaton runs. */
#include <stdlib.h>
#include <string.h>
#include "pattern.h"

/* ---- the index ---- */

static const uint64_t anybody = UINT64_MAX;

/* Words as a set that may hold others too: a bit by the hash of each. */
static uint64_t bit_of(uint32_t word) { return (uint64_t)1 << (word & 63); }

/* Who may stand at the positions of `set`. */
static uint64_t who_at(const struct lexicon *x, const struct pattern *p, uint64_t set) {
    const struct label *const label = pattern_labels(x, p);
    uint64_t who = set & p->any ? anybody : 0;
    for (uint32_t i = 0; i < p->labels && who != anybody; i++)
        if (set >> label[i].position & 1) who |= bit_of(label[i].word);
    return who;
}

/* Positions that may come before those of `set`. */
static uint64_t before(const struct lexicon *x, const struct pattern *p, uint64_t set) {
    const uint64_t *const follow = x->follow + p->follow;
    uint64_t all = 0;
    for (uint32_t k = 0; k < p->positions; k++) all |= (uint64_t)((follow[k] & set) != 0) << k;
    return all;
}

static uint64_t behind(const struct lexicon *x, const struct pattern *p, uint64_t set) {
    const uint64_t *const follow = x->follow + p->follow;
    uint64_t all = 0;
    for (uint64_t left = set; left; left &= left - 1) all |= follow[__builtin_ctzll(left)];
    return all;
}

static int kind_of(const struct pattern *p) {
    return !(p->first & p->any) ? BY_FIRST : !(p->last & p->any) ? BY_LAST : BY_INNER;
}

/* The positions one of which tells that the pattern may fit. */
static uint64_t key_of(const struct pattern *p, int kind) {
    return kind == BY_FIRST ? p->first : kind == BY_LAST ? p->last : p->must[0].set;
}

/* Positions beside those of `set`, behind them or, at the end of the line, before; 0: the line may end there. */
static uint64_t beside(const struct lexicon *x, const struct pattern *p, uint64_t set, int kind) {
    if (kind == BY_LAST) return p->first & set ? 0 : before(x, p, set);
    return p->last & set ? 0 : behind(x, p, set);
}

static struct cell *cell_of(const struct lexicon *x, const struct pattern *p, uint32_t word) {
    struct cell *const cell = x->cell + p->cell;
    uint32_t i = word & (p->cells - 1);
    while (words_is_other(cell[i].word, word)) i = (i + 1) & (p->cells - 1);
    return &cell[i];
}

/* Each pattern gets a hash table of its words. */
static int fill_cells(struct lexicon *x) {
    uint32_t all = 0;
    for (uint32_t i = 0; i < x->n; i++) {
        struct pattern *p = &x->v[i];
        p->cell = all;
        for (p->cells = 2; 4 * p->cells < 5 * p->labels; p->cells *= 2)
            ;
        all += p->cells;
    }
    if (!(x->cell = calloc(all + 1, sizeof *x->cell))) return -1;
    for (uint32_t i = 0; i < x->n; i++) {
        const struct pattern *p = &x->v[i];
        const struct label *l = pattern_labels(x, p), *const end = l + p->labels;
        for (; l < end; l++) {
            struct cell *c = cell_of(x, p, l->word);
            c->word = l->word;
            c->positions |= (uint64_t)1 << l->position;
        }
    }
    return 0;
}

static uint32_t bucket_of(uint32_t word) { return word >> (32 - INDEX_BITS); }

static void count_keys(const struct lexicon *x, const struct pattern *p, int kind,
                       struct table *t) {
    const struct cell *c = x->cell + p->cell, *const end = c + p->cells;
    const uint64_t set = key_of(p, kind);
    for (; c < end; c++) {
        if (!(c->positions & set)) continue;
        t->from[bucket_of(c->word) + 1]++;
        t->bits[c->word >> 6 & 1023] |= bit_of(c->word);
    }
}

/* Where each bucket begins, from how many keys it will have. Returns how many there are. */
static uint32_t place_buckets(struct table *t) {
    uint32_t all = 0;
    for (uint32_t i = 1; i <= 1 << INDEX_BITS; i++) {
        const uint32_t n = t->from[i];
        t->from[i] = all;
        all += n;
    }
    return all;
}

static void add_keys(const struct lexicon *x, const struct pattern *p, int kind, struct table *t) {
    struct key key = {.far = kind == BY_INNER ? anybody
                                              : who_at(x, p, kind == BY_FIRST ? p->last : p->first),
                      .near = anybody,
                      .pattern = (uint32_t)(p - x->v),
                      .marks = p->marks,
                      .least = p->least,
                      .most = p->most};
    const struct cell *c = x->cell + p->cell, *const end = c + p->cells;
    const uint64_t set = key_of(p, kind);
    uint64_t last = 0; /* beside the word before, most often beside the next one too */
    for (; c < end; c++) {
        if (!(c->positions & set)) continue;
        const uint64_t now = beside(x, p, c->positions & set, kind);
        if (now != last) key.near = now ? who_at(x, p, now) : anybody;
        last = now;
        key.word = c->word;
        t->keys[t->from[bucket_of(key.word) + 1]++] = key;
    }
}

/* The numbers of the patterns, those that cover the longest lines first. */
static uint32_t *sort_by_length(const struct lexicon *x) {
    uint32_t from[MAX_WORDS + 2] = {0}, *const order = malloc((x->n + 1) * sizeof *order);
    for (uint32_t i = 0; i < x->n && order; i++) from[MAX_WORDS - x->v[i].most + 1]++;
    for (int i = 1; i <= MAX_WORDS; i++) from[i] += from[i - 1];
    for (uint32_t i = 0; i < x->n && order; i++) order[from[MAX_WORDS - x->v[i].most]++] = i;
    return order;
}

static int fill_table(const struct lexicon *x, int kind, const uint32_t *order, struct table *t) {
    for (uint32_t i = 0; i < x->n; i++)
        if (kind_of(&x->v[i]) == kind) count_keys(x, &x->v[i], kind, t);
    if (!(t->keys = malloc((place_buckets(t) + 1) * sizeof *t->keys))) return -1;
    for (uint32_t i = 0; i < x->n; i++)
        if (kind_of(&x->v[order[i]]) == kind) add_keys(x, &x->v[order[i]], kind, t);
    return 0;
}

/* How often words are in patterns, by 16 bits of their hashes: what is rare there is rare in texts, most often. */
struct frequency {
    uint32_t of[1 << 16];
};

static void note_words(struct lexicon *x, struct frequency *f) {
    for (uint32_t i = 0; i < x->labels; i++) {
        const uint32_t word = x->label[i].word;
        const uint32_t second = lexicon_second(word);
        x->known[word >> 6 & (LEXICON_KNOWN - 1)] |= bit_of(word);
        x->known[second >> 6] |= bit_of(second);
        f->of[word & 0xffff]++;
    }
}

static uint32_t frequency_of(const struct lexicon *x, const struct pattern *p,
                             const struct must *must, const struct frequency *f) {
    const struct label *const label = pattern_labels(x, p);
    uint32_t sum = 0;
    for (uint32_t i = must->from; i < must->to; i++)
        if (must->set >> label[i].position & 1) sum += f->of[label[i].word & 0xffff];
    return sum;
}

/* The rarest place comes first: by it the pattern is found, or, if it is found by an end, it is asked for before others. */
static void rank_musts(const struct lexicon *x, struct pattern *p, const struct frequency *f) {
    const uint32_t begin = kind_of(p) == BY_INNER ? 0 : 1;
    uint32_t best = begin, least = UINT32_MAX;
    for (uint32_t i = begin; i < p->musts; i++) {
        const uint32_t n = frequency_of(x, p, &p->must[i], f);
        if (n < least) least = n, best = i;
    }
    const struct must rarest = p->must[best];
    p->must[best] = p->must[begin];
    p->must[begin] = rarest;
}

const uint64_t *lexicon_words(const struct lexicon *x) { return x->known; }

int lexicon_seal(struct lexicon *x) {
    uint32_t *const order = sort_by_length(x);
    struct frequency *const f = calloc(1, sizeof *f);
    int rc = order && f ? fill_cells(x) : -1;
    if (!rc) note_words(x, f);
    for (uint32_t i = 0; i < x->n && !rc; i++) rank_musts(x, &x->v[i], f);
    for (int kind = 0; kind < TABLES && !rc; kind++)
        rc = fill_table(x, kind, order, &x->table[kind]);
    free(order);
    free(f);
    return rc;
}

/* ---- one line ---- */

/* Those of the positions of `set` that take the word. */
static uint64_t accepting(const struct lexicon *x, const struct pattern *p, uint64_t set,
                          uint32_t word) {
    return set & (p->any | cell_of(x, p, word)->positions);
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
    const uint64_t *const follow = x->follow + p->follow;
    if ((p->marks & LINE_LABEL) && (!l->label || l->label > p->head)) return 0;
    if (!accepting(x, p, p->last, word[n - 1])) return 0;
    uint64_t live = accepting(x, p, p->first, word[0]);
    for (uint32_t i = 1; i < n && live; i++) {
        uint64_t next = 0;
        for (uint64_t left = live; left; left &= left - 1) next |= follow[__builtin_ctzll(left)];
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

static int may_have(const struct query *q, const struct pattern *p, const struct must *must) {
    const struct label *const label = pattern_labels(q->x, p);
    for (uint32_t i = must->from; i < must->to; i++) {
        const uint32_t word = label[i].word;
        if (q->bits[word >> 6 & 63] >> (word & 63) & 1 && must->set >> label[i].position & 1)
            return 1;
    }
    return 0;
}

/* May the line have a word for each place that every line passes? The first has led here, or is most often the begin of the line. */
static int has_musts(struct query *q, const struct pattern *p) {
    if (!q->has_bits) take_bits(q);
    for (uint32_t i = 1; i < p->musts; i++)
        if (!may_have(q, p, &p->must[i])) return 0;
    return 1;
}

static int is_marked(const struct table *t, uint32_t word) {
    return t->bits[word >> 6 & 1023] >> (word & 63) & 1;
}

/* Tries the patterns that are found by word i. */
static void search(struct query *q, int kind, uint32_t i) {
    const struct table *t = &q->x->table[kind];
    const uint32_t word = q->word[i], *from = t->from + bucket_of(word), n = q->line->words;
    const uint32_t beside = kind == BY_LAST ? i - 1 : i + 1; /* below 0 wraps round */
    const uint64_t near = beside < n ? bit_of(q->word[beside]) : anybody,
                   far = bit_of(q->word[kind == BY_FIRST ? n - 1 : 0]);
    const struct key *const end = t->keys + from[1];
    for (const struct key *k = t->keys + from[0]; k < end && k->most >= n; k++) {
        if (k->word != word || !(k->near & near) || !(k->far & far) || !is_fit(k, q->line))
            continue;
        const struct pattern *p = &q->x->v[k->pattern];
        if (has_musts(q, p) && covers(q->x, p, q->word, q->line))
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
