/* lexicon.c: patterns compiled to Glushkov automata of at most 64 positions, found by their first, last or an inner word.
 *
 * A position is one place in a line, and words of a group that stand alone between its bars share one. `follow[p]` is the set of
 * positions that may come after p; a set is one 64-bit integer, so a line is matched in (words x live positions) steps and no text
 * makes it slow. */
#include <stdlib.h>
#include <string.h>
#include "pattern.h"

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

/* A string of the lexicon; rules come in groups, so that it may be the last one once more. */
static const char *keep_string(struct lexicon *x, const char *head, const char *s, size_t n) {
    const size_t h = strlen(head);
    const char *last = x->strings_n ? x->strings[x->strings_n - 1] : "";
    if (strlen(last) == h + n && !memcmp(last, head, h) && !memcmp(last + h, s, n)) return last;
    if (x->strings_n == x->strings_room && !grow(&x->strings, &x->strings_room, sizeof *x->strings))
        return NULL;
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
    struct lexicon *x;
    struct pattern *p;
    const char *at, *end;
    const char *message;
    uint64_t follow[POSITIONS];
};

static const struct part nothing = {0};

/* A position that no word may stand at yet. */
static struct part position(struct parser *s) {
    if (s->p->positions == POSITIONS) return s->message = too_long, nothing;
    s->follow[s->p->positions] = 0;
    const uint64_t bit = (uint64_t)1 << s->p->positions++;
    return (struct part){bit, bit, 1, 1};
}

/* One more word may stand at the position. */
static void add_label(struct parser *s, struct part position, uint32_t word) {
    struct lexicon *x = s->x;
    if (s->message) return;
    if (x->labels == x->label_room && !grow(&x->label, &x->label_room, sizeof *x->label))
        s->message = "out of memory";
    else
        x->label[x->labels++] = (struct label){word, (uint32_t)__builtin_ctzll(position.first)};
}

static struct part word(struct parser *s, uint32_t word) {
    const struct part one = position(s);
    add_label(s, one, word);
    return one;
}

static struct part then(struct parser *s, struct part a, struct part b) {
    for (uint64_t left = a.last; left; left &= left - 1)
        s->follow[__builtin_ctzll(left)] |= b.first;
    return (struct part){a.first | (a.least ? 0 : b.first), b.last | (b.least ? 0 : a.last),
                         a.least + b.least, a.most + b.most};
}

/* What ends a token of a pattern, what ends a word in it ("don't" is two), figures, and what begins something else than a word. */
enum { ENDS_WORD = 1, ENDS_TOKEN = 2, FIGURE = 4, SIGN = 8 };
static const uint8_t classes[256] = {
    ['\''] = ENDS_WORD, ['-'] = ENDS_WORD,  ['.'] = ENDS_WORD,  [' '] = ENDS_TOKEN,
    ['{'] = ENDS_TOKEN, ['|'] = ENDS_TOKEN, ['}'] = ENDS_TOKEN, ['?'] = SIGN,
    ['*'] = SIGN,       ['#'] = SIGN,       ['@'] = SIGN,       ['0'] = FIGURE,
    ['1'] = FIGURE,     ['2'] = FIGURE,     ['3'] = FIGURE,     ['4'] = FIGURE,
    ['5'] = FIGURE,     ['6'] = FIGURE,     ['7'] = FIGURE,     ['8'] = FIGURE,
    ['9'] = FIGURE};

static unsigned class_of(char c) { return classes[(unsigned char)c]; }

/* Where the word at p ends, as a text would be cut. */
static const char *word_end(const char *p, const char *end) {
    while (p < end && !(class_of(*p) & (ENDS_WORD | ENDS_TOKEN))) p++;
    return p;
}

static uint32_t hash_of(const char *p, const char *end) {
    const char *q = p;
    while (q < end && class_of(*q) == FIGURE) q++;
    return q < end ? words_hash(p, (size_t)(end - p)) : WORD_NUMBER;
}

/* One token: a word, or several one behind the other. */
static struct part token(struct parser *s) {
    struct part all = nothing;
    for (const char *stop;; s->at = stop + 1) {
        stop = word_end(s->at, s->end);
        if (stop > s->at) all = then(s, all, word(s, hash_of(s->at, stop)));
        if (stop == s->end || class_of(*stop) == ENDS_TOKEN) return s->at = stop, all;
    }
}

