/* Records: what is read from JSON, what is written, what an exec program may change. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include "document/record.h"

struct fixture { struct schema schema; struct batch batch; pl_document *doc; const char *stages[2]; };

static void begin(struct fixture *f) {
    *f = (struct fixture){.stages = {"read", "exec"}};
    f->schema.stages = f->stages;
    f->schema.n_stages = 2;
    batch_init(&f->batch, &f->schema);
    f->doc = batch_add(&f->batch, (pl_position){0, 0, 0}, str_of("dump.jsonl"), str_of(""));
}

static void end(struct fixture *f) {
    batch_free(&f->batch);
    schema_free(&f->schema);
}

static int read_into(struct fixture *f, const char *json, struct record_error *error) {
    pl_str text = {"", 0};
    const int rc = record_read(f->doc, str_of(json), NULL, &text, error);
    if (rc == PL_OK) document_set_text(f->doc, text);
    return rc;
}

static const struct { const char *name, *json, *message; } bad[] = {
    {"not JSON", "hello", "bad JSON at byte 0"},
    {"an array", "[1]", "not a JSON object"},
    {"cut off", "{\"text\":\"a", "bad JSON at byte"},
    {"something behind it", "{\"text\":\"a\"} x", "bad JSON at byte"},
    {"no text", "{\"id\":\"1\"}", "no text in 'text'"},
    {"text is a number", "{\"text\":5}", "no text in 'text'"},
    {"text is null", "{\"text\":null}", "no text in 'text'"},
    {"empty line", "", "bad JSON at byte 0"},
};

Test(record, refuses_bad_records_with_a_reason) {
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct fixture f;
        struct record_error error = {""};
        begin(&f);
        cr_expect_eq(read_into(&f, bad[i].json, &error), PL_EDOC, "%s", bad[i].name);
        cr_expect(strstr(error.text, bad[i].message), "%s: '%s'", bad[i].name, error.text);
        end(&f);
    }
}

/* In, and the beginning of what comes out: the rest of the record is the same for all. */
static const struct { const char *name, *in, *out; } round_trips[] = {
    {"plain", "{\"id\":\"a\",\"text\":\"b\"}", "{\"id\":\"a\",\"text\":\"b\",\"source\":\"dump.jsonl\",\"created\":\"\",\"title\":\"\","},
    {"a number as id", "{\"text\":\"b\",\"id\":17}", "{\"id\":\"17\",\"text\":\"b\","},
    {"escapes", "{\"id\":\"a\",\"text\":\"\\u00e9\\n\\\"\\ud83d\\ude00\"}", "{\"id\":\"a\",\"text\":\"\xc3\xa9\\n\\\"\xf0\x9f\x98\x80\","},
    {"half a surrogate pair", "{\"id\":\"a\",\"text\":\"x\\ud800\"}", "{\"id\":\"a\",\"text\":\"x\xef\xbf\xbd\","},
    {"date, title, source", "{\"id\":\"a\",\"text\":\"b\",\"date\":\"2024-05-06\",\"title\":\"T\",\"source\":\"s\"}",
     "{\"id\":\"a\",\"text\":\"b\",\"source\":\"s\",\"created\":\"2024-05-06\",\"title\":\"T\","},
};

Test(record, goes_in_and_comes_out) {
    const pl_encoding all = {.size = sizeof all};
    for (size_t i = 0; i < sizeof round_trips / sizeof *round_trips; i++) {
        struct fixture f;
        struct record_error error = {""};
        begin(&f);
        cr_assert_eq(read_into(&f, round_trips[i].in, &error), PL_OK, "%s: %s", round_trips[i].name, error.text);
        const pl_str line = record_write(f.doc, &all, &f.batch.arena);
        cr_expect(!strncmp(line.p, round_trips[i].out, strlen(round_trips[i].out)), "%s: %s", round_trips[i].name, line.p);
        end(&f);
    }
}

