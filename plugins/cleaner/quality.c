/* quality.c: measures by which corpora are filtered (Gopher, C4, FineWeb), over the lines that stay. */
#include "quality.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "language.h"

/* Adds a hash to the set; 1 when it was there already. */
static int is_seen(uint32_t *seen, uint32_t mask, uint32_t h) {
    uint32_t i = h & mask;
    for (h |= 1; seen[i]; i = (i + 1) & mask)
        if (seen[i] == h) return 1;
    seen[i] = h;
    return 0;
}

/* Runs of four words that came before, among all runs of four. */
static int measure_repetition(const struct judge *j, struct quality_room *r, struct quality *q) {
    uint32_t size = 256, runs = 0, again = 0, h[4] = {0}, n = 0;
    while (size < 2 * q->words) size *= 2;
    if (size > r->room) {
        uint32_t *p = realloc(r->seen, size * sizeof *p);
        if (!p) return -1;
        r->seen = p;
        r->room = size;
    }
    memset(r->seen, 0, size * sizeof *r->seen);
    for (uint32_t i = 0; i < j->words->lines; i++) {
        const struct line *l = &j->words->line[i];
        for (uint32_t k = l->first_word; k < l->first_word + l->words && !j->verdict[i].why; k++) {
            h[n++ & 3] = j->words->word[k];
            if (n < 4) continue;
            uint32_t all = 0;
            for (uint32_t m = 0; m < 4; m++) all = (all ^ h[(n + m) & 3]) * 0x9e3779b1u;
            runs++;
            again += (uint32_t)is_seen(r->seen, size - 1, all ^ all >> 15);
        }
    }
    q->repetition = runs ? (double)again / runs : 0;
    return 0;
}

int quality_measure(const struct judge *j, int has_stops, struct quality_room *r,
                    struct quality *q) {
    uint64_t words = 0, stops = 0, symbols = 0, characters = 0, lines = 0;
    for (uint32_t i = 0; i < j->words->lines; i++) {
        const struct line *l = &j->words->line[i];
        if (j->verdict[i].why) continue;
        words += l->words;
        for (uint32_t k = l->first_word; k < l->first_word + l->words; k++)
            stops += (uint32_t)language_is_stop(j->stops, j->words->word[k]);
        symbols += l->symbols;
        characters += l->letters + l->digits + l->symbols;
        lines++;
    }
    *q = (struct quality){.words = (uint32_t)words,
                          .stop_share = has_stops && words ? (double)stops / (double)words : NAN,
                          .symbol_share = characters ? (double)symbols / (double)characters : 0,
                          .line_words = lines ? (double)words / (double)lines : 0,
                          .glued = words ? 100.0 * j->words->glued / (double)words : 0};
    return measure_repetition(j, r, q);
}

int quality_has_limits(const struct quality_limits *l) {
    return l->min_words || l->min_stop_share > 0 || l->max_symbol_share < 1 ||
           l->max_repetition < 1 || l->min_line_words > 0;
}

void quality_drop(const pl_host *host, pl_batch *batch, pl_document *doc, const struct quality *q,
                  const struct quality_limits *l) {
    const struct {
        const char *reason;
        double value, least, most;
    } checks[] = {
        {"too_short", q->words, (double)l->min_words, HUGE_VAL},
        {"few_stop_words", isnan(q->stop_share) ? 1 : q->stop_share, l->min_stop_share, 1},
        {"many_symbols", q->symbol_share, 0, l->max_symbol_share},
        {"repetitive", q->repetition, 0, l->max_repetition},
        {"short_lines", q->line_words, l->min_line_words, HUGE_VAL}};
    for (size_t i = 0; i < sizeof checks / sizeof *checks; i++) {
        const double v = round(checks[i].value * 1000) / 1000; /* what the field shows decides */
        if (v >= checks[i].least && v <= checks[i].most) continue;
        host->drop(batch, doc, checks[i].reason, "%g is not from %g to %g", v, checks[i].least,
                   checks[i].most);
        return;
    }
}

int quality_set(const pl_host *host, pl_batch *batch, pl_document *doc, const struct quality *q) {
    const struct {
        const char *name;
        double value;
    } fields[] = {{"quality.stop_share", q->stop_share},
                  {"quality.symbol_share", q->symbol_share},
                  {"quality.repetition", q->repetition},
                  {"quality.line_words", q->line_words},
                  {"quality.glued", q->glued}};
    int rc =
        host->set(batch, doc, "quality.words", (pl_value){.type = PL_INT, .u = {.i = q->words}});
    for (size_t i = 0; i < sizeof fields / sizeof *fields && !rc; i++)
        rc = host->set(batch, doc, fields[i].name,
                       (pl_value){.type = PL_REAL, .u = {.r = fields[i].value}});
    return rc;
}