/* Bytes up to what ends a name or word of a pattern. */
static size_t token_length(const char *p, const char *end) {
    const char *q = p;
    while (q < end && class_of(*q) != ENDS_TOKEN) q++;
    return (size_t)(q - p);
}

/* The definition whose name stands at p, behind its dollar or @; NULL: there is none. */
static const struct definition *defined(const struct lexicon *x, const char *p, const char *end,
                                        int is_set) {
    const size_t n = token_length(p, end);
    for (uint32_t i = x->definitions_n; i--;)
        if (x->definitions[i].name_n == n && is_set == x->definitions[i].is_set &&
            !memcmp(x->definitions[i].name, p, n))
            return &x->definitions[i];
    return NULL;
}

/* One word of a set. */
static struct part word_of_set(struct parser *s, const char *name) {
    const struct definition *d = defined(s->x, name, s->end, 1);
    if (!d) return s->message = "an @name that no line above defines", nothing;
    const struct part one = position(s);
    for (uint32_t i = 0; i < d->words && !s->message; i++)
        add_label(s, one, s->x->set_word[d->word + i]);
    return one;
}

/* Up to n words: each may be the first or the last, and any one behind it the next. */
static struct part any_words(struct parser *s, unsigned n) {
    struct part all = nothing;
    if (n > MAX_ANY) return s->message = "*N is for 48 words at most", nothing;
    for (unsigned i = 0; i < n && !s->message; i++) all.first |= position(s).first;
    s->p->any |= all.first;
    for (uint64_t left = all.first; left; left &= left - 1)
        s->follow[__builtin_ctzll(left)] = left & (left - 1);
    all.last = all.first;
    all.most = n;
    return all;
}

static void blanks(struct parser *s) {
    while (s->at < s->end && *s->at == ' ') s->at++;
}

static struct part item(struct parser *s);

/* An alternative that is a word and nothing else takes the position that such words of its group share. */
static int take_lone_word(struct parser *s, struct part *shared) {
    const char *const stop = word_end(s->at, s->end);
    if (stop == s->at || stop == s->end || (*stop != '|' && *stop != '}')) return 0;
    if (class_of(*s->at) == SIGN) return 0;
    if (!shared->first) *shared = position(s);
    add_label(s, *shared, hash_of(s->at, stop));
    s->at = stop;
    return 1;
}

