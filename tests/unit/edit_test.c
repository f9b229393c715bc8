/* Edits: new texts, the way back to the original, moved layers, refused lists. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include "document/document.h"

static const pl_layer_def plain = {"plain", sizeof(pl_span), NULL, 0, NULL, 0};
static const pl_layer_def exact = {"exact", sizeof(pl_span), NULL, 0, NULL, PL_EXACT};
static const pl_layer_def zones = {"zones", sizeof(pl_span), NULL, 0, NULL, PL_ORIGINAL};
enum { PLAIN, EXACT, ZONES };

struct fixture { struct schema schema; struct batch batch; pl_document *doc; const char *stage[1]; };

static void begin(struct fixture *f, const char *text) {
    *f = (struct fixture){.stage = {"stage"}};
    f->schema.stages = f->stage;
    f->schema.n_stages = 1;
    schema_layer_add(&f->schema, &plain, "stage", 0, false);
    schema_layer_add(&f->schema, &exact, "stage", 0, false);
    schema_layer_add(&f->schema, &zones, "stage", 0, false);
    batch_init(&f->batch, &f->schema);
    f->doc = batch_add(&f->batch, (pl_position){0, 0, 0}, str_of("source"), str_of(text));
    document_set_text(f->doc, str_of(text));
    document_begin(f->doc, 0);
}

static void end(struct fixture *f) {
    batch_free(&f->batch);
    schema_free(&f->schema);
}

/* "3-5=xy" replaces, "3=xy" inserts, "3-5" deletes; several with blanks between. */
static void add_edits(pl_document *doc, const char *s) {
    while (*s) {
        unsigned a, b;
        int n = 0;
        if (sscanf(s, "%u-%u%n", &a, &b, &n) < 2) sscanf(s, "%u%n", &a, &n), b = a;
        s += n;
        pl_str with = {"", 0};
        if (*s == '=') {
            with = (pl_str){s + 1, strcspn(s + 1, " ")};
            s += 1 + with.n;
        }
        edit_add(doc, a, b, with, str_of("why"));
        s += *s == ' ';
    }
}

static const struct { const char *name, *text, *edits, *result; } texts[] = {
    {"replace", "abcdef", "2-4=XYZ", "abXYZef"},
    {"delete", "abcdef", "0-3", "def"},
    {"insert at both ends", "abc", "0=< 3=>", "<abc>"},
    {"inserts at one point keep their order", "ab", "1=1 1=2 1=3", "a123b"},
    {"any order of calls", "abcdef", "4-5=Y 0-1=X", "XbcdYf"},
    {"insert before a replaced span", "abc", "1-2=X 1=<", "a<Xc"},
    {"insert behind a replaced span", "abc", "1-2=X 2=>", "aX>c"},
    {"touching spans", "abcd", "1-2=X 2-3=Y", "aXYd"},
    {"all of it", "abc", "0-3", ""},
    {"the same bytes are no edit", "abc", "1-2=b", "abc"},
};

Test(edit, makes_the_new_text) {
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct fixture f;
        begin(&f, texts[i].text);
        add_edits(f.doc, texts[i].edits);
        cr_expect_eq(document_commit(f.doc), PL_OK, "%s: %s", texts[i].name, document_error(f.doc));
        cr_expect(f.doc->text.n == strlen(texts[i].result) && !memcmp(f.doc->text.p, texts[i].result, f.doc->text.n), "%s: '%.*s'",
                  texts[i].name, (int)f.doc->text.n, f.doc->text.p);
        cr_expect_eq(f.doc->original.p, f.doc->raw.p, "%s: the original stays", texts[i].name);
        end(&f);
    }
}

static const struct { const char *name, *text, *edits; const char *message; } refused[] = {
    {"overlap", "abcdef", "1-4=X 3-5=Y", "overlap"},
    {"same span twice", "abcdef", "1-4=X 1-4=Y", "overlap"},
    {"insert inside a replaced span", "abcdef", "1-4=X 2=Y", "overlap"},
    {"behind the end", "abc", "2-5", "outside"},
    {"backwards", "abc", "2-1", "outside"},
    {"inside a character", "a\xc3\xa9" "b", "2-3", "cuts a character"},
    {"not UTF-8", "abc", "1-2=\xff", "not UTF-8"},
};

