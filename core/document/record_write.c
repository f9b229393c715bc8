/* record_write.c: a document becomes one line of JSON. The members and their order are fixed, so that every row of a file has
 * the same keys; layers that encode does not know are written from their tables. */
#include <math.h>
#include <string.h>
#include "document/codepoints.h"
#include "document/record.h"
#include "support/buffer.h"
#include "support/json.h"

/* The known layers, in the order of the record, and what stands for one that no stage gave. */
static const struct {
    const char *name;
    bool one;
} known[] = {{"sents", false},       {"tokens", false},  {"ents", false},  {"entities", false},
             {"keyphrases", false},  {"summary", true},  {"zones", false}, {"duplicates", false},
             {"duplicate_of", true}, {"passages", false}};
enum { KNOWN = sizeof known / sizeof *known };

/* Members of metadata that stand in every row; all are texts but fluency. */
static const char *const fixed_metadata[] = {"author", "byline",     "author_bio", "site",
                                             "url",    "disclaimer", "fluency"};
enum { FIXED_METADATA = sizeof fixed_metadata / sizeof *fixed_metadata };
static const char *const top_fields[] = {"source",   "title",        "created",
                                         "language", "flags",        "cluster",
                                         "failed",   "failed.stage", "failed.reason"};

struct writing {
    struct buffer out;
    pl_document *doc;
    const struct schema *schema;
    const pl_encoding *encoding;
    struct codepoints text, original;
    bool bytes;
};

static void write_str(struct writing *w, pl_str s) {
    json_write_string(&w->out, s.p ? s.p : "", s.n);
}

static pl_str cut(pl_str text, pl_span span) {
    return (pl_str){text.p + span.begin, span.end - span.begin};
}

static void write_offsets(struct writing *w, pl_span span, bool original) {
    struct codepoints *c = original ? &w->original : &w->text;
    json_write_key(&w->out, "start");
    json_write_uint(&w->out, w->bytes ? span.begin : codepoints_at(c, span.begin));
    json_write_key(&w->out, "end");
    json_write_uint(&w->out, w->bytes ? span.end : codepoints_at(c, span.end));
}

static uint64_t read_uint(const void *at, size_t size) {
    uint64_t v = 0;
    memcpy(&v, at,
           size < sizeof v ? size : sizeof v); /* little endian, as all machines we build for */
    return v;
}

static int64_t read_int(const void *at, size_t size) {
    const uint64_t v = read_uint(at, size);
    const unsigned shift = size < 8 ? (unsigned)(64 - 8 * size) : 0;
    return (int64_t)(v << shift) >> shift;
}

static void write_list(struct writing *w, const pl_array *list) {
    json_write_begin(&w->out, '[');
    for (uint32_t i = 0; i < list->n; i++) write_str(w, *(const pl_str *)pl_at(*list, i));
    json_write_end(&w->out, ']');
}

static void write_choice(struct writing *w, const char *choices, int64_t index) {
    const char *p = choices ? choices : "";
    for (; index > 0 && p; index--) {
        p = strchr(p, ',');
        p = p ? p + 1 + strspn(p + 1, " ") : NULL;
    }
    write_str(w, p ? (pl_str){p, strcspn(p, ",")} : (pl_str){"", 0});
}

static void write_real(struct writing *w, const pl_field_def *row, double v) {
    if (!strcmp(row->name, "similarity"))
        json_write_real_down(&w->out, v);
    else
        json_write_real(&w->out, v, 3);
}

static void write_json(struct writing *w, pl_str s) {
    if (s.n)
        json_write_raw(&w->out, s.p, s.n);
    else
        json_write_null(&w->out);
}

