/* words.c: tokens to words. */
#define XXH_INLINE_ALL
#include "words.h"
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>
#include <xxhash.h>

/* Appends the folded form of the code point at `p`; returns its length. */
static size_t fold(const uint8_t *p, size_t n, uint8_t *out, size_t *to) {
    if (*p < 128) {
        out[(*to)++] = (uint8_t)(*p - (unsigned)'A' < 26u ? *p | 32 : *p);
        return 1;
    }
    utf8proc_int32_t cp, folded[4];
    const utf8proc_ssize_t length = utf8proc_iterate(p, (utf8proc_ssize_t)n, &cp);
    if (length <= 0) return n;
    folded[0] = cp;
    utf8proc_ssize_t parts = 1;
    if (utf8proc_get_property(cp)->casefold_seqindex != UINT16_MAX)
        parts = utf8proc_decompose_char(cp, folded, 4, UTF8PROC_CASEFOLD, &(int){0});
    for (utf8proc_ssize_t i = 0; i < parts && i < 4; i++)
        *to += (size_t)utf8proc_encode_char(folded[i], out + *to);
    return (size_t)length;
}

uint64_t word_hash(const char *p, size_t n) {
    uint8_t block[256 + 16];
    size_t to = 0;
    for (; to < n && to < 32 && (uint8_t)p[to] < 128; to++)
        block[to] = (uint8_t)((unsigned)(p[to] - 'A') < 26 ? p[to] | 32 : p[to]);
    for (size_t at = to; at < n && to < 256;)
        at += fold((const uint8_t *)p + at, n - at, block, &to);
    return XXH3_64bits(block, to);
}

typedef uint8_t letters __attribute__((vector_size(LETTERS_ROOM), aligned(1), may_alias));
typedef uint64_t halves __attribute__((vector_size(LETTERS_ROOM)));

uint64_t letters_hash(const char *p, size_t *n) {
    const letters folded = *(const letters *)(const void *)p | 32;
    const halves is_other = (halves)(folded - 'a' >= 26); /* 0xff where there is no letter */
    *n = is_other[0]   ? (size_t)__builtin_ctzll(is_other[0]) / 8
         : is_other[1] ? (size_t)__builtin_ctzll(is_other[1]) / 8 + 8
                       : LETTERS_ROOM;
    return XXH3_64bits(&folded, *n);
}

/* Bytes of a possessive at the end of a word: 's, or the apostrophe alone behind an s, straight or not; else 0. */
static uint32_t possessive(const char *p, uint32_t n) {
    if (n < 3) return 0;
    if (p[n - 1] == '\'') return (p[n - 2] | 32) == 's';
    if (n > 4 && !memcmp(p + n - 3, "\xe2\x80\x99", 3)) return (p[n - 4] | 32) == 's' ? 3 : 0;
    if ((p[n - 1] | 32) != 's') return 0;
    if (p[n - 2] == '\'') return 2;
    return n > 4 && !memcmp(p + n - 4, "\xe2\x80\x99", 3) ? 4 : 0;
}

/* A possessive that is a token of its own already. */
static int is_possessive(const char *p, uint32_t n) {
    return (n == 2 && p[0] == '\'' && (p[1] | 32) == 's') ||
           (n == 4 && !memcmp(p, "\xe2\x80\x99", 3) && (p[3] | 32) == 's');
}

static void push(struct words *s, uint32_t begin, uint32_t end, const pl_token *t) {
    const char *p = s->text + begin;
    const int upper = (unsigned)(*p - 'A') < 26;
    const int all_upper = (unsigned)(p[end - begin - 1] - 'A') < 26;
    s->v[s->n++] = (struct word){.begin = begin,
                                 .end = end,
                                 .hash = word_hash(p, end - begin),
                                 .shape = *p == '-'   ? PL_NO_CASE
                                          : all_upper ? PL_UPPER
                                          : upper     ? PL_TITLE
                                                      : PL_LOWER,
                                 .kind = *p == '-'                   ? PL_PUNCTUATION
                                         : (unsigned)(*p - '0') < 10 ? PL_NUMBER
                                                                     : t->kind};
}

/* Where a prefix ends that a hyphen joins to a name: mid-September, pro-Kurdish; else 0. */
static uint32_t prefix_end(const char *p, uint32_t n, uint16_t shape) {
    if (PL_CASE(shape) != PL_MIXED && (*p | 32) != 'm') return 0;
    const char *hyphen = memchr(p, '-', n);
    if (!hyphen || hyphen == p || hyphen + 1 == p + n) return 0;
    const char next = hyphen[1];
    const int is_name =
        (unsigned)(next - 'A') < 26 || ((unsigned)(next - '0') < 10 && (*p | 32) == 'm');
    return is_name && (unsigned)(hyphen[-1] - 'a') < 26 ? (uint32_t)(hyphen - p) : 0;
}

