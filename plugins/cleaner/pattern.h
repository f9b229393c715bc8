/* pattern.h: what lexicon.c reads and match.c looks for. */
#ifndef CLEANER_PATTERN_H
#define CLEANER_PATTERN_H
#include "lexicon.h"

enum { POSITIONS = 64, MAX_WORDS = 56, MAX_ANY = 48, INDEX_BITS = 12, MUSTS = 4 };

/* A word that may stand at a position of a pattern; a position may have any number of them. */
struct label {
    uint32_t word, position;
};

/* Of a word that a pattern has: the positions at which it may stand. */
struct cell {
    uint64_t positions;
    uint32_t word; /* 0: an empty cell */
};

/* Positions of which every line passes one, and labels [from, to) of the pattern, among which are theirs. */
struct must {
    uint64_t set;
    uint32_t from, to;
};

struct pattern {
    struct lexicon_entry entry;
    uint64_t first, last; /* positions that may begin, may end */
    uint64_t any; /* positions that take any word */
    struct must must[MUSTS];
    uint32_t musts;
    uint32_t cell, cells; /* its hash table of labels in the lexicon's cells; a power of two */
    uint32_t label, labels; /* the first of the lexicon's labels, how many */
    uint32_t
        follow; /* the first of the lexicon's sets, one for each position: those that may come behind it */
    uint16_t positions,
        marks; /* LINE_BRACKET, LINE_LABEL, LINE_BAR: wanted; LINE_ROUND, LINE_STOP: not wanted */
    uint8_t head; /* words that may stand before the colon of a label */
    uint8_t least, most; /* words of a line that it may cover */
};

/* Where a pattern is looked for: what can be told of a line before its automaton runs. */
struct key {
    uint64_t near,
        far; /* a bit for each word that may stand beside `word`, and at the other end of the line */
    uint32_t word, pattern;
    uint16_t marks; /* of the pattern */
    uint8_t least, most;
};

/* "$name = a|b": what stands for $name in the patterns below it, in the file that is being read; and "@name = a b": a set. */
struct definition {
    const char *name, *text;
    size_t name_n, text_n;
    uint32_t word, words; /* of a set: the first of the lexicon's set_word, how many */
    int is_set;
};

/* How a pattern is found: by its first word, its last, or one in between. */
enum { BY_FIRST, BY_LAST, BY_INNER, TABLES };

struct lexicon {
    struct pattern *v;
    uint32_t n, room;
    struct label *label;
    uint32_t labels, label_room;
    struct cell *cell; /* NULL until it is sealed */
    uint64_t *follow;
    uint32_t follows, follow_room;
    struct definition *definitions;
    uint32_t definitions_n, definitions_room;
    uint32_t *set_word;
    uint32_t set_words, set_word_room;
    struct table {
        struct key *keys; /* in buckets; of each, those of long lines first */
        uint32_t from[(1 << INDEX_BITS) +
                      1]; /* where the buckets begin: one for all words of the same high bits */
        uint64_t bits[1024]; /* may a key have this word? */
    } table[TABLES];
    uint64_t known[LEXICON_KNOWN]; /* see lexicon_knows */
    char **strings;
    uint32_t strings_n, strings_room;
};

static inline const struct label *pattern_labels(const struct lexicon *x, const struct pattern *p) {
    return x->label + p->label;
}
#endif
