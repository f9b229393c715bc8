/* emit.c: one document becomes records: facts, samples, body. */
#include <stdlib.h>
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

/* The same memory for every document, and for one use after the other: it stays in the cache. NULL without memory. */
static void *scratch_reserve(struct scratch *s, size_t bytes) {
    if (bytes <= s->room) return s->bytes;
    free(s->bytes);
    s->room = 0;
    if ((s->bytes = malloc(bytes + bytes / 4))) s->room = bytes + bytes / 4;
    return s->bytes;
}

static int no_memory(const struct deduper *d) {
    return d->host->fail(d->context, PL_ESTOP, "out of memory for a document");
}

/* Samples go out in one record per range. `sorted`: room for n. */
static int emit_samples(const struct deduper *d, pl_batch *batch, pl_document *doc,
                        enum layer layer, const uint32_t *v, uint32_t n, uint32_t *sorted) {
    uint32_t start[RANGES + 1] = {0}, at[RANGES];
    for (uint32_t i = 0; i < n; i++) start[v[i] % RANGES + 1]++;
    for (int r = 0; r < RANGES; r++) start[r + 1] += start[r];
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

static int emit_sketch(const struct deduper *d, pl_batch *batch, pl_document *doc, enum layer layer,
                       const struct sketch *s) {
    uint32_t sorted[SKETCH_ROOM];
    return emit_samples(d, batch, doc, layer, s->v, s->n, sorted);
}

static int emit_passages(const struct deduper *d, pl_batch *batch, pl_document *doc,
                         const struct units *u, uint64_t *grams) {
    const uint32_t n = grams_hash(u->v, u->n, PASSAGE_GRAM, grams);
    uint32_t *const samples = (uint32_t *)(void *)(grams + n);
    const uint32_t found = grams_winnow(grams, n, samples);
    uint32_t kept = 0, last = 0; /* a text that repeats one word has one sample */
    for (uint32_t i = 0; i < found; i++) {
        const uint32_t sample = gram_sample(grams[samples[i]]);
        samples[kept] = sample;
        kept += !i || sample != last;
        last = sample;
    }
    return emit_samples(d, batch, doc, LAYER_PASSAGE, samples, kept, samples + n);
}

static int emit_body(const struct deduper *d, pl_batch *batch, pl_document *doc,
                     struct scratch *s) {
    const uint64_t key[2] = {0, 0};
    const pl_str id = d->host->id(doc), text = d->host->text(doc);
    char *const body = scratch_reserve(s, body_size(&s->units, id, text));
    if (!body) return no_memory(d);
    return d->host->emit(batch, doc, RECORD_BODY, key,
                         (pl_str){body, body_write(&s->units, id, text, body)});
}

static struct facts facts_of(const struct deduper *d, const pl_document *doc,
                             const struct units *u) {
    struct facts f = {.units = u->n,
                      .date = date_of(text_of(d, doc, "created")),
                      .fluency = NO_FLUENCY,
                      .by_character = u->by_character};
    const pl_str old = text_of(d, doc, "update_of");
    if (old.n) f.replaces = id_key(old);
    if (d->options->exact) units_exact(u, f.exact);
    if (d->by) field_key(text_of(d, doc, d->by), f.field);
    return f;
}

/* `room`: for the grams of a layer, and as many again behind them. */
static int emit_layers(const struct deduper *d, pl_batch *batch, pl_document *doc,
                       const struct units *u, struct facts *f, uint64_t *room) {
    const struct options *o = d->options;
    struct sketch s;
    int rc = PL_OK;
    if (o->near || o->contained) {
        sketch_make(&s, LAYER_NEAR, u->v, u->n, room);
        f->grams = s.grams;
        f->reach = s.reach;
        rc = emit_sketch(d, batch, doc, LAYER_NEAR, &s);
    }
    if (!rc && o->spun && u->n >= o->spun_words && !u->by_character) {
        sketch_make(&s, LAYER_SPUN, u->v, u->n, room);
        rc = emit_sketch(d, batch, doc, LAYER_SPUN, &s);
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
                               const struct units *u, uint64_t *symbols) {
    const pl_array tokens = d->host->layer(doc, d->tokens);
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

int emit_document(const struct deduper *d, pl_batch *batch, pl_document *doc, struct scratch *s) {
    struct units *const u = &s->units;
    if (units_read(u, d->host->text(doc), d->host->layer(doc, d->tokens))) return no_memory(d);
    const size_t n = u->n > u->n_forms ? u->n : u->n_forms;
    uint64_t *const room = scratch_reserve(s, 2 * (n + 1) * sizeof *room);
    if (!room) return no_memory(d);
    struct facts facts = facts_of(d, doc, u);
    if (d->options->fluency && is_english(text_of(d, doc, "language")))
        facts.fluency = measure_fluency(d, batch, doc, u, room);
    int rc = emit_layers(d, batch, doc, u, &facts, room);
    const uint64_t key[2] = {0, 0};
    if (!rc)
        rc = d->host->emit(batch, doc, RECORD_FACTS, key,
                           (pl_str){(const char *)&facts, sizeof facts});
    return rc ? rc : emit_body(d, batch, doc, s);
}

void scratch_free(struct scratch *s) {
    if (!s) return;
    units_free(&s->units);
    free(s->bytes);
    free(s);
}
