/* Documents: transactions, verdicts, fields, flags; the arena they live in. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include "document/document.h"

struct fixture { struct schema schema; struct batch batch; pl_document *doc; const char *stages[3]; };

static void begin(struct fixture *f) {
    *f = (struct fixture){.stages = {"read", "one", "two"}};
    f->schema.stages = f->stages;
    f->schema.n_stages = 3;
    batch_init(&f->batch, &f->schema);
    f->doc = batch_add(&f->batch, (pl_position){1, 0, 2}, str_of("source"), str_of("raw"));
    document_set_text(f->doc, str_of("text"));
}

static void end(struct fixture *f) {
    batch_free(&f->batch);
    schema_free(&f->schema);
}

static pl_value text(const char *s) { return value_text(str_of(s)); }

Test(document, a_rollback_takes_everything_back) {
    struct fixture f;
    pl_value v;
    begin(&f);
    document_begin(f.doc, 1);
    f.batch.stage = 1;
    field_set(f.doc, str_of("title"), text("a title"), 1);
    field_flag(f.doc, "odd");
    edit_add(f.doc, 0, 1, str_of("X"), str_of("why"));
    document_drop(f.doc, "reason", str_of("message"));
    document_rollback(f.doc);
    cr_expect_eq(field_get(f.doc, "title", &v), PL_END);
    cr_expect_eq(field_get(f.doc, "flags", &v), PL_END);
    cr_expect_str_eq(f.doc->text.p, "text");
    cr_expect_eq(f.doc->verdict.state, PL_KEPT);
    document_begin(f.doc, 2);
    cr_expect_eq(document_commit(f.doc), PL_OK);
    cr_expect_str_eq(f.doc->text.p, "text", "nothing comes back in the next transaction");
    end(&f);
}

Test(document, a_drop_names_stage_reason_and_message) {
    struct fixture f;
    begin(&f);
    document_begin(f.doc, 2);
    document_drop(f.doc, "exact", str_of("a copy"));
    cr_assert_eq(document_commit(f.doc), PL_OK);
    cr_expect_eq(f.doc->verdict.state, PL_DROPPED);
    cr_expect_str_eq(f.doc->verdict.stage.p, "two");
    cr_expect_str_eq(f.doc->verdict.reason.p, "exact");
    cr_expect_str_eq(f.doc->verdict.message.p, "a copy");
    end(&f);
}

Test(document, a_field_is_seen_from_its_stage_on) {
    struct fixture f;
    pl_value v;
    begin(&f);
    field_set(f.doc, str_of("n"), text("of one"), 1);
    field_set(f.doc, str_of("n"), text("of two"), 2);
    static const struct { uint16_t stage; const char *value; } rows[] = {{0, NULL}, {1, "of one"}, {2, "of two"}};
    for (size_t i = 0; i < 3; i++) {
        f.batch.stage = rows[i].stage;
        cr_expect_eq(field_get(f.doc, "n", &v), rows[i].value ? PL_OK : PL_END, "stage %u", rows[i].stage);
        if (rows[i].value) cr_expect_str_eq(v.u.s.p, rows[i].value);
    }
    end(&f);
}

Test(document, fields_are_listed_once_each_with_the_newest_value) {
    struct fixture f;
    pl_value v;
    pl_str name;
    begin(&f);
    f.batch.stage = 2;
    field_set(f.doc, str_of("a"), text("1"), 0);
    field_set(f.doc, str_of("b"), text("2"), 1);
    field_set(f.doc, str_of("a"), text("3"), 2);
    cr_assert_eq(field_at(f.doc, 0, &name, &v), PL_OK);
    cr_expect(*name.p == 'a' && *v.u.s.p == '3');
    cr_assert_eq(field_at(f.doc, 1, &name, &v), PL_OK);
    cr_expect(*name.p == 'b' && *v.u.s.p == '2');
    cr_expect_eq(field_at(f.doc, 2, &name, &v), PL_END);
    end(&f);
}

/* Quadratic time would take minutes, cubic time years. */
Test(document, a_hundred_thousand_fields_are_listed_in_linear_time) {
    enum { N = 100000 };
    struct fixture f;
    begin(&f);
    pl_str name;
    pl_value v;
    for (int64_t i = 0; i < 2 * N; i++) {
        char text[32];
        const int n = snprintf(text, sizeof text, "field %d", (int)(i % N));
        field_set(f.doc, arena_copy(&f.batch.arena, text, (size_t)n), (pl_value){.type = PL_INT, .u = {.i = i}}, 0);
    }
    for (uint32_t i = 0; i < N; i++) {
        cr_assert_eq(field_at(f.doc, i, &name, &v), PL_OK);
        cr_assert_eq(v.u.i, (int64_t)i + N, "%.*s: the newest value", (int)name.n, name.p);
    }
    cr_expect_eq(field_at(f.doc, N, &name, &v), PL_END);
    field_set(f.doc, str_of("one more"), v, 0);
    cr_expect_eq(field_at(f.doc, N, &name, &v), PL_OK, "the list follows");
    end(&f);
}

