/* lexicon.c: patterns compiled to Glushkov automata of at most 64 positions, found by their first, last or an inner word.
 *
 * A position is one place for a word. `follow[p]` is the set of positions that may come after p; a set is one 64-bit integer, so
 * a line is matched in (words x live positions) steps and no text makes it slow. */
#include "lexicon.h"
#include <stdlib.h>
#include <string.h>
#include "sets.h"

enum { POSITIONS = 64, MAX_WORDS = 56, MAX_ANY = 48, INDEX_BITS = 12 };

struct pattern {
    struct lexicon_entry entry;
    uint64_t first, last; /* positions that may begin, may end */
    uint64_t any; /* positions that take any word */
    uint64_t sets; /* positions that take a word of the set that their label numbers */
    uint64_t anchor; /* positions one of which every line passes; 0: there are none */
    uint16_t positions,
        marks; /* LINE_BRACKET, LINE_LABEL, LINE_BAR: wanted; LINE_ROUND, LINE_STOP: not wanted */
    uint8_t head; /* words that may stand before the colon of a label */
    uint8_t least, most; /* words of a line that it may cover */
    uint32_t label[POSITIONS];
    uint64_t follow[POSITIONS];
};

/* Where a pattern is looked for: what can be told of a line before its automaton runs. */
struct key {
    uint32_t word, pattern;
    uint64_t far, near; /* a bit for each word that may stand at the other end, and beside `word` */
    uint16_t marks; /* of the pattern */
    uint8_t least, most;
};

/* "$name = a|b": what stands for $name in the patterns below it, in the file that is being read; and "@name = a b": a set. */
struct definition {
    const char *name, *text;
    size_t name_n, text_n;
    int set; /* its number; -1: it is no set */
};

/* How a pattern is found: by its first word, its last, or one in between. */
enum { BY_FIRST, BY_LAST, BY_INNER, TABLES };

struct lexicon {
    struct pattern *v;
    uint32_t n, room;
    struct definition *definitions;
    uint32_t definitions_n, definitions_room;
    struct sets sets;
    struct table {
        struct key *keys; /* sorted */
        uint32_t n,
            from[(1 << INDEX_BITS) + 1]; /* where those begin whose words have the same high bits */
        uint64_t bits[1024]; /* may a key have this word? */
    } table[TABLES];
    uint64_t known[1024]; /* a bit for each word of a pattern, by 16 bits of its hash */
    char **strings;
    uint32_t strings_n, strings_room;
};

struct lexicon *lexicon_new(void) {
    return calloc(1, sizeof(struct lexicon));
}

static int grow(void *p, uint32_t *room, size_t size) {
    void **v = p;
    const uint32_t more = *room * 2 + 64;
    void *q = realloc(*v, more * size);
    if (!q) return 0;
    *v = q;
    *room = more;
    return 1;
}

static const char *keep_string(struct lexicon *x, const char *head, const char *s, size_t n) {
    if (x->strings_n == x->strings_room && !grow(&x->strings, &x->strings_room, sizeof *x->strings))
        return NULL;
    const size_t h = strlen(head);
    char *copy = malloc(h + n + 1);
    if (!copy) return NULL;
    memcpy(copy, head, h);
    memcpy(copy + h, s, n);
    copy[h + n] = 0;
    // cppcheck-suppress memleak; the list has it
    return x->strings[x->strings_n++] = copy;
}

/* A part of a pattern: where it may begin, where it may end, and how many words it covers; none: it may be left out. */
struct part {
    uint64_t first, last;
    unsigned least, most;
};

static const char too_long[] = "more than 64 words that no group of alternatives holds";

struct parser {
    const struct lexicon *x;
    struct pattern *p;
    const char *at, *end;
    const char *message;
};

static struct part position(struct parser *s, uint32_t label) {
    if (s->p->positions == POSITIONS) return s->message = too_long, (struct part){0};
    s->p->label[s->p->positions] = label;
    const uint64_t bit = (uint64_t)1 << s->p->positions++;
    return (struct part){bit, bit, 1, 1};
}

