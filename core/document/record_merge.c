/* record_merge.c: takes over what an `exec` program changed: fields, edits, a drop. */
#include <stdio.h>
#include <string.h>
#include "document/record.h"
#include "support/json.h"

struct merging {
    pl_document *doc;
    uint16_t stage;
    struct json j;
    struct record_error *error;
    bool has_id;
    uint32_t points, bytes; /* a place in the text, in both units: offsets mostly rise */
};

static int refuse(struct merging *m, const char *what) {
    if (!m->error->text[0]) snprintf(m->error->text, sizeof m->error->text, "%s", what);
    return -1;
}

static int read_string(struct merging *m, pl_str *s) {
    bool escaped = false;
    if (json_string_raw(&m->j, s, &escaped)) return -1;
    *s = record_unescape(&m->doc->batch->arena, *s, escaped);
    return 0;
}

static bool is_continuation(char c) { return ((unsigned char)c & 0xc0) == 0x80; }

/* The byte offset of a code point; UINT32_MAX behind the end. */
static uint32_t byte_of(struct merging *m, int64_t point) {
    const pl_str text = m->doc->text;
    if (point < m->points) m->points = m->bytes = 0;
    while (m->points < point && m->bytes < text.n) {
        m->bytes++;
        while (m->bytes < text.n && is_continuation(text.p[m->bytes])) m->bytes++;
        m->points++;
    }
    return m->points == point ? m->bytes : UINT32_MAX;
}

static int read_offset(struct merging *m, uint32_t *at) {
    pl_str number;
    int64_t point = -1;
    if (json_number_raw(&m->j, &number)) return -1;
    if (json_number_int(number, &point) || point < 0)
        return refuse(m, "an edit's start and end are numbers from 0 on");
    *at = byte_of(m, point);
    return *at == UINT32_MAX ? refuse(m, "an edit lies behind the end of the text") : 0;
}

static int merge_edit(struct merging *m) {
    uint32_t begin = UINT32_MAX, end = UINT32_MAX;
    pl_str with = {"", 0}, why = {"exec", 4}, key;
    int rc = json_object_begin(&m->j);
    while (!rc && (rc = json_member(&m->j, &key)) == 1) {
        if (json_string_is(key, "start"))
            rc = read_offset(m, &begin);
        else if (json_string_is(key, "end"))
            rc = read_offset(m, &end);
        else if (json_string_is(key, "with"))
            rc = read_string(m, &with);
        else if (json_string_is(key, "why"))
            rc = read_string(m, &why);
        else
            rc = json_skip(&m->j, NULL);
    }
    if (rc) return -1;
    if (begin == UINT32_MAX || end == UINT32_MAX)
        return refuse(m, "an edit has no start or no end");
    return edit_add(m->doc, begin, end, with, why) ? refuse(m, "an edit is not possible") : 0;
}

static int merge_edits(struct merging *m) {
    int rc = json_array_begin(&m->j);
    while (!rc && (rc = json_element(&m->j)) == 1) rc = merge_edit(m);
    return rc;
}

static int merge_drop(struct merging *m) {
    pl_str reason = {"exec", 4}, message = {"", 0}, key;
    int rc = json_object_begin(&m->j);
    while (!rc && (rc = json_member(&m->j, &key)) == 1) {
        if (json_string_is(key, "reason"))
            rc = read_string(m, &reason);
        else if (json_string_is(key, "message"))
            rc = read_string(m, &message);
        else
            rc = json_skip(&m->j, NULL);
    }
    if (rc) return -1;
    const pl_str copy = arena_copy(&m->doc->batch->arena, reason.p, reason.n);
    document_drop(m->doc, copy.p, message);
    return 0;
}

static int merge_flags(struct merging *m) {
    int rc = json_array_begin(&m->j);
    while (!rc && (rc = json_element(&m->j)) == 1) {
        pl_str flag;
        if ((rc = read_string(m, &flag))) break;
        field_flag(m->doc, arena_copy(&m->doc->batch->arena, flag.p, flag.n).p);
    }
    return rc;
}

static int merge_field(struct merging *m, pl_str key) {
    const pl_str name =
        record_unescape(&m->doc->batch->arena, key, memchr(key.p, '\\', key.n) != NULL);
    pl_value v = {.type = PL_JSON};
    if (json_peek(&m->j) == JSON_STRING) {
        v.type = PL_TEXT;
        if (read_string(m, &v.u.s)) return -1;
    } else if (json_skip(&m->j, &v.u.s))
        return -1;
    return field_set(m->doc, name, v, m->stage);
}

static int merge_metadata(struct merging *m) {
    pl_str key;
    int rc = json_object_begin(&m->j);
    while (!rc && (rc = json_member(&m->j, &key)) == 1) rc = merge_field(m, key);
    return rc;
}

static int same(struct merging *m, pl_str expected, const char *what) {
    pl_str s;
    if (read_string(m, &s)) return -1;
    return s.n == expected.n && !memcmp(s.p, expected.p, s.n) ? 0 : refuse(m, what);
}

static int merge_member(struct merging *m, pl_str key) {
    m->has_id |= json_string_is(key, "id");
    if (json_string_is(key, "id"))
        return same(m, m->doc->id, "the answer has another id than the request");
    if (json_string_is(key, "text"))
        return same(m, m->doc->text, "the answer has another text: changes go into \"edits\"");
    if (json_string_is(key, "edits")) return merge_edits(m);
    if (json_string_is(key, "drop"))
        return json_peek(&m->j) == JSON_NULL ? json_null(&m->j) : merge_drop(m);
    if (json_string_is(key, "flags")) return merge_flags(m);
    if (json_string_is(key, "metadata")) return merge_metadata(m);
    if (record_is_derived(key)) return json_skip(&m->j, NULL);
    return merge_field(m, key);
}

int record_merge(pl_document *doc, uint16_t stage, pl_str json, struct record_error *error) {
    struct merging m = {.doc = doc, .stage = stage, .error = error};
    pl_str key;
    json_open(&m.j, json.p, json.n);
    int rc = json_object_begin(&m.j);
    while (!rc && (rc = json_member(&m.j, &key)) == 1) rc = merge_member(&m, key);
    if (!rc) json_end(&m.j);
    if (!rc && !m.j.error && !m.has_id) rc = refuse(&m, "the answer has no id");
    if (m.j.error && !error->text[0])
        snprintf(error->text, sizeof error->text, "bad JSON in the answer at byte %td: %s",
                 m.j.p - m.j.begin, m.j.error);
    return rc || m.j.error ? PL_EDOC : PL_OK;
}