Test(document, a_flag_stands_once) {
    struct fixture f;
    pl_value v;
    begin(&f);
    field_flag(f.doc, "x");
    field_flag(f.doc, "y");
    field_flag(f.doc, "x");
    cr_assert_eq(field_get(f.doc, "flags", &v), PL_OK);
    cr_expect_eq(v.u.list.n, 2u);
    end(&f);
}

Test(document, a_reset_batch_is_empty_and_usable) {
    struct fixture f;
    begin(&f);
    for (uint32_t i = 0; i < 500; i++) batch_add(&f.batch, (pl_position){0, 0, i}, str_of("s"), str_of("raw"));
    cr_expect_eq(f.batch.n, 501u);
    cr_expect_eq(f.batch.docs[500]->position.offset, 499u);
    batch_reset(&f.batch);
    cr_expect_eq(f.batch.n, 0u);
    cr_expect_eq(f.batch.bytes, 0u);
    cr_expect_eq(batch_add(&f.batch, (pl_position){0, 0, 7}, str_of("s"), str_of("r"))->index, 0u);
    end(&f);
}

Test(arena, allocations_are_aligned_and_apart) {
    struct arena a = {0};
    char *before = NULL;
    for (size_t n = 1; n < 3000; n += 7) {
        for (size_t align = 1; align <= 64; align *= 2) {
            char *p = arena_alloc(&a, n, align);
            cr_assert_eq((uintptr_t)p % align, 0u);
            memset(p, 0x5a, n);
            if (before) cr_assert_neq(*before, 0);
            before = p;
        }
    }
    cr_expect(a.held > 0);
    arena_reset(&a);
    cr_expect(a.held <= 5 << 20, "a reset keeps one chunk");
    arena_free(&a);
    cr_expect_eq(a.held, 0u);
}

Test(arena, large_and_growing_allocations) {
    struct arena a = {0};
    char *big = arena_alloc(&a, 20 << 20, 16);
    memset(big, 1, 20 << 20);
    char *v = NULL;
    for (size_t n = 0; n < 1000; n++) {
        v = arena_grow(&a, v, n, n + 1, 1);
        v[n] = (char)n;
    }
    for (size_t n = 0; n < 1000; n++) cr_assert_eq(v[n], (char)n);
    const pl_str copy = arena_copy(&a, "abc", 3);
    cr_expect_str_eq(copy.p, "abc");
    const char *zero = arena_zero(&a, 100, 8);
    for (int i = 0; i < 100; i++) cr_assert_eq(zero[i], 0);
    arena_free(&a);
}

Test(schema, names_and_layers_have_numbers) {
    struct schema s = {0};
    static const pl_layer_def def = {"ents", sizeof(pl_span), NULL, 0, NULL, 0};
    cr_expect_eq(schema_name(&s, "PERSON"), 0);
    cr_expect_eq(schema_name(&s, "ORG"), 1);
    cr_expect_eq(schema_name(&s, "PERSON"), 0);
    cr_expect_eq(schema_layer_add(&s, &def, "stage", 3, true), 0);
    cr_expect_eq(schema_layer_find(&s, "ents"), 0);
    cr_expect_eq(schema_layer_find(&s, "tokens"), -1);
    schema_free(&s);
}