static struct part then(struct parser *s, struct part a, struct part b) {
    for (uint64_t left = a.last; left; left &= left - 1)
        s->p->follow[__builtin_ctzll(left)] |= b.first;
    return (struct part){a.first | (a.least ? 0 : b.first), b.last | (b.least ? 0 : a.last),
                         a.least + b.least, a.most + b.most};
}

static const struct part nothing = {0};

/* One token as a text would be cut: "don't" is two words. */
static struct part token(struct parser *s, const char *t, size_t n) {
    struct part all = nothing;
    for (size_t i = 0, j; i < n; i = j + 1) {
        for (j = i; j < n && t[j] != '\'' && t[j] != '-' && t[j] != '.'; j++)
            ;
        if (j > i) {
            int digits = 1;
            for (size_t k = i; k < j; k++) digits &= t[k] >= '0' && t[k] <= '9';
            all = then(s, all, position(s, digits ? WORD_NUMBER : words_hash(t + i, j - i)));
        }
    }
    return all;
}

/* The definition whose name stands at p, behind its dollar or @; NULL: there is none. */
static const struct definition *defined(const struct lexicon *x, const char *p, const char *end,
                                        int is_set) {
    size_t n = 0;
    while (p + n < end && !strchr(" {|}", p[n])) n++;
    for (uint32_t i = x->definitions_n; i--;)
        if (x->definitions[i].name_n == n && is_set == (x->definitions[i].set >= 0) &&
            !memcmp(x->definitions[i].name, p, n))
            return &x->definitions[i];
    return NULL;
}

/* One word of a set. */
static struct part word_of_set(struct parser *s, const char *name) {
    const struct definition *d = defined(s->x, name, s->end, 1);
    if (!d) return s->message = "an @name that no line above defines", nothing;
    const struct part p = position(s, (uint32_t)d->set);
    s->p->sets |= p.first;
    return p;
}

static struct part any_words(struct parser *s, unsigned n) {
    struct part all = nothing;
    if (n > MAX_ANY) s->message = "*N is for 48 words at most";
    while (n-- && !s->message) {
        struct part one = position(s, 0);
        s->p->any |= one.first;
        one.least = 0;
        all = then(s, all, one);
    }
    return all;
}

static size_t token_length(const struct parser *s, const char *stop) {
    size_t n = 0;
    while (s->at + n < s->end && !strchr(stop, s->at[n])) n++;
    return n;
}

static void blanks(struct parser *s) {
    while (s->at < s->end && *s->at == ' ') s->at++;
}

static struct part item(struct parser *s);

/* {a|b c|}: behind the brace. */
static struct part alternatives(struct parser *s) {
    struct part all = {.least = MAX_WORDS + 1}, one = nothing;
    for (;;) {
        blanks(s);
        if (s->at == s->end) return s->message = "a brace is not closed", all;
        if (*s->at != '|' && *s->at != '}') {
            one = then(s, one, item(s));
            continue;
        }
        all = (struct part){all.first | one.first, all.last | one.last,
                            all.least < one.least ? all.least : one.least,
                            all.most > one.most ? all.most : one.most};
        one = nothing;
        if (*s->at++ == '}') break;
    }
    if (s->at < s->end && *s->at == '+') {
        s->at++;
        const unsigned least = all.least;
        all = then(s, all, all);
        all.least = least;
        all.most = MAX_WORDS;
    }
    return all;
}

/* The digits at the begin of a token; the pattern is not NUL-terminated. */
static unsigned number(const char *p, const char *end) {
    unsigned n = 0;
    for (; p < end && *p >= '0' && *p <= '9' && n < 1000; p++) n = 10 * n + (unsigned)(*p - '0');
    return n;
}

static struct part item(struct parser *s) {
    if (*s->at == '{') return s->at++, alternatives(s);
    const int optional = *s->at == '?';
    s->at += optional;
    if (optional && s->at < s->end && *s->at == '{') {
        s->at++;
        struct part group = alternatives(s);
        group.least = 0;
        return group;
    }
    const size_t n = token_length(s, " {|}");
    const char *t = s->at;
    s->at += n;
    if (!n) return s->message = "nothing after ?", s->at++, nothing;
    struct part p;
    if (*t == '#')
        p = position(s, WORD_NUMBER);
    else if (*t == '@')
        p = word_of_set(s, t + 1);
    else if (*t == '*')
        p = any_words(s, n > 1 ? number(t + 1, t + n) : 1);
    else
        p = token(s, t, n);
    if (optional) p.least = 0;
    return p;
}

