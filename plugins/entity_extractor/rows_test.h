/* rows_test.h: what the tests of this plugin share: a text, and its mentions in one line. */
#ifndef ENTITY_ROWS_TEST_H
#define ENTITY_ROWS_TEST_H
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include "text-pipeline/pipeline_test.h"

static const char plain[] = "[pipeline]\nstages = tokenizer, entity_extractor\n";

struct row {
    const char *in, *out;
};

static pl_test *run(const char *config, const char *created, const char *in) {
    pl_test *t = pl_test_open(config);
    if (created) pl_test_field(t, "created", created);
    pl_test_add(t, "x", in);
    cr_assert_eq(pl_test_run(t), PL_OK, "%s", pl_test_error(t));
    return t;
}

static const pl_entity *mention(const pl_array *a, uint32_t i) { return pl_at(*a, i); }

/* "LABEL text=normal" for each mention of the wanted labels, with bars between them. */
static void join(const pl_test *t, const char *labels, int canonical, char *out, size_t room) {
    const pl_array a = pl_test_layer(t, 0, "ents");
    const pl_str text = pl_test_host(t)->text(pl_test_document(t, 0));
    size_t n = 0;
    out[0] = 0;
    for (uint32_t i = 0; i < a.n; i++) {
        const pl_entity *e = mention(&a, i);
        const pl_str label = pl_test_name(t, e->type), form = canonical ? e->canonical : e->normal;
        char name[32];
        snprintf(name, sizeof name, " %.*s ", (int)label.n, label.p);
        if (labels && !strstr(labels, name)) continue;
        n += (size_t)snprintf(out + n, room - n, "%s%.*s %.*s", n ? "|" : "", (int)label.n, label.p,
                              (int)(e->span.end - e->span.begin), text.p + e->span.begin);
        if (form.n) n += (size_t)snprintf(out + n, room - n, "=%.*s", (int)form.n, form.p);
    }
}

static void check(const struct row *row, const char *created, const char *labels, int canonical) {
    char got[4096];
    pl_test *t = run(plain, created, row->in);
    join(t, labels, canonical, got, sizeof got);
    cr_expect_str_eq(got, row->out, "'%s'\n  gives '%s'\n  not   '%s'", row->in, got, row->out);
    pl_test_close(t);
}

#define CHECK_ALL(rows, created, labels, canonical)                                                \
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)                                        \
    check(&rows[i], created, labels, canonical)

static const char rule_labels[] = " DATE TIME MONEY PERCENT QUANTITY CARDINAL ORDINAL URL EMAIL ";
#endif