Test(edit, refuses_bad_lists_and_changes_nothing) {
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        struct fixture f;
        begin(&f, refused[i].text);
        add_edits(f.doc, refused[i].edits);
        cr_expect_eq(document_commit(f.doc), PL_EDOC, "%s", refused[i].name);
        cr_expect(strstr(document_error(f.doc), refused[i].message), "%s: '%s'", refused[i].name, document_error(f.doc));
        cr_expect_str_eq(f.doc->text.p, refused[i].text, "%s", refused[i].name);
        end(&f);
    }
}

Test(edit, leads_back_to_the_original) {
    struct fixture f;
    begin(&f, "0123456789");
    add_edits(f.doc, "2-4=abc 6=X 8-10");
    cr_assert_eq(document_commit(f.doc), PL_OK);               /* 01abc45X67 */
    document_begin(f.doc, 0);
    add_edits(f.doc, "0-1 5-6");
    cr_assert_eq(document_commit(f.doc), PL_OK);               /* 1abc5X67 */
    static const uint32_t back[] = {1, 2, 2, 2, 5, 6, 6, 7};
    for (uint32_t i = 0; i < sizeof back / sizeof *back; i++)
        cr_expect_eq(edit_to_original(f.doc, i), back[i], "byte %u: %u", i, edit_to_original(f.doc, i));
    pl_removal r = {.size = sizeof r};
    static const struct { uint32_t begin, end; const char *text; } removed[] = {{2, 4, "23"}, {6, 6, ""}, {8, 10, "89"}, {0, 1, "0"}, {4, 5, "4"}};
    for (uint32_t i = 0; i < 5; i++) {
        cr_assert_eq(edit_removal(f.doc, i, &r), PL_OK);
        cr_expect(r.original.begin == removed[i].begin && r.original.end == removed[i].end, "%u: [%u, %u)", i, r.original.begin, r.original.end);
        cr_expect(r.text.n == strlen(removed[i].text) && !memcmp(r.text.p, removed[i].text, r.text.n), "%u", i);
    }
    cr_expect_eq(edit_removal(f.doc, 5, &r), PL_END);
    end(&f);
}

Test(edit, a_removal_of_inserted_text_covers_what_was_replaced) {     /* found by fuzzing: the end lay behind the text */
    struct fixture f;
    begin(&f, "abc");
    add_edits(f.doc, "1-3=xyz");
    cr_assert_eq(document_commit(f.doc), PL_OK);               /* axyz */
    document_begin(f.doc, 0);
    add_edits(f.doc, "3-4");
    cr_assert_eq(document_commit(f.doc), PL_OK);
    pl_removal r = {.size = sizeof r};
    cr_assert_eq(edit_removal(f.doc, 1, &r), PL_OK);
    cr_expect(r.original.begin == 1 && r.original.end == 3, "[%u, %u)", r.original.begin, r.original.end);
    end(&f);
}

static const struct { const char *name, *edits; pl_span span; int kept; pl_span plain; int exact_kept; } moves[] = {
    {"edit before it", "0-1=xyz", {2, 5}, 1, {4, 7}, 1},
    {"edit behind it", "6-8", {2, 5}, 1, {2, 5}, 1},
    {"touching before", "0-2=z", {2, 5}, 1, {1, 4}, 1},
    {"touching behind", "5-7=z", {2, 5}, 1, {2, 5}, 1},
    {"insert at its begin stays outside", "2=zz", {2, 5}, 1, {4, 7}, 1},
    {"insert at its end stays outside", "5=zz", {2, 5}, 1, {2, 5}, 1},
    {"insert inside stretches", "3=zz", {2, 5}, 1, {2, 7}, 0},
    {"clipped at the left", "0-3=z", {2, 5}, 1, {1, 3}, 0},
    {"clipped at the right", "4-8", {2, 5}, 1, {2, 4}, 0},
    {"inside it", "3-4", {2, 5}, 1, {2, 4}, 0},
    {"replaced as a whole", "2-5=zz", {2, 5}, 1, {2, 4}, 0},
    {"deleted as a whole", "2-5", {2, 5}, 0, {0, 0}, 0},
    {"inside a larger deletion", "1-6", {2, 5}, 0, {0, 0}, 0},
    {"inside a larger replacement", "1-6=zz", {2, 5}, 0, {0, 0}, 0},
};