/* The words of the longest alternative at the begin of a pattern. */
static uint8_t head_words(const char *p, const char *end) {
    const int group = p < end && *p == '{';
    uint8_t most = 0, n = 1;
    for (p += group; p < end && *p != (group ? '}' : ' '); p++) {
        if (strchr(" -'.", *p) && n < 32) n++;
        if (*p == '|') n = 1;
        if (n > most) most = n;
    }
    return most;
}

static const char *parse(const struct lexicon *x, struct pattern *p, const char *text, size_t n) {
    struct parser s = {x, p, text, text + n, NULL};
    for (; s.at + 1 < s.end && s.at[1] == ' ' && strchr("[(>:|", *s.at); s.at += 2)
        p->marks |= *s.at == '['   ? LINE_BRACKET | LINE_ROUND
                    : *s.at == '(' ? LINE_BRACKET
                    : *s.at == ':' ? LINE_LABEL
                    : *s.at == '|' ? LINE_BAR
                                   : LINE_STOP;
    struct part all = nothing;
    p->head = head_words(s.at, s.end);
    for (blanks(&s); s.at < s.end && !s.message; blanks(&s)) {
        const struct part one = item(&s);
        if (!p->anchor && one.least && !(one.first & p->any)) p->anchor = one.first;
        all = then(&s, all, one);
    }
    p->first = all.first;
    p->last = all.last;
    p->least = (uint8_t)(all.least < MAX_WORDS ? all.least : MAX_WORDS);
    p->most = (uint8_t)(all.most < MAX_WORDS ? all.most : MAX_WORDS);
    if (!s.message && !all.least) s.message = "the pattern fits an empty line";
    if (!s.message && !p->anchor) s.message = "no word of it is given";
    return s.message;
}

static const char *set_action(struct lexicon *x, struct lexicon_entry *e, const char *s, size_t n) {
    if (n == 4 && !memcmp(s, "drop", n))
        e->action = LEXICON_DROP;
    else if (n == 4 && !memcmp(s, "keep", n))
        e->action = LEXICON_KEEP;
    else if (n == 4 && !memcmp(s, "edge", n))
        e->action = LEXICON_EDGE;
    else if (n == 7 && !memcmp(s, "section", n))
        e->action = LEXICON_SECTION;
    else if (n > 5 && !memcmp(s, "meta:", 5)) {
        e->action = LEXICON_META;
        if (!(e->field = keep_string(x, "", s + 5, n - 5))) return "out of memory";
    } else
        return "the action is drop, keep, edge, section or meta:FIELD";
    return NULL;
}

/* The bar nearest to the middle of the longest {a|b} without a + behind it, and where that group is; NULL: there is none. */
static const char *middle_bar(const char *s, const char *end, const char **open,
                              const char **close) {
    *open = NULL;
    for (const char *p = s, *at = NULL; p < end; p++) {
        if (*p == '{') at = p;
        if (*p != '}' || !at || (p + 1 < end && p[1] == '+')) continue;
        if (!*open || p - at > *close - *open) *open = at, *close = p;
    }
    if (!*open) return NULL;
    const char *middle = *open + (*close - *open) / 2, *best = NULL;
    for (const char *p = *open; p < *close; p++)
        if (*p == '|' && (!best || labs(p - middle) < labs(best - middle))) best = p;
    return best;
}

static const char *add_pattern(struct lexicon *x, const struct lexicon_entry *entry, const char *s,
                               size_t n);

/* A pattern with too many words is two, each with half of a group. */
static const char *add_halves(struct lexicon *x, const struct lexicon_entry *entry, const char *s,
                              size_t n) {
    const char *end = s + n, *open, *close, *bar = middle_bar(s, end, &open, &close);
    char *half = bar ? malloc(n + 1) : NULL;
    if (!half) return bar ? "out of memory" : too_long;
    const size_t head = (size_t)(bar - s), tail = (size_t)(end - close),
                 begin = (size_t)(open + 1 - s), rest = (size_t)(end - bar - 1);
    memcpy(half, s, head);
    memcpy(half + head, close, tail);
    const char *message = add_pattern(x, entry, half, head + tail);
    memcpy(half, s, begin);
    memcpy(half + begin, bar + 1, rest);
    if (!message) message = add_pattern(x, entry, half, begin + rest);
    free(half);
    return message;
}