Test(record, unknown_members_go_into_metadata_untouched) {
    struct fixture f;
    struct record_error error = {""};
    const pl_encoding all = {.size = sizeof all};
    begin(&f);
    cr_assert_eq(read_into(&f, "{\"id\":\"a\",\"text\":\"b\",\"n\":1.50e3,\"big\":12345678901234567890,\"metadata\":{\"url\":\"u\",\"list\":[1, {\"x\":null}]},"
                               "\"nothing\":null,\"ents\":[1],\"verdict\":{}}", &error), PL_OK);
    const pl_str line = record_write(f.doc, &all, &f.batch.arena);
    cr_expect(strstr(line.p, "\"url\":\"u\""), "%s", line.p);
    cr_expect(strstr(line.p, "\"n\":1.50e3,\"big\":12345678901234567890,\"list\":[1, {\"x\":null}]}"), "%s", line.p);
    cr_expect(strstr(line.p, "\"ents\":[]"), "an old layer does not pass for a new one: %s", line.p);
    cr_expect(!strstr(line.p, "verdict"));
    end(&f);
}

/* Members of the input that could change the shape of a row, or pass for something that this program found out. */
static const struct { const char *name, *in, *out, *not; } shapes[] = {
    {"a text of another type becomes its JSON text", "\"title\":[1, 2],\"created\":5,\"metadata\":{\"language\":{}}",
     "\"created\":\"5\",\"title\":\"[1, 2]\"", NULL},
    {"also in metadata", "\"metadata\":{\"language\":{},\"author\":[\"A\"]}", "\"author\":\"[\\\"A\\\"]\"", "\"language\":{}"},
    {"a fluency that is no number is unknown", "\"fluency\":\"high\"", "\"fluency\":null", "high"},
    {"one that is a number stays", "\"metadata\":{\"fluency\":0.25}", "\"fluency\":0.25", NULL},
    {"names of layers in metadata are derived, too", "\"metadata\":{\"flags\":\"f\",\"cluster\":7,\"verdict\":1}", "\"flags\":[]", "verdict"},
    {"an id in metadata stays there", "\"metadata\":{\"id\":17}", "\"id\":17}", NULL},
    {"a failure cannot be invented", "\"failed.stage\":\"x\",\"failed.reason\":\"y\"", "\"flags\":[]", "failed"},
    {"a dot in a name of the input is a letter", "\"a.b\":1,\"x\":2,\"a.c\":3,\"a\":4", "\"a.b\":1,\"x\":2,\"a.c\":3,\"a\":4}", NULL},
    {"the last of two members counts", "\"k\":1,\"k\":2,\"metadata\":{\"k\":3}", "\"k\":3}", "\"k\":1"},
};

Test(record, no_input_changes_the_shape_of_a_row) {
    const pl_encoding all = {.size = sizeof all};
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        struct fixture f;
        struct record_error error = {""};
        char json[300];
        begin(&f);
        snprintf(json, sizeof json, "{\"id\":\"a\",\"text\":\"b\",%s}", shapes[i].in);
        cr_assert_eq(read_into(&f, json, &error), PL_OK, "%s: %s", shapes[i].name, error.text);
        const pl_str line = record_write(f.doc, &all, &f.batch.arena);
        cr_expect(strstr(line.p, shapes[i].out), "%s: %s", shapes[i].name, line.p);
        if (shapes[i].not) cr_expect(!strstr(line.p, shapes[i].not), "%s: %s", shapes[i].name, line.p);
        end(&f);
    }
}

