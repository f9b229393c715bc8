/* pattern.h: what lexicon.c reads and match.c looks for. */
#ifndef CLEANER_PATTERN_H
#define CLEANER_PATTERN_H
#include "lexicon.h"
#include "sets.h"

enum { POSITIONS = 64, MAX_WORDS = 56, MAX_ANY = 48, INDEX_BITS = 12, MUSTS = 4 };

struct pattern {
    struct lexicon_entry entry;
    uint64_t first, last; /* positions that may begin, may end */
    uint64_t any; /* positions that take any word */
    uint64_t sets; /* positions that take a word of the set that their label numbers */
    uint64_t must[MUSTS]; /* positions of each of which every line passes one */
    uint32_t musts;
    uint16_t positions,
        marks; /* LINE_BRACKET, LINE_LABEL, LINE_BAR: wanted; LINE_ROUND, LINE_STOP: not wanted */
    uint8_t head; /* words that may stand before the colon of a label */
    uint8_t least, most; /* words of a line that it may cover */
    uint32_t label[POSITIONS];
    uint64_t follow[POSITIONS];
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
        struct key *keys; /* in buckets; of each, those of long lines first */
        uint32_t from[(1 << INDEX_BITS) +
                      1]; /* where the buckets begin: one for all words of the same high bits */
        uint64_t bits[1024]; /* may a key have this word? */
    } table[TABLES];
    uint64_t known[1024]; /* a bit for each word of a pattern, by 16 bits of its hash */
    char **strings;
    uint32_t strings_n, strings_room;
};
#endif