static const char *add_pattern(struct lexicon *x, const struct lexicon_entry *entry, const char *s,
                               size_t n) {
    if (x->n == x->room && !grow(&x->v, &x->room, sizeof *x->v)) return "out of memory";
    struct pattern *p = &x->v[x->n];
    *p = (struct pattern){.entry = *entry};
    const char *message = parse(x, p, s, n);
    if (!message) x->n++;
    return message == too_long ? add_halves(x, entry, s, n) : message;
}

/* Makes the text of a definition a set of its words. */
static const char *fill_set(struct lexicon *x, struct definition *d) {
    const char *end = d->text + d->text_n;
    if ((d->set = sets_open(&x->sets)) < 0) return "more than 64 sets";
    for (const char *p = d->text, *stop; p < end; p = stop + 1) {
        for (stop = p; stop < end && *stop != ' '; stop++)
            ;
        if (stop > p && sets_add(&x->sets, d->set, words_hash(p, (size_t)(stop - p))))
            return "out of memory";
    }
    return NULL;
}

static const char *define(struct lexicon *x, const char *s, const char *tab, const char *end) {
    if (x->definitions_n == x->definitions_room &&
        !grow(&x->definitions, &x->definitions_room, sizeof *x->definitions))
        return "out of memory";
    x->definitions[x->definitions_n++] =
        (struct definition){s + 1, tab + 1, (size_t)(tab - s - 1), (size_t)(end - tab - 1), -1};
    return *s == '@' ? fill_set(x, &x->definitions[x->definitions_n - 1]) : NULL;
}

/* Copies a pattern with what is defined in place of each $name; `out` NULL: only counts. SIZE_MAX: a name is not defined. */
static size_t expand(const struct lexicon *x, const char *p, const char *end, char *out) {
    size_t n = 0;
    while (p < end) {
        const struct definition *d = *p == '$' ? defined(x, p + 1, end, 0) : NULL;
        if (*p == '$' && !d) return SIZE_MAX;
        const struct definition one = d ? *d : (struct definition){p, p, 0, 1, -1};
        if (out) memcpy(out + n, one.text, one.text_n);
        n += one.text_n;
        p += 1 + one.name_n;
    }
    return n;
}

static const char *add_expanded(struct lexicon *x, const struct lexicon_entry *entry, const char *s,
                                const char *end) {
    const size_t n = expand(x, s, end, NULL);
    if (n == SIZE_MAX) return "a $name that no line above defines";
    char *text = malloc(n + 1);
    if (!text) return "out of memory";
    expand(x, s, end, text);
    const char *message = add_pattern(x, entry, text, n);
    free(text);
    return message;
}

static const char *add_line(struct lexicon *x, const char *s, size_t n) {
    const char *tab = memchr(s, '\t', n), *end = s + n;
    if ((*s == '$' || *s == '@') && tab) return define(x, s, tab, end);
    const char *tab2 = tab ? memchr(tab + 1, '\t', (size_t)(end - tab - 1)) : NULL;
    if (!tab2) return "a line is rule, tab, action, tab, pattern";
    struct lexicon_entry entry = {keep_string(x, "boilerplate:", s, (size_t)(tab - s)), NULL, 0};
    if (!entry.why) return "out of memory";
    const char *message = set_action(x, &entry, tab + 1, (size_t)(tab2 - tab - 1));
    return message ? message : add_expanded(x, &entry, tab2 + 1, end);
}

int lexicon_add(struct lexicon *x, const char *file, size_t n, const char **message) {
    int number = 1;
    x->definitions_n = 0;
    for (size_t i = 0; i < n; number++) {
        const char *stop = memchr(file + i, '\n', n - i);
        size_t end = stop ? (size_t)(stop - file) : n, next = end + 1;
        if (end > i && file[end - 1] == '\r') end--;
        if (end > i && file[i] != '#' && (*message = add_line(x, file + i, end - i))) return number;
        i = next;
    }
    return 0;
}