/* One member of a layer element, by its row. */
static void write_member(struct writing *w, const pl_field_def *row, const char *element) {
    const void *at = element + row->offset;
    float f;
    double d;
    json_write_key(&w->out, row->name);
    switch (row->type) {
    case PL_BOOL: json_write_bool(&w->out, read_uint(at, row->size) != 0); break;
    case PL_INT:
    case PL_DURATION: json_write_int(&w->out, read_int(at, row->size)); break;
    case PL_UINT:
    case PL_SIZE: json_write_uint(&w->out, read_uint(at, row->size)); break;
    case PL_REAL:
        if (row->size == sizeof f)
            memcpy(&f, at, sizeof f), d = (double)f;
        else
            memcpy(&d, at, sizeof d);
        write_real(w, row, d);
        break;
    case PL_TEXT:
    case PL_PATH: write_str(w, *(const pl_str *)at); break;
    case PL_NAME: {
        const uint64_t id = read_uint(at, row->size);
        write_str(w, id < w->schema->n_names ? str_of(w->schema->names[id]) : (pl_str){"", 0});
        break;
    }
    case PL_ENUM: write_choice(w, row->choices, read_int(at, row->size)); break;
    case PL_LIST: write_list(w, at); break;
    case PL_JSON: write_json(w, *(const pl_str *)at); break;
    }
}

static void write_members(struct writing *w, const pl_layer_def *def, const char *element) {
    for (size_t i = 0; def->fields; i++) {
        const pl_field_def *row = field_row(def->fields, def->field_stride, i);
        if (!row->name) return;
        write_member(w, row, element);
    }
}

static void write_element(struct writing *w, const pl_layer_def *def, const char *element) {
    const bool original = (def->flags & PL_ORIGINAL) != 0;
    json_write_begin(&w->out, '{');
    if (!(def->flags & PL_NO_SPAN)) {
        const pl_span span = *(const pl_span *)(const void *)element;
        write_offsets(w, span, original);
        write_members(w, def, element);
        if (def->flags & PL_WITH_TEXT) {
            json_write_key(&w->out, "text");
            write_str(w, cut(original ? w->doc->original : w->doc->text, span));
        }
    } else
        write_members(w, def, element);
    json_write_end(&w->out, '}');
}

static void write_layer(struct writing *w, int id) {
    const pl_layer_def *def = w->schema->layers[id].def;
    const struct layer *layer = &w->doc->layers[id];
    const uint32_t n = layer->v ? layer->n : 0;
    if (def->flags & PL_ONE) {
        if (n)
            write_element(w, def, layer->v);
        else
            json_write_null(&w->out);
        return;
    }
    json_write_begin(&w->out, '[');
    for (uint32_t i = 0; i < n; i++)
        write_element(w, def, (const char *)layer->v + (size_t)i * def->element_size);
    json_write_end(&w->out, ']');
}

/* White space that is more than one space after a token is a token of its own: the tokens then rebuild the text. */
static void write_space_token(struct writing *w, uint32_t *id, uint32_t begin, uint32_t end) {
    if (end > begin && w->doc->text.p[begin] == ' ' && *id) begin++;
    if (begin == end) return;
    json_write_begin(&w->out, '{');
    json_write_key(&w->out, "id"), json_write_uint(&w->out, (*id)++);
    write_offsets(w, (pl_span){begin, end}, false);
    json_write_end(&w->out, '}');
}

static void write_tokens(struct writing *w, int layer_id) {
    const struct layer *layer = &w->doc->layers[layer_id];
    const pl_layer_def *def = w->schema->layers[layer_id].def;
    uint32_t id = 0, at = 0;
    json_write_begin(&w->out, '[');
    for (uint32_t i = 0; layer->v && i < layer->n; i++) {
        const char *element = (const char *)layer->v + (size_t)i * def->element_size;
        const pl_span span = *(const pl_span *)(const void *)element;
        write_space_token(w, &id, at, span.begin);
        json_write_begin(&w->out, '{');
        json_write_key(&w->out, "id"), json_write_uint(&w->out, id++);
        write_offsets(w, span, false);
        write_members(w, def, element);
        json_write_end(&w->out, '}');
        at = span.end;
    }
    if (layer->v && layer->n) write_space_token(w, &id, at, (uint32_t)w->doc->text.n);
    json_write_end(&w->out, ']');
}