Test(record, dotted_names_that_a_stage_sets_nest) {
    struct fixture f;
    struct record_error error = {""};
    const pl_encoding all = {.size = sizeof all};
    const pl_value one = {.type = PL_INT, .u = {.i = 1}};
    begin(&f);
    cr_assert_eq(read_into(&f, "{\"id\":\"a\",\"text\":\"b\",\"y\":0,\"y.z\":0}", &error), PL_OK);
    static const char *const names[] = {"g.a", "x", "g.b", "y.b", ".c", "c."};
    f.batch.stage = 1;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) field_set(f.doc, str_of(names[i]), one, 1);
    const pl_str line = record_write(f.doc, &all, &f.batch.arena);
    cr_expect(strstr(line.p, "\"y\":0,\"y.z\":0,\"g\":{\"a\":1,\"b\":1},\"x\":1,\"y.b\":1,\".c\":1,\"c.\":1}"), "%s", line.p);
    end(&f);
}

Test(record, every_row_has_the_same_keys) {
    struct fixture f;
    struct record_error error = {""};
    const pl_encoding all = {.size = sizeof all};
    static const char *const keys[] = {"id", "text", "source", "created", "title", "metadata", "language", "sents", "ents", "entities",
                                       "keyphrases", "summary", "zones", "removed", "cluster", "duplicates", "duplicate_of", "passages", "flags"};
    begin(&f);
    cr_assert_eq(read_into(&f, "{\"id\":\"a\",\"text\":\"b\"}", &error), PL_OK);
    const char *at = record_write(f.doc, &all, &f.batch.arena).p;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        char key[32];
        snprintf(key, sizeof key, "\"%s\":", keys[i]);
        at = strstr(at, key);
        cr_assert(at != NULL, "%s", keys[i]);
    }
    end(&f);
}

static const struct { const char *name, *answer; int rc; const char *text, *message; } merges[] = {
    {"nothing", "{\"id\":\"a\"}", PL_OK, "\xc3\xa9 text", ""},
    {"its own id and text", "{\"id\":\"a\",\"text\":\"\xc3\xa9 text\"}", PL_OK, "\xc3\xa9 text", ""},
    {"edits count code points", "{\"id\":\"a\",\"edits\":[{\"start\":2,\"end\":6,\"with\":\"word\",\"why\":\"w\"},{\"start\":0,\"end\":1,\"with\":\"e\"}]}", PL_OK, "e word", ""},
    {"no id", "{}", PL_EDOC, NULL, "no id"},
    {"another id", "{\"id\":\"b\"}", PL_EDOC, NULL, "another id"},
    {"another text", "{\"text\":\"b\"}", PL_EDOC, NULL, "edits"},
    {"an edit behind the end", "{\"edits\":[{\"start\":2,\"end\":60}]}", PL_EDOC, NULL, "behind the end"},
    {"an edit without end", "{\"edits\":[{\"start\":2}]}", PL_EDOC, NULL, "no start or no end"},
    {"not JSON", "oops", PL_EDOC, NULL, "bad JSON"},
    {"members of no meaning", "{\"id\":\"a\",\"sents\":[],\"edits\":[{\"start\":0,\"end\":1,\"with\":\"e\",\"note\":[1]}],\"drop\":null}", PL_OK, "e text", ""},
    {"edits that fall back", "{\"id\":\"a\",\"edits\":[{\"end\":6,\"start\":5,\"with\":\"s\"},{\"start\":0,\"end\":1,\"with\":\"e\"}]}", PL_OK, "e texs", ""},
    {"an edit with a broken string", "{\"id\":\"a\",\"edits\":[{\"start\":0,\"end\":1,\"with\":\"\\x\"}]}", PL_EDOC, NULL, "bad JSON"},
    {"an edit whose reason is a number", "{\"id\":\"a\",\"edits\":[{\"start\":0,\"end\":1,\"why\":5}]}", PL_EDOC, NULL, "bad JSON"},
    {"a negative start", "{\"id\":\"a\",\"edits\":[{\"start\":-1,\"end\":1}]}", PL_EDOC, NULL, "from 0 on"},
    {"half a start", "{\"id\":\"a\",\"edits\":[{\"start\":0.5,\"end\":1}]}", PL_EDOC, NULL, "from 0 on"},
    {"a start that is text", "{\"id\":\"a\",\"edits\":[{\"start\":\"0\",\"end\":1}]}", PL_EDOC, NULL, "bad JSON"},
    {"an edit that ends before it begins", "{\"id\":\"a\",\"edits\":[{\"start\":2,\"end\":1}]}", PL_EDOC, NULL, "not possible"},
    {"an edit that is none", "{\"id\":\"a\",\"edits\":[5]}", PL_EDOC, NULL, "bad JSON"},
    {"edits that are none", "{\"id\":\"a\",\"edits\":5}", PL_EDOC, NULL, "bad JSON"},
    {"a drop that is none", "{\"id\":\"a\",\"drop\":5}", PL_EDOC, NULL, "bad JSON"},
    {"a drop with a broken reason", "{\"id\":\"a\",\"drop\":{\"reason\":[]}}", PL_EDOC, NULL, "bad JSON"},
    {"a flag that is a number", "{\"id\":\"a\",\"flags\":[1]}", PL_EDOC, NULL, "bad JSON"},
    {"metadata that are none", "{\"id\":\"a\",\"metadata\":[]}", PL_EDOC, NULL, "bad JSON"},
    {"a field cut off", "{\"id\":\"a\",\"title\":[1", PL_EDOC, NULL, "bad JSON"},
    {"a field with a broken string", "{\"id\":\"a\",\"title\":\"\\q\"}", PL_EDOC, NULL, "bad JSON"},
    {"an id that is a number", "{\"id\":5}", PL_EDOC, NULL, "bad JSON"},
    {"something behind it", "{\"id\":\"a\"} x", PL_EDOC, NULL, "bad JSON"},
};