static int by_word(const void *a, const void *b) {
    const struct key *x = a, *y = b;
    if (x->word != y->word) return x->word < y->word ? -1 : 1;
    return x->pattern < y->pattern ? -1 : x->pattern > y->pattern;
}

static uint64_t word_bit(uint32_t word) { return (uint64_t)1 << (word & 63); }

/* A bit for each word that may stand at the positions of `set`. */
static uint64_t word_bits(const struct pattern *p, uint64_t set) {
    uint64_t bits = set & (p->any | p->sets) ? UINT64_MAX : 0;
    for (uint64_t left = set; left; left &= left - 1)
        bits |= word_bit(p->label[__builtin_ctzll(left)]);
    return bits;
}

/* Positions that may come before position i. */
static uint64_t before(const struct pattern *p, int i) {
    uint64_t set = 0;
    for (int k = 0; k < p->positions; k++) set |= (p->follow[k] >> i & 1) << k;
    return set;
}

/* Words beside position i, behind it or, at the end of the line, before it; all of them where the line may end there. */
static uint64_t near_bits(const struct pattern *p, int i, int kind) {
    if ((kind == BY_LAST ? p->first : p->last) >> i & 1) return UINT64_MAX;
    return word_bits(p, kind == BY_LAST ? before(p, i) : p->follow[i]);
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
                                      .far = word_bits(p, far),
                                      .near = near_bits(p, i, kind),
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

/* May the pattern of the key cover the line, by its length and marks? */
static int is_fit(const struct key *k, const struct line *l) {
    /* "Share this!" is no sentence */
    const unsigned marks = l->marks & (l->marks & LINE_CALL ? ~LINE_STOP : ~0u);
    return l->words >= k->least && l->words <= k->most &&
           !(k->marks & (LINE_BRACKET | LINE_BAR) & ~marks) &&
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

static int marked(const struct table *t, uint32_t word) {
    return t->bits[word >> 6 & 1023] >> (word & 63) & 1;
}

/* The best of `best` and the patterns that cover the line and are found by word i; `far` and `near` as in keys. */
static uint32_t search(const struct lexicon *x, const struct table *t, const uint32_t *words,
                       uint32_t i, uint64_t far, uint64_t near, const struct line *line,
                       uint32_t best) {
    const uint32_t word = words[i], *from = t->from + (word >> (32 - INDEX_BITS));
    for (const struct key *k = t->keys + from[0]; k < t->keys + from[1]; k++)
        if (k->word == word && (k->far & far) && (k->near & near) && is_fit(k, line) &&
            covers(x, &x->v[k->pattern], words, line))
            best = better(x, best, k->pattern);
    return best;
}

const struct lexicon_entry *lexicon_find(const struct lexicon *x, const struct words *w,
                                         const struct line *line) {
    if (!line->words || line->words > MAX_WORDS) return NULL;
    const uint32_t *const word = w->word + line->first_word, end = line->words - 1;
    const struct table *const t = x->table;
    const uint64_t first = word_bit(word[0]), last = word_bit(word[end]);
    uint32_t best = UINT32_MAX;
    if (marked(&t[BY_FIRST], word[0]))
        best = search(x, &t[BY_FIRST], word, 0, last, end ? word_bit(word[1]) : UINT64_MAX, line,
                      best);
    if (marked(&t[BY_LAST], word[end]))
        best = search(x, &t[BY_LAST], word, end, first, end ? word_bit(word[end - 1]) : UINT64_MAX,
                      line, best);
    for (uint32_t i = 0; i <= end; i++)
        if (marked(&t[BY_INNER], word[i]))
            best = search(x, &t[BY_INNER], word, i, first,
                          i < end ? word_bit(word[i + 1]) : UINT64_MAX, line, best);
    return best == UINT32_MAX ? NULL : &x->v[best].entry;
}

void lexicon_free(struct lexicon *x) {
    if (!x) return;
    for (uint32_t i = 0; i < x->strings_n; i++) free(x->strings[i]);
    free(x->strings);
    free(x->v);
    for (int kind = 0; kind < TABLES; kind++) free(x->table[kind].keys);
    free(x->definitions);
    sets_free(&x->sets);
    free(x);
}
