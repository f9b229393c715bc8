/* emit.c: one document becomes records: facts, samples, body. */
#include <string.h>
#define XXH_INLINE_ALL
#include <xxhash.h>
#include "deduper.h"
#include "field.h"
#include "grams.h"
#include "sketch.h"

static pl_str text_of(const struct deduper *d, const pl_document *doc, const char *field) {
    pl_value v;
    if (d->host->get(doc, field, &v) != PL_OK || v.type != PL_TEXT) return (pl_str){"", 0};
    return v.u.s;
}

static int is_digit(char c) { return c >= '0' && c <= '9'; }

/* "2016", "2016-05", "2016-05-01T10:00" as a number in which a part that is not there counts as 0. */
static int32_t date_of(pl_str s) {
    static const size_t begins[] = {0, 5, 8}, lengths[] = {4, 2, 2};
    int32_t date = 0;
    for (int part = 0; part < 3; part++) {
        int32_t value = 0;
        size_t i = begins[part], n = 0;
        for (; n < lengths[part] && i < s.n && is_digit(s.p[i]); i++, n++)
            value = value * 10 + (s.p[i] - '0');
        if (n < lengths[part]) {
            if (!part) return NO_DATE;
            value = 0;
            s.n = 0;
        }
        date = date * (part ? 100 : 1) + value;
    }
    return date;
}

/* Samples go out in one record per range. */
static int emit_samples(const struct deduper *d, pl_batch *batch, pl_document *doc,
                        enum layer layer, const uint32_t *v, uint32_t n) {
    uint32_t start[RANGES + 1] = {0};
    for (uint32_t i = 0; i < n; i++) start[v[i] % RANGES + 1]++;
    for (int r = 0; r < RANGES; r++) start[r + 1] += start[r];
    uint32_t *sorted = d->host->alloc(batch, (n + 1) * sizeof *sorted, sizeof *sorted), at[RANGES];
    memcpy(at, start, sizeof at);
    for (uint32_t i = 0; i < n; i++) sorted[at[v[i] % RANGES]++] = v[i];
    int rc = PL_OK;
    for (uint32_t r = 0; r < RANGES && !rc; r++) {
        const uint64_t key[2] = {samples_key(layer, r), 0};
        const uint32_t count = start[r + 1] - start[r];
        const pl_str bytes = {(const char *)(sorted + start[r]), count * sizeof *sorted};
        if (count) rc = d->host->emit(batch, doc, RECORD_SAMPLES, key, bytes);
    }
    return rc;
}

static int emit_passages(const struct deduper *d, pl_batch *batch, pl_document *doc,
                         const struct units *u, uint64_t *grams) {
    const uint32_t n = grams_hash(u->v, u->n, PASSAGE_GRAM, grams);
    uint32_t *samples = d->host->alloc(batch, (n + 1) * sizeof *samples, sizeof *samples);
    const uint32_t found = grams_winnow(grams, n, PASSAGE_WINDOW, samples);
    uint32_t kept = 0; /* a text that repeats one word has one sample */
    for (uint32_t i = 0; i < found; i++) {
        samples[kept] = gram_sample(grams[samples[i]]);
        kept += !kept || samples[kept] != samples[kept - 1];
    }
    return emit_samples(d, batch, doc, LAYER_PASSAGE, samples, kept);
}

static int emit_body(const struct deduper *d, pl_batch *batch, pl_document *doc,
                     const struct units *u) {
    const uint64_t key[2] = {0, 0};
    const pl_str id = d->host->id(doc), text = d->host->text(doc);
    char *body = d->host->alloc(batch, body_size(u, id, text), sizeof(uint32_t));
    return d->host->emit(batch, doc, RECORD_BODY, key,
                         (pl_str){body, body_write(u, id, text, body)});
}

static struct facts facts_of(const struct deduper *d, const pl_document *doc,
                             const struct units *u) {
    struct facts f = {.units = u->n,
                      .date = date_of(text_of(d, doc, "created")),
                      .fluency = NO_FLUENCY,
                      .by_character = u->by_character};
    if (d->options->exact) units_exact(u, f.exact);
    if (d->by) field_key(text_of(d, doc, d->by), f.field);
    return f;
}

static int emit_layers(const struct deduper *d, pl_batch *batch, pl_document *doc,
                       const struct units *u, struct facts *f) {
    const struct options *o = d->options;
    struct sketch s;
    uint64_t *room = d->host->alloc(batch, 2 * ((size_t)u->n + 1) * sizeof *room, sizeof *room);
    int rc = PL_OK;
    if (o->near || o->contained) {
        sketch_make(&s, LAYER_NEAR, u->v, u->n, room);
        f->grams = s.grams;
        f->reach = s.reach;
        rc = emit_samples(d, batch, doc, LAYER_NEAR, s.v, s.n);
    }
    if (!rc && o->spun && u->n >= o->spun_words && !u->by_character) {
        sketch_make(&s, LAYER_SPUN, u->v, u->n, room);
        rc = emit_samples(d, batch, doc, LAYER_SPUN, s.v, s.n);
    }
    if (!rc && o->passages && u->n >= o->passage_words) rc = emit_passages(d, batch, doc, u, room);
    return rc;
}

/* Text of other languages would score low for no fault of its own. Of an unknown one it is English. */
static bool is_english(pl_str language) {
    if (!language.n || (language.n == 3 && !memcmp(language.p, "und", 3))) return true;
    return language.n >= 2 && !memcmp(language.p, "en", 2) &&
           (language.n == 2 || language.p[2] == '-');
}

/* Sets the field, and the flag of a text that reads like no edited one. */
static int32_t measure_fluency(const struct deduper *d, pl_batch *batch, pl_document *doc,
                               const struct units *u) {
    const pl_array tokens = d->host->layer(doc, d->tokens);
    uint64_t *symbols = d->host->alloc(batch, (u->n_forms + 1) * sizeof *symbols, sizeof *symbols);
    uint32_t n = 0;
    for (uint32_t i = 0; i < u->n_forms; i++) {
        const pl_token *t = pl_at(tokens, i);
        symbols[n] = fluency_symbol(&d->marks, t->kind, u->forms[i]);
        n += symbols[n] != 0;
    }
    const int32_t score = fluency_score(fluency_add(&d->fluency, symbols, n));
    if (score == NO_FLUENCY) return score;
    const pl_value v = {.type = PL_REAL, .u = {.r = score / 1000.0}};
    d->host->set(batch, doc, "fluency", v);
    if (score < d->fluency.head->low) d->host->flag(batch, doc, "low_fluency");
    return score;
}

int emit_document(const struct deduper *d, pl_batch *batch, pl_document *doc, struct units *u) {
    if (units_read(u, d->host->text(doc), d->host->layer(doc, d->tokens)))
        return d->host->fail(d->context, PL_ESTOP, "out of memory for a document");
    struct facts facts = facts_of(d, doc, u);
    if (d->options->fluency && is_english(text_of(d, doc, "language")))
        facts.fluency = measure_fluency(d, batch, doc, u);
    int rc = emit_layers(d, batch, doc, u, &facts);
    const uint64_t key[2] = {0, 0};
    if (!rc)
        rc = d->host->emit(batch, doc, RECORD_FACTS, key,
                           (pl_str){(const char *)&facts, sizeof facts});
    return rc ? rc : emit_body(d, batch, doc, u);
}