Test(edit, moves_the_layers) {
    for (size_t i = 0; i < sizeof moves / sizeof *moves; i++) {
        struct fixture f;
        begin(&f, "0123456789");
        for (int id = PLAIN; id <= ZONES; id++) {
            *(pl_span *)layer_annotate(f.doc, id, 1) = moves[i].span;
            layer_annotated(&f.batch, 1);
        }
        add_edits(f.doc, moves[i].edits);
        cr_assert_eq(document_commit(f.doc), PL_OK, "%s", moves[i].name);
        const pl_array p = layer_get(f.doc, PLAIN), e = layer_get(f.doc, EXACT), z = layer_get(f.doc, ZONES);
        const pl_span *s = p.v;
        cr_expect_eq((int)p.n, moves[i].kept, "%s", moves[i].name);
        if (p.n) cr_expect(s->begin == moves[i].plain.begin && s->end == moves[i].plain.end, "%s: [%u, %u)", moves[i].name, s->begin, s->end);
        cr_expect_eq((int)e.n, moves[i].exact_kept, "%s (exact)", moves[i].name);
        s = z.v;
        cr_expect(z.n == 1 && s->begin == 2 && s->end == 5, "%s (original)", moves[i].name);
        end(&f);
    }
}

Test(edit, sorts_elements_by_begin_and_longest_first) {
    struct fixture f;
    begin(&f, "0123456789");
    pl_span *s = layer_annotate(f.doc, PLAIN, 5);
    const pl_span in[] = {{4, 5}, {0, 2}, {0, 9}, {4, 8}, {2, 3}}, out[] = {{0, 9}, {0, 2}, {2, 3}, {4, 8}, {4, 5}};
    memcpy(s, in, sizeof in);
    layer_annotated(&f.batch, 5);
    cr_assert_eq(document_commit(f.doc), PL_OK);
    const pl_array a = layer_get(f.doc, PLAIN);
    cr_assert_eq(a.n, 5);
    cr_expect(!memcmp(a.v, out, sizeof out));
    end(&f);
}

Test(edit, refuses_spans_outside_the_text) {
    static const pl_span bad[] = {{3, 2}, {0, 11}, {11, 12}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct fixture f;
        begin(&f, "0123456789");
        *(pl_span *)layer_annotate(f.doc, PLAIN, 1) = bad[i];
        layer_annotated(&f.batch, 1);
        cr_expect_eq(document_commit(f.doc), PL_EDOC, "%zu", i);
        cr_expect_eq(layer_get(f.doc, PLAIN).n, 0u);
        end(&f);
    }
}

Test(edit, refuses_layers_above_the_limit) {
    static const struct { const char *name; uint32_t first, second; int rc; } rows[] = {
        {"at the limit", 1, 1, PL_OK},
        {"at once", 3, 0, PL_EDOC},
        {"two layers together", 1, 2, PL_EDOC},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct fixture f;
        begin(&f, "0123456789");
        f.schema.layer_bytes = 2 * sizeof(pl_span);
        const bool first = layer_annotate(f.doc, PLAIN, rows[i].first) != NULL;
        layer_annotated(&f.batch, first ? 1 : 0);
        const bool second = layer_annotate(f.doc, EXACT, rows[i].second) != NULL;
        layer_annotated(&f.batch, 0);
        cr_expect_eq(first && second, rows[i].rc == PL_OK, "%s", rows[i].name);
        cr_expect_eq(document_commit(f.doc), rows[i].rc, "%s", rows[i].name);
        cr_expect_eq(strstr(document_error(f.doc), "memory decides") != NULL, rows[i].rc != PL_OK, "%s", document_error(f.doc));
        end(&f);
    }
}