/* {"text": one sentence per line, "sents": [...]} */
static void write_summary(struct writing *w, int id) {
    const struct layer *layer = &w->doc->layers[id];
    const pl_layer_def *def = w->schema->layers[id].def;
    struct buffer joined = {0};
    for (uint32_t i = 0; layer->v && i < layer->n; i++) {
        const pl_str s =
            cut(w->doc->text, *(const pl_span *)(const void *)((const char *)layer->v +
                                                               (size_t)i * def->element_size));
        if (i) buffer_put(&joined, '\n');
        for (size_t k = 0; k < s.n; k++) buffer_put(&joined, s.p[k] == '\n' ? ' ' : s.p[k]);
    }
    if (joined.failed) arena_exhausted(joined.n);
    json_write_begin(&w->out, '{');
    json_write_key(&w->out, "text"), json_write_string(&w->out, joined.p ? joined.p : "", joined.n);
    json_write_key(&w->out, "sents"), write_layer(w, id);
    json_write_end(&w->out, '}');
    buffer_free(&joined);
}

static bool is_chosen(const struct writing *w, int id) {
    if (!w->encoding->layers) return strcmp(w->schema->layers[id].name, "tokens") != 0;
    for (uint32_t i = 0; i < w->encoding->n; i++)
        if (w->encoding->layers[i] == id) return true;
    return false;
}

static int known_index(const char *name) {
    for (int i = 0; i < KNOWN; i++)
        if (!strcmp(known[i].name, name)) return i;
    return -1;
}

static void write_known_layer(struct writing *w, int k) {
    const int id = schema_layer_find(w->schema, known[k].name);
    const bool chosen = id >= 0 && is_chosen(w, id);
    if (!chosen && (w->encoding->flags & PL_LAYERS_ONLY)) return;
    if (!chosen && !strcmp(known[k].name, "tokens")) return; /* large: there only when asked for */
    json_write_key(&w->out, known[k].name);
    if (chosen && !strcmp(known[k].name, "summary"))
        write_summary(w, id);
    else if (chosen && !strcmp(known[k].name, "tokens"))
        write_tokens(w, id);
    else if (chosen)
        write_layer(w, id);
    else if (!strcmp(known[k].name, "summary"))
        json_write_raw(&w->out, "{\"text\":\"\",\"sents\":[]}", 22);
    else if (known[k].one)
        json_write_null(&w->out);
    else
        json_write_raw(&w->out, "[]", 2);
}

static void write_other_layers(struct writing *w) {
    for (uint32_t i = 0; i < w->schema->n_layers; i++) {
        if (known_index(w->schema->layers[i].name) >= 0 || !is_chosen(w, (int)i)) continue;
        json_write_key(&w->out, w->schema->layers[i].name);
        write_layer(w, (int)i);
    }
}

static void write_value(struct writing *w, const pl_value *v) {
    switch (v->type) {
    case PL_BOOL: json_write_bool(&w->out, v->u.i != 0); break;
    case PL_INT: json_write_int(&w->out, v->u.i); break;
    case PL_REAL: json_write_real(&w->out, v->u.r, 3); break;
    case PL_LIST: write_list(w, &v->u.list); break;
    case PL_JSON: write_json(w, v->u.s); break;
    default: write_str(w, v->u.s);
    }
}

static bool is_fixed(pl_str name) {
    for (size_t i = 0; i < FIXED_METADATA; i++)
        if (name.n == strlen(fixed_metadata[i]) && !memcmp(name.p, fixed_metadata[i], name.n))
            return true;
    return false;
}

static bool is_top(pl_str name) {
    for (size_t i = 0; i < sizeof top_fields / sizeof *top_fields; i++)
        if (name.n == strlen(top_fields[i]) && !memcmp(name.p, top_fields[i], name.n)) return true;
    return false;
}

static void write_text_field(struct writing *w, const char *name, pl_str otherwise) {
    pl_value v;
    json_write_key(&w->out, name);
    if (field_get(w->doc, name, &v) == PL_OK)
        write_value(w, &v);
    else
        write_str(w, otherwise);
}

