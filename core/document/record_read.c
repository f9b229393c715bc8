/* record_read.c: a JSON Lines record becomes a document: id, text, fields. One pass; strings without escapes are not copied. */
#include <stdio.h>
#include <string.h>
#include "document/record.h"
#include "support/json.h"

/* Members that a later stage derives: an old value must not pass for a new one. */
static const char *const derived[] = {
    "sents", "tokens",  "ents",    "entities",     "keyphrases",   "summary",
    "zones", "removed", "cluster", "duplicates",   "duplicate_of", "passages",
    "flags", "verdict", "failed",  "failed.stage", "failed.reason"};
/* Fields that are texts in every row: a value of another type becomes its JSON text. */
static const char *const texts[] = {"source", "title", "created",    "language", "author",
                                    "byline", "site",  "author_bio", "url",      "disclaimer"};
/* Other names under which the top-level fields come. */
static const struct { const char *key, *field; } aliases[] = {{"date", "created"}};

struct reading {
    pl_document *doc;
    struct json j;
    const char *id, *text, *metadata;
    pl_str text_value;
    bool has_text;
};

static int complain(struct record_error *error, const char *what) {
    snprintf(error->text, sizeof error->text, "%s", what);
    return PL_EDOC;
}

static struct arena *arena_of(const struct reading *r) { return &r->doc->batch->arena; }

pl_str record_unescape(struct arena *arena, pl_str raw, bool escaped) {
    if (!escaped) return raw;
    char *p = arena_alloc(arena, raw.n, 1);
    return (pl_str){p, json_unescape(raw, p)};
}

bool record_is_derived(pl_str key) {
    for (size_t i = 0; i < sizeof derived / sizeof *derived; i++)
        if (json_string_is(key, derived[i])) return true;
    return false;
}

static pl_str name_of(const struct reading *r, pl_str key) {
    return record_unescape(arena_of(r), key, memchr(key.p, '\\', key.n) != NULL);
}

/* A value as it stands: text is unescaped, everything else keeps its bytes, numbers their digits. */
static int read_value(struct reading *r, pl_value *v) {
    bool escaped = false;
    *v = (pl_value){.type = PL_JSON};
    if (json_peek(&r->j) != JSON_STRING) return json_skip(&r->j, &v->u.s);
    v->type = PL_TEXT;
    if (json_string_raw(&r->j, &v->u.s, &escaped)) return -1;
    v->u.s = record_unescape(arena_of(r), v->u.s, escaped);
    return 0;
}

static bool is_text(pl_str name) {
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (name.n == strlen(texts[i]) && !memcmp(name.p, texts[i], name.n)) return true;
    return false;
}

static bool is_number(pl_str json) {
    return json.n && (json.p[0] == '-' || (json.p[0] >= '0' && json.p[0] <= '9'));
}

static int set_member(struct reading *r, pl_str name) {
    pl_value v;
    if (read_value(r, &v)) return -1;
    if (v.type == PL_JSON && v.u.s.n == 4 && !memcmp(v.u.s.p, "null", 4)) return 0;
    if (v.type == PL_JSON && is_text(name)) v.type = PL_TEXT;
    if (name.n == 7 && !memcmp(name.p, "fluency", 7) && (v.type != PL_JSON || !is_number(v.u.s)))
        return 0; /* an unknown number is null */
    return field_set(r->doc, name, v, 0);
}

/* Each member of metadata becomes a field; objects and lists inside stay JSON, untouched. */
static int read_metadata(struct reading *r) {
    pl_str key;
    int rc;
    if (json_peek(&r->j) != JSON_OBJECT) return set_member(r, str_of("metadata"));
    if (json_object_begin(&r->j)) return -1;
    while ((rc = json_member(&r->j, &key)) == 1)
        if (record_is_derived(key) ? json_skip(&r->j, NULL) : set_member(r, name_of(r, key)))
            return -1;
    return rc;
}

static int read_id(struct reading *r) {
    pl_value v;
    if (read_value(r, &v)) return -1;
    if (v.type == PL_TEXT || is_number(v.u.s)) r->doc->id = v.u.s;
    return 0;
}

static int read_text(struct reading *r) {
    bool escaped = false;
    if (json_peek(&r->j) != JSON_STRING) return json_skip(&r->j, NULL);
    if (json_string_raw(&r->j, &r->text_value, &escaped)) return -1;
    r->text_value = record_unescape(arena_of(r), r->text_value, escaped);
    r->has_text = true;
    return 0;
}

static int read_member(struct reading *r, pl_str key) {
    if (json_string_is(key, r->text)) return read_text(r);
    if (json_string_is(key, r->id)) return read_id(r);
    if (json_string_is(key, r->metadata)) return read_metadata(r);
    if (record_is_derived(key)) return json_skip(&r->j, NULL);
    for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++)
        if (json_string_is(key, aliases[i].key)) return set_member(r, str_of(aliases[i].field));
    return set_member(r, name_of(r, key));
}

static const char *or_default(const char *name, const char *otherwise) {
    return name && *name ? name : otherwise;
}

int record_read(pl_document *doc, pl_str json, const pl_record_names *names, pl_str *text,
                struct record_error *error) {
    struct reading r = {.doc = doc};
    r.id = or_default(names ? names->id : NULL, "id");
    r.text = or_default(names ? names->text : NULL, "text");
    r.metadata = or_default(names ? names->metadata : NULL, "metadata");
    json_open(&r.j, json.p, json.n);
    if (json_peek(&r.j) != JSON_OBJECT && !r.j.error)
        return complain(error, "the record is not a JSON object");
    pl_str key;
    int rc = json_object_begin(&r.j);
    while (!rc && (rc = json_member(&r.j, &key)) == 1) rc = read_member(&r, key);
    if (!r.j.error) json_end(&r.j);
    if (r.j.error) {
        snprintf(error->text, sizeof error->text, "bad JSON at byte %td: %s", r.j.p - r.j.begin,
                 r.j.error);
        return PL_EDOC;
    }
    if (!r.has_text) {
        snprintf(error->text, sizeof error->text, "the record has no text in '%s'", r.text);
        return PL_EDOC;
    }
    *text = r.text_value;
    return PL_OK;
}
