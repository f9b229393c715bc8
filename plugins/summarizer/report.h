/* report.h: what a document tells the digest of its story. */
#ifndef SUMMARIZER_REPORT_H
#define SUMMARIZER_REPORT_H
#include "pack.h"

enum { MOST_SIGNS = 40, MOST_QUOTES = 8, MOST_QUOTE_TERMS = 64, MOST_NAMES = 16 };

/* A term with its weight. */
struct sign {
    uint64_t stem;
    double weight;
};

struct quote { /* a sentence that the digest may take over */
    pl_str text;
    uint32_t start, end; /* code points of the document's text */
    double score; /* log-odds of the document's own summary */
    struct sign terms[MOST_QUOTE_TERMS]; /* by stem; unit length */
    uint32_t terms_n;
};

struct report {
    pl_str id, source, url, created, headline;
    uint64_t text_hash; /* equal for copies */
    int32_t day; /* since 1970; NO_DAY: not known */
    uint32_t copies, length; /* copies that an earlier stage took out; bytes of the text */
    struct sign signs[MOST_SIGNS]; /* the document's vector: by stem, unit length */
    pl_str phrases[MOST_NAMES], entities[MOST_NAMES];
    struct quote quotes[MOST_QUOTES];
    uint32_t signs_n, phrases_n, entities_n, quotes_n;
};

#define NO_DAY INT32_MIN

void report_pack(const struct report *, struct pack *);
/* Strings point into the bytes. */
void report_unpack(pl_str bytes, struct report *);
/* The head of a packed report alone: text_hash, day, copies, signs. */
void report_unpack_head(pl_str bytes, struct report *);
/* Days since 1970 of "YYYY-MM-DD..."; NO_DAY when it is no such thing. */
int32_t report_day(pl_str created);
/* Puts signs into order, and to unit length. */
void signs_finish(struct sign *, uint32_t n);
/* Cosine of two such vectors. */
double signs_cosine(const struct sign *a, uint32_t n, const struct sign *b, uint32_t m);

#endif