static void write_fixed_metadata(struct writing *w) {
    pl_value v;
    for (size_t i = 0; i < FIXED_METADATA; i++) {
        if (strcmp(fixed_metadata[i], "fluency")) {
            write_text_field(w, fixed_metadata[i], (pl_str){"", 0});
            continue;
        }
        json_write_key(&w->out, "fluency");
        if (field_get(w->doc, "fluency", &v))
            json_write_null(&w->out);
        else
            write_value(w, &v);
    }
}

/* The "a" of "a.b" when a stage set it, and no field is called "a". The input's own names stay as they are. */
static pl_str group_of(const struct writing *w, const struct field *f) {
    pl_value ignored;
    const char *dot = f->stage ? memchr(f->name.p, '.', f->name.n) : NULL;
    if (!dot || dot == f->name.p || dot + 1 == f->name.p + f->name.n) return (pl_str){"", 0};
    const pl_str group = {f->name.p, (size_t)(dot - f->name.p)};
    return field_get_n(w->doc, group, &ignored) == PL_OK ? (pl_str){"", 0} : group;
}

static bool is_same(pl_str a, pl_str b) { return a.n == b.n && !memcmp(a.p, b.p, a.n); }

/* The fields list[from ..] of one group: "a":{"b":..,"c":..}. */
static void write_group(struct writing *w, const uint32_t *list, uint32_t from, uint32_t n,
                        pl_str group) {
    json_write_name(&w->out, group.p, group.n);
    json_write_begin(&w->out, '{');
    for (uint32_t i = from; i < n; i++) {
        const struct field *f = &w->doc->fields[list[i]];
        if (!is_same(group_of(w, f), group)) continue;
        json_write_name(&w->out, f->name.p + group.n + 1, f->name.n - group.n - 1);
        write_value(w, &f->value);
    }
    json_write_end(&w->out, '}');
}

static bool is_first_of_group(const struct writing *w, const uint32_t *list, uint32_t at,
                              pl_str group) {
    for (uint32_t i = 0; i < at; i++)
        if (is_same(group_of(w, &w->doc->fields[list[i]]), group)) return false;
    return true;
}

static void write_metadata_members(struct writing *w) {
    uint32_t n;
    const uint32_t *list = fields_visible(w->doc, &n);
    write_fixed_metadata(w);
    for (uint32_t i = 0; i < n; i++) {
        const struct field *f = &w->doc->fields[list[i]];
        if (is_top(f->name) || is_fixed(f->name)) continue;
        const pl_str group = group_of(w, f);
        if (!group.n) {
            json_write_name(&w->out, f->name.p, f->name.n);
            write_value(w, &f->value);
        } else if (is_first_of_group(w, list, i, group))
            write_group(w, list, i, n, group);
    }
}

static void write_metadata(struct writing *w) {
    json_write_key(&w->out, "metadata");
    if (!(w->encoding->flags & PL_METADATA_STRING)) {
        json_write_begin(&w->out, '{');
        write_metadata_members(w);
        json_write_end(&w->out, '}');
        return;
    }
    struct writing inner = *w;
    inner.out = (struct buffer){0};
    json_write_begin(&inner.out, '{');
    write_metadata_members(&inner);
    json_write_end(&inner.out, '}');
    if (inner.out.failed) arena_exhausted(inner.out.n);
    json_write_string(&w->out, inner.out.p, inner.out.n);
    buffer_free(&inner.out);
}