/* {a|b c|}: behind the brace. */
static struct part alternatives(struct parser *s) {
    struct part all = {.least = MAX_WORDS + 1}, one = nothing, shared = nothing;
    for (int is_begin = 1;;) {
        blanks(s);
        if (s->at == s->end) return s->message = "a brace is not closed", all;
        if (*s->at != '|' && *s->at != '}') {
            one = is_begin && take_lone_word(s, &shared) ? shared : then(s, one, item(s));
            is_begin = 0;
            if (s->message) return all;
            continue;
        }
        all = (struct part){all.first | one.first, all.last | one.last,
                            all.least < one.least ? all.least : one.least,
                            all.most > one.most ? all.most : one.most};
        one = nothing;
        is_begin = 1;
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

/* What stands for words: # a number, @name one of a set, *N up to N words. */
static struct part placeholder(struct parser *s) {
    const size_t n = token_length(s->at, s->end);
    const char *const t = s->at;
    s->at += n;
    if (*t == '#') return word(s, WORD_NUMBER);
    if (*t == '@') return word_of_set(s, t + 1);
    return any_words(s, n > 1 ? number(t + 1, t + n) : 1);
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
    const char *const t = s->at;
    if (t == s->end || class_of(*t) == ENDS_TOKEN)
        return s->message = "nothing after ?", s->at++, nothing;
    struct part one = class_of(*t) == SIGN ? placeholder(s) : token(s);
    if (optional) one.least = 0;
    return one;
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

/* The signs in front of a pattern say what a line has to look like. */
static void parse_marks(struct parser *s) {
    for (; s->at + 1 < s->end && s->at[1] == ' ' && strchr("[(>:|", *s->at); s->at += 2)
        s->p->marks |= *s->at == '['   ? LINE_BRACKET | LINE_ROUND
                       : *s->at == '(' ? LINE_BRACKET
                       : *s->at == ':' ? LINE_LABEL
                       : *s->at == '|' ? LINE_BAR
                                       : LINE_STOP;
    if (s->p->marks & LINE_LABEL) s->p->head = head_words(s->at, s->end);
}

static struct part parse_words(struct parser *s) {
    struct pattern *p = s->p;
    struct part all = nothing;
    for (blanks(s); s->at < s->end && !s->message; blanks(s)) {
        const uint32_t from = s->x->labels;
        const struct part one = item(s);
        if (one.least && !(one.first & p->any) && p->musts < MUSTS)
            p->must[p->musts++] =
                (struct must){one.first, from - p->label, s->x->labels - p->label};
        all = then(s, all, one);
    }
    return all;
}

static int keep_follow(struct lexicon *x, struct pattern *p, const uint64_t *follow) {
    while (x->follow_room < x->follows + POSITIONS)
        if (!grow(&x->follow, &x->follow_room, sizeof *x->follow)) return -1;
    p->follow = x->follows;
    memcpy(x->follow + p->follow, follow, p->positions * sizeof *follow);
    x->follows += p->positions;
    return 0;
}

static const char *parse(struct lexicon *x, struct pattern *p, const char *text, size_t n) {
    struct parser s;
    s.x = x;
    s.p = p;
    s.at = text;
    s.end = text + n;
    s.message = NULL;
    p->label = x->labels;
    parse_marks(&s);
    const struct part all = parse_words(&s);
    p->labels = x->labels - p->label;
    p->first = all.first;
    p->last = all.last;
    p->least = (uint8_t)(all.least < MAX_WORDS ? all.least : MAX_WORDS);
    p->most = (uint8_t)(all.most < MAX_WORDS ? all.most : MAX_WORDS);
    if (!s.message && !all.least) s.message = "the pattern fits an empty line";
    if (!s.message && !p->musts) s.message = "no word of it is given";
    if (!s.message && keep_follow(x, p, s.follow)) s.message = "out of memory";
    if (s.message) x->labels = p->label;
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
    d->is_set = 1;
    d->word = x->set_words;
    for (const char *p = d->text, *stop; p < end; p = stop + 1) {
        stop = memchr(p, ' ', (size_t)(end - p));
        if (!stop) stop = end;
        if (stop == p) continue;
        if (x->set_words == x->set_word_room &&
            !grow(&x->set_word, &x->set_word_room, sizeof *x->set_word))
            return "out of memory";
        x->set_word[x->set_words++] = words_hash(p, (size_t)(stop - p));
    }
    d->words = x->set_words - d->word;
    return NULL;
}

static const char *define(struct lexicon *x, const char *s, const char *tab, const char *end) {
    if (x->definitions_n == x->definitions_room &&
        !grow(&x->definitions, &x->definitions_room, sizeof *x->definitions))
        return "out of memory";
    x->definitions[x->definitions_n++] = (struct definition){
        s + 1, tab + 1, (size_t)(tab - s - 1), (size_t)(end - tab - 1), 0, 0, 0};
    return *s == '@' ? fill_set(x, &x->definitions[x->definitions_n - 1]) : NULL;
}

/* Copies a pattern with what is defined in place of each $name; `out` NULL: only counts. SIZE_MAX: a name is not defined. */
static size_t expand(const struct lexicon *x, const char *p, const char *end, char *out) {
    size_t n = 0;
    for (const char *stop; p < end; p = stop) {
        const struct definition *d = *p == '$' ? defined(x, p + 1, end, 0) : NULL;
        if (*p == '$' && !d) return SIZE_MAX;
        stop = d ? p + 1 + d->name_n : memchr(p, '$', (size_t)(end - p));
        if (!stop) stop = end;
        const char *piece = d ? d->text : p;
        const size_t piece_n = d ? d->text_n : (size_t)(stop - p);
        if (out) memcpy(out + n, piece, piece_n);
        n += piece_n;
    }
    return n;
}

static const char *add_expanded(struct lexicon *x, const struct lexicon_entry *entry, const char *s,
                                const char *end) {
    if (!memchr(s, '$', (size_t)(end - s))) return add_pattern(x, entry, s, (size_t)(end - s));
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

void lexicon_free(struct lexicon *x) {
    if (!x) return;
    for (uint32_t i = 0; i < x->strings_n; i++) free(x->strings[i]);
    free(x->strings);
    free(x->v);
    free(x->label);
    free(x->cell);
    free(x->follow);
    for (int kind = 0; kind < TABLES; kind++) free(x->table[kind].keys);
    free(x->definitions);
    free(x->set_word);
    free(x);
}