Test(record, merges_what_a_program_answers) {
    for (size_t i = 0; i < sizeof merges / sizeof *merges; i++) {
        struct fixture f;
        struct record_error error = {""};
        begin(&f);
        cr_assert_eq(read_into(&f, "{\"id\":\"a\",\"text\":\"\xc3\xa9 text\"}", &error), PL_OK);
        document_begin(f.doc, 1);
        const int rc = record_merge(f.doc, 1, str_of(merges[i].answer), &error);
        cr_expect_eq(rc, merges[i].rc, "%s: %s", merges[i].name, error.text);
        cr_expect(strstr(error.text, merges[i].message), "%s: '%s'", merges[i].name, error.text);
        if (rc == PL_OK) {
            cr_expect_eq(document_commit(f.doc), PL_OK);
            cr_expect(f.doc->text.n == strlen(merges[i].text) && !memcmp(f.doc->text.p, merges[i].text, f.doc->text.n), "%s", merges[i].name);
        }
        end(&f);
    }
}

Test(record, merges_fields_flags_and_drops) {
    struct fixture f;
    struct record_error error = {""};
    pl_value v;
    begin(&f);
    cr_assert_eq(read_into(&f, "{\"id\":\"a\",\"text\":\"b\"}", &error), PL_OK);
    document_begin(f.doc, 1);
    f.batch.stage = 1;
    cr_assert_eq(record_merge(f.doc, 1, str_of("{\"id\":\"a\",\"title\":\"T\",\"metadata\":{\"words\":3},\"flags\":[\"odd\"],\"drop\":{\"reason\":\"r\",\"message\":\"m\"}}"), &error), PL_OK);
    cr_assert_eq(document_commit(f.doc), PL_OK);
    cr_expect(field_get(f.doc, "title", &v) == PL_OK && *v.u.s.p == 'T');
    cr_expect(field_get(f.doc, "words", &v) == PL_OK && v.type == PL_JSON && *v.u.s.p == '3');
    cr_expect(field_get(f.doc, "flags", &v) == PL_OK && v.u.list.n == 1);
    cr_expect_eq(f.doc->verdict.state, PL_DROPPED);
    end(&f);
}