static bool has_letter_or_digit(pl_str s) {
    for (size_t i = 0; i < s.n; i++) {
        const unsigned char c = (unsigned char)s.p[i];
        if (c >= 0x80 || (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z'))
            return true;
    }
    return false;
}

static void write_removed(struct writing *w) {
    pl_removal r = {.size = sizeof r};
    json_write_key(&w->out, "removed");
    json_write_begin(&w->out, '[');
    for (uint32_t i = 0; edit_removal(w->doc, i, &r) == PL_OK; i++) {
        if (r.with.n || !has_letter_or_digit(r.text)) continue;
        json_write_begin(&w->out, '{');
        write_offsets(w, r.original, true);
        json_write_key(&w->out, "reason"), write_str(w, r.why);
        json_write_end(&w->out, '}');
    }
    json_write_end(&w->out, ']');
}

static void write_verdict(struct writing *w) {
    const pl_verdict *v = &w->doc->verdict;
    json_write_key(&w->out, "verdict");
    json_write_begin(&w->out, '{');
    json_write_key(&w->out, "kept"), json_write_bool(&w->out, v->state == PL_KEPT);
    json_write_key(&w->out, "stage"), write_str(w, v->stage);
    json_write_key(&w->out, "reason"), write_str(w, v->message.n ? v->message : v->reason);
    json_write_end(&w->out, '}');
}

/* The one field of a failure that came after a barrier: {stage, reason}, or null. */
static void write_failed(struct writing *w) {
    pl_value stage, reason;
    if (field_get(w->doc, "failed.stage", &stage) || field_get(w->doc, "failed.reason", &reason))
        return;
    json_write_key(&w->out, "failed");
    json_write_begin(&w->out, '{');
    json_write_key(&w->out, "stage"), write_value(w, &stage);
    json_write_key(&w->out, "reason"), write_value(w, &reason);
    json_write_end(&w->out, '}');
}

static void write_flags(struct writing *w) {
    pl_value v;
    json_write_key(&w->out, "flags");
    if (field_get(w->doc, "flags", &v) == PL_OK && v.type == PL_LIST)
        write_list(w, &v.u.list);
    else
        json_write_raw(&w->out, "[]", 2);
}

static void write_head(struct writing *w) {
    json_write_key(&w->out, "id"), write_str(w, w->doc->id);
    json_write_key(&w->out, "text"), write_str(w, w->doc->text);
    write_text_field(w, "source", w->doc->source);
    write_text_field(w, "created", (pl_str){"", 0});
    write_text_field(w, "title", (pl_str){"", 0});
    write_metadata(w);
    write_text_field(w, "language", (pl_str){"", 0});
}

/* What was written, in the arena. A record that memory did not suffice for must not look like one. */
static pl_str take_out(struct writing *w, struct arena *arena) {
    if (w->out.failed) arena_exhausted(w->out.n);
    const pl_str s = arena_copy(arena, w->out.p, w->out.n);
    buffer_free(&w->out);
    return s;
}

pl_str record_write_members(pl_document *doc, int layer, uint32_t i, struct arena *arena) {
    struct writing w = {.doc = doc, .schema = doc->batch->schema};
    const pl_layer_def *def = w.schema->layers[layer].def;
    if (!def->fields) return (pl_str){"", 0};
    json_write_begin(&w.out, '{');
    write_members(&w, def, pl_at(layer_get(doc, layer), i));
    json_write_end(&w.out, '}');
    return take_out(&w, arena);
}

pl_str record_write(pl_document *doc, const pl_encoding *encoding, struct arena *arena) {
    struct writing w = {.doc = doc, .schema = doc->batch->schema, .encoding = encoding};
    w.bytes = (encoding->flags & PL_BYTE_OFFSETS) != 0;
    codepoints_open(&w.text, doc->text.p, doc->text.n);
    codepoints_open(&w.original, doc->original.p, doc->original.n);
    buffer_reserve(&w.out, 2 * doc->text.n + 4096);
    json_write_begin(&w.out, '{');
    write_head(&w);
    for (int k = 0; k < KNOWN; k++) {
        write_known_layer(&w, k);
        if (!strcmp(known[k].name, "zones") && !(encoding->flags & PL_LAYERS_ONLY)) {
            write_removed(&w);
            write_text_field(&w, "cluster", (pl_str){"", 0});
        }
    }
    write_flags(&w);
    write_failed(&w);
    write_other_layers(&w);
    if (encoding->flags & PL_WITH_VERDICT) write_verdict(&w);
    json_write_end(&w.out, '}');
    return take_out(&w, arena);
}
