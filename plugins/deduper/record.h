/* record.h: what `process` tells `resolve` about a document: its key facts, its samples in hash ranges, and its body. */
#ifndef DEDUPER_RECORD_H
#define DEDUPER_RECORD_H
#include "units.h"

/* Kinds of records. Samples have the key (layer, range), the others 0, so that each kind comes in the order of the input. */
enum record_kind { RECORD_FACTS, RECORD_SAMPLES, RECORD_BODY, RECORD_CANDIDATE };

/* A layer looks for one kind of likeness, each with grams of its own. */
enum layer { LAYER_NEAR, LAYER_SPUN, LAYER_PASSAGE, LAYERS };
enum { RANGES = 8 }; /* by the lowest bits of a sample */
static inline uint64_t samples_key(enum layer layer, uint32_t range) {
    return (uint64_t)layer * RANGES + range;
}

enum { NO_DATE = INT32_MAX, NO_FLUENCY = INT32_MIN };

struct facts {
    uint64_t exact[2]; /* 0: never equal to another */
    uint64_t field[2]; /* of the field in `by`; 0: none */
    uint32_t units, grams; /* words; grams of LAYER_NEAR */
    uint32_t reach; /* samples of LAYER_NEAR up to this one are all there */
    int32_t date; /* yyyymmdd, NO_DATE */
    int32_t fluency; /* thousandths of a bit, NO_FLUENCY */
    uint32_t by_character;
    uint64_t replaces; /* id_key of the document that this one is an update of; 0: of none */
};
uint64_t id_key(pl_str id); /* never 0 */
/* RECORD_FACTS: struct facts. RECORD_SAMPLES: uint32_t each. RECORD_BODY: uint32_t n, n units, struct about_head, places, id,
 * text. Pairs are verified by their units; what the document is about is looked at for few. */
struct about_head {
    uint32_t places, id, text; /* bytes */
};
struct about {
    pl_str places, id, text;
};

size_t body_size(const struct units *, pl_str id, pl_str text); /* at most */
size_t body_write(const struct units *, pl_str id, pl_str text, char *to); /* returns the size */

struct body {
    const uint32_t *v;
    uint32_t n;
    const char *about; /* a struct about_head and what follows; NULL: only the id is known */
    pl_str id; /* only without `about` */
    size_t *seen; /* NULL, or counts the bytes of `about` that are looked at */
};
/* A view of a body that body_write made. */
struct body body_read(const char *bytes);
struct about body_about(const struct body *);
/* Writes where its units stand; room for n spans. */
void body_spans(const struct body *, pl_span *);
#endif