/* A token is one word, or a prefix, a hyphen, a word and a possessive. */
static void add_word(struct words *s, const pl_token *t) {
    const char *p = s->text + t->span.begin;
    const uint32_t n = t->span.end - t->span.begin, first = s->n;
    const uint32_t cut = t->kind == PL_WORD ? possessive(p, n) : 0;
    const uint32_t prefix = t->kind == PL_WORD ? prefix_end(p, n - cut, t->shape) : 0;
    if (!cut && !prefix) {
        s->v[s->n++] = (struct word){.begin = t->span.begin,
                                     .end = t->span.end,
                                     .hash = t->hash,
                                     .shape = t->shape,
                                     .kind = t->kind,
                                     .flags = t->flags,
                                     .own = is_possessive(p, n) ? WORD_POSSESSIVE : 0};
        return;
    }
    uint32_t begin = t->span.begin;
    if (prefix) {
        push(s, begin, begin + prefix, t);
        push(s, begin + prefix, begin + prefix + 1, t);
        begin += prefix + 1;
    }
    push(s, begin, t->span.end - cut, t);
    if (cut) {
        push(s, t->span.end - cut, t->span.end, t);
        s->v[s->n - 1].hash = word_hash("'s", 2);
        s->v[s->n - 1].own = WORD_POSSESSIVE;
    }
    s->v[first].flags = t->flags & (uint8_t)~PL_PARAGRAPH_END;
    s->v[s->n - 1].flags |= t->flags & PL_PARAGRAPH_END;
}

/* Room for one token more, which is at most four words. */
static int room_for_token(struct words *s) {
    if (s->n + 4 <= s->room) return 0;
    const uint32_t room = s->room ? 2 * s->room : 4096;
    struct word *more = realloc(s->v, room * sizeof *more);
    if (!more) return -1;
    s->v = more;
    s->room = room;
    return 0;
}

/* How many words of a sentence are written in which way. */
struct cases {
    uint32_t upper, title, lower, longest;
};

static void count_case(struct cases *n, const struct word *w) {
    const uint32_t length = w->end - w->begin;
    if (w->kind != PL_WORD || w->own) return;
    switch (PL_CASE(w->shape)) {
    case PL_LOWER: n->lower += length > 3; break;
    case PL_TITLE: n->title++; break;
    case PL_UPPER:
        n->upper += length > 1;
        n->longest += length > 4;
        break;
    default: break;
    }
}

/* A headline ends without a full stop, though it may ask or shout. */
static int has_stop(const struct words *s) {
    const struct word *last = &s->v[s->n - 1];
    const char sign = sign_of(s, last);
    return last->kind == PL_PUNCTUATION && sign != '?' && sign != '!';
}

/* Headlines: how a sentence is written when it is not the usual way. */
static uint8_t case_of_sentence(const struct words *s, const struct cases *n) {
    if (n->upper >= 3 && n->longest && n->upper > 4 * (n->lower + n->title))
        return WORD_UPPER_SENTENCE;
    if (n->title >= 4 && n->title > 4 * n->lower && !has_stop(s)) return WORD_TITLE_SENTENCE;
    return n->lower >= 3 && !n->title && !n->upper ? WORD_LOWER_SENTENCE : 0;
}

static void end_sentence(struct words *s, uint32_t first) {
    struct cases n = {0};
    for (uint32_t i = first; i < s->n; i++) {
        s->v[i].stop = s->n;
        count_case(&n, &s->v[i]);
    }
    const uint8_t how = case_of_sentence(s, &n);
    for (uint32_t i = first; how && i < s->n; i++) s->v[i].own |= how;
}

int words_read(struct words *s, pl_str text, pl_array tokens) {
    s->text = text.p;
    s->n = 0;
    uint32_t first = 0;
    for (uint32_t i = 0; i < tokens.n; i++) {
        const pl_token *t = pl_at(tokens, i);
        if (t->flags & PL_SENTENCE_START && s->n > first) {
            end_sentence(s, first);
            first = s->n;
        }
        if (room_for_token(s)) return -1;
        add_word(s, t);
    }
    if (s->n > first) end_sentence(s, first);
    return 0;
}
