/* words.h: a text as lines of words; a word is the hash of its case-folded letters. */
#ifndef CLEANER_WORDS_H
#define CLEANER_WORDS_H
#include <stddef.h>
#include <stdint.h>

enum script {
    LATIN,
    CYRILLIC,
    GREEK,
    ARABIC,
    HEBREW,
    DEVANAGARI,
    BENGALI,
    TAMIL,
    THAI,
    GEORGIAN,
    ARMENIAN,
    HAN,
    KANA,
    HANGUL,
    OTHER_SCRIPT,
    SCRIPTS
};

/* line.marks */
#define LINE_STOP 1u /* ends like a sentence: . ! ? and closing quotes behind them */
#define LINE_DOTS 2u /* ends in three dots */
#define LINE_COLON 4u
#define LINE_COMMA 8u
#define LINE_BRACKET 16u /* begins with [ or ( and ends with ] or ) */
#define LINE_PARAGRAPH 32u /* a blank line stands before it */
#define LINE_QUOTE 64u /* begins with a quotation mark */
#define LINE_BULLET 128u /* begins with a bullet, dash or asterisk */
#define LINE_URL 256u /* holds :// or www. */
#define LINE_MAIL 512u /* holds an @ between letters, or begins a handle */
#define LINE_LOWER 1024u /* its first letter is small */
#define LINE_BAR                                                                                   \
    2048u /* holds a bar or middle dot between blanks: | or U+00B7, U+2022, U+00BB, > */
#define LINE_ROUND 8192u /* the brackets of LINE_BRACKET are round */
#define LINE_CALL 16384u /* ends in an exclamation mark */
#define LINE_LABEL 4096u /* a colon stands near its begin, as in "Tags: ..." */

struct line {
    uint32_t begin, end; /* bytes, without the line end */
    uint32_t first_word, words;
    uint32_t letters, digits, symbols; /* characters */
    uint16_t capitals, shouts,
        numbers; /* words that begin with a capital, are all capitals, are numbers; at most 65535 */
    uint16_t marks, label; /* label: words before the first colon, 0: there is none */
    uint64_t hash; /* of all its words, in order; 0: no word */
};

struct words {
    struct line *line;
    uint32_t lines, line_room;
    uint32_t most_lines; /* a text of more is refused; 0: any number */
    uint32_t *word; /* hashes; a number is WORD_NUMBER */
    uint32_t n, word_room;
    uint32_t script[SCRIPTS]; /* letters of each */
    uint32_t glued; /* "end.Next": a small letter, a full stop, a capital */
};

#define WORD_NUMBER 1u /* the hash of every word of digits alone */

/* Fills the tables; call once before anything else of this file. Any number of calls. */
void words_setup(void);
#define WORDS_TOO_MANY_LINES (-2)
/* Cuts `text` into lines and words. 0, -1 when memory is gone, or WORDS_TOO_MANY_LINES. */
int words_scan(struct words *, const char *text, size_t n);
/* The hash of one word of a pattern or list, folded as a text is. */
uint32_t words_hash(const char *word, size_t n);
void words_free(struct words *);

/* Is a cell of a hash table, empty if 0, taken by another word? One branch that nearly always goes the same way; with two, whether a
 * word is there or the cell is empty is a question that no processor can foresee. */
static inline int words_is_other(uint32_t cell, uint32_t word) {
    return (uint64_t)cell * (cell ^ word) != 0;
}

#endif
